"""Predictors with an outcome, row by row: what is complete, and what cannot be divided."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.importance_weights import NOTHING_LEFT
from survey.stats.samples import FloatArray, hardly_varies

MOST_PREDICTORS = 12


@dataclass(frozen=True, slots=True)
class PredictorRows:
    """Complete rows, predictors first and the outcome last, every column less its mean."""

    columns: FloatArray
    units: tuple[Hashable, ...]
    removed: int
    n_missing: int

    @property
    def n(self) -> int:
        """How many complete rows there are."""
        return len(self.columns)

    @property
    def p(self) -> int:
        """How many predictors there are."""
        return int(self.columns.shape[1]) - 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know about the rows left out."""
        if not self.n_missing:
            return ()
        return (f"{self.n_missing} rows left out because a value is missing.",)


def read_predictors(
    predictors: npt.ArrayLike,
    outcome: npt.ArrayLike,
    units: Sequence[Hashable] | None,
    removed: int,
) -> PredictorRows:
    """The complete rows of predictors and outcome; `removed` free means were taken off before.

    Raises ValueError for shapes that do not fit, infinity, or more than 12 predictors.

    >>> read_predictors([[1, 2], [3, None], [5, 5]], [1, 2, 3], None, 1).n
    2
    """
    x, y = np.asarray(predictors, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    labels = tuple(range(len(y))) if units is None else tuple(units)
    if x.ndim != 2 or y.ndim != 1 or not len(x) == len(y) == len(labels):
        raise ValueError("Expected a table of predictors with one outcome (and unit) per row.")
    if not 1 <= x.shape[1] <= MOST_PREDICTORS:
        raise ValueError(f"Expected 1 to {MOST_PREDICTORS} predictors, got {x.shape[1]}.")
    if np.isinf(x).any() or np.isinf(y).any() or removed < 1:
        raise ValueError("A value is infinite, or fewer than one mean was removed.")
    together = np.column_stack([x, y])
    complete = ~np.isnan(together).any(axis=1)
    kept = tuple(labels[at] for at in np.flatnonzero(complete))
    return PredictorRows(together[complete], kept, removed, int((~complete).sum()))


def why_no_shares(
    rows: PredictorRows, names: Sequence[str] | None, rows_per_predictor: int
) -> str | None:
    """A sentence saying why R squared cannot be divided, or None where it can.

    >>> rows = read_predictors([[1, 1], [2, 2], [3, 3], [5, 5]], [1, 2, 2, 3], None, 1)
    >>> why_no_shares(rows, None, 2)
    'predictor 2 is a combination of the predictors before it: leave one out.'
    """
    p, counted = rows.p, rows.n - rows.removed + 1
    needed = max(rows_per_predictor * p, p + 2)
    if counted < needed:
        noun = "predictor takes" if p == 1 else "predictors take"
        less = " once the means taken off are counted" if rows.removed > 1 else ""
        return f"{p} {noun} {needed} rows; there are {max(counted, 0)}{less}."
    called = list(names) if names is not None else [f"predictor {j + 1}" for j in range(p)]
    for column, name in zip(rows.columns.T, (*called, "the outcome"), strict=True):
        if hardly_varies(column):
            return f"Every value of {name} is the same."
    centred = rows.columns - rows.columns.mean(axis=0)
    # The largest first: squares of tiny numbers would be nothing.
    centred /= np.abs(centred).max(axis=0)
    centred /= np.linalg.norm(centred, axis=0)
    for j in range(1, p):
        before, column = centred[:, :j], centred[:, j]
        slopes = np.linalg.lstsq(before, column, rcond=None)[0]
        if float(((column - before @ slopes) ** 2).sum()) < NOTHING_LEFT:
            return f"{called[j]} is a combination of the predictors before it: leave one out."
    return None
