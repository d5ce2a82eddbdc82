"""What takes thousands of draws: worked out once for the same numbers, and kept by each process.

The draws are fixed, so that identical data give identical pages and files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from survey.insight.linkage.cells import Cell
from survey.stats.bootstrap import pearson_bca, two_way_bca
from survey.stats.permutation import pearson_permutation
from survey.stats.result import Estimate
from survey.stats.shift import two_way_shift

SEED = 20_260_101
RESAMPLES = 9999
Numbers = tuple[float, ...]
Names = tuple[str, ...]
Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Redrawn:
    """Companions inside groups: p of turning waves round in time, interval of groups redrawn."""

    shift: Estimate
    bootstrap: Estimate


@lru_cache(maxsize=32)
def permutation(x: Numbers, y: Numbers) -> Estimate:
    """The correlation with the p of reordering the groups: all orders up to 9, else drawn."""
    return pearson_permutation(x, y, resamples=RESAMPLES, seed=SEED)


@lru_cache(maxsize=32)
def redrawn_groups(x: Numbers, y: Numbers) -> Estimate:
    """The correlation between groups with the BCa interval of groups drawn again."""
    return pearson_bca(x, y, resamples=RESAMPLES, seed=SEED).estimate


def redrawn(cells: tuple[Cell, ...]) -> Redrawn:
    """The companions of the link inside groups."""
    return _redrawn(
        tuple(cell.engagement for cell in cells),
        tuple(cell.satisfaction for cell in cells),
        tuple(cell.group for cell in cells),
        tuple(cell.position for cell in cells),
    )


@lru_cache(maxsize=32)
def _redrawn(x: Numbers, y: Numbers, units: Names, order: Places) -> Redrawn:
    return Redrawn(
        shift=two_way_shift(x, y, units, order, resamples=RESAMPLES, seed=SEED),
        bootstrap=two_way_bca(x, y, units, order, resamples=RESAMPLES, seed=SEED).estimate,
    )
