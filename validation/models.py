"""Models: slopes inside and between units in points, and how R squared divides among constructs."""

from __future__ import annotations

from functools import partial

import numpy as np

from survey.stats.importance import Resampling, lmg
from survey.stats.samples import FloatArray
from survey.stats.slope import less
from survey.stats.within import two_way
from survey.stats.within_between import within_between
from validation.centres import Process, draw
from validation.row import Promise, Row, seeded, so_many

CALM = Process("independent rows")
SEASON = Process("all units move together", season=1.0)
SLOPES = np.array([0.5, 0.3, 0.0])


def slopes(process: Process, k: int, n_waves: int, effort: float) -> list[Row]:
    """The slope inside is 0.4, that of the units' means as much again, units differing beside."""
    random, runs = seeded("slopes", process.name, k), so_many(1500, effort)
    hits = {"inside": 0, "between": 0, "contextual": 0}
    beyond = contextual = 0
    for _ in range(runs):
        cells = draw(process, random, k, n_waves)
        means = np.bincount(cells.units, cells.x) / np.bincount(cells.units)
        y = cells.y + 0.4 * cells.x + 0.4 * means[cells.units]
        found = within_between(cells.x, y, cells.units)
        for name, truth, one in zip(
            hits, (0.4, 0.8, 0.4), (found.within, found.between, found.contextual), strict=True
        ):
            low, high = one.ends
            hits[name] += low is not None and high is not None and low <= truth <= high
        slope = two_way(cells.x, y, cells.units, cells.waves).slope
        low, high = slope.ends
        beyond += low is not None and high is not None and low <= 0.4 <= high
        low, high = less(found.between, slope).ends
        contextual += low is not None and high is not None and low <= 0.4 <= high
    of = f"{process.name}; {k} units, {n_waves} waves"
    promise: Promise = "about" if process is CALM else "companion"
    name = "slope inside, waves taken out (clustered)"
    return [
        Row(name, of, "coverage", 0.95, beyond, runs),
        Row(
            "contextual effect (between less inside, waves taken out)",
            of,
            "coverage",
            0.95,
            contextual,
            runs,
        ),
        *(
            Row(f"slope {name} (within-between model)", of, "coverage", 0.95, n, runs, promise)
            for name, n in hits.items()
        ),
    ]


def rows_of(random: np.random.Generator, n: int) -> tuple[FloatArray, FloatArray]:
    """Three predictors that have half of their variance in common, and an outcome."""
    predictors = random.normal(size=(n, 1)) + random.normal(size=(n, 3))
    return predictors, predictors @ SLOPES + 2 * random.normal(size=n)


def divided(k: int, n_waves: int, effort: float) -> list[Row]:
    random, runs = seeded("divided", k, n_waves), so_many(400, effort)
    many = lmg(
        *rows_of(random, 200_000),
        units=(np.arange(200_000) % 10).tolist(),
        resampling=Resampling(times=100),
    )
    truth = [one.share.value or 0.0 for one in many.predictors]
    units = np.repeat(np.arange(k), n_waves).tolist()
    hits, tests = [0, 0, 0], 0
    for run in range(runs):
        predictors, outcome = rows_of(random, k * n_waves)
        found = lmg(predictors, outcome, units=units, resampling=Resampling(times=299, seed=run))
        for at, one in enumerate(found.predictors):
            low, high = one.share.ends
            hits[at] += low is not None and high is not None and low <= truth[at] <= high
        none = lmg(
            predictors, random.normal(size=k * n_waves), units=units,
            resampling=Resampling(times=100, seed=run),
        )  # fmt: skip
        tests += (none.r_squared.p or 1.0) < 0.05
    of = f"3 constructs; {k} units, {n_waves} waves"
    rows = [
        Row("share of R squared (LMG, units drawn again)", f"{share:.3f}; {of}", "coverage", 0.95,
            n, runs)
        for share, n in zip(truth, hits, strict=True)
    ]  # fmt: skip
    whole = Row("R squared of the whole model", f"no link; {of}", "false alarms", 0.05, tests, runs)
    return [*rows, whole]


TASKS = (
    *(partial(slopes, process, k, 8) for process in (CALM, SEASON) for k in (6, 20)),
    *(partial(divided, k, n_waves) for k, n_waves in ((9, 8), (20, 12))),
)
