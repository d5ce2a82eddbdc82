"""Control charts and runs on processes in which nothing changes: alarms per point and per year."""

from __future__ import annotations

from functools import partial

import numpy as np

from survey.stats.control_charts import laney_p, p_chart, xmr
from survey.stats.runs import anhoej_runs
from survey.stats.unusual import FALSE_PER_YEAR, signals_of
from validation.row import Row, seeded, so_many

RUNS = 2000
# Three standard deviations of a normal value to either side.
NOMINAL = 0.0027
WEEKS_BEFORE, WEEKS = 30, 52


def values(n: int, effort: float) -> list[Row]:
    random, runs = seeded("xmr", n), so_many(RUNS, effort)
    outside = flagged = 0
    for _ in range(runs):
        series = random.normal(size=n).tolist()
        outside += len(xmr(series).outside)
        found = anhoej_runs(series)
        flagged += found.has_signal
    truth = f"{n} independent normal values"
    return [
        Row("XmR chart", truth, "points outside", NOMINAL, outside, runs * n, "companion"),
        Row("runs (Anhoej)", truth, "series flagged", 0.05, flagged, runs, "at most"),
    ]


def shares(n_each: int, moves: float, effort: float) -> list[Row]:
    """Shares around 85%, with or without days that differ more than their answers explain."""
    random, runs = seeded("p", n_each, moves), so_many(RUNS, effort)
    plain = laney = n_points = 0
    for _ in range(runs):
        ns = np.maximum(random.poisson(n_each, size=30), 1)
        level = np.clip(0.85 + moves * random.normal(size=30), 0, 1)
        counts = random.binomial(ns, level).tolist()
        for point in p_chart(counts, ns.tolist()).points:
            plain += point is not None and point.is_outside
        for point in laney_p(counts, ns.tolist()).points:
            laney += point is not None and point.is_outside
        n_points += 30
    truth = f"30 days of about {n_each} answers, days differ by {moves}"
    return [
        Row("p chart", truth, "points outside", NOMINAL, plain, n_points, "companion"),
        Row("Laney's p' chart", truth, "points outside", NOMINAL, laney, n_points, "at most"),
    ]


def signals(n_each: int, moves: float, steadiness: float, effort: float) -> list[Row]:
    """What a unit's page and letters would have said in a year in which nothing happened."""
    random, runs = seeded("signals", n_each, moves, steadiness), so_many(300, effort)
    found = dict.fromkeys(FALSE_PER_YEAR, 0)
    days = 7 * (WEEKS_BEFORE + WEEKS)
    open_on = np.arange(days) % 7 < 5
    for _ in range(runs):
        ns = np.where(open_on, random.poisson(n_each, size=days), 0)
        moved = moves * random.normal(size=days)
        for day in range(1, days if steadiness else 1):
            moved[day] = steadiness * moved[day - 1] + (1 - steadiness**2) ** 0.5 * moved[day]
        counts = random.binomial(ns, np.clip(0.85 + moved, 0, 1)).tolist()
        for one in signals_of(counts, ns.tolist(), from_day=7 * WEEKS_BEFORE):
            found[one.rule, one.every] += 1
    resemble = " and resemble those before" if steadiness else ""
    truth = f"about {n_each} answers a day, days differ by {moves}{resemble}"
    return [
        Row(f"signals: {rule} ({every})", truth, "a year of one unit",
            FALSE_PER_YEAR[rule, every], hits, runs, "at most", per="year")
        for (rule, every), hits in found.items()
    ]  # fmt: skip


TASKS = (
    *(partial(values, n) for n in (12, 24, 60)),
    *(partial(shares, n, moves) for n, moves in ((60, 0.0), (400, 0.0), (400, 0.05))),
    *(partial(signals, n, moves, steadiness) for n, moves, steadiness in (
        (20, 0.0, 0.0), (100, 0.0, 0.0), (100, 0.04, 0.0), (100, 0.04, 0.5))),
)  # fmt: skip
