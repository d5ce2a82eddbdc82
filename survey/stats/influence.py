"""Two looks before a link is believed: does one unit carry it, and does it turn round inside?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.correlation import pearson
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import Missing, read_pairs

# A change of this much in r is worth a warning (leave-one-out and pooled against within).
NOTABLE_CHANGE = 0.2


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The largest change of r when one pair is left out.

    `change` is r without the pair minus r with all, and `index` the place of that pair in the
    input. Where r rests on one pair alone, `change` is not computable and `index` names it.
    """

    change: Estimate
    index: int | None

    @property
    def is_notable(self) -> bool:
        """Whether one pair changes r by more than .2 or carries it alone."""
        if self.change.value is None:
            return self.index is not None
        return abs(self.change.value) > NOTABLE_CHANGE


def leave_one_out_r(
    x: npt.ArrayLike, y: npt.ArrayLike, *, missing: Missing = "drop_pairs"
) -> LeaveOneOut:
    """The pair whose removal changes Pearson's r most, and by how much.

    Formula, with c = n / (n-1) and deviations from the means of all n: leaving out pair i
    takes c dx_i dy_i, c dx_i^2 and c dy_i^2 from the three sums that make r. Not computable
    under 4 pairs or where r is not. Errors as in `correlation.pearson`.

    >>> result = leave_one_out_r([1, 2, 3, 4, 10], [2, 1, 2, 1, 9])
    >>> result.index, round(result.change.value, 2), result.is_notable
    (4, -1.36, True)
    """
    method = "leave_one_out_r"
    pairs = read_pairs(x, y, missing=missing)
    whole = pearson(pairs.x, pairs.y)
    if whole.value is None or pairs.n < 4:
        reason = whole.reason or "It takes at least 4 pairs to leave one out."
        none = not_computable(method, reason, n=pairs.n, warnings=pairs.warnings)
        return LeaveOneOut(none, None)
    dx, dy = pairs.x - pairs.x.mean(), pairs.y - pairs.y.mean()
    dx, dy = dx / np.abs(dx).max(), dy / np.abs(dy).max()
    c = pairs.n / (pairs.n - 1)
    left_x, left_y = dx @ dx - c * dx**2, dy @ dy - c * dy**2
    alone = np.flatnonzero((left_x <= 1e-12 * (dx @ dx)) | (left_y <= 1e-12 * (dy @ dy)))
    if len(alone):
        reason = "Without one pair a side no longer varies: the whole link rests on that pair."
        carried = not_computable(method, reason, n=pairs.n, warnings=pairs.warnings)
        return LeaveOneOut(carried, int(pairs.kept[alone[0]]))
    without = np.clip((dx @ dy - c * dx * dy) / np.sqrt(left_x * left_y), -1, 1)
    changes = without - whole.value
    largest = int(np.argmax(np.abs(changes)))
    change = computed(method, float(changes[largest]), n=pairs.n, warnings=pairs.warnings)
    return LeaveOneOut(change, int(pairs.kept[largest]))


@dataclass(frozen=True, slots=True)
class SimpsonCheck:
    """How far a pooled and a within association disagree; None where either is missing."""

    difference: float | None
    signs_differ: bool | None

    @property
    def is_notable(self) -> bool:
        """Whether the signs differ or the values lie more than .2 apart."""
        if self.difference is None:
            return False
        return bool(self.signs_differ) or abs(self.difference) > NOTABLE_CHANGE


def simpson_check(pooled: Estimate, within: Estimate) -> SimpsonCheck:
    """Pooled minus within, and whether they point in opposite directions.

    Source: Simpson 1951, J R Stat Soc B 13:238-241. Both estimates are correlations on the
    same rows.

    >>> check = simpson_check(computed("r", -0.12, n=150), computed("rm", 0.53, n=150))
    >>> check.signs_differ, check.is_notable
    (True, True)
    """
    if pooled.value is None or within.value is None:
        return SimpsonCheck(None, None)
    return SimpsonCheck(pooled.value - within.value, pooled.value * within.value < 0)
