"""What a number of pairs could have shown: power, and the smallest detectable correlation."""

from functools import lru_cache

import numpy as np

from survey.stats.distributions import correlation_density_z, t_quantile
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.within_estimate import WithinEstimate

# Nodes of the integral over the region of "no evidence", some four standard errors wide.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(80)
_FEWEST = 4
_MOST = 10_000_000
_NO_ERROR = "It takes at least 4 units before any link inside them can be detected."
_TOO_FEW = "It takes at least 4 pairs before any correlation can be detected."


def _critical_z(n: int, alpha: float) -> float:
    """arctanh of the smallest |r| whose two-sided p is alpha: arcsinh(t / sqrt(df))."""
    df = n - 2
    return float(np.arcsinh(t_quantile(1 - alpha, df) / np.sqrt(df)))


def _power(n: int, rho: float, alpha: float) -> float:
    edge = _critical_z(n, alpha)
    unseen = edge * float(_WEIGHTS @ correlation_density_z(edge * _NODES, rho, n))
    return min(max(1 - unseen, 0.0), 1.0)


def _refuse_impossible(alpha: float, power: float) -> None:
    if not 0 < alpha < power < 1:
        raise ValueError(f"Expected 0 < alpha < power < 1, got alpha {alpha} and power {power}.")


@lru_cache(maxsize=4096)
def correlation_power(n: int, rho: float, *, alpha: float = 0.05) -> Estimate:
    """The probability, 0 to 1, that n pairs with true correlation rho give p < alpha, two-sided.

    Exact for normal pairs: one minus the integral of the density of r (Hotelling 1953, J R
    Stat Soc B 15:193-232) between the critical values of the t test. Not computable under 4
    pairs. Raises ValueError unless -1 < rho < 1 and 0 < alpha < 1.

    >>> round(correlation_power(12, 0.33).value, 3)
    0.183
    """
    if not (-1 < rho < 1 and 0 < alpha < 1):
        raise ValueError(f"Expected -1 < rho < 1 and 0 < alpha < 1, got {rho} and {alpha}.")
    if n < _FEWEST:
        return not_computable("correlation_power", _TOO_FEW, n=n)
    return computed("correlation_power", _power(n, rho, alpha), n=n)


@lru_cache(maxsize=4096)
def smallest_detectable_correlation(n: int, *, alpha: float = 0.05, power: float = 0.8) -> Estimate:
    """The correlation, 0 to 1, that n pairs detect with this power at two-sided alpha.

    The rho at which `correlation_power` reaches `power`, found by halving to 1e-12. For a link
    inside units see `smallest_detectable_within`. Not computable under 4 pairs: nothing can be
    detected. Raises ValueError unless 0 < alpha < power < 1.

    >>> round(smallest_detectable_correlation(9).value, 2)
    0.79
    """
    _refuse_impossible(alpha, power)
    if n < _FEWEST:
        return not_computable("smallest_detectable_correlation", _TOO_FEW, n=n)
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if _power(n, middle, alpha) < power:
            low = middle
        else:
            high = middle
    return computed("smallest_detectable_correlation", (low + high) / 2, n=n)


@lru_cache(maxsize=4096)
def pairs_needed(rho: float, *, alpha: float = 0.05, power: float = 0.8) -> Estimate:
    """How many pairs it takes to detect a true correlation rho with this power, two-sided.

    The smallest n at which `correlation_power` reaches `power`, at least 4; `n` of the result is
    the same number. Not computable for a correlation of 0, or one so small that ten million
    pairs would not do: it cannot be detected. Raises ValueError unless -1 < rho < 1 and 0 < alpha
    < power < 1.

    >>> pairs_needed(0.3).value
    84.0
    """
    _refuse_impossible(alpha, power)
    if not -1 < rho < 1:
        raise ValueError(f"Expected -1 < rho < 1, got {rho}.")
    if rho == 0 or _power(_MOST, rho, alpha) < power:
        reason = "A correlation so close to 0 cannot be detected with any number of pairs to hand."
        return not_computable("pairs_needed", reason, n=0)
    low, high = _FEWEST - 1, _FEWEST
    while _power(high, rho, alpha) < power:
        low, high = high, min(2 * high, _MOST)
    while high - low > 1:
        middle = (low + high) // 2
        if _power(middle, rho, alpha) < power:
            low = middle
        else:
            high = middle
    return computed("pairs_needed", high, n=high)


def smallest_detectable_within(found: WithinEstimate, *, power: float = 0.8) -> Estimate:
    """The within correlation, 0 to 1, that data like these detect with this power.

    At the level of `found`, by the clustered error that judges it. Formula: d / sqrt(df + d^2),
    df those of the correlation, d = (reach + t) e: `reach` the errors its interval reaches, t the
    quantile of `power` with the error's df, e the clustered error over the one of independent
    rows, at least 1. Source: Bloom 1995, Eval Rev 19:547-556. Not computable without a clustered
    error. Raises ValueError unless power is above one half and below 1.

    >>> from survey.stats.within import two_way
    >>> draw = np.random.default_rng(1).normal(size=(2, 72))
    >>> found = two_way(*draw, [unit for unit in "abcdefghi" for _ in range(8)], list(range(8)) * 9)
    >>> round(smallest_detectable_within(found).value, 2)
    0.41
    """
    if not 0.5 < power < 1:
        raise ValueError(f"Power lies between one half and 1 here, not {power}.")
    method, one, df = "smallest_detectable_within", found.judged, found.correlation.df
    if one is None or found.classical is None or df is None:
        return not_computable(method, _NO_ERROR, n=found.correlation.n)
    alike = one.error / found.classical.error if found.classical.error else 1.0
    d = (one.reach + t_quantile(2 * power - 1, one.df)) * max(1.0, alike)
    return computed(method, d / float(np.sqrt(df + d * d)), n=found.correlation.n)
