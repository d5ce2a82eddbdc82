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
from typing import Literal

from survey.insight.bands.lines import MARGIN, LinesInForce
from survey.render import numbers
from survey.render.speech import say, to_say
from survey.stats.bands import Band
from survey.stats.distributions import t_quantile
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate
from survey.stats.shrinkage import FEWEST_UNITS, NO_DIFFERENCES

BAND_WORDS: Mapping[Band, str] = {
    Band.TOP: to_say("Top"),
    Band.MIDDLE: to_say("Middle"),
    Band.LOW: to_say("Low"),
    Band.NOT_ENOUGH: to_say("Not enough evidence"),
}
# In the order in which they are told.
_WHERE: Mapping[Band, str] = {
    Band.TOP: to_say("%(units)s in the top band"),
    Band.LOW: to_say("%(units)s in the low band"),
    Band.MIDDLE: to_say("%(units)s in the middle"),
}
Thing = Literal["agent", "team", "unit"]
_UNTOLD: Mapping[Thing, str] = {
    "agent": to_say("No agent can be told from the lines: not enough evidence"),
    "team": to_say("No team can be told from the lines: not enough evidence"),
    "unit": to_say("No unit can be told from the lines: not enough evidence"),
}
_ALIKE: Mapping[Thing, str] = {
    "agent": to_say("No detectable difference between agents, so none has a band"),
    "team": to_say("No detectable difference between teams, so none has a band"),
    "unit": to_say("No detectable difference between units, so none has a band"),
}
_TOO_FEW: Mapping[Thing, str] = {
    "agent": to_say("Bands take at least %(n)s agents with enough answers, so none has one"),
    "team": to_say("Bands take at least %(n)s teams with enough answers, so none has one"),
    "unit": to_say("Bands take at least %(n)s units with enough answers, so none has one"),
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


def found(bands: Iterable[Band], thing: Thing) -> str:
    """How many units are in which band; `thing` is what one is called."""
    counts = Counter(bands)
    named = [(band, numbers.counted(counts[band], thing)) for band in _WHERE if counts[band]]
    parts = [say(_WHERE[band], units=units) for band, units in named]
    unknown = counts[Band.NOT_ENOUGH]
    if not parts:
        return say(_UNTOLD[thing])
    if unknown:
        parts.append(say("not enough evidence for %(n)s", n=numbers.whole(unknown)))
    return say(", ").join(parts)


def no_bands(reason: str, thing: Thing) -> str:
    """Why nobody of a family has a band."""
    if reason == NO_DIFFERENCES:
        return say(_ALIKE[thing])
    return say(_TOO_FEW[thing], n=numbers.whole(FEWEST_UNITS))


def drawn_at(lines: LinesInForce) -> str:
    """Where the two lines lie, and who put them there."""
    low, high = numbers.mean(lines.lines.low), numbers.mean(lines.lines.high)
    if lines.set_on is not None:
        text = say(
            "The lines are %(low)s and %(high)s, as people set them on %(day)s.",
            low=low,
            high=high,
            day=numbers.day(lines.set_on),
        )
    else:
        text = say(
            "The lines are %(low)s and %(high)s: the centre’s mean of %(mean)s less and plus"
            " %(margin)s points.",
            low=low,
            high=high,
            mean=numbers.mean(lines.centre),
            margin=numbers.mean(MARGIN),
        )
    if not lines.leaves_no_room:
        return text
    return " ".join((text, say("One of them is at the end of the scale.")))


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
