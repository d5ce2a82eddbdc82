"""Links inside units: when a unit's one side moves, does its other side move with it?"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from survey.stats.cluster import SlopeError, cr1, cr2, slope_error
from survey.stats.correlation import ON_A_LINE, fisher_interval
from survey.stats.distributions import correlation_p_value
from survey.stats.panel import Panel, inside_units, read_panel, wave_basis, without
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, Missing, hardly_varies, product_moment, unit_vector

# Under this many units CR1 with t(k-1) is too narrow, and p is approximate in any case.
FEW_UNITS = 10
_FEWEST_UNITS = 3
_FEWEST_DF = 2


@dataclass(frozen=True, slots=True)
class WithinEstimate:
    """A link inside units as a correlation and as a slope, with three standard errors.

    `correlation` has the analytic p and Fisher's interval on df + 2. `slope` is in y points per
    x point; its p, df and interval are those of `cr2` under 10 units and of `cr1` from there
    on, and it has none under 4 units. `classical` takes every row as independent. The errors
    are None where they cannot be computed.
    """

    correlation: Estimate
    slope: Estimate
    classical: SlopeError | None = None
    cr1: SlopeError | None = None
    cr2: SlopeError | None = None

    @property
    def clustered(self) -> Estimate:
        """The correlation with the interval and p of the slope's clustered error.

        Formula: both ends of the slope's interval times r / slope, cut to -1 and 1; so the
        interval leaves out zero exactly where that p is below .05. Fisher's interval of
        `correlation` takes a unit's waves as independent and is narrower where they are alike.
        Without an interval where the slope has none.
        """
        r, slope = self.correlation.value, self.slope.value
        if r is None or not slope or self.slope.interval is None:
            return replace(self.correlation, interval=None, p=None)
        scale = r / slope
        interval = Interval(self.slope.interval.low * scale, self.slope.interval.high * scale)
        return replace(
            self.correlation,
            method=self.slope.method.replace("_slope", ""),
            interval=interval.clipped(-1, 1),
            p=self.slope.p,
            df=self.slope.df,
        )


def two_way(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    waves: Sequence[Hashable],
    *,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> WithinEstimate:
    """The link between x and y inside units, beyond what happened to all units in a wave.

    One row per unit and wave, the four sequences of equal length; gaps are allowed. Formula:
    the correlation, and the slope, of what indicators of unit and wave leave of x and of y,
    with df = N - rank - 1 (N - units - waves in one connected panel). A real movement shared by
    all units is removed as well. Rows that are the only one of their unit or wave say nothing
    and are left out with a warning, as are pairs with a missing value. Sources: fixed-effects
    regression by Frisch and Waugh 1933, Econometrica 1:387-401; errors in `survey.stats.cluster`.
    Not computable under 3 units or 2 df, or where a side does not vary inside units or beyond
    the waves. Raises ValueError for unequal lengths and infinity.

    >>> units, waves = ["a"] * 4 + ["b"] * 4 + ["c"] * 4, [1, 2, 3, 4] * 3
    >>> x = [1, 2, 4, 3, 2, 4, 4, 5, 3, 3, 6, 5]
    >>> y = [2, 3, 4, 4, 2, 5, 4, 6, 5, 4, 8, 6]
    >>> result = two_way(x, y, units, waves)
    >>> round(result.correlation.value, 3), result.correlation.df
    (0.908, 5.0)
    """
    panel = read_panel(x, y, units, waves, missing=missing)
    return _fit("two_way", panel, level=level, has_waves=True)


def two_way_residuals(
    x: npt.ArrayLike, y: npt.ArrayLike, units: Sequence[Hashable], waves: Sequence[Hashable]
) -> tuple[tuple[float, float], ...]:
    """What unit and wave leave of x and of y, as (x, y) pairs: the dots behind `two_way`.

    Formula: x - (least-squares fit of x on indicators of unit and wave), y likewise; their
    Pearson correlation is that of `two_way`. Rows that are the only one of their unit or wave are
    left out. Source and errors as in `two_way`; empty where nothing is left.

    >>> pairs = two_way_residuals([1, 2, 2, 4], [1, 3, 2, 5], "aabb", [1, 2, 1, 2])
    >>> [round(a, 2) for a, _ in pairs]
    [0.25, -0.25, -0.25, 0.25]
    """
    panel = read_panel(x, y, units, waves, missing="drop_pairs")
    if panel.n == 0:
        return ()
    basis = wave_basis(panel)
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
    panel = read_panel(x, y, units, None, missing=missing)
    return _fit("repeated_measures", panel, level=level, has_waves=False)


def _fit(method: str, panel: Panel, *, level: float, has_waves: bool) -> WithinEstimate:
    n_waves = panel.n_waves if has_waves else None
    df = panel.n - panel.rank - 1
    problem = _too_little(panel, df)
    if problem:
        return _refused(method, problem, panel, n_waves)
    basis = wave_basis(panel)
    sides = [without(inside_units(side, panel), basis) for side in (panel.x, panel.y)]
    problem = _nothing_left(panel, sides)
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
    return _with_slope(correlation, sides, panel, basis, level)


def _too_little(panel: Panel, df: int) -> str | None:
    if panel.n_units < _FEWEST_UNITS:
        return f"It takes at least {_FEWEST_UNITS} units with two waves or more."
    if df < _FEWEST_DF:
        return f"{panel.n} pairs of {panel.n_units} units leave too little to judge by."
    return None


def _nothing_left(panel: Panel, sides: list[FloatArray]) -> str | None:
    """Checked before fitting: a side without movement would be fitted by its rounding."""
    for name, side, left in zip(("first", "second"), (panel.x, panel.y), sides, strict=True):
        scale = float(np.abs(side).max())
        if hardly_varies(inside_units(side, panel), scale=scale):
            return f"The {name} side never changes inside a unit."
        if hardly_varies(left, scale=100 * scale):
            return f"The {name} side changes in all units alike, wave by wave."
    return None


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
    second = cr2(slope, x_left, residual, panel, basis=basis, level=level)
    few = panel.n_units < FEW_UNITS
    chosen = second if few else first
    warnings = correlation.warnings
    if few:
        warnings += (f"p is approximate with fewer than {FEW_UNITS} units.",)
    estimate = replace(
        correlation,
        method=f"{correlation.method}_slope_{'cr2' if few else 'cr1'}",
        value=slope,
        interval=chosen.interval if chosen else None,
        p=chosen.p if chosen else None,
        df=chosen.df if chosen else None,
        warnings=warnings,
    )
    return WithinEstimate(correlation, estimate, plain, first, second)
