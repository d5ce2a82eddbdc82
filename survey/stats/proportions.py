"""Shares and their differences, with intervals inside 0 to 1. Standard library only."""

import math
from statistics import NormalDist

from survey.stats.result import Estimate, Interval, computed, not_computable


def normal_quantile(level: float) -> float:
    """How many standard errors a two-sided normal interval of this level reaches.

    Raises ValueError where `level` is not strictly between 0 and 1.

    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    if not 0 < level < 1:
        raise ValueError(f"The level of an interval lies between 0 and 1, not {level}.")
    return NormalDist().inv_cdf(0.5 + level / 2)


def _refuse_impossible_counts(successes: int, n: int) -> None:
    if successes != int(successes) or n != int(n):
        raise ValueError(f"{successes} out of {n} is not a count: give whole numbers.")
    if n < 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} out of {n} is not a share: count 0 to n out of n.")


def _score_limits(successes: int, n: int, level: float) -> tuple[float, float]:
    z = normal_quantile(level)
    share = successes / n
    centre = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    shrink = 1 + z * z / n
    # The formula gives exactly 0 and 1 at the ends; rounding does not.
    low = 0.0 if successes == 0 else (centre - reach) / shrink
    high = 1.0 if successes == n else (centre + reach) / shrink
    return low, high


def wilson(successes: int, n: int, *, level: float = 0.95) -> Estimate:
    """The share of successes with Wilson's score interval, both as numbers from 0 to 1.

    Formula, with p = successes / n and z the normal quantile:
    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).
    Source: Wilson 1927, J Am Stat Assoc 22:209-212; recommended by Newcombe 1998, Stat Med
    17:857-872. No continuity correction. Not computable where n is 0. Raises ValueError for
    counts that cannot be (more successes than n, negative counts).

    >>> share = wilson(81, 263)
    >>> round(share.value, 4), round(share.interval.low, 4), round(share.interval.high, 4)
    (0.308, 0.2553, 0.3662)
    """
    _refuse_impossible_counts(successes, n)
    if n == 0:
        return not_computable("wilson", "There are no answers yet.", n=0)
    low, high = _score_limits(successes, n, level)
    return computed("wilson", successes / n, n=n, interval=Interval(low, high, level=level))


def newcombe_difference(x1: int, n1: int, x2: int, n2: int, *, level: float = 0.95) -> Estimate:
    """The first share minus the second, from -1 to 1, for two independent sets of answers.

    Formula, with (l, u) the Wilson limits of each share p:
    d - sqrt((p1-l1)^2 + (u2-p2)^2) to d + sqrt((u1-p1)^2 + (p2-l2)^2), d = p1 - p2.
    Source: Newcombe 1998, Stat Med 17:873-890, method 10. For a change over time put the later
    period first. `n` of the result is n1 + n2. Not computable where either n is 0. Raises
    ValueError for counts that cannot be.

    >>> change = newcombe_difference(56, 70, 48, 80)
    >>> round(change.value, 4), round(change.interval.low, 4), round(change.interval.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    _refuse_impossible_counts(x1, n1)
    _refuse_impossible_counts(x2, n2)
    if n1 == 0 or n2 == 0:
        return not_computable("newcombe", "One of the two sides has no answers.", n=n1 + n2)
    share1, share2 = x1 / n1, x2 / n2
    low1, high1 = _score_limits(x1, n1, level)
    low2, high2 = _score_limits(x2, n2, level)
    change = share1 - share2
    interval = Interval(
        change - math.hypot(share1 - low1, high2 - share2),
        change + math.hypot(high1 - share1, share2 - low2),
        level=level,
    ).clipped(-1.0, 1.0)
    return computed("newcombe", change, n=n1 + n2, interval=interval)


def fisher_exact(x1: int, n1: int, x2: int, n2: int) -> Estimate:
    """The first share minus the second with the exact p that both are one share; no interval.

    Formula: with K = x1 + x2 of N = n1 + n2 favourable, P(x) = C(K, x) C(N - K, n1 - x) / C(N, n1);
    p is twice the sum of P over x1 and everything beyond it, away from what is expected, at most 1.
    Sources: Fisher 1935, J R Stat Soc 98:39-82; doubling after Yates 1984, J R Stat Soc A
    147:426-463. Exact for any counts, and rather too large than too small. `n` of the result is
    n1 + n2. Not computable where either n is 0. Raises ValueError for counts that cannot be.

    >>> twins = fisher_exact(10, 13, 2, 17)
    >>> round(twins.value, 4), round(twins.p, 6)
    (0.6516, 0.00093)
    """
    _refuse_impossible_counts(x1, n1)
    _refuse_impossible_counts(x2, n2)
    if n1 == 0 or n2 == 0:
        return not_computable("fisher_exact", "One of the two sides has no answers.", n=n1 + n2)
    is_low = x1 * n2 < x2 * n1
    # Counted from below, few favourable answers are many of the other kind.
    tail = (
        _at_least(n1 - x1, n1, n1 + n2 - x1 - x2, n1 + n2)
        if is_low
        else _at_least(x1, n1, x1 + x2, n1 + n2)
    )
    return computed("fisher_exact", x1 / n1 - x2 / n2, n=n1 + n2, p=min(1.0, 2 * tail))


def _at_least(x: int, n: int, favourable: int, total: int) -> float:
    """The chance of x or more favourable among n drawn from the total, for x not below expected."""
    term = math.exp(
        _log_choose(favourable, x) + _log_choose(total - favourable, n - x) - _log_choose(total, n)
    )
    tail = 0.0
    # Beyond the expected count every term is smaller than the one before it.
    while term > tail * 1e-17:
        tail += term
        term *= (favourable - x) * (n - x) / ((x + 1) * (total - favourable - n + x + 1))
        x += 1
    return tail


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
