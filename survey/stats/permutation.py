"""Chance measured by reshuffling: how often a shuffled second side relates as strongly."""

import math
from collections.abc import Hashable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from survey.stats.panel import Panel, inside_units, read_panel
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import (
    FloatArray,
    Missing,
    constant_side,
    hardly_varies,
    product_moment,
    read_pairs,
    unit_vector,
)

# 9! = 362,880 orders take 3 MB and some hundredths of a second; 10! would take ten times that.
EXACT_UP_TO = 9
# As many orders of all units together are counted one by one.
_EXACT_ORDERS = math.factorial(EXACT_UP_TO)

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
    is the share of |r*| >= |r|, not twice the smaller tail as SciPy has it, which for a strong
    link is often twice as large. Source: Phipson and Smyth 2010, Stat Appl Genet Mol Biol 9:39.
    Pairs with a missing value are dropped or refused by policy. Not computable under 3 pairs or
    where a side is (nearly) constant. Raises ValueError for resamples under 1, sides of unequal
    length and infinity.

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


def repeated_measures_permutation(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    *,
    resamples: int = 9999,
    seed: int,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """The repeated-measures correlation with the p of shuffling y inside each unit; no interval.

    Formula: r of the values less their unit's mean; p is the share of |r*| >= |r|, over all
    orders of all units up to 9! of them ("..._exact"), else (b + 1) / (B + 1) over `resamples`
    drawn from `seed`. It takes a unit's moments as exchangeable: a season that all share, or a
    slow drift, is a link for it. Read `shift.two_way_shift` where waves follow each other.
    Source: Phipson and Smyth 2010, Stat Appl Genet Mol Biol 9:39. Values alone in their unit are
    left out. Not computable under 3 pairs or where a side does not vary inside units. Errors as
    in `pearson_permutation`.

    >>> x, y = [1, 2, 3, 5, 6, 7, 2, 4], [1, 3, 2, 4, 4, 6, 5, 6]
    >>> result = repeated_measures_permutation(x, y, "aaabbbcc", seed=1)
    >>> round(result.value, 3), round(result.p, 4)
    (0.718, 0.1667)
    """
    if resamples < 1:
        raise ValueError(f"A permutation test needs at least 1 resample, not {resamples}.")
    panel = read_panel(x, y, units, None, missing=missing)
    lengths = np.bincount(panel.unit).tolist() if panel.n else []
    exact = math.prod(map(math.factorial, lengths)) <= _EXACT_ORDERS
    method = f"repeated_measures_permutation_{'exact' if exact else 'monte_carlo'}"
    problem = "It takes at least 3 pairs." if panel.n < 3 else _still_inside(panel)
    if problem:
        return not_computable(
            method, problem, n=panel.n, n_units=panel.n_units, warnings=panel.warnings
        )
    u, v = (unit_vector(inside_units(side, panel)) for side in (panel.x, panel.y))
    blocks = [(u[panel.unit == unit], v[panel.unit == unit]) for unit in range(panel.n_units)]
    least = abs(float(u @ v)) - _TIE
    if exact:
        sums = np.zeros(1)
        for left, right in blocks:
            sums = np.add.outer(sums, right[_all_orders(len(right))] @ left).ravel()
        p = float(np.mean(np.abs(sums) >= least))
    else:
        p = _sampled_inside(blocks, least, resamples=resamples, seed=seed)
    return computed(
        method,
        product_moment(u, v),
        n=panel.n,
        p=p,
        n_units=panel.n_units,
        warnings=panel.warnings,
    )


def _still_inside(panel: Panel) -> str | None:
    for name, side in (("first", panel.x), ("second", panel.y)):
        if hardly_varies(inside_units(side, panel), scale=float(np.abs(side).max())):
            return f"The {name} side never changes inside a unit."
    return None


def _sampled_inside(
    blocks: list[tuple[FloatArray, FloatArray]], least: float, *, resamples: int, seed: int
) -> float:
    random = np.random.default_rng(seed)
    rows_at_once = max(1, _NUMBERS_AT_ONCE // max(len(left) for left, _ in blocks))
    as_strong = 0
    for start in range(0, resamples, rows_at_once):
        rows = min(rows_at_once, resamples - start)
        sums = np.zeros(rows)
        for left, right in blocks:
            sums += random.permuted(np.tile(right, (rows, 1)), axis=1) @ left
        as_strong += int(np.count_nonzero(np.abs(sums) >= least))
    return (as_strong + 1) / (resamples + 1)
