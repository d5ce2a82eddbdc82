"""Everything a block may have answered, given all that is published of one construct.

The attacker knows the rules of publication and how many answered, and goes through all answers
that would have given the same figures. A leak is an answer that is the same in all of them: one
that could only have been this. Two attackers look: an outsider, and an insider who takes the own
answer away first. Scores are whole points for one item, the sharpest case, as the coarser the
answers, the fewer of them fit; for two items they are half points, and counted in these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import inf, lcm

import numpy as np
from numpy.typing import NDArray

from survey.instruments.items import Scale
from survey.privacy import promoters, rules
from survey.privacy.figures import Published
from survey.privacy.release import Measured

# Squares and promoters less detractors in one number, so that both are added at once.
APART = 1 << 13
EDGE = 1e-9
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Leak:
    """An answer that follows from what is published; `own` is what the insider gave, if one."""

    block: int
    answer: int
    own: int | None


def leaks(
    measured: Measured,
    answers: Mapping[int, Sequence[int]],
    scale: Scale,
    *,
    threshold: int,
    n_items: int = 1,
) -> list[Leak]:
    """Every answer that follows from the figures; `answers` are the true ones, for the insiders.

    Answers are counted in the steps of a score: with two items a 7 is a mean of 3.5.
    """
    sight = _Sight(measured, scale, threshold, n_items)
    found = []
    for block, cell in measured.published.items():
        for own in [None, *sorted(set(answers[block]))]:
            if cell.n > (own is not None):
                could_be = sight.could_be(block, own)
                assert could_be & set(answers[block]), "the truth fits what is published"
                found += [Leak(block, one, own) for one in could_be if len(could_be) == 1]
    return found


def sums_behind(cell: Published, scale: Scale, *, threshold: int, n_items: int = 1) -> list[int]:
    """Every sum of answers of which the rules would have made this figure."""
    n = cell.n
    return [
        total
        for total in range(n * scale.low * n_items, n * scale.high * n_items + 1)
        if rules.cell([Fraction(total, n * n_items)] * n, scale, threshold=threshold) == cell
    ]


@cache
def _states(n: int, low: int, high: int, squares: bool, surplus: bool) -> Mapping[int, Codes]:
    """Per sum of `n` answers what their squares and promoters less detractors can be, coded."""
    if n == 0:
        return {0: np.zeros(1, np.int64)}
    found: dict[int, list[Codes]] = defaultdict(list)
    for total, codes in _states(n - 1, low, high, squares, surplus).items():
        for value in range(low, high + 1):
            found[total + value].append(codes + _code(value, squares, surplus))
    return {total: np.unique(np.concatenate(codes)) for total, codes in found.items()}


def _code(value: int, squares: bool, surplus: bool) -> int:
    return APART * value * value * squares + _promotes(value) * surplus


def _promotes(value: int) -> int:
    return (value >= promoters.PROMOTER_FROM) - (value <= promoters.DETRACTOR_UNTIL)


class _Sight:
    """What follows from the figures of one construct about the members of each block."""

    def __init__(self, measured: Measured, scale: Scale, threshold: int, n_items: int) -> None:
        self.shown, self.scale, self.n_items = measured.published, scale, n_items
        self.lowest, self.highest = scale.low * n_items, scale.high * n_items
        self.spread, self.total = measured.spread, measured.total
        self.sees = (self.spread is not None, self.total is not None)
        self.sums = {
            id: sums_behind(cell, scale, threshold=threshold, n_items=n_items)
            for id, cell in self.shown.items()
        }
        # Squared deviations are counted in these parts, so that they are whole numbers.
        self.unit = lcm(1, *(cell.n for cell in self.shown.values()))
        self.n = sum(cell.n for cell in self.shown.values())
        self.low, self.high = self._squares()
        self.surpluses = self._surpluses()
        self.rests = {id: self._rest(id) for id in self.shown}

    def could_be(self, block: int, own: int | None) -> set[int]:
        """What a member of the block may have answered, as seen by one who answered `own`."""
        known = [] if own is None else [own]
        points = range(self.lowest, self.highest + 1)
        return {value for value in points if self._fits(block, [value, *known])}

    def _fits(self, block: int, known: list[int]) -> bool:
        deviations, surplus = _decoded(self._ways(block, known))
        for there, others in self.rests[block].items():
            fitting = deviations[np.isin(surplus + there, self.surpluses)]
            at = np.searchsorted(others, self.low - fitting)
            if np.any(others[np.minimum(at, len(others) - 1)][at < len(others)]
                      + fitting[at < len(others)] < self.high):  # fmt: skip
                return True
        return False

    def _ways(self, block: int, known: Sequence[int] = ()) -> Codes:
        """Squared deviations and promoters of a block that has these answers among its own."""
        n = self.shown[block].n
        rest = _states(n - len(known), self.lowest, self.highest, *self.sees)
        own = sum(_code(one, *self.sees) for one in known)
        found = [np.zeros(0, np.int64)]
        for total in self.sums[block]:
            if (codes := rest.get(total - sum(known))) is not None:
                deviations, surplus = _decoded(codes + own)
                squared = total * total * self.unit // n if self.sees[0] else 0
                found.append((deviations * self.unit - squared) * APART + surplus)
        codes = np.unique(np.concatenate(found))
        return codes[codes < self.high * APART]

    def _rest(self, block: int) -> dict[int, Codes]:
        """What all other blocks together can be: deviations by promoters less detractors."""
        codes = np.zeros(1, np.int64)
        for other in self.shown if any(self.sees) else ():
            if other != block:
                codes = np.unique(np.add.outer(codes, self._ways(other)))
                codes = codes[codes < self.high * APART]
        deviations, surplus = _decoded(codes)
        return {int(one): deviations[surplus == one] for one in np.unique(surplus)}

    def _surpluses(self) -> list[int]:
        """How many more promoters than detractors there may be."""
        if self.total is None:
            return [0]
        cells = [*self.shown.values()]
        return [
            surplus
            for surplus in range(-self.n, self.n + 1)
            if promoters.promoter_score(_with(surplus, self.n), cells) == self.total
        ]

    def _squares(self) -> tuple[float, float]:
        """The squared deviations, in `unit` parts, of which the spread would have been made."""
        if self.spread is None:
            return 0, inf
        freedom = self.n - len(self.shown)
        floor = rules.spread_floor(self.scale, self.n, freedom, n_items=self.n_items)
        low = 0.0 if self.spread <= floor else (self.spread - 0.05) ** 2 * freedom - EDGE
        parts = self.unit * self.n_items**2
        return low * parts, ((self.spread + 0.05) ** 2 * freedom + EDGE) * parts


def _decoded(codes: Codes) -> tuple[Codes, Codes]:
    surplus = (codes + APART // 2) % APART - APART // 2
    return (codes - surplus) // APART, surplus


@cache
def _with(surplus: int, n: int) -> list[Fraction]:
    """`n` answers with so many more promoters than detractors."""
    ends = [Fraction(10 if surplus > 0 else 0)] * abs(surplus)
    return [*ends, *[Fraction(8)] * (n - abs(surplus))]
