"""What a figure shows, said in one line: only what is clear of chance, else that nothing is.

A title that names the cut standing out most is chosen among all cuts it shows, and one of a dozen
always stands out most. So each cut is held against all others together, and the p values are
adjusted for the family: the cuts of one figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from survey.insight.satisfaction import Satisfaction, against_the_rest, change, has_a_rest
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.speech import say, say_n, to_say
from survey.stats.means import difference_with_pooled_sd
from survey.stats.multiplicity import benjamini_hochberg

ALPHA = 0.05
# What one cut of a figure is.
Thing = Literal["block", "channel", "team"]


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of cuts of one kind where no single one is named."""

    alike: str
    no_answers: str
    only_one: str
    too_few: str


_WORDS: Mapping[Thing, _Words] = MappingProxyType(
    {
        "block": _Words(
            to_say("Blocks differ no more than chance explains"),
            to_say("No block has answers in these days"),
            to_say("All answers are about one block, %(name)s"),
            to_say("Too few answers to tell one block from another"),
        ),
        "channel": _Words(
            to_say("Channels differ no more than chance explains"),
            to_say("No channel has answers in these days"),
            to_say("All answers are about one channel, %(name)s"),
            to_say("Too few answers to tell one channel from another"),
        ),
        "team": _Words(
            to_say("Teams differ no more than chance explains"),
            to_say("No team has answers in these days"),
            to_say("All answers are about one team, %(name)s"),
            to_say("Too few answers to tell one team from another"),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Named:
    """A cut with the name a reader knows it by."""

    label: str
    cut: Satisfaction


@dataclass(frozen=True, slots=True)
class Compared:
    """A cut beside all others together: how far above them it lies, and the p of that."""

    label: str
    difference: float
    p: float


def clear_of_chance(p_values: Sequence[float]) -> tuple[bool, ...]:
    """Which of a family are clear of chance at 5%, by Benjamini and Hochberg, in their order."""
    return tuple(q < ALPHA for q in benjamini_hochberg(p_values))


def told_apart(compared: Sequence[Compared], *, than: str, thing: Thing) -> str:
    """Which cuts of a figure are below the others and which above; `thing` is what one is called.

    `than` is what they are said to be below or above.
    """
    clear = clear_of_chance([one.p for one in compared])
    told = [one for one, is_clear in zip(compared, clear, strict=True) if is_clear]
    low = [one.label for one in told if one.difference < 0]
    high = [one.label for one in told if one.difference > 0]
    if low and high and len(compared) == 2:
        return say("%(low)s is below %(high)s", low=low[0], high=high[0])
    if low and high:
        above = say_n(
            "%(names)s is above", "%(names)s are above", len(high), names=_listed(high, thing)
        )
        return say("%(below)s, %(above)s", below=_below(low, than, thing), above=above)
    if low:
        return _below(low, than, thing)
    if high:
        return say_n(
            "%(names)s is above %(than)s",
            "%(names)s are above %(than)s",
            len(high),
            names=_listed(high, thing),
            than=than,
        )
    return say(_WORDS[thing].alike)


def _below(low: Sequence[str], than: str, thing: Thing) -> str:
    return say_n(
        "%(names)s is below %(than)s",
        "%(names)s are below %(than)s",
        len(low),
        names=_listed(low, thing),
        than=than,
    )


def standing_out(cuts: Sequence[Named], whole: Satisfaction, *, place: str, thing: Thing) -> str:
    """Which cuts lie below the share of the whole, and which above it, beyond chance.

    A cut is never named where it, or all the others together, have too few answers. `thing` is
    what one cut is called.
    """
    share = whole.share.value
    if share is None:
        return say(_WORDS[thing].no_answers)
    only = next((named.label for named in cuts if named.cut.n == whole.n), "")
    if only:
        return say(_WORDS[thing].only_one, name=only)
    compared = [_beside_the_rest(named, whole) for named in cuts if has_a_rest(named.cut, whole)]
    if not compared:
        return say(_WORDS[thing].too_few)
    than = say("the %(share)s of %(place)s", share=numbers.share(share), place=place)
    return told_apart(compared, than=than, thing=thing)


def _beside_the_rest(named: Named, whole: Satisfaction) -> Compared:
    estimate = against_the_rest(named.cut, whole)
    assert estimate.value is not None
    assert estimate.p is not None
    return Compared(named.label, estimate.value, estimate.p)


def blocks_apart(
    blocks: Sequence[tuple[str, gate.Cell]], spread: float | None, *, otherwise: str
) -> str:
    """Which blocks lie below the other blocks shown, and which above, beyond chance.

    `otherwise` is said where blocks cannot be compared.
    """
    shown = [(label, cell) for label, cell in blocks if isinstance(cell, gate.Published)]
    if len(shown) < 2 or spread is None:
        return otherwise
    compared = [
        _beside_the_others(label, cell, [c for _, c in shown[:at] + shown[at + 1 :]], spread)
        for at, (label, cell) in enumerate(shown)
    ]
    return told_apart(compared, than=say("the other blocks"), thing="block")


def _beside_the_others(
    label: str, cell: gate.Published, others: Sequence[gate.Cell], spread: float
) -> Compared:
    """The block with the spread common to all; p is 1 where a bound leaves the side open."""
    rest = rules.centre(others)
    if isinstance(rest, gate.Suppressed):
        return Compared(label, 0.0, 1.0)
    estimate = difference_with_pooled_sd(cell.value, cell.n, rest.value, rest.n, spread)
    assert estimate.value is not None
    assert estimate.p is not None
    is_told = _is_told(cell, rest, is_below=estimate.value < 0)
    return Compared(label, estimate.value, estimate.p if is_told else 1.0)


def _is_told(cell: gate.Published, rest: gate.Published, *, is_below: bool) -> bool:
    """Whether the two lie at least as far apart as their printed values, bounds or not."""
    lower, upper = (cell, rest) if is_below else (rest, cell)
    return lower.form != "at_least" and upper.form != "at_most"


def latest_turn(months: Sequence[Named]) -> str:
    """Whether satisfaction rose or fell between the last two months with enough answers."""
    full = [month for month in months if not month.cut.is_thin]
    if len(full) < 2:
        return say("Too few months with enough answers to see a trend")
    before, now = full[-2:]
    values = {"before": before.label, "now": now.label}
    interval = change(now.cut, before.cut).interval
    if interval is not None and interval.high < 0:
        return say("Satisfaction fell from %(before)s to %(now)s", **values)
    if interval is not None and interval.low > 0:
        return say("Satisfaction rose from %(before)s to %(now)s", **values)
    return say("No clear change from %(before)s to %(now)s", **values)


def _listed(labels: Sequence[str], thing: Thing) -> str:
    if len(labels) == 1:
        return labels[0]
    if len(labels) == 2:
        return say("%(one)s and %(other)s", one=labels[0], other=labels[1])
    return numbers.counted(len(labels), thing)
