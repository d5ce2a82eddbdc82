"""Turning units round in time 10,000 times, against the same resampling in bare NumPy.

500 units over 52 waves. The bare version turns the residuals, takes the waves out once more and
relates them, one resample after the other: no gaps, no covariates, no checks. The memory is what
Python and NumPy hold at the most, which blocks of resamples keep under a bound.
"""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from statistics import median

import numpy as np
import numpy.typing as npt

from bench.report import Ratio
from survey.stats.shift import NUMBERS_AT_ONCE, two_way_shift

CEILING, MEMORY_CEILING = 3.0, 1.0
N_UNITS, N_WAVES, N_RESAMPLES, N_ROUNDS = 500, 52, 9_999, 5
# Five arrays of rows x waves (the waves taken out by an orthonormal basis, and what finding it
# takes), and four blocks of resamples.
BOUND = 8 * (5 * N_UNITS * N_WAVES * N_WAVES + 4 * NUMBERS_AT_ONCE)

Side = npt.NDArray[np.float64]


def measure() -> tuple[Ratio, Ratio]:
    """Median of the ratios of alternating rounds, and the peak memory to its bound."""
    x, y = np.random.default_rng(20260601).normal(size=(2, N_UNITS, N_WAVES))
    units, waves = (part.tolist() for part in np.divmod(np.arange(x.size), N_WAVES))

    def ours() -> float | None:
        return two_way_shift(x.ravel(), y.ravel(), units, waves, resamples=N_RESAMPLES, seed=1).p

    rounds = [(_seconds(ours), _seconds(lambda: bare(x, y))) for _ in range(N_ROUNDS)]
    own, plain = (median(side) for side in zip(*rounds, strict=True))
    _require_the_same(ours(), bare(x, y))
    peak = _peak(ours)
    return (
        Ratio(
            name="Linkage with 10,000 resamples, to the same in bare NumPy",
            value=median(one / other for one, other in rounds),
            floor_or_ceiling="ceiling",
            target=CEILING,
            note=f"{own:.2f} s to {plain:.2f} s, {N_UNITS} units x {N_WAVES} waves,"
            f" medians of {N_ROUNDS} alternating rounds",
        ),
        Ratio(
            name="Linkage: memory at the most, to its bound",
            value=peak / BOUND,
            floor_or_ceiling="ceiling",
            target=MEMORY_CEILING,
            note=f"{peak / 1e6:.0f} MB to {BOUND / 1e6:.0f} MB, whatever the number of resamples",
        ),
    )


def bare(x: Side, y: Side) -> float:
    """The p of the same test on a full table, the plain way."""
    x_left, y_left = _centred(x), _centred(y)
    y_left /= np.linalg.norm(y_left)
    least = abs((x_left * y_left).sum()) / np.linalg.norm(x_left) - 1e-10
    random = np.random.default_rng(1)
    columns, as_strong = np.arange(N_WAVES), 0
    for _ in range(N_RESAMPLES):
        places = (columns + random.integers(N_WAVES, size=(N_UNITS, 1))) % N_WAVES
        turned = np.take_along_axis(x_left, places, axis=1)
        turned -= turned.mean(axis=0)
        as_strong += bool(abs((turned * y_left).sum()) / np.linalg.norm(turned) >= least)
    return (as_strong + 1) / (N_RESAMPLES + 1)


def _centred(side: Side) -> Side:
    left = side - side.mean(axis=1, keepdims=True)
    return np.asarray(left - left.mean(axis=0))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _peak(work: Callable[[], object]) -> int:
    gc.collect()
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _require_the_same(ours: float | None, plain: float) -> None:
    if ours is None or abs(ours - plain) > 0.03:
        raise RuntimeError(f"the two resamplings disagree: {ours} and {plain}")
