"""The headline: the link inside units, judged by the exact law of its clustered error."""

from __future__ import annotations

from functools import partial

from survey.stats.within import two_way
from validation.centres import Process, draw, true_link
from validation.row import Promise, Row, seeded, so_many

CALM = Process("independent rows")
CENTRE = Process("like a centre", steadiness=0.5, season=1.0, missing=0.15, discrete=True)
STEADY = Process("steady units: autocorrelation .8", steadiness=0.8)
SEASON = Process("all units move together, autocorrelation .5", steadiness=0.5, season=2.0)
UNEVEN = Process("units uneven by a factor, autocorrelation .5", steadiness=0.5, uneven=0.5)
UNITS, WAVES = (6, 9, 12, 20, 40), (6, 8, 12, 24)
LINK = 0.4
RUNS = 2000


def false_alarms(process: Process, n_units: int, effort: float) -> list[Row]:
    """How often p falls below .05 where there is no link."""
    rows = []
    for n_waves in WAVES:
        random, runs = seeded(process.name, n_units, n_waves), so_many(RUNS, effort)
        hits = 0
        for _ in range(runs):
            cells = draw(process, random, n_units, n_waves)
            found = two_way(cells.x, cells.y, cells.units, cells.waves).clustered
            hits += (found.p or 0.0) < 0.05
        rows.append(_row(process, n_units, n_waves, "false alarms", 0.05, hits, runs))
    return rows


def coverage(process: Process, n_units: int, effort: float) -> list[Row]:
    """How often the interval of r that a page shows holds the true correlation."""
    rows, truth = [], true_link(process, LINK)
    for n_waves in WAVES:
        random, runs = seeded("cover", process.name, n_units, n_waves), so_many(RUNS / 2, effort)
        hits = 0
        for _ in range(runs):
            cells = draw(process, random, n_units, n_waves, link=LINK)
            low, high = two_way(cells.x, cells.y, cells.units, cells.waves).clustered.ends
            hits += low is not None and high is not None and low <= truth <= high
        rows.append(_row(process, n_units, n_waves, "coverage", 0.95, hits, runs))
    return rows


def _row(
    process: Process, n_units: int, n_waves: int, counts: str, nominal: float, hits: int, runs: int
) -> Row:
    truth = f"{process.name}; {n_units} units"
    name = "inside blocks (headline)"
    # Where units move so unevenly, many pages call p approximate, and promise nothing.
    promise: Promise = "about" if process is UNEVEN else "always"
    return Row(name, truth, counts, nominal, hits, runs, promise, f"{n_waves} waves")


TASKS = (
    *(partial(false_alarms, process, k) for process in (CALM, CENTRE) for k in UNITS),
    *(partial(false_alarms, process, k) for process in (STEADY, SEASON, UNEVEN) for k in (6, 12)),
    *(partial(coverage, process, k) for process in (CALM, CENTRE) for k in (6, 12, 20)),
)
