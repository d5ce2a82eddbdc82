"""Shrunken means and shares, and how often a band is wrong."""

from __future__ import annotations

from functools import partial

import numpy as np

from survey.stats.bands import Band, Lines, give_bands
from survey.stats.beta_binomial import shrink_shares
from survey.stats.shrinkage import shrink_means
from validation.row import Row, seeded, so_many

RUNS = 1000
POINTS = np.arange(1, 6)
CUSTOMERS = np.array([0.06, 0.04, 0.08, 0.22, 0.60])


def shrunken(k: int, between: float, effort: float) -> list[Row]:
    """Units that truly differ by so much, each with an error of its own."""
    random, runs = seeded("means", k, between), so_many(RUNS, effort)
    hits = 0
    for _ in range(runs):
        errors = random.uniform(0.05, 0.2, size=k)
        truth = 4.2 + between * random.normal(size=k)
        found = shrink_means(truth + errors * random.normal(size=k), errors)
        for unit, true in zip(found.units, truth.tolist(), strict=True):
            low, high = unit.estimate.ends
            hits += low is not None and high is not None and low <= true <= high
    of = f"{k} units that differ by {between} (errors 0.05 to 0.2)"
    return [Row("shrunken mean (empirical Bayes)", of, "coverage", 0.95, hits, runs * k, "at most")]


def shares(k: int, strength: float, effort: float) -> list[Row]:
    """Agents whose true shares follow a beta distribution around 85%."""
    random, runs = seeded("shares", k, strength), so_many(RUNS / 5, effort)
    hits = n_units = 0
    for _ in range(runs):
        n = random.integers(30, 150, size=k)
        truth = random.beta(0.85 * strength, 0.15 * strength, size=k)
        x = random.binomial(n, truth)
        found = shrink_shares(x.tolist(), n.tolist())
        for unit, true in zip(found.units, truth.tolist(), strict=True):
            low, high = unit.estimate.ends
            hits += low is not None and high is not None and low <= true <= high
            n_units += 1
    of = f"{k} units around 85%, spread {(0.85 * 0.15 / (strength + 1)) ** 0.5:.3f}"
    name = "shrunken share (beta-binomial)"
    return [Row(name, of, "coverage", 0.95, hits, n_units, "at most")]


def bands(k: int, icc: float, n: tuple[int, int], effort: float) -> list[Row]:
    """Skewed points 1 to 5; lines one standard deviation of units to either side of the mean."""
    random, runs = seeded("bands", k, icc, n), so_many(RUNS, effort)
    inside = float(POINTS**2 @ CUSTOMERS - (POINTS @ CUSTOMERS) ** 2)
    apart = (icc / (1 - icc) * inside) ** 0.5
    middle = float(POINTS @ CUSTOMERS)
    lines = Lines(middle - (apart or 0.1), middle + (apart or 0.1))
    pages = wrong = given = 0
    for _ in range(runs):
        level = np.clip(apart * random.normal(size=k), -1.2, 0.55)
        # The same people, moved: each gives a point more or fewer with the chance that takes.
        counts = random.integers(n[0], n[1] + 1, size=k)
        tilted = CUSTOMERS * np.exp(np.outer(level / inside, POINTS))
        tilted /= tilted.sum(axis=1, keepdims=True)
        truth = tilted @ POINTS
        table = random.multinomial(counts, tilted)
        means = table @ POINTS / counts
        errors = np.sqrt((table @ POINTS**2 / counts - means**2) / (counts - 1))
        found = give_bands(means, errors, lines)
        mistakes = [
            unit.band is not Band.NOT_ENOUGH and unit.band is not _true_band(float(true), lines)
            for unit, true in zip(found.units, truth, strict=True)
        ]
        given += sum(unit.band is not Band.NOT_ENOUGH for unit in found.units)
        wrong += sum(mistakes)
        pages += any(mistakes)
    of = f"{k} units of {n[0]} to {n[1]} answers, ICC(1) = {icc}, bands for {given / runs / k:.0%}"
    return [
        Row("bands: any wrong on a page", of, "pages with one", 0.05, pages, runs, "at most"),
        Row("bands: a unit in a wrong one", of, "units", 0.05 / k, wrong, runs * k, "at most"),
    ]


def _true_band(value: float, lines: Lines) -> Band:
    if value > lines.high:
        return Band.TOP
    return Band.LOW if value < lines.low else Band.MIDDLE


TASKS = (
    *(partial(shrunken, k, between) for k in (6, 12, 40) for between in (0.0, 0.05, 0.2)),
    *(partial(shares, k, strength) for k in (10, 40) for strength in (20.0, 200.0)),
    partial(bands, 12, 0.0075, (200, 800)),
    partial(bands, 40, 0.0506, (30, 150)),
    partial(bands, 40, 0.0506, (200, 800)),
)
