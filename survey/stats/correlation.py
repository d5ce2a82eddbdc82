"""Pearson's and Spearman's correlation with intervals, and honest answers at small n."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import correlation_p_value
from survey.stats.permutation import EXACT_UP_TO, exact_share
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import (
    NEGLIGIBLE,
    FloatArray,
    Missing,
    constant_side,
    product_moment,
    read_pairs,
    unit_vector,
)

_TOO_FEW = "It takes at least 3 pairs."
_PERFECT_RANKS = "The ranks agree perfectly: no interval."
ON_A_LINE = "The points lie exactly on a line; check where the two sides come from."


def fisher_interval(r: float, n: float, *, level: float = 0.95) -> Interval | None:
    """The interval of a correlation through Fisher's z; None where n is 3 or less.

    Formula: tanh(arctanh(r) -+ z / sqrt(n - 3)). Source: Fisher 1921, Metron 1:3-32. For a
    partial or within correlation n is its degrees of freedom plus 2. r = +-1 gives [r, r].

    >>> interval = fisher_interval(0.816, 11)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.423, 0.951)
    """
    return _z_interval(r, 1.0, n, level=level)


def _z_interval(r: float, variance: float, n: float, *, level: float) -> Interval | None:
    if n <= 3:
        return None
    if abs(r) == 1:
        return Interval(r, r, level=level)
    reach = normal_quantile(level) * math.sqrt(variance / (n - 3))
    centre = math.atanh(r)
    return Interval(math.tanh(centre - reach), math.tanh(centre + reach), level=level)


def pearson(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """Pearson's r, from -1 to 1, with Fisher's interval and the p of t with n - 2 df.

    x and y are rows of equal length; a pair with a missing value (NaN, None) is dropped, or
    refused where `missing` is "refuse". Formula: sum of dx dy / sqrt(sum dx^2 sum dy^2),
    t = r sqrt(df / (1 - r^2)). Not computable under 3 pairs or where a side is constant up to
    rounding; no interval under 4 pairs. Raises ValueError for sides of unequal length and for
    infinity.

    >>> x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]  # Anscombe 1973, Am Stat 27:17-21
    >>> y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    >>> result = pearson(x, y)
    >>> round(result.value, 4), round(result.p, 5), round(result.interval.low, 3)
    (0.8164, 0.00217, 0.424)
    """
    pairs = read_pairs(x, y, missing=missing)
    problem = _TOO_FEW if pairs.n < 3 else constant_side(pairs)
    if problem:
        return not_computable("pearson", problem, n=pairs.n, warnings=pairs.warnings)
    r = product_moment(unit_vector(pairs.x), unit_vector(pairs.y))
    return computed(
        "pearson",
        r,
        n=pairs.n,
        interval=fisher_interval(r, pairs.n, level=level),
        p=correlation_p_value(r, pairs.n - 2),
        df=float(pairs.n - 2),
        warnings=(*pairs.warnings, ON_A_LINE) if abs(r) == 1 else pairs.warnings,
    )


def mid_ranks(values: FloatArray) -> FloatArray:
    """The rank of each value from 1, tied values sharing the mean of their ranks.

    Values that differ by rounding only count as tied.

    >>> mid_ranks(np.array([0.3, 0.1 + 0.2, 0.1])).tolist()
    [2.5, 2.5, 1.0]
    """
    if len(values) == 0:
        return values
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    # Beside its neighbour, not beside the largest: one huge value makes no ties of the others.
    sizes = np.maximum(np.abs(ordered[1:]), np.abs(ordered[:-1]))
    steps = np.diff(ordered) > NEGLIGIBLE * sizes
    group = np.concatenate([[0], np.cumsum(steps)])
    counts = np.bincount(group)
    ranks = np.empty(len(values))
    ranks[order] = (np.cumsum(counts) - (counts - 1) / 2)[group]
    return ranks


def spearman(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """Spearman's rank correlation, from -1 to 1: Pearson's r of the mid-ranks.

    Up to 9 pairs p is exact, the share of all orders with |rho*| >= |rho| ("spearman_exact");
    above it comes from t with n - 2 df ("spearman_t"). Interval, with e = sqrt((1 + rho^2/2) /
    (n - 3)): tanh(arctanh(rho) -+ z e), Bonett and Wright 2000, Psychometrika 65:23-28; none
    under 4 pairs or where the ranks agree perfectly. Refusals and errors as in `pearson`.

    >>> x = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    >>> y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]  # Hollander and Wolfe 1973, p. 185
    >>> result = spearman(x, y)
    >>> round(result.value, 4), round(result.p, 4)
    (0.6, 0.0968)
    """
    pairs = read_pairs(x, y, missing=missing)
    exact = pairs.n <= EXACT_UP_TO
    method = "spearman_exact" if exact else "spearman_t"
    ranks = replace(pairs, x=mid_ranks(pairs.x), y=mid_ranks(pairs.y))
    problem = _TOO_FEW if pairs.n < 3 else constant_side(ranks)
    if problem:
        return not_computable(method, problem, n=pairs.n, warnings=pairs.warnings)
    u, v = unit_vector(ranks.x), unit_vector(ranks.y)
    rho, df = product_moment(u, v), pairs.n - 2
    perfect = abs(rho) == 1
    return computed(
        method,
        rho,
        n=pairs.n,
        interval=None if perfect else _z_interval(rho, 1 + rho**2 / 2, pairs.n, level=level),
        p=exact_share(u, v) if exact else correlation_p_value(rho, df),
        df=None if exact else float(df),
        warnings=(*pairs.warnings, _PERFECT_RANKS) if perfect else pairs.warnings,
    )
