"""What a number of pairs could have shown: power, and the smallest detectable correlation."""

from functools import lru_cache

import numpy as np

from survey.stats.distributions import correlation_density_z, t_quantile
from survey.stats.result import Estimate, computed, not_computable

# Nodes of the integral over the region of "no evidence", some four standard errors wide.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(80)
_FEWEST = 4
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

    The rho at which `correlation_power` reaches `power`, found by halving to 1e-12. For a
    within correlation give its degrees of freedom plus 2 as n. Not computable under 4 pairs:
    nothing can be detected. Raises ValueError unless 0 < alpha < power < 1.

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
