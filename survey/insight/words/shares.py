"""Sentences about all constructs together, and each one's share of what varied with them."""

from __future__ import annotations

from survey.insight.drivers.analysis import DriverLink, Drivers
from survey.insight.drivers.weights import LEAST
from survey.insight.words.drivers import NAMES
from survey.render import numbers


def whole_model(drivers: Drivers) -> str:
    """All constructs together: the p of the whole model first, or what its shares lack."""
    weights = drivers.weights
    if weights.whole is None:
        return _no_shares(drivers)
    p = numbers.p_phrase(weights.whole.p)
    share = numbers.share(weights.whole.value)
    if weights.whole.p is None or weights.whole.p >= 0.05:
        return (
            f"All {numbers.whole(weights.n_constructs)} constructs together do not differ from"
            f" chance ({p}), so how they share it says nothing."
        )
    return (
        f"All {numbers.whole(weights.n_constructs)} constructs together: {p}; they vary with"
        f" {share} of what {NAMES[drivers.outcome]} moved inside blocks. The shares say how this"
        f" divides among them ({weights.method}); its p takes blocks for independent, not"
        " their waves."
    )


def _no_shares(drivers: Drivers) -> str:
    weights = drivers.weights
    if weights.n_constructs < LEAST:
        return "Shares need at least 2 constructs that every wave asked."
    if weights.n_rows < weights.n_needed:
        return (
            f"No shares yet: ten rows for each of {numbers.whole(weights.n_constructs)} constructs"
            f" make {numbers.whole(weights.n_needed)}, a row being a block in a wave, once one for"
            f" every block and every wave is used up; there are {numbers.whole(weights.n_rows)}."
        )
    return f"No shares: {weights.reason[:1].lower()}{weights.reason[1:]}"


def share(drivers: Drivers, link: DriverLink) -> str:
    """The construct's share of what varies together, with its interval; nothing without shares."""
    found = drivers.weights.shares.get(link.asked.construct.code)
    if found is None or found.value is None:
        return ""
    around = f" ({numbers.share_interval(*found.ends)})" if found.interval else ""
    return f"{numbers.share(found.value)}{around}"
