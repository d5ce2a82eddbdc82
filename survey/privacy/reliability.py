"""How consistently the items of a construct were answered: one figure of the centre, or none.

Alpha and omega are made of single answers, so they are shown only where many answered and the
answers lie apart: a centre of nearly equal ballots would show by them who differs, and in which
item. See docs/privacy.md and `tests/privacy/test_reliability.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from survey.instruments.items import Item, Scale
from survey.instruments.model import Instrument
from survey.privacy import rules
from survey.privacy.figures import Cell, Published, Reliability
from survey.stats.omega import omega_total

# Complete ballots, in blocks whose mean is shown as it is and not as a bound.
FEWEST_BALLOTS = 50
# Beyond this everybody answered all items alike, or nearly.
HIGHEST = Fraction(95, 100)

Ballots = Mapping[int, Sequence[Mapping[str, int]]]


def reliability(
    instrument: Instrument,
    construct: str,
    ballots: Ballots,
    cells: Mapping[int, Cell],
    spread: float | None,
) -> Reliability | None:
    """Alpha and omega of one construct over the blocks published exactly; None where it may not be.

    `ballots` are the parsed ballots of each block, `cells` and `spread` what is published of the
    construct. Both figures are rounded to two decimals and lie between 0 and 0.95; n is rounded
    down to tens, so that nobody counts from it who left an item out.
    """
    items = instrument.items_of(construct)
    shown = {id: one for id, one in cells.items() if isinstance(one, Published)}
    exact = [id for id, one in shown.items() if one.form == "exact"]
    complete = sorted(row for id in exact for row in _complete(items, ballots[id]))
    if len(items) < 2 or len(complete) < FEWEST_BALLOTS or spread is None:
        return None
    scale = rules.scale_of(instrument, construct)
    alpha = _alpha(complete)
    if alpha is None or not _lies_apart([*shown.values()], spread, scale, n_items=len(items)):
        return None
    # Where the model fails alpha would stand in for omega, and alpha is shown already.
    fitted = omega_total(complete)
    omega = fitted.model_implied.value if fitted.loadings else None
    return Reliability(
        n_items=len(items),
        n=len(complete) // 10 * 10,
        alpha=_shown(alpha),
        omega=None if omega is None else _shown(Fraction(omega)),
    )


def _lies_apart(shown: Sequence[Published], spread: float, scale: Scale, *, n_items: int) -> bool:
    """Whether the answers of the blocks shown exactly lie apart, as far as published figures tell.

    The spread is that of all blocks, so what those at an end may have brought to it is taken off:
    n (high - bound) (bound - low) squares at most. One block or two would have an alpha of their
    own.
    """
    exact = [one.n for one in shown if one.form == "exact"]
    if len(exact) < rules.POOLED_BLOCKS:
        return False
    low, high = Fraction(scale.low), Fraction(scale.high)
    # The spread is printed to one decimal.
    squares = (Fraction(str(spread)) - Fraction(1, 20)) ** 2 * sum(one.n - 1 for one in shown)
    for one in shown:
        if one.form != "exact":
            bound = Fraction(str(one.value))
            squares -= one.n * (high - bound) * (bound - low)
    freedom = sum(exact) - len(exact)
    floor = rules.spread_floor(scale, sum(exact), freedom, n_items=n_items)
    return squares > Fraction(str(floor)) ** 2 * freedom


def _complete(items: Sequence[Item], ballots: Sequence[Mapping[str, int]]) -> list[list[int]]:
    return [
        [item.keyed(ballot[item.code]) for item in items]
        for ballot in ballots
        if all(item.code in ballot for item in items)
    ]


def _alpha(rows: Sequence[Sequence[int]]) -> Fraction | None:
    """Cronbach's alpha in fractions, so that the order of ballots cannot move its last digit."""
    k = len(rows[0])
    total = _squares([sum(row) for row in rows])
    if not total:
        return None
    parts = sum((_squares(column) for column in zip(*rows, strict=True)), Fraction(0))
    return Fraction(k, k - 1) * (1 - parts / total)


def _squares(values: Sequence[int]) -> Fraction:
    return sum((value**2 for value in values), 0) - Fraction(sum(values) ** 2, len(values))


def _shown(value: Fraction) -> float:
    return float(round(min(max(value, Fraction(0)), HIGHEST), 2))
