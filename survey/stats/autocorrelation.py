"""How many independent moments two series are worth, where each moment resembles the last."""

from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from survey.stats.correlation import fisher_interval, pearson
from survey.stats.distributions import correlation_p_value
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import FloatArray, constant_side, read_pairs, read_vector

By = Literal["first_lag", "all_lags"]
# Up to this many moments an interval would span everything.
_NO_INTERVAL = 3


def effective_size(x: npt.ArrayLike, y: npt.ArrayLike, *, by: By = "first_lag") -> Estimate:
    """How many independent pairs two series of n moments are worth for their correlation.

    x and y hold one value a moment, in time and evenly spaced; a moment that misses a value
    keeps its place. With r(j) a series' autocorrelation at lag j, sum d_t d_t+j / sum d_t^2:
    by "first_lag" n (1 - rx(1) ry(1)) / (1 + rx(1) ry(1)), Bartlett 1935, J R Stat Soc 98:536-543;
    by "all_lags" 1 / (1/n + (2/n) sum over j <= n/5 of ((n-j)/n) rx(j) ry(j)), Pyper and Peterman
    1998, Can J Fish Aquat Sci 55:2127-2140. Never more than n. Not computable under 3 pairs or
    where a side is constant. Raises ValueError for unequal lengths and infinity.

    >>> size = effective_size([1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 2, 4, 6, 5, 8, 7])
    >>> size.n, round(size.value, 2)
    (8, 4.23)
    """
    pairs, method = read_pairs(x, y), f"effective_size_{by}"
    problem = "It takes at least 3 pairs." if pairs.n < 3 else constant_side(pairs)
    if problem:
        return not_computable(method, problem, n=pairs.n, warnings=pairs.warnings)
    n, length = pairs.n, pairs.n + pairs.n_missing
    last = 1 if by == "first_lag" else n // 5
    products = np.array(
        [
            _autocorrelation(pairs.x, pairs.kept, length, lag)
            * _autocorrelation(pairs.y, pairs.kept, length, lag)
            for lag in range(1, last + 1)
        ]
    )
    if by == "first_lag":
        size = n * (1 - products[0]) / (1 + products[0])
    else:
        inverse = (1 + 2 * float(((n - np.arange(1, last + 1)) / n) @ products)) / n
        # Series that turn back and forth sum up to less than nothing: then n is the cap.
        size = 1 / inverse if inverse > 1 / n else n
    return computed(method, min(float(size), float(n)), n=n, warnings=pairs.warnings)


def _autocorrelation(
    values: FloatArray, kept: npt.NDArray[np.intp], length: int, lag: int
) -> float:
    series = np.full(length, np.nan)
    scaled = values / np.abs(values).max()
    series[kept] = scaled - scaled.mean()
    products = series[:-lag] * series[lag:]
    found = products[~np.isnan(products)]
    if len(found) == 0:
        return 0.0
    # Products lost to gaps are made up for by the mean of the others.
    total = float(found.mean()) * len(products) * len(values) / length
    return total / float(np.nansum(series**2))


def pearson_in_time(
    x: npt.ArrayLike, y: npt.ArrayLike, *, by: By = "first_lag", level: float = 0.95
) -> Estimate:
    """Pearson's r of two series with p and interval for their effective size.

    Series as in `effective_size`. Formula: t with size - 2 df (`df` of the result), Fisher's
    interval on that size; no interval up to a size of 3, no p up to 2. Not computable where
    `correlation.pearson` is not. Errors as in `effective_size`.

    >>> result = pearson_in_time([1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 2, 4, 6, 5, 8, 7])
    >>> round(result.value, 3), round(result.df, 2), round(result.p, 3)
    (0.929, 2.23, 0.055)
    """
    plain = replace(pearson(read_vector(x), read_vector(y), level=level), method="pearson_in_time")
    size = effective_size(x, y, by=by)
    if plain.value is None or size.value is None:
        return plain
    warnings, df = plain.warnings, size.value - 2
    if size.value <= _NO_INTERVAL:
        worth = f"The {plain.n} pairs are worth {size.value:.1f} independent ones: no interval."
        warnings += (worth,)
    return replace(
        plain,
        interval=fisher_interval(plain.value, size.value, level=level),
        p=correlation_p_value(plain.value, df) if df > 0 else None,
        df=df if df > 0 else None,
        warnings=warnings,
    )
