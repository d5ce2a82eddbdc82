"""Chance measured by reshuffling: how often a shuffled second side relates as strongly."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import (
    FloatArray,
    Missing,
    constant_side,
    product_moment,
    read_pairs,
    unit_vector,
)

# 9! = 362,880 orders take 3 MB and some hundredths of a second; 10! would take ten times that.
EXACT_UP_TO = 9

# Two orders that tie in exact arithmetic may differ by this much in floating point.
_TIE = 1e-10
_NUMBERS_AT_ONCE = 500_000


@lru_cache(maxsize=EXACT_UP_TO + 1)
def _all_orders(k: int) -> npt.NDArray[np.int8]:
    """Every order of 0..k-1, one a row, built by inserting each next number at each place."""
    orders = np.zeros((1, 1), dtype=np.int8)
    for new in range(1, k):
        column = np.full((len(orders), 1), new, dtype=np.int8)
        orders = np.concatenate(
            [np.hstack([orders[:, :place], column, orders[:, place:]]) for place in range(new + 1)]
        )
    orders.setflags(write=False)
    return orders


def exact_share(u: FloatArray, v: FloatArray) -> float:
    """The share of all orders of v that relate to u at least as strongly, in either direction.

    u and v are unit vectors of one length, at most EXACT_UP_TO.

    >>> exact_share(unit_vector(np.array([1.0, 2, 3])), unit_vector(np.array([1.0, 2, 4])))
    0.3333333333333333
    """
    least = abs(float(u @ v)) - _TIE
    orders = _all_orders(len(v))
    rows = max(1, _NUMBERS_AT_ONCE // len(v))
    as_strong = sum(
        int(np.count_nonzero(np.abs(v[orders[start : start + rows]] @ u) >= least))
        for start in range(0, len(orders), rows)
    )
    return as_strong / len(orders)


def _smallest_share(u: FloatArray, v: FloatArray) -> float:
    """The p of the strongest link any order of v could show: 1/k!, or more with symmetry or ties.

    For up to 5 pairs, beyond which it is always small.
    """
    strengths = np.abs(v[_all_orders(len(v))] @ u)
    return float(np.mean(strengths >= strengths.max() - _TIE))


def _sampled_share(u: FloatArray, v: FloatArray, *, resamples: int, seed: int) -> float:
    least = abs(float(u @ v)) - _TIE
    random = np.random.default_rng(seed)
    rows_at_once = max(1, _NUMBERS_AT_ONCE // len(v))
    as_strong = 0
    for start in range(0, resamples, rows_at_once):
        rows = min(rows_at_once, resamples - start)
        shuffled = random.permuted(np.tile(v, (rows, 1)), axis=1)
        as_strong += int(np.count_nonzero(np.abs(shuffled @ u) >= least))
    # The order observed is one of those that could have come up: p is never 0.
    return (as_strong + 1) / (resamples + 1)


def pearson_permutation(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    resamples: int = 9999,
    seed: int,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """Pearson's r with the p of a permutation test; no interval.

    Up to 9 pairs all k! orders of y are counted and p is the share with |r*| >= |r|; above,
    `resamples` random orders drawn from `seed` give p = (b + 1) / (B + 1). The two-sided rule
    is the share of |r*| >= |r|, not twice the smaller tail. Source: Phipson and Smyth 2010,
    Stat Appl Genet Mol Biol 9:39. Pairs with a missing value are dropped or refused by policy.
    Not computable under 3 pairs or where a side is (nearly) constant. Raises ValueError for
    resamples under 1, sides of unequal length and infinity.

    >>> result = pearson_permutation([1, 2, 3, 4], [1, 2, 3, 5], seed=1)
    >>> result.method, round(result.p, 4)
    ('pearson_permutation_exact', 0.0833)
    """
    if resamples < 1:
        raise ValueError(f"A permutation test needs at least 1 resample, not {resamples}.")
    pairs = read_pairs(x, y, missing=missing)
    exact = pairs.n <= EXACT_UP_TO
    method = f"pearson_permutation_{'exact' if exact else 'monte_carlo'}"
    problem = "It takes at least 3 pairs." if pairs.n < 3 else constant_side(pairs)
    if problem:
        return not_computable(method, problem, n=pairs.n, warnings=pairs.warnings)
    u, v = unit_vector(pairs.x), unit_vector(pairs.y)
    p = exact_share(u, v) if exact else _sampled_share(u, v, resamples=resamples, seed=seed)
    warnings = pairs.warnings
    smallest = _smallest_share(u, v) if pairs.n <= 5 else 0.0
    if smallest > 0.05:
        warnings += (f"With these {pairs.n} pairs no p below {smallest:.2g} is possible.",)
    return computed(method, product_moment(u, v), n=pairs.n, p=p, warnings=warnings)
