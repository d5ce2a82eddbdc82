"""The least-squares line between units, and its size said in points of the outcome."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import t_p_value, t_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import Missing, Pairs, constant_side, hardly_varies, read_pairs

_TOO_FAR = "The two sides are too far apart in size to compute with; change the unit of one."


def between_slope(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """The least-squares slope of y on x, in y points per x point, with a t interval.

    Formula: b = sum dx dy / sum dx^2, b +- t(k-2) sqrt(sum residual^2 / (k-2) / sum dx^2), k
    pairs. Missing values by policy as in `correlation.pearson`. Not computable under 3 pairs or
    where x is constant up to rounding, or where the slope is beyond floating point; a constant y
    gives slope 0 without an interval. Raises ValueError for sides of unequal length and for
    infinity.

    >>> x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]  # Anscombe 1973, Am Stat 27:17-21
    >>> y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    >>> round(between_slope(x, y).value, 4)
    0.5001
    """
    return _slope(read_pairs(x, y, missing=missing), level=level)


def size_between_quartiles(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """How many y points a unit at the 75th percentile of x differs from one at the 25th.

    Formula: `between_slope` and its interval times the distance between the quartiles of x
    (linear between order statistics, as R's default). Refusals and errors as in
    `between_slope`; also not computable where the quartiles of x coincide.

    >>> result = size_between_quartiles([1, 2, 3, 4, 5], [2, 2, 4, 4, 6])
    >>> round(result.value, 3), round(result.interval.low, 3), round(result.interval.high, 3)
    (2.0, 0.727, 3.273)
    """
    pairs = read_pairs(x, y, missing=missing)
    slope = replace(_slope(pairs, level=level), method="size_between_quartiles")
    if slope.value is None:
        return slope
    lower, upper = np.quantile(pairs.x, [0.25, 0.75])
    distance = float(upper - lower)
    if distance == 0:
        reason = "At least half of the units share one value, so the quartiles coincide."
        return not_computable(slope.method, reason, n=pairs.n, warnings=pairs.warnings)
    ends = slope.interval
    interval = ends and Interval(ends.low * distance, ends.high * distance, level=level)
    return replace(slope, value=slope.value * distance, interval=interval)


def less(first: Estimate, second: Estimate) -> Estimate:
    """The first estimate less the second, in their unit, where neither moves with the other.

    Formula (method of variance estimates recovery): d = a - b, low d - sqrt((a - low a)^2 +
    (high b - b)^2), high d + sqrt((high a - a)^2 + (b - low b)^2). Each interval enters as it is,
    so it may have been made in any way; both need the same level. Source: Zou and Donner 2008,
    Stat Med 27:1693-1702. Without an interval where one of the two has none; not computable where
    one of them is not, for the reason that one gives. n is the smaller of the two.

    >>> a = computed("a", 0.8, n=9, interval=Interval(0.5, 1.1))
    >>> b = computed("b", 0.3, n=9, interval=Interval(-0.1, 0.7))
    >>> result = less(a, b)
    >>> round(result.value, 3), round(result.interval.low, 3), round(result.interval.high, 3)
    (0.5, 0.0, 1.0)
    """
    method, n = f"{first.method}_less_{second.method}", min(first.n, second.n)
    if first.value is None or second.value is None:
        reason = first.reason or second.reason or "One of the two is missing."
        return not_computable(method, reason, n=n, n_units=first.n_units)
    value = first.value - second.value
    interval = None
    if first.interval is not None and second.interval is not None:
        a, b = first.interval, second.interval
        down = math.hypot(first.value - a.low, b.high - second.value)
        up = math.hypot(a.high - first.value, second.value - b.low)
        interval = Interval(value - down, value + up, level=a.level)
    return computed(method, value, n=n, interval=interval, n_units=first.n_units)


def _slope(pairs: Pairs, *, level: float) -> Estimate:
    method = "between_slope"
    if pairs.n < 3 or hardly_varies(pairs.x):
        reason = constant_side(pairs) if pairs.n >= 3 else "It takes at least 3 pairs."
        return not_computable(method, str(reason), n=pairs.n, warnings=pairs.warnings)
    df = pairs.n - 2
    if hardly_varies(pairs.y):
        warnings = (*pairs.warnings, "Every outcome is the same: no interval.")
        return computed(method, 0.0, n=pairs.n, df=float(df), warnings=warnings)
    slope, error = _line(pairs, df)
    reach = t_quantile(level, df) * error
    if not math.isfinite(abs(slope) + reach):
        return not_computable(method, _TOO_FAR, n=pairs.n, warnings=pairs.warnings)
    return computed(
        method,
        slope,
        n=pairs.n,
        interval=Interval(slope - reach, slope + reach, level=level),
        p=t_p_value(slope, error, df),
        df=float(df),
        warnings=pairs.warnings,
    )


def _line(pairs: Pairs, df: int) -> tuple[float, float]:
    """The slope and its standard error."""
    dx, dy = pairs.x - pairs.x.mean(), pairs.y - pairs.y.mean()
    # Sides of their own size first, so that squares of huge and tiny numbers stay in range.
    width, height = float(np.abs(dx).max()), float(np.abs(dy).max())
    dx, dy = dx / width, dy / height
    spread = float(dx @ dx)
    slope = float(dx @ dy) / spread
    residual = dy - slope * dx
    error = math.sqrt(float(residual @ residual) / df / spread)
    return slope * height / width, error * height / width
