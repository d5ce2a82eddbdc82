"""Sentences about all constructs together, and each one's share of what varied with them."""

from __future__ import annotations

from survey.insight.drivers.analysis import DriverLink, Drivers
from survey.insight.drivers.weights import LEAST
from survey.insight.words.drivers import say_about
from survey.insight.words.reasons import reason_inside
from survey.render import numbers
from survey.render.speech import say


def whole_model(drivers: Drivers) -> str:
    """All constructs together: the p of the whole model first, or what its shares lack."""
    weights = drivers.weights
    if weights.whole is None:
        return _no_shares(drivers)
    p, n = numbers.p_phrase(weights.whole.p), numbers.whole(weights.n_constructs)
    if weights.whole.p is None or weights.whole.p >= 0.05:
        return say(
            "All %(n)s constructs together do not differ from chance (%(p)s), so how they share it"
            " says nothing.",
            n=n,
            p=p,
        )
    return say_about(
        drivers.outcome,
        "All %(n)s constructs together: %(p)s; they vary with %(share)s of what customers’"
        " satisfaction moved inside blocks. The shares say how this divides among them"
        " (%(method)s); its p takes blocks for independent, not their waves.",
        n=n,
        p=p,
        share=numbers.share(weights.whole.value),
        method=weights.method,
    )


def _no_shares(drivers: Drivers) -> str:
    weights = drivers.weights
    if weights.n_constructs < LEAST:
        return say("Shares need at least 2 constructs that every wave asked.")
    if weights.n_rows < weights.n_needed:
        return say(
            "No shares yet: ten rows for each of %(n)s constructs make %(needed)s, a row being a"
            " block in a wave, once one for every block and every wave is used up; there are"
            " %(rows)s.",
            n=numbers.whole(weights.n_constructs),
            needed=numbers.whole(weights.n_needed),
            rows=numbers.whole(weights.n_rows),
        )
    return say("No shares: %(reason)s.", reason=reason_inside(weights.reason))


def share(drivers: Drivers, link: DriverLink) -> str:
    """The construct's share of what varies together, with its interval; nothing without shares."""
    found = drivers.weights.shares.get(link.asked.construct.code)
    if found is None or found.value is None:
        return ""
    value = numbers.share(found.value)
    if not found.interval:
        return value
    return say(
        "%(share)s (%(interval)s)", share=value, interval=numbers.share_interval(*found.ends)
    )
