"""Runs and crossings: whether a series wanders about its median as chance would have it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from survey.stats.result import Status

FEWEST_USEFUL = 10
_TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Runs:
    """How a series lies about its centre, and what chance allows.

    `n_useful` counts the values off the centre; `last_run` is the number of them at the end that
    lie on one side. Below 10 useful values nothing is judged: `status` is `not_computable`,
    `reason` says so and there are no counts.
    """

    status: Status
    n_useful: int
    centre: float | None = None
    longest_run: int | None = None
    longest_expected: int | None = None
    crossings: int | None = None
    fewest_expected: int | None = None
    last_run: int | None = None
    reason: str | None = None

    @property
    def is_run_long(self) -> bool:
        """Whether a run is longer than chance makes it."""
        return (self.longest_run or 0) > (self.longest_expected or 0)

    @property
    def are_crossings_few(self) -> bool:
        """Whether the series crosses its centre less often than chance makes it."""
        return (self.crossings or 0) < (self.fewest_expected or 0)

    @property
    def has_signal(self) -> bool:
        """Whether either rule finds more than chance."""
        return self.is_run_long or self.are_crossings_few

    @property
    def is_last_run_long(self) -> bool:
        """Whether the run that lasts to the end is longer than chance makes it."""
        return (self.last_run or 0) > (self.longest_expected or 0)


def anhoej_runs(values: Sequence[float | None], *, centre: float | None = None) -> Runs:
    """The two rules of Anhøj about runs, for a series in order of time.

    A run is a stretch of values on one side of the centre, which is the median unless given. Values
    on the centre and gaps (None) are left out. More than chance is a longest run above
    round(log2 n + 3), and fewer crossings than the 5% point of a binomial of n - 1 trials at 0.5,
    n the useful values. Source: Anhøj and Olesen 2014, PLoS ONE 9:e113825. For independent values
    some 5 to 8% of series are flagged by one of the two. Not computable below 10 useful values.
    Raises ValueError for values that are not finite.

    >>> found = anhoej_runs([1, 2] * 5 + [2, 2, 2, 2, 2, 1, 1, 1, 1, 1], centre=1.5)
    >>> found.longest_run, found.longest_expected, found.crossings, found.fewest_expected
    (6, 7, 10, 6)
    """
    there = [one for one in values if one is not None]
    if not all(map(math.isfinite, there)) or not math.isfinite(centre or 0.0):
        raise ValueError("The values of a run chart are finite numbers or None.")
    if centre is None and there:
        centre = median(there)
    sides = [one > centre for one in there if centre is not None and one != centre]
    if len(sides) < FEWEST_USEFUL:
        reason = f"It takes {FEWEST_USEFUL} values off the median to judge runs."
        return Runs("not_computable", len(sides), centre, reason=reason)
    lengths = [len(list(run)) for _, run in groupby(sides)]
    return Runs(
        "ok",
        len(sides),
        centre,
        longest_run=max(lengths),
        longest_expected=longest_run_expected(len(sides)),
        crossings=sum(a != b for a, b in pairwise(sides)),
        fewest_expected=fewest_crossings_expected(len(sides)),
        last_run=lengths[-1],
    )


def longest_run_expected(n: int) -> int:
    """The longest run that chance explains among n useful values: round(log2 n + 3).

    Source: as `anhoej_runs`, after Schilling 2012, Math Mag 85:141-149. Raises ValueError below 1.

    >>> longest_run_expected(20)
    7
    """
    return round(math.log2(n) + 3)


def fewest_crossings_expected(n: int) -> int:
    """The fewest crossings that chance explains among n useful values.

    The smallest k with P(X <= k) >= 0.05 for X binomial of n - 1 trials at 0.5.
    Source: as `anhoej_runs`, after Chen 2010, Epidemiology 21:704-713. Raises ValueError below 1.

    >>> fewest_crossings_expected(20)
    6
    """
    if n < 1:
        raise ValueError(f"Crossings are counted among one value or more, not {n}.")
    needed, ways = _TAIL * 2 ** (n - 1), 0
    for k in range(n):
        ways += math.comb(n - 1, k)
        if ways >= needed:
            return k
    raise AssertionError("The whole of a distribution is more than a twentieth of it.")
