"""What two sets of answers could have shown: power, and the smallest detectable difference."""

from functools import lru_cache
from typing import Literal

import numpy as np

from survey.stats.distributions import log_gamma, noncentral_t_cdf, normal_tail, t_quantile
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, computed, not_computable, refuse_unless_one_of
from survey.stats.samples import FloatArray

_TOO_FEW = "It takes at least 2 answers on one side and 1 on the other to detect a difference."
_CANNOT = "With these numbers of answers no difference can be detected."
# Up to this many pairs of counts every one is tried; beyond, the normal approximation is as good.
_EXACT_UP_TO = 250_000


def _refuse_impossible(n1: int, n2: int, alpha: float, power: float) -> None:
    if min(n1, n2) < 0 or not 0 < alpha < power < 1:
        raise ValueError(
            f"Expected counts of 0 or more and 0 < alpha < power < 1, "
            f"got {n1}, {n2}, alpha {alpha} and power {power}."
        )


def _means_power(n1: int, n2: int, shift: float, alpha: float) -> float:
    """Power of the two-sided t test where the means lie `shift` standard deviations apart."""
    df = n1 + n2 - 2
    edge = t_quantile(1 - alpha, df)
    centre = shift / float(np.sqrt(1 / n1 + 1 / n2))
    unseen = noncentral_t_cdf(edge, df, centre) - noncentral_t_cdf(-edge, df, centre)
    return min(max(1 - unseen, 0.0), 1.0)


def means_power(n1: int, n2: int, difference: float, sd: float, *, alpha: float = 0.05) -> Estimate:
    """The probability, 0 to 1, that two means that differ by this much give p < alpha, two-sided.

    `difference` and `sd`, the spread common to both sides, in the unit of the values. Exact for
    normal values: Student's t with n1 + n2 - 2 df under the noncentral t at
    (difference / sd) / sqrt(1/n1 + 1/n2). Source: Cohen 1988, Statistical Power Analysis, ch. 2.
    `n` of the result is n1 + n2. Not computable where a side is empty or there are under 3
    answers. Raises ValueError for a spread not above 0 or impossible counts or alpha.

    >>> round(means_power(64, 64, 0.5, 1.0).value, 3)
    0.801
    """
    _refuse_impossible(n1, n2, alpha, (1 + alpha) / 2)
    if not 0 < sd < np.inf or not np.isfinite(difference):
        raise ValueError(f"A spread is above 0 and a difference finite, not {sd}, {difference}.")
    if min(n1, n2) < 1 or n1 + n2 < 3:
        return not_computable("means_power", _TOO_FEW, n=n1 + n2)
    value = _means_power(n1, n2, abs(difference) / sd, alpha)
    return computed("means_power", value, n=n1 + n2)


@lru_cache(maxsize=4096)
def smallest_detectable_difference(
    n1: int, n2: int, sd: float, *, alpha: float = 0.05, power: float = 0.8
) -> Estimate:
    """The difference of two means detected with this power at two-sided alpha; above 0.

    In the unit of `sd`. The difference at which `means_power` reaches `power`, found by halving.
    It may be larger than the scale has room for: on 1 to 5 nothing beyond 4 can be seen. Not
    computable and errors as in `means_power`.

    >>> round(smallest_detectable_difference(64, 64, 1.0).value, 3)
    0.499
    """
    _refuse_impossible(n1, n2, alpha, power)
    if not 0 < sd < np.inf:
        raise ValueError(f"A spread is above 0, not {sd}.")
    method = "smallest_detectable_difference"
    if min(n1, n2) < 1 or n1 + n2 < 3:
        return not_computable(method, _TOO_FEW, n=n1 + n2)
    high = 1.0
    while _means_power(n1, n2, high, alpha) < power:
        high *= 2
    low = 0.0
    for _ in range(60):
        middle = (low + high) / 2
        if _means_power(n1, n2, middle, alpha) < power:
            low = middle
        else:
            high = middle
    return computed(method, sd * (low + high) / 2, n=n1 + n2)


def shares_power(
    n1: int, share1: float, n2: int, share2: float, *, alpha: float = 0.05
) -> Estimate:
    """The probability, 0 to 1, that two such true shares give an interval without 0 inside.

    The interval is Newcombe's at level 1 - alpha, the one shown beside a difference. Up to
    250,000 pairs of counts, exact: the binomial chances of all pairs whose interval excludes 0
    are summed (method "shares_power_exact"). Beyond, normal approximation with the pooled
    share under no difference (method "shares_power_normal"): Fleiss, Levin and Paik 2003,
    Statistical Methods for Rates and Proportions. `n` of the result is n1 + n2. Not computable
    where a side is empty. Raises ValueError for shares outside 0 to 1, impossible counts or
    alpha.

    >>> round(shares_power(100, 0.8, 100, 0.6).value, 3)
    0.88
    """
    _refuse_impossible(n1, n2, alpha, (1 + alpha) / 2)
    if not (0 <= share1 <= 1 and 0 <= share2 <= 1):
        raise ValueError(f"Shares lie between 0 and 1, not {share1} and {share2}.")
    if min(n1, n2) < 1:
        return not_computable("shares_power", _CANNOT, n=n1 + n2)
    how = "exact" if n1 * n2 <= _EXACT_UP_TO else "normal"
    value = _shares_power(n1, share1, n2, share2, alpha)
    return computed(f"shares_power_{how}", value, n=n1 + n2)


