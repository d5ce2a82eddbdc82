"""Two slopes in one model: how y goes with x inside units, and between units' means of x."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.cluster import slope_error
from survey.stats.covariates import Columns, Covariates, read_columns
from survey.stats.inside_between import left_of, parts_of, split
from survey.stats.random_intercept import RandomIntercept, fit_random_intercept
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import (
    FloatArray,
    IntArray,
    codes_of,
    hardly_varies,
    out_of_range,
    read_vector,
)

# Fewer have too little to say about how much units differ.
FEWEST_UNITS = 5
_NO_SPREAD = "Units differ no more than their rows would make them: ordinary least squares."
_NAMES = ("within", "between", "contextual", "intercept")


@dataclass(frozen=True, slots=True)
class WithinBetween:
    """The slopes inside and between units, and the second less the first, in y points per x point.

    `intercept` is y where x and the controls of units are 0. The variances are those of units'
    levels and of rows; `controls` names the columns held equal beside x. None and empty where
    nothing is computable.
    """

    within: Estimate
    between: Estimate
    contextual: Estimate
    intercept: Estimate
    unit_variance: float | None = None
    residual_variance: float | None = None
    controls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rows:
    x: FloatArray
    y: FloatArray
    controls: Columns
    unit: IntArray
    n_units: int
    warnings: tuple[str, ...]


def within_between(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    *,
    controls: Covariates | None = None,
    level: float = 0.95,
) -> WithinBetween:
    """y on x less its unit's mean (W), on that mean (G) and on controls, units at random.

    Formula: y = b0 + bW W + bG G + controls + unit + error by REML (`random_intercept`);
    contextual effect bG - bW. Each control enters as x does, as its deviation from the unit's
    mean and as that mean, so that bW equals the fixed-effects slope with the same controls; a
    part that does not vary, or that others tell, is left out. Means of controls count as
    controls of units, of which there may be 1 per 10 units; further ones are left out and
    named. W has t with n - units - its columns df, all others t with units - columns of units
    df, which assumes nothing more than equal and independent rows inside units. Sources:
    Mundlak 1978, Econometrica 46:69-85; Bell, Fairbrother and Jones 2019, Qual Quant
    53:1051-1074. Where units differ no more than rows would make them, the fit is ordinary least
    squares, and a warning says so. Rows with a missing value are left out. Not computable under
    5 units, without df, where x does not vary inside and between units or y not inside. Raises
    ValueError for unequal lengths and infinity.

    >>> units = [unit for unit in "abcdef" for _ in range(3)]
    >>> x = [1, 2, 3, 2, 3, 5, 4, 4, 6, 3, 5, 5, 6, 7, 9, 7, 7, 8]
    >>> y = [2, 3, 3, 2, 4, 4, 5, 5, 6, 3, 4, 5, 7, 7, 8, 6, 7, 7]
    >>> found = within_between(x, y, units)
    >>> round(found.within.value, 3), round(found.between.value, 3)
    (0.519, 0.848)
    """
    rows = _read(x, y, units, controls)
    problem = _too_little(rows)
    if problem:
        return _refused(problem, rows, rows.warnings)
    inside, between = parts_of(rows.x, rows.controls, rows.unit)
    warnings = (*rows.warnings, *inside.warnings, *between.warnings)
    df_inside = len(rows.x) - rows.n_units - len(inside.columns)
    df_between = rows.n_units - 1 - len(between.columns)
    if min(df_inside, df_between) < 1:
        return _refused("There are too few rows and units for the model.", rows, warnings)
    if _exact(rows, inside.columns):
        return _refused("Inside units y lies exactly on a line.", rows, warnings)
    middle = float(rows.y.mean())
    design = np.column_stack([np.ones(len(rows.x)), *inside.columns, *between.columns])
    fit = fit_random_intercept(design, rows.y - middle, rows.unit)
    if fit.unit_variance == 0:
        warnings += (_NO_SPREAD,)
    weights = _contrasts(len(inside.columns), between.moved)
    dfs = (df_inside, df_between, df_between, df_between)
    found = [
        _estimate(name, row, fit, df, rows, warnings, level, middle if name == "intercept" else 0.0)
        for name, row, df in zip(_NAMES, weights, dfs, strict=True)
    ]
    return WithinBetween(
        found[0],
        found[1],
        found[2],
        found[3],
        unit_variance=fit.unit_variance,
        residual_variance=fit.residual_variance,
        controls=(*inside.names, *between.names),
    )


def _contrasts(n_inside: int, moved: list[float]) -> FloatArray:
    """What of the coefficients makes each of the four results, one a row.

    The coefficients are the intercept, those inside units, and those between, which were moved.
    """
    weights = np.zeros((4, 1 + n_inside + len(moved)))
    weights[0, 1] = weights[1, 1 + n_inside] = weights[2, 1 + n_inside] = 1
    weights[2, 1] = -1
    weights[3, 0], weights[3, 1 + n_inside :] = 1, [-by for by in moved]
    return weights


def _read(
    x: npt.ArrayLike, y: npt.ArrayLike, units: Sequence[Hashable], controls: Covariates | None
) -> _Rows:
    left, right = read_vector(x), read_vector(y)
    if not len(left) == len(right) == len(units):
        raise ValueError(
            f"Rows need sides and units of equal length, got {len(left)}, {len(right)}"
            f" and {len(units)}."
        )
    columns = read_columns(controls, len(left))
    complete = ~(np.isnan(left) | np.isnan(right) | columns.missing)
    kept = np.flatnonzero(complete)
    unit, n_units = codes_of([units[row] for row in kept.tolist()])
    n_missing = len(left) - len(kept)
    noun = "row" if n_missing == 1 else "rows"
    warnings = (f"{n_missing} {noun} left out because a value is missing.",) if n_missing else ()
    held = Columns(columns.values[kept], columns.names)
    return _Rows(left[kept], right[kept], held, unit, n_units, warnings)


def _too_little(rows: _Rows) -> str | None:
    if rows.n_units < FEWEST_UNITS:
        return f"It takes at least {FEWEST_UNITS} units; there are {rows.n_units}."
    for name, side in (("first", rows.x), ("second", rows.y)):
        inside, _ = split(side, rows.unit)
        if hardly_varies(inside, scale=100 * float(np.abs(side).max())):
            return f"The {name} side never changes inside a unit."
        if out_of_range(float(np.abs(side).max())):
            return f"The {name} side is too large or too small to compute with; change its unit."
    _, mean = split(rows.x, rows.unit)
    if hardly_varies(mean, scale=100 * float(np.abs(rows.x).max())):
        return "The units do not differ in their means of the first side."
    return None


def _exact(rows: _Rows, columns: list[FloatArray]) -> bool:
    inside, _ = split(rows.y, rows.unit)
    # Rounding of x comes back as steep as the line, however small y is.
    steep = float(np.linalg.norm(inside) / np.linalg.norm(columns[0]))
    scale = max(float(np.abs(rows.y).max()), steep * float(np.abs(rows.x).max()))
    return hardly_varies(left_of(inside, columns), scale=100 * scale)


def _estimate(
    name: str,
    weights: FloatArray,
    fit: RandomIntercept,
    df: int,
    rows: _Rows,
    warnings: tuple[str, ...],
    level: float,
    offset: float,
) -> Estimate:
    value = float(weights @ fit.coefficients) + offset
    error = float(np.sqrt(max(float(weights @ fit.covariance @ weights), 0.0)))
    tested = slope_error(value, error, float(df), level=level)
    return computed(
        f"within_between_{name}",
        value,
        n=len(rows.x),
        interval=tested.interval,
        p=tested.p,
        df=tested.df,
        n_units=rows.n_units,
        warnings=warnings,
    )


def _refused(reason: str, rows: _Rows, warnings: tuple[str, ...]) -> WithinBetween:
    within, between, contextual, intercept = (
        not_computable(
            f"within_between_{name}",
            reason,
            n=len(rows.x),
            n_units=rows.n_units,
            warnings=warnings,
        )
        for name in _NAMES
    )
    return WithinBetween(within, between, contextual, intercept)
