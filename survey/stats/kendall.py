"""Kendall's tau-b: how far two orders agree, pair of pairs by pair of pairs."""

import math
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from survey.stats.correlation import mid_ranks
from survey.stats.distributions import z_p_value
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable, refuse_unless_one_of
from survey.stats.samples import FloatArray, Missing, constant_side, read_pairs

# Without ties every order can be counted; from here on the normal distribution is as good.
EXACT_UNDER = 50
_APPROXIMATE_UNDER = 10
_NUMBERS_AT_ONCE = 1_000_000


def kendall(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    p_by: Literal["size", "normal"] = "size",
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """Kendall's tau-b, from -1 to 1, with its p and an approximate interval.

    Formula: S / sqrt((m - t)(m - u)), S the pairs of pairs in the same order less those in the
    opposite one, m = n(n-1)/2 and t, u those tied in x, in y. Without ties and under 50 pairs p
    is exact, twice the smaller tail over all orders ("kendall_exact"); else S / sd(S) is taken
    as normal, sd(S) corrected for ties, without a continuity correction ("kendall_normal", also
    by `p_by="normal"`). Interval: tanh(arctanh(tau) -+ z sqrt(.437 / (n-4))), none under 5 pairs
    or at +-1. Sources: Kendall 1970, Rank Correlation Methods, ch. 3 to 5; Fieller, Hartley and
    Pearson 1957, Biometrika 44:470-481. Pairs with a missing value are dropped or refused;
    values that differ by rounding count as tied. Not computable under 3 pairs or where a side is
    constant. Raises ValueError for unequal lengths and infinity.

    >>> x = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    >>> y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]  # Hollander and Wolfe 1973, p. 185
    >>> result = kendall(x, y)
    >>> round(result.value, 4), round(result.p, 4)
    (0.4444, 0.1194)
    """
    refuse_unless_one_of("p_by", p_by, ("size", "normal"))
    pairs = read_pairs(x, y, missing=missing)
    u, v = mid_ranks(pairs.x), mid_ranks(pairs.y)
    ties_u, ties_v = _ties(u), _ties(v)
    is_tied = max(ties_u + ties_v, default=1) > 1
    exact = p_by == "size" and not is_tied and pairs.n < EXACT_UNDER
    method = f"kendall_{'exact' if exact else 'normal'}"
    problem = (
        "It takes at least 3 pairs." if pairs.n < 3 else constant_side(replace(pairs, x=u, y=v))
    )
    if problem:
        return not_computable(method, problem, n=pairs.n, warnings=pairs.warnings)
    score, n_pairs = _score(u, v), pairs.n * (pairs.n - 1) // 2
    tied_u, tied_v = (sum(t * (t - 1) // 2 for t in ties) for ties in (ties_u, ties_v))
    tau = score / math.sqrt((n_pairs - tied_u) * (n_pairs - tied_v))
    tau = max(-1.0, min(1.0, tau))
    warnings = pairs.warnings
    if not exact and pairs.n < _APPROXIMATE_UNDER:
        warnings += (f"p is approximate with fewer than {_APPROXIMATE_UNDER} pairs.",)
    return computed(
        method,
        tau,
        n=pairs.n,
        interval=_interval(tau, pairs.n, level),
        p=_exact_p(score, pairs.n)
        if exact
        else z_p_value(score, math.sqrt(_variance(pairs.n, ties_u, ties_v))),
        warnings=warnings,
    )


def _ties(ranks: FloatArray) -> list[int]:
    """How many share each rank."""
    return [int(count) for count in np.unique(ranks, return_counts=True)[1]]


def _score(u: FloatArray, v: FloatArray) -> int:
    """Pairs of pairs in the same order less those in the opposite one."""
    total, at_once = 0, max(1, _NUMBERS_AT_ONCE // len(u))
    for start in range(0, len(u), at_once):
        rows = slice(start, start + at_once)
        same = np.sign(u[rows, np.newaxis] - u) * np.sign(v[rows, np.newaxis] - v)
        total += int(same.sum())
    return total // 2


def _exact_p(score: int, n: int) -> float:
    """Twice the smaller tail of S over all n! orders of n different values."""
    shares = np.ones(1)
    for size in range(2, n + 1):
        # The next value stands before 0 to size - 1 of the others, each as likely.
        shares = np.convolve(shares, np.full(size, 1 / size))
    turned = (n * (n - 1) // 2 - abs(score)) // 2
    return min(1.0, 2 * float(shares[: turned + 1].sum()))


def _variance(n: int, ties_u: list[int], ties_v: list[int]) -> float:
    """Of S under no link, given the ties."""

    def total(ties: list[int], factor: int) -> int:
        if factor == 2:
            return sum(t * (t - 1) for t in ties)
        return sum(t * (t - 1) * (t - 2) for t in ties)

    fives = sum(t * (t - 1) * (2 * t + 5) for t in ties_u + ties_v)
    whole = (n * (n - 1) * (2 * n + 5) - fives) / 18
    twos = total(ties_u, 2) * total(ties_v, 2) / (2 * n * (n - 1))
    threes = total(ties_u, 3) * total(ties_v, 3) / (9 * n * (n - 1) * (n - 2))
    return whole + twos + threes


def _interval(tau: float, n: int, level: float) -> Interval | None:
    if n <= 4 or abs(tau) == 1:
        return None
    reach = normal_quantile(level) * math.sqrt(0.437 / (n - 4))
    centre = math.atanh(tau)
    return Interval(math.tanh(centre - reach), math.tanh(centre + reach), level=level)
