"""Between blocks: Pearson with Fisher's interval and permutations, Spearman, the size in points."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from survey.stats.bootstrap import pearson_bca
from survey.stats.correlation import pearson, spearman
from survey.stats.permutation import pearson_permutation
from survey.stats.power import smallest_detectable_correlation
from survey.stats.samples import FloatArray
from survey.stats.slope import size_between_quartiles
from validation.centres import Process, draw
from validation.row import Row, seeded, so_many

RUNS = 5000


def pairs(random: np.random.Generator, k: int, rho: float) -> tuple[FloatArray, FloatArray]:
    x, noise = random.normal(size=(2, k))
    return x, rho * x + (1 - rho * rho) ** 0.5 * noise


def intervals(k: int, rho: float, effort: float) -> list[Row]:
    random, runs = seeded("between", k, rho), so_many(RUNS, effort)
    of_ranks = 6 / math.pi * math.asin(rho / 2)
    linear = ranked = sized = 0
    for _ in range(runs):
        x, y = pairs(random, k, rho)
        low, high = pearson(x, y).ends
        linear += low is not None and high is not None and low <= rho <= high
        low, high = spearman(x, y).ends
        ranked += low is not None and high is not None and low <= of_ranks <= high
        low, high = size_between_quartiles(x, y).ends
        lower, upper = np.quantile(x, [0.25, 0.75])
        sized += low is not None and high is not None and low <= rho * (upper - lower) <= high
    truth = f"r = {rho}, {k} blocks"
    return [
        Row("between blocks (Fisher)", truth, "coverage", 0.95, linear, runs),
        Row("between blocks by ranks (Bonett-Wright)", truth, "coverage", 0.95, ranked, runs),
        Row("size in points between quartiles", truth, "coverage", 0.95, sized, runs),
    ]


def tests(k: int, effort: float) -> list[Row]:
    """Block means of a centre over 6 waves, made of discrete answers by unequal groups."""
    random, runs = seeded("permuted", k), so_many(RUNS / 5 if k > 6 else RUNS / 2, effort)
    process = Process("discrete", steadiness=0.5, missing=0.15, discrete=True)
    shuffled = ranked = 0
    for run in range(runs):
        cells = draw(process, random, k, 6)
        n = np.bincount(cells.units)
        x, y = np.bincount(cells.units, cells.x) / n, np.bincount(cells.units, cells.y) / n
        shuffled += (pearson_permutation(x, y, resamples=199, seed=run).p or 0.0) <= 0.05
        ranked += (spearman(x, y).p or 0.0) < 0.05
    truth = f"no link, {k} blocks of discrete answers"
    return [
        Row("between blocks (permutation)", truth, "false alarms", 0.05, shuffled, runs),
        Row(
            "between blocks by ranks (exact)", truth, "false alarms", 0.05, ranked, runs, "at most"
        ),
    ]


def drawn_again(k: int, effort: float) -> list[Row]:
    random, runs = seeded("bca", k), so_many(1000, effort)
    hits = 0
    for run in range(runs):
        x, y = pairs(random, k, 0.4)
        low, high = pearson_bca(x, y, resamples=999, seed=run).estimate.ends
        hits += low is not None and high is not None and low <= 0.4 <= high
    name, truth = "between blocks drawn again (BCa)", f"r = 0.4, {k} blocks"
    return [Row(name, truth, "coverage", 0.95, hits, runs, "companion")]


def detected(k: int, effort: float) -> list[Row]:
    """Whether what a page calls the smallest detectable link is found as often as it says."""
    random, runs = seeded("detected", k), so_many(RUNS, effort)
    rho = smallest_detectable_correlation(k).value or 0.0
    hits = sum((pearson(*pairs(random, k, rho)).p or 0.0) < 0.05 for _ in range(runs))
    truth = f"r = {rho:.2f}, {k} blocks"
    return [Row("smallest detectable r between blocks", truth, "found", 0.8, hits, runs)]


TASKS = (
    *(partial(intervals, k, rho) for k in (6, 12, 30) for rho in (0.0, 0.4)),
    *(partial(tests, k) for k in (6, 9, 12)),
    *(partial(drawn_again, k) for k in (8, 20)),
    *(partial(detected, k) for k in (6, 9, 12, 30)),
)
