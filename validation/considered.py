"""Inside blocks: the errors that were considered, and when p is called approximate."""

from __future__ import annotations

from functools import partial

from survey.stats.within import two_way
from validation.centres import Process, draw
from validation.row import Promise, Row, seeded, so_many

RUNS = 2000
CALM = Process("independent rows")
STEADY = Process("autocorrelation .8", steadiness=0.8)
UNEVEN = Process("units move unevenly", uneven=0.5)
CENTRE = Process("like a centre", steadiness=0.5, season=1.0, missing=0.15, discrete=True)


def side_by_side(process: Process, k: int, n_waves: int, effort: float) -> list[Row]:
    """The same slopes judged by CR1, by CR2 with Satterthwaite's t, and by CR2's exact law."""
    random, runs = seeded("considered", process.name, k, n_waves), so_many(RUNS, effort)
    hits = {"CR1, t(k-1)": 0, "CR2, Satterthwaite's t": 0, "CR2, exact law (headline)": 0}
    for _ in range(runs):
        cells = draw(process, random, k, n_waves)
        found = two_way(cells.x, cells.y, cells.units, cells.waves)
        for name, error in zip(hits, (found.cr1, found.cr2, found.exact), strict=True):
            hits[name] += error is not None and error.p < 0.05
    truth = f"{process.name}; {k} units, {n_waves} waves"
    return [
        Row(name, truth, "false alarms", 0.05, n, runs, "companion") for name, n in hits.items()
    ]


def carried_by_few(loud: float, k: int, effort: float) -> list[Row]:
    """One unit that moves further than the others on both sides at once."""
    random, runs = seeded("loud", loud, k), so_many(RUNS, effort)
    process = Process("one loud unit", loud=loud)
    doubted = n_doubted = trusted = 0
    for _ in range(runs):
        cells = draw(process, random, k, 8)
        found = two_way(cells.x, cells.y, cells.units, cells.waves)
        is_alarm = (found.clustered.p or 0.0) < 0.05
        n_doubted += found.is_approximate
        doubted += is_alarm and found.is_approximate
        trusted += is_alarm and not found.is_approximate
    share = n_doubted / runs
    truth = f"one of {k} units moves {loud:g} times as far; called approximate in {share:.0%}"
    rows = []
    for name, hits, n in (
        ("p called approximate", doubted, n_doubted),
        ("p not called so", trusted, runs - n_doubted),
    ):
        if n:
            promise: Promise = "companion" if name == "p called approximate" else "about"
            rows.append(Row(name, truth, "false alarms", 0.05, hits, n, promise))
    return rows


TASKS = (
    *(partial(side_by_side, process, k, n_waves)
      for process in (CALM, STEADY, UNEVEN, CENTRE)
      for k, n_waves in ((4, 6), (6, 6), (9, 8), (20, 12))),
    *(partial(carried_by_few, loud, k) for loud in (2.0, 4.0) for k in (6, 12, 20)),
)  # fmt: skip
