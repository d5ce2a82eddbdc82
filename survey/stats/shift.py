"""Chance measured by turning time round: one side of each unit shifted along its own waves.

Shuffling waves would break how a unit's waves hang together, and so call a slow drift a link.
Turning a unit's series round like a wheel keeps that, except where its end meets its start.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from survey.stats.covariates import (
    Covariates,
    nothing_left,
    own_directions,
    read_with_covariates,
)
from survey.stats.panel import Panel, inside_units, wave_basis, without
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import FloatArray, IntArray, Missing, product_moment, unit_vector

FEWEST_UNITS = 3
FEWEST_DF = 2
# Up to this many ways to turn all units are counted one by one; above, they are drawn.
EXACT_UP_TO = 20_000
# Numbers kept per block of resamples, however many units there are: 2 MB, and as much again.
NUMBERS_AT_ONCE = 250_000

# Two turns that tie in exact arithmetic may differ by this much in floating point.
_TIE = 1e-10


def two_way_shift(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    order: Sequence[Any],
    *,
    covariates: Covariates | None = None,
    resamples: int = 9999,
    seed: int,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """The two-way correlation with the p of a circular-shift permutation test; no interval.

    Rows as in `within.two_way`; `order` is each row's wave, by anything that sorts in time.
    Formula: what units, waves and covariates leave of x is shifted by a random number of waves
    in each unit, its last waves coming first again; units, waves and covariates are taken out
    once more, and r* is its correlation with what they leave of y. p is the share of |r*| >=
    |r|: over all shifts up to 20,000 of them ("two_way_shift_exact"), else (b + 1) / (B + 1) for
    B `resamples` drawn from `seed`. Residuals are shifted rather than x, whose shared season
    would become noise of its own. A unit that misses waves is turned over those it has, which
    closes the gaps and is said. Sources: Lunneborg 2000, Data Analysis by Resampling; Phipson
    and Smyth 2010, Stat Appl Genet Mol Biol 9:39. Memory: 2 MB twice for a block of resamples,
    beside rows x waves numbers. Not computable under 3 units or 2 df, or where a side does not
    vary beyond units and waves. Raises ValueError for no resamples, two rows of one unit in one
    wave, waves that do not sort, unequal lengths and infinity.

    >>> units, waves = ["a"] * 4 + ["b"] * 4 + ["c"] * 4, [1, 2, 3, 4] * 3
    >>> x = [1, 2, 4, 3, 2, 4, 4, 5, 3, 3, 6, 5]
    >>> y = [2, 3, 4, 4, 2, 5, 4, 6, 5, 4, 8, 6]
    >>> result = two_way_shift(x, y, units, waves, seed=1)
    >>> result.method, round(result.value, 3), result.p
    ('two_way_shift_exact', 0.908, 0.140625)
    """
    if resamples < 1:
        raise ValueError(f"A permutation test needs at least 1 resample, not {resamples}.")
    rank_in_time = np.argsort(_in_time(order))
    panel, columns = read_with_covariates(x, y, units, order, covariates, missing=missing)
    # Rows of one unit next to each other and in time: a shift is then a plain rotation.
    rows = np.lexsort((rank_in_time[panel.kept], panel.unit))
    panel = replace(
        panel,
        x=panel.x[rows],
        y=panel.y[rows],
        unit=panel.unit[rows],
        wave=panel.wave[rows],
        kept=panel.kept[rows],
    )
    _refuse_doubled(panel)
    if panel.n_units < FEWEST_UNITS:
        return _none(f"It takes at least {FEWEST_UNITS} units with two waves or more.", panel)
    waves = wave_basis(panel)
    others, warnings = own_directions(columns, panel, waves)
    panel = replace(panel, warnings=panel.warnings + warnings + _gaps(panel))
    basis = np.column_stack([waves, others])
    sides = [without(inside_units(side, panel), basis) for side in (panel.x, panel.y)]
    problem = nothing_left(panel, waves, sides)
    if panel.n - panel.rank - others.shape[1] - 1 < FEWEST_DF:
        problem = f"{panel.n} pairs of {panel.n_units} units leave too little to judge by."
    if problem:
        return _none(problem, panel)
    return _tested(unit_vector(sides[0]), unit_vector(sides[1]), basis, panel, resamples, seed)


def _in_time(order: Sequence[Any]) -> list[int]:
    """The rows from the first wave to the last."""
    try:
        return sorted(range(len(order)), key=lambda row: order[row])
    except TypeError:
        raise ValueError("The waves given as order cannot be put in order.") from None


def _refuse_doubled(panel: Panel) -> None:
    # Sorted by unit and time, so that doubles stand next to each other.
    if (np.diff(panel.unit * panel.n_waves + panel.wave) == 0).any():
        raise ValueError("A unit has more than one row in the same wave.")


def _gaps(panel: Panel) -> tuple[str, ...]:
    n_short = int(np.count_nonzero(np.bincount(panel.unit) < panel.n_waves))
    if n_short == 0:
        return ()
    noun = "unit misses" if n_short == 1 else "units miss"
    return (f"{n_short} {noun} waves and were turned over those they have, gaps closed.",)


def _none(reason: str, panel: Panel) -> Estimate:
    return not_computable(
        "two_way_shift",
        reason,
        n=panel.n,
        n_units=panel.n_units,
        n_waves=panel.n_waves,
        warnings=panel.warnings,
    )


def _tested(
    u: FloatArray, v: FloatArray, basis: FloatArray, panel: Panel, resamples: int, seed: int
) -> Estimate:
    lengths = np.bincount(panel.unit)
    n_ways = 1
    for length in lengths.tolist():
        n_ways = min(n_ways * length, EXACT_UP_TO + 1)
    r = product_moment(u, v)
    targets = np.column_stack([v, basis])
    warnings = panel.warnings
    if n_ways <= EXACT_UP_TO:
        shifts = np.array(list(product(*map(range, lengths.tolist()))), dtype=np.intp)
        strengths = _strengths(u, targets, lengths, shifts)
        p = float(np.mean(strengths >= abs(r) - _TIE))
        smallest = float(np.mean(strengths >= strengths.max() - _TIE))
        if smallest > 0.05:
            warnings += (f"With these shifts no p below {smallest:.2g} is possible.",)
    else:
        p = _sampled(abs(r), u, targets, lengths, resamples, seed)
    return computed(
        f"two_way_shift_{'exact' if n_ways <= EXACT_UP_TO else 'monte_carlo'}",
        r,
        n=panel.n,
        p=p,
        n_units=panel.n_units,
        n_waves=panel.n_waves,
        warnings=warnings,
    )


def _sampled(
    strength: float,
    u: FloatArray,
    targets: FloatArray,
    lengths: IntArray,
    resamples: int,
    seed: int,
) -> float:
    random = np.random.default_rng(seed)
    at_once = max(1, NUMBERS_AT_ONCE // max(targets.shape[1], len(lengths)))
    as_strong = 0
    for start in range(0, resamples, at_once):
        rows = min(at_once, resamples - start)
        shifts = random.integers(lengths, size=(rows, len(lengths)), dtype=np.int32)
        strengths = _strengths(u, targets, lengths, shifts)
        as_strong += int(np.count_nonzero(strengths >= strength - _TIE))
    return (as_strong + 1) / (resamples + 1)


def _strengths(
    u: FloatArray, targets: FloatArray, lengths: IntArray, shifts: npt.NDArray[Any]
) -> FloatArray:
    """|r*| for each row of shifts (resamples, units).

    What a unit adds to the product with y and with each basis column depends on its own shift
    alone, so each unit's products with all its rotations are computed once and then looked up.
    """
    sums = np.zeros((len(shifts), targets.shape[1]))
    start = 0
    for unit, length in enumerate(lengths.tolist()):
        rows = slice(start, start + length)
        turns = (np.arange(length)[:, np.newaxis] + np.arange(length)) % length
        by_shift = u[rows][turns] @ targets[rows]
        sums += by_shift[shifts[:, unit]]
        start += length
    explained = np.einsum("bd,bd->b", sums[:, 1:], sums[:, 1:])
    # u has length 1 and mean 0 in each unit, whichever way it is turned.
    left = 1 - explained
    moving = left > _TIE
    strengths = np.abs(sums[:, 0]) / np.sqrt(np.where(moving, left, 1))
    # A turn that leaves no movement beyond the waves counts against the link.
    return np.asarray(np.where(moving, strengths, np.inf), dtype=np.float64)
