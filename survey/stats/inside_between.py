"""Sides split into what happens inside units and what differs between them."""

from dataclasses import dataclass

import numpy as np

from survey.stats.covariates import Columns
from survey.stats.samples import FloatArray, IntArray, hardly_varies

# Each control of units is paid for by this many of them.
UNITS_PER_CONTROL = 10
# A column of which the others leave less than this share holds nothing of its own.
_OWN_SHARE = 1e-9


@dataclass(slots=True)
class Parts:
    """Columns of the model, and how far each was moved to have mean 0."""

    columns: list[FloatArray]
    moved: list[float]
    names: list[str]
    warnings: list[str]


def split(side: FloatArray, unit: IntArray) -> tuple[FloatArray, FloatArray]:
    """A side as deviations from its units' means, and those means, row by row.

    >>> [part.tolist() for part in split(np.array([1.0, 3, 8]), np.array([0, 0, 1]))]
    [[-1.0, 1.0, 0.0], [2.0, 2.0, 8.0]]
    """
    means = (np.bincount(unit, side) / np.bincount(unit))[unit]
    return side - means, means


def parts_of(x: FloatArray, controls: Columns, unit: IntArray) -> tuple[Parts, Parts]:
    """What is related inside units, x first, and what between them, its mean first.

    Parts that do not vary, or that those before tell, are left out; so are, with a warning, the
    means of controls beyond 1 per 10 units.

    >>> controls = Columns(np.array([[5.0], [5], [7], [7]]), ("site",))
    >>> inside, between = parts_of(np.array([1.0, 3, 4, 4]), controls, np.array([0, 0, 1, 1]))
    >>> len(inside.columns), len(between.columns)
    (1, 1)
    """
    inside, between = (Parts([], [], [], []) for _ in range(2))
    n_units = int(unit.max()) + 1
    allowed = n_units // UNITS_PER_CONTROL
    sides = [("", x), *zip(controls.names, controls.values.T, strict=True)]
    for name, side in sides:
        scale = float(np.abs(side).max())
        if name and scale:
            # Coefficients of controls are not told, so their unit is free to keep them in range.
            side, scale = side / scale, 1.0
        deviation, mean = split(side, unit)
        if _adds(deviation, inside.columns, scale):
            inside.columns.append(deviation)
            inside.names += [f"{name} inside units"] if name else []
        middle = float(mean.mean())
        if not _adds(mean - middle, between.columns, scale):
            continue
        if len(between.columns) > allowed:
            between.warnings.append(
                f"{name} between units left out: at most 1 control of units per"
                f" {UNITS_PER_CONTROL} units."
            )
            continue
        between.columns.append(mean - middle)
        between.moved.append(middle)
        between.names += [f"{name} between units"] if name else []
    return inside, between


def _adds(column: FloatArray, others: list[FloatArray], scale: float) -> bool:
    """Whether the column varies, and differently from the others."""
    if scale == 0 or hardly_varies(column, scale=100 * scale):
        return False
    left = left_of(column / scale, others)
    return float(np.linalg.norm(left)) > _OWN_SHARE * float(np.linalg.norm(column / scale))


def left_of(values: FloatArray, others: list[FloatArray]) -> FloatArray:
    """What the least-squares fit on the other columns leaves of the values.

    >>> left_of(np.array([1.0, 2, 4]), [np.array([1.0, 1, 1])]).round(2).tolist()
    [-1.33, -0.33, 1.67]
    """
    if not others:
        return values
    basis, _ = np.linalg.qr(np.column_stack([one / np.abs(one).max() for one in others]))
    once = values - basis @ (basis.T @ values)
    return np.asarray(once - basis @ (basis.T @ once))