@lru_cache(maxsize=4096)
def smallest_detectable_share_difference(
    n1: int,
    n2: int,
    share: float,
    *,
    direction: Literal["up", "down"] = "up",
    alpha: float = 0.05,
    power: float = 0.8,
) -> Estimate:
    """How far from `share` on side 1 the share of side 2 must lie to be detected; 0 to 1.

    "up" looks between `share` and 1, "down" between 0 and it: near an end less is needed towards
    it, and there may be no room. The distance at which `shares_power` reaches `power`, found by
    halving. Not computable where a side is empty or not even the end of the scale would be
    detected. Raises ValueError as `shares_power`.

    >>> round(smallest_detectable_share_difference(100, 100, 0.6).value, 3)
    0.181
    >>> smallest_detectable_share_difference(3, 3, 0.6).reason
    'With these numbers of answers no difference can be detected.'
    """
    refuse_unless_one_of("direction", direction, ("up", "down"))
    _refuse_impossible(n1, n2, alpha, power)
    if not 0 <= share <= 1:
        raise ValueError(f"A share lies between 0 and 1, not {share}.")
    method, room = "smallest_detectable_share_difference", 1 - share if direction == "up" else share
    sign = 1 if direction == "up" else -1
    if min(n1, n2) < 1 or _shares_power(n1, share, n2, share + sign * room, alpha) < power:
        return not_computable(method, _CANNOT, n=n1 + n2)
    low, high = 0.0, room
    for _ in range(30):
        middle = (low + high) / 2
        if _shares_power(n1, share, n2, share + sign * middle, alpha) < power:
            low = middle
        else:
            high = middle
    return computed(method, high, n=n1 + n2)


def _shares_power(n1: int, share1: float, n2: int, share2: float, alpha: float) -> float:
    if n1 * n2 > _EXACT_UP_TO:
        return _normal_shares_power(n1, share1, n2, share2, alpha)
    found = _excludes_zero(n1, n2, alpha)
    chance = _binomial(n1, share1) @ found @ _binomial(n2, share2)
    return min(max(float(chance), 0.0), 1.0)


def _normal_shares_power(n1: int, share1: float, n2: int, share2: float, alpha: float) -> float:
    pooled = (n1 * share1 + n2 * share2) / (n1 + n2)
    edge = normal_quantile(1 - alpha) * (pooled * (1 - pooled) * (1 / n1 + 1 / n2)) ** 0.5
    error = (share1 * (1 - share1) / n1 + share2 * (1 - share2) / n2) ** 0.5
    away = abs(share1 - share2)
    if error == 0:
        return float(away > edge)
    return normal_tail((edge - away) / error) + normal_tail((edge + away) / error)


@lru_cache(maxsize=16)
def _excludes_zero(n1: int, n2: int, alpha: float) -> FloatArray:
    """1 for each pair of counts whose Newcombe interval does not hold 0, else 0."""
    (p1, low1, high1), (p2, low2, high2) = (_wilson_limits(n, alpha) for n in (n1, n2))
    p1, low1, high1 = p1[:, None], low1[:, None], high1[:, None]
    above = p1 - p2 - np.hypot(p1 - low1, high2 - p2) > 0
    below = p1 - p2 + np.hypot(high1 - p1, p2 - low2) < 0
    return np.asarray(above | below, dtype=np.float64)


def _wilson_limits(n: int, alpha: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Every share of n with Wilson's limits."""
    share = np.arange(n + 1) / n
    z = normal_quantile(1 - alpha)
    centre = share + z * z / (2 * n)
    reach = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = (centre - reach) / (1 + z * z / n), (centre + reach) / (1 + z * z / n)
    return share, np.maximum(low, 0.0), np.minimum(high, 1.0)


def _binomial(n: int, share: float) -> FloatArray:
    """The chance of each number of successes from 0 to n."""
    if share in (0.0, 1.0):
        sure = np.zeros(n + 1)
        sure[0 if share == 0 else n] = 1.0
        return sure
    x = np.arange(n + 1, dtype=np.float64)
    logs = log_gamma(n + 1.0) - log_gamma(x + 1) - log_gamma(n - x + 1)
    return np.asarray(np.exp(logs + x * np.log(share) + (n - x) * np.log1p(-share)))
