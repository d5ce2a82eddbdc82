"""What a figure shows, said in one line: only what is clear of chance, else that nothing is.

A title that names the cut standing out most is chosen among all cuts it shows, and one of a dozen
always stands out most. So each cut is held against all others together, and the p values are
adjusted for the family: the cuts of one figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.insight.satisfaction import Satisfaction, against_the_rest, change
from survey.privacy import gate, rules
from survey.render import numbers
from survey.stats.means import difference_with_pooled_sd
from survey.stats.multiplicity import benjamini_hochberg

ALPHA = 0.05


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


def told_apart(compared: Sequence[Compared], *, than: str, thing: str) -> str:
    """Which cuts of a figure are below the others and which above; `thing` is what one is called.

    `than` is what they are said to be below or above.
    """
    clear = clear_of_chance([one.p for one in compared])
    told = [one for one, is_clear in zip(compared, clear, strict=True) if is_clear]
    low = [one.label for one in told if one.difference < 0]
    high = [one.label for one in told if one.difference > 0]
    if low and high and len(compared) == 2:
        return f"{low[0]} is below {high[0]}"
    if low and high:
        return f"{_listed(low, thing)} below {than}, {_listed(high, thing)} above"
    if low or high:
        return f"{_listed(low or high, thing)} {'below' if low else 'above'} {than}"
    return f"{thing.capitalize()}s differ no more than chance explains"


def standing_out(cuts: Sequence[Named], whole: Satisfaction, *, place: str, thing: str) -> str:
    """Which cuts lie below the share of the whole, and which above it, beyond chance.

    Cuts with too few answers are never named. `thing` is what one cut is called.
    """
    share = whole.share.value
    if share is None:
        return f"No {thing} has answers in these days"
    only = next((named.label for named in cuts if named.cut.n == whole.n), "")
    if only:
        return f"All answers are about one {thing}, {only}"
    compared = [_beside_the_rest(named, whole) for named in cuts if not named.cut.is_thin]
    if not compared:
        return f"Too few answers to tell one {thing} from another"
    return told_apart(compared, than=f"the {numbers.share(share)} of {place}", thing=thing)


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
    return told_apart(compared, than="the other blocks", thing="block")


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
        return "Too few months with enough answers to see a trend"
    before, now = full[-2:]
    interval = change(now.cut, before.cut).interval
    if interval is not None and interval.high < 0:
        return f"Satisfaction fell from {before.label} to {now.label}"
    if interval is not None and interval.low > 0:
        return f"Satisfaction rose from {before.label} to {now.label}"
    return f"No clear change from {before.label} to {now.label}"


def _listed(labels: Sequence[str], thing: str) -> str:
    if len(labels) == 1:
        return f"{labels[0]} is"
    if len(labels) == 2:
        return f"{labels[0]} and {labels[1]} are"
    return f"{numbers.counted(len(labels), thing)} are"
