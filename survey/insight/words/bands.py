"""Sentences about bands and about a unit's change beside the others.

What stands here:

- `BAND_WORDS`: the word shown for each band; `ONE_AGENT`: that shown in place of one.
- `found(bands, thing)`: "1 team in the top band, 8 in the middle, not enough evidence for 3".
- `no_bands(reason, thing)`: why nobody of a family has a band.
- `drawn_at(lines)`: where the two lines lie and who put them there.
- `moved_beside(name, site, own, difference, detectable)`: "rose by 0.20 points more than ...".
- `few_beside(difference, others)`: how much wider few other units make an interval.
- `means(band)`: what a band says to the agent whose it is.

Past tense, and nothing about why: no sentence says that anybody brought a change about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from survey.insight.bands.lines import MARGIN, LinesInForce
from survey.render import numbers
from survey.stats.bands import Band
from survey.stats.distributions import t_quantile
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate
from survey.stats.shrinkage import FEWEST_UNITS, NO_DIFFERENCES

BAND_WORDS: Mapping[Band, str] = {
    Band.TOP: "Top",
    Band.MIDDLE: "Middle",
    Band.LOW: "Low",
    Band.NOT_ENOUGH: "Not enough evidence",
}
# From here on an interval is less than a third wider than beside any number of units.
_ENOUGH_OTHERS = 6
# In place of a band, where a unit's would be that of a person.
ONE_AGENT = "One agent, so no band"
_MEANINGS: Mapping[Band, str] = {
    Band.TOP: "Your customers were clearly more satisfied than the upper line, on the same work.",
    Band.MIDDLE: "Your customers were clearly between the two lines, on the same work.",
    Band.LOW: "Your customers were clearly less satisfied than the lower line, on the same work.",
    Band.NOT_ENOUGH: (
        "Your answers can be told from neither line. That is the usual case, and no verdict."
    ),
}


def found(bands: Iterable[Band], thing: str) -> str:
    """How many units are in which band; `thing` is what one is called."""
    counts = Counter(bands)
    named = [
        (Band.TOP, "in the top band"),
        (Band.LOW, "in the low band"),
        (Band.MIDDLE, "in the middle"),
    ]
    parts = [f"{numbers.counted(counts[band], thing)} {where}" for band, where in named
             if counts[band]]  # fmt: skip
    unknown = counts[Band.NOT_ENOUGH]
    if not parts:
        return f"No {thing} can be told from the lines: not enough evidence"
    if unknown:
        parts.append(f"not enough evidence for {numbers.whole(unknown)}")
    return ", ".join(parts)


def no_bands(reason: str, thing: str) -> str:
    """Why nobody of a family has a band."""
    if reason == NO_DIFFERENCES:
        return f"No detectable difference between {thing}s, so none has a band"
    many = numbers.whole(FEWEST_UNITS)
    return f"Bands take at least {many} {thing}s with enough answers, so none has one"


def drawn_at(lines: LinesInForce) -> str:
    """Where the two lines lie, and who put them there."""
    ends = f"{numbers.mean(lines.lines.low)} and {numbers.mean(lines.lines.high)}"
    if lines.set_on is not None:
        text = f"The lines are {ends}, as people set them on {numbers.day(lines.set_on)}."
    else:
        text = (
            f"The lines are {ends}: the centre’s mean of {numbers.mean(lines.centre)} less and plus"
            f" {numbers.mean(MARGIN)} points."
        )
    return f"{text} One of them is at the end of the scale." if lines.leaves_no_room else text


def means(band: Band) -> str:
    """What a band says to the agent whose it is."""
    return _MEANINGS[band]


def few_beside(difference: Estimate, *, others: int) -> str:
    """How much wider the interval is for so few other units; empty beside many enough."""
    if others >= _ENOUGH_OTHERS or difference.df is None:
        return ""
    times = t_quantile(0.95, difference.df) / normal_quantile(0.95)
    return (
        f"Only {numbers.counted(others, 'other unit')} can tell how far units move apart by"
        f" themselves: that makes the interval {numbers.decimal(times, 1)} times as wide as beside"
        " many."
    )


def moved_beside(
    name: str, site: str, *, own: float, difference: Estimate, detectable: float | None
) -> str:
    """How a unit's satisfaction changed beside the rest of its site; `own` is its own change."""
    value, interval = difference.value, difference.interval
    if value is None or interval is None:
        return difference.reason or ""
    span = f"95% interval {numbers.change_interval(interval.low, interval.high)}"
    customers = f"The satisfaction of {name}’s customers"
    if interval.low <= 0 <= interval.high:
        least = (
            ""
            if detectable is None
            else f" Only a difference of about {numbers.mean(detectable)} points would have shown"
            " up reliably."
        )
        return (
            f"We cannot tell yet whether {name}’s customers’ satisfaction changed otherwise than"
            f" that of the rest of {site}: the difference is {numbers.change(value)} points"
            f" ({span}).{least}"
        )
    verb = "rose" if own >= 0 else "fell"
    more = "more" if (own >= 0) == (value > 0) else "less"
    return (
        f"{customers} {verb} by {numbers.mean(abs(value))} points {more} than that of the rest"
        f" of {site} ({span})."
    )
