"""Inside blocks, beside the headline: companions, lags, families of drivers, what is detectable."""

from __future__ import annotations

from functools import partial
from statistics import median

from survey.stats.bootstrap import two_way_bca
from survey.stats.correlation import pearson
from survey.stats.lags import lagged
from survey.stats.lead_lag import lead_minus_lag
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.power import smallest_detectable_within
from survey.stats.shift import two_way_shift
from survey.stats.within import repeated_measures, two_way
from validation.centres import Process, draw, true_link
from validation.row import Row, seeded, so_many

CALM = Process("independent rows")
STEADY = Process("autocorrelation .5", steadiness=0.5)
SEASON = Process("all units move together", season=2.0)
CENTRE = Process("like a centre", steadiness=0.5, season=1.0, missing=0.15, discrete=True)


def companions(process: Process, effort: float) -> list[Row]:
    """What stands beside the headline, and why it does not lead."""
    random, runs = seeded("companions", process.name), so_many(1500, effort)
    hits = {"all rows at once": 0, "inside blocks, plain (rmcorr)": 0}
    analytic = "inside blocks, rows taken as independent"
    hits[analytic] = 0
    for _ in range(runs):
        cells = draw(process, random, 9, 8)
        found = two_way(cells.x, cells.y, cells.units, cells.waves).correlation
        plain = repeated_measures(cells.x, cells.y, cells.units).correlation
        hits["all rows at once"] += (pearson(cells.x, cells.y).p or 0.0) < 0.05
        hits["inside blocks, plain (rmcorr)"] += (plain.p or 0.0) < 0.05
        hits[analytic] += (found.p or 0.0) < 0.05
    truth = f"{process.name}; 9 units, 8 waves"
    return [
        Row(name, truth, "false alarms", 0.05, n, runs, "companion") for name, n in hits.items()
    ]


def turned_round(process: Process, k: int, n_waves: int, effort: float) -> list[Row]:
    random, runs = seeded("turned", process.name, k, n_waves), so_many(2000, effort)
    hits = 0
    for run in range(runs):
        cells = draw(process, random, k, n_waves)
        found = two_way_shift(cells.x, cells.y, cells.units, cells.waves, resamples=199, seed=run)
        hits += (found.p or 0.0) <= 0.05
    truth = f"{process.name}; {k} units, {n_waves} waves"
    return [
        Row("waves turned round (circular shift)", truth, "false alarms", 0.05, hits, runs,
            "companion")
    ]  # fmt: skip


def units_again(process: Process, k: int, effort: float) -> list[Row]:
    random, runs = seeded("again", process.name, k), so_many(500, effort)
    truth, hits = true_link(process, 0.4), 0
    for run in range(runs):
        cells = draw(process, random, k, 8, link=0.4)
        low, high = two_way_bca(
            cells.x, cells.y, cells.units, cells.waves, resamples=499, seed=run
        ).estimate.ends
        hits += low is not None and high is not None and low <= truth <= high
    name, of = "inside blocks drawn again (BCa)", f"{process.name}; {k} units, 8 waves"
    return [Row(name, of, "coverage", 0.95, hits, runs, "companion")]


def in_time(process: Process, k: int, n_waves: int, effort: float) -> list[Row]:
    """Five lags in one family, and which side leads, where neither does."""
    random, runs = seeded("time", process.name, k, n_waves), so_many(1000, effort)
    single = tables = leads = 0
    for _ in range(runs):
        cells = draw(process, random, k, n_waves)
        table = lagged(cells.x, cells.y, cells.units, cells.waves)
        shown = [lag for lag in table.lags if lag.q is not None]
        tables += any((lag.q or 0.0) < 0.05 for lag in shown)
        single += any(lag.lag == 1 and (lag.association.p or 0.0) < 0.05 for lag in shown)
        test = lead_minus_lag(cells.x, cells.y, cells.units, cells.waves).difference
        leads += test.p is not None and test.p < 0.05
    truth = f"{process.name}; {k} units, {n_waves} waves"
    return [
        Row("one wave later (clustered)", truth, "false alarms", 0.05, single, runs),
        Row("table of five lags (family)", truth, "tables with one", 0.05, tables, runs, "at most"),
        Row("which side leads (jackknife)", truth, "false alarms", 0.05, leads, runs),
    ]


def drivers(k: int, n_waves: int, effort: float) -> list[Row]:
    """Eight constructs that have a mood in common, none of which goes with satisfaction."""
    random, runs = seeded("drivers", k, n_waves), so_many(1000, effort)
    pages = 0
    for _ in range(runs):
        cells = draw(CENTRE, random, k, n_waves)
        p_values = []
        for _construct in range(8):
            own = 0.7 * cells.x + 0.3 * random.normal(size=len(cells.x))
            p_values.append(two_way(own, cells.y, cells.units, cells.waves).clustered.p or 1.0)
        pages += min(benjamini_hochberg(p_values)) < 0.05
    truth = f"8 constructs alike in mood, no link; {k} units, {n_waves} waves"
    return [Row("drivers (family)", truth, "pages with one", 0.05, pages, runs, "at most")]


def detected(process: Process, k: int, n_waves: int, effort: float) -> list[Row]:
    """Whether the smallest detectable link, as its page mostly states it, is mostly found."""
    random, runs = seeded("detected", process.name, k, n_waves), so_many(1500, effort)
    stated = [
        smallest_detectable_within(two_way(cells.x, cells.y, cells.units, cells.waves)).value or 0.0
        for cells in (draw(process, random, k, n_waves) for _ in range(100))
    ]
    r, hits = median(stated), 0
    for _ in range(runs):
        cells = draw(process, random, k, n_waves, link=r)
        hits += (two_way(cells.x, cells.y, cells.units, cells.waves).clustered.p or 0.0) < 0.05
    truth = f"r = {r:.2f}; {process.name}; {k} units, {n_waves} waves"
    return [Row("smallest detectable r inside blocks", truth, "found", 0.8, hits, runs)]


TASKS = (
    *(partial(companions, process) for process in (CALM, STEADY, SEASON, CENTRE)),
    *(partial(turned_round, process, k, t) for process in (STEADY, CENTRE)
      for k, t in ((6, 6), (12, 12))),
    *(partial(units_again, CENTRE, k) for k in (9, 20)),
    *(partial(in_time, process, k, t) for process in (CALM, CENTRE) for k, t in ((9, 8), (12, 12))),
    *(partial(drivers, k, t) for k, t in ((9, 8), (20, 12))),
    *(partial(detected, process, k, t) for process in (CALM, STEADY)
      for k, t in ((6, 6), (9, 8), (20, 12))),
)  # fmt: skip
