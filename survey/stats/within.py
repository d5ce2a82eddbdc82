"""Links inside units: when a unit's one side moves, does its other side move with it?"""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from survey.stats.cluster import cr1, cr2, slope_error
from survey.stats.correlation import ON_A_LINE, fisher_interval
from survey.stats.covariates import (
    Columns,
    Covariates,
    nothing_left,
    own_directions,
    read_with_covariates,
)
from survey.stats.distributions import correlation_p_value
from survey.stats.panel import Panel, inside_units, wave_basis, without
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import FloatArray, Missing, product_moment, unit_vector
from survey.stats.within_estimate import FEW_UNITS, FEW_WAVES, WithinEstimate

_FEWEST_UNITS = 3
_FEWEST_DF = 2


def two_way(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    waves: Sequence[Hashable],
    *,
    covariates: Covariates | None = None,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> WithinEstimate:
    """The link between x and y inside units, beyond what happened to all units in a wave.

    One row per unit and wave, the four sequences of equal length; gaps are allowed. Formula:
    the correlation, and the slope, of what indicators of unit and wave leave of x and of y,
    with df = N - rank - 1 (N - units - waves in one connected panel). A real movement shared by
    all units is removed as well. `covariates` (shapes in `covariates.read_columns`) are taken
    out of both sides too, each at the price of one df, unless they add nothing to units and
    waves: those are dropped with a warning. Rows that are the only one of their unit or wave say
    nothing and are left out with a warning, as are rows with a missing value. Sources: Frisch
    and Waugh 1933, Econometrica 1:387-401; errors in `survey.stats.cluster`. Not computable
    under 3 units or 2 df, or where a side does not vary inside units or beyond the waves. Raises
    ValueError for unequal lengths and infinity.

    >>> units, waves = ["a"] * 4 + ["b"] * 4 + ["c"] * 4, [1, 2, 3, 4] * 3
    >>> x = [1, 2, 4, 3, 2, 4, 4, 5, 3, 3, 6, 5]
    >>> y = [2, 3, 4, 4, 2, 5, 4, 6, 5, 4, 8, 6]
    >>> result = two_way(x, y, units, waves)
    >>> round(result.correlation.value, 3), result.correlation.df
    (0.908, 5.0)
    """
    panel, columns = read_with_covariates(x, y, units, waves, covariates, missing=missing)
    return _fit("two_way", panel, columns, level=level, has_waves=True)


def two_way_residuals(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    waves: Sequence[Hashable],
    *,
    covariates: Covariates | None = None,
) -> tuple[tuple[float, float], ...]:
    """What unit and wave leave of x and of y, as (x, y) pairs: the dots behind `two_way`.

    Formula: x - (least-squares fit of x on indicators of unit and wave and on the covariates), y
    likewise; their Pearson correlation is that of `two_way`. Rows that are the only one of their
    unit or wave are left out. Source and errors as in `two_way`; empty where nothing is left.

    >>> pairs = two_way_residuals([1, 2, 2, 4], [1, 3, 2, 5], "aabb", [1, 2, 1, 2])
    >>> [round(a, 2) for a, _ in pairs]
    [0.25, -0.25, -0.25, 0.25]
    """
    panel, columns = read_with_covariates(x, y, units, waves, covariates, missing="drop_pairs")
    if panel.n == 0:
        return ()
    basis = wave_basis(panel)
    basis = np.column_stack([basis, own_directions(columns, panel, basis)[0]])
    left = (without(inside_units(side, panel), basis).tolist() for side in (panel.x, panel.y))
    return tuple(zip(*left, strict=True))


def repeated_measures(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    *,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> WithinEstimate:
    """The link between x and y inside units, movements shared by all units included.

    The repeated-measures correlation: Pearson's r of the values less their unit's mean, with
    df = N - units - 1 and Fisher's interval on df + 2. Where all units move together it shows
    a link that is only the season: read `two_way` first. Sources: Bland and Altman 1995, BMJ
    310:446; Bakdash and Marusich 2017, Front Psychol 8:456. Refusals and errors as in
    `two_way`.

    >>> result = repeated_measures([1, 2, 3, 5, 6, 7, 2, 4], [1, 3, 2, 4, 4, 6, 5, 6], "aaabbbcc")
    >>> round(result.correlation.value, 3), result.correlation.df
    (0.718, 4.0)
    """
    panel, columns = read_with_covariates(x, y, units, None, None, missing=missing)
    return _fit("repeated_measures", panel, columns, level=level, has_waves=False)


def _fit(
    method: str, panel: Panel, columns: Columns, *, level: float, has_waves: bool
) -> WithinEstimate:
    n_waves = panel.n_waves if has_waves else None
    if panel.n_units < _FEWEST_UNITS:
        few = f"It takes at least {_FEWEST_UNITS} units with two waves or more."
        return _refused(method, few, panel, n_waves)
    waves = wave_basis(panel)
    others, warnings = own_directions(columns, panel, waves)
    panel = replace(panel, warnings=panel.warnings + warnings)
    df = panel.n - panel.rank - others.shape[1] - 1
    basis = np.column_stack([waves, others])
    sides = [without(inside_units(side, panel), basis) for side in (panel.x, panel.y)]
    problem = nothing_left(panel, waves, sides)
    if df < _FEWEST_DF:
        problem = f"{panel.n} pairs of {panel.n_units} units leave too little to judge by."
    if problem:
        return _refused(method, problem, panel, n_waves)
    r = product_moment(*map(unit_vector, sides))
    correlation = computed(
        method,
        r,
        n=panel.n,
        interval=fisher_interval(r, df + 2, level=level),
        p=correlation_p_value(r, df),
        df=float(df),
        n_units=panel.n_units,
        n_waves=n_waves,
        warnings=(*panel.warnings, ON_A_LINE) if abs(r) == 1 else panel.warnings,
    )
    fitted = _with_slope(correlation, sides, panel, basis, level)
    return replace(fitted, n_covariates=others.shape[1])


def _refused(method: str, reason: str, panel: Panel, n_waves: int | None) -> WithinEstimate:
    correlation, slope = (
        not_computable(
            name,
            reason,
            n=panel.n,
            n_units=panel.n_units,
            n_waves=n_waves,
            warnings=panel.warnings,
        )
        for name in (method, f"{method}_slope")
    )
    return WithinEstimate(correlation, slope)


def _with_slope(
    correlation: Estimate, sides: list[FloatArray], panel: Panel, basis: FloatArray, level: float
) -> WithinEstimate:
    x_left, y_left = sides
    spread = float(x_left @ x_left)
    slope = float(x_left @ y_left) / spread
    residual = y_left - slope * x_left
    df = float(correlation.df or 0)
    plain = slope_error(slope, float(np.sqrt(residual @ residual / df / spread)), df, level=level)
    first = cr1(slope, x_left, residual, panel, level=level)
    by_t, exact = cr2(slope, x_left, residual, panel, basis=basis, level=level)
    fitted = WithinEstimate(
        correlation,
        replace(
            correlation,
            method=f"{correlation.method}_slope_cr2",
            value=slope,
            interval=None,
            p=None,
            df=None,
        ),
        plain,
        first,
        by_t,
        exact,
    )
    judged = fitted.judged
    if judged is None:
        return fitted
    fitted = replace(
        fitted,
        slope=replace(fitted.slope, interval=judged.interval, p=judged.p, df=judged.df),
    )
    warnings = fitted.slope.warnings + _doubts(fitted)
    return replace(fitted, slope=replace(fitted.slope, warnings=warnings))


def _doubts(fitted: WithinEstimate) -> tuple[str, ...]:
    if not fitted.is_approximate:
        return ()
    if fitted.is_carried_by_few:
        return ("p is approximate: most of the movement lies in a few units.",)
    return (f"p is approximate with fewer than {FEW_UNITS} units or {FEW_WAVES} waves.",)
