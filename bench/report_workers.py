"""Editions of two pages by one and by two workers, and a worker's memory over 200 of them.

Real `flask work` processes on an SQLite database of the demo centre. The editions for agents and
for every unit about every wave, month and quarter there is: no two are the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.report import Ratio
from bench.reports import demo_in, environment_of, say
from survey.demo.pieces import TODAY
from survey.insight.report.occasions import occasions
from survey.intake.editions import Edition
from survey.operations.reports import orders
from survey.store import database, reads_of_units

ROOT = Path(__file__).resolve().parents[1]
FLOOR = 1.4
CEILING = 1.2
N_ROUNDS = 2
# The first editions only show that every worker is at it, and warm it.
N_WARMING, N_COUNTED = 4, 40
EARLY, LATE = 20, 200
PATIENCE_SECONDS = 1_200
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


def measure() -> tuple[Ratio, Ratio]:
    """The rate of two workers to that of one, and a worker's memory late to early."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as name:
        folder = Path(name)
        template = demo_in(folder)
        rates: dict[int, list[float]] = {1: [], 2: []}
        for number in range(N_ROUNDS):
            for n_workers, found in rates.items():
                say(f"round {number + 1} of {N_ROUNDS}, workers: {n_workers}")
                found.append(_rate(n_workers, template, folder))
        say(f"{LATE} editions by one worker; so far {rates} a second")
        early, late = _memory(template, folder)
    one, two = (median(found) for found in rates.values())
    return (
        Ratio(
            name="Editions of two pages by two workers, to one worker",
            value=two / one,
            floor_or_ceiling="floor",
            target=FLOOR,
            note=f"{60 * two:.0f} to {60 * one:.0f} a minute, each of its own content, in"
            f" {N_ROUNDS} alternating rounds of {N_COUNTED} on {os.cpu_count()} cores",
        ),
        Ratio(
            name=f"A worker's memory after {LATE} editions, to after {EARLY}",
            value=late / early,
            floor_or_ceiling="ceiling",
            target=CEILING,
            note=f"{late / 2**20:.0f} MB to {early / 2**20:.0f} MB resident",
        ),
    )


def _rate(n_workers: int, template: Path, folder: Path) -> float:
    """Editions per second once so many workers are at it."""
    warming = N_WARMING * n_workers
    with _at_work(n_workers, warming + N_COUNTED + n_workers, template, folder) as workers:
        began = _when_done(warming, workers)
        ended = _when_done(warming + N_COUNTED, workers)
    return N_COUNTED / (ended - began)


def _memory(template: Path, folder: Path) -> tuple[int, int]:
    """Bytes resident of one worker after a few editions, and after many."""
    with _at_work(1, LATE + 1, template, folder) as workers:
        _when_done(EARLY, workers)
        early = _resident(workers[0].pid)
        _when_done(LATE, workers)
        return early, _resident(workers[0].pid)


@contextmanager
def _at_work(
    n_workers: int, n_editions: int, template: Path, folder: Path
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many workers on a copy of the database in which so many editions are wanted."""
    path = folder / "worked.db"
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    shutil.copy(template, path)
    database.connect(f"sqlite:///{path}")
    try:
        _order(n_editions)
        others = {k: v for k, v in os.environ.items() if not k.startswith("SURVEY_")}
        environment = others | environment_of(path, folder)
        with ExitStack() as stack:
            yield [stack.enter_context(_worker(environment)) for _ in range(n_workers)]
    finally:
        database.disconnect()


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "flask", "--app", "app", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _order(n: int) -> None:
    """Have so many editions made, in a batch for each occasion."""
    units = tuple(reads_of_units.unit_ids())
    for one in occasions(today=TODAY):
        editions = [
            Edition("agents", one.key),
            *(Edition("unit", one.key, unit_id=unit) for unit in units),
        ][: max(n, 0)]
        if editions:
            orders.order_editions(editions, one.name, now=datetime.now(UTC))
        n -= len(editions)
    if n > 0:
        raise RuntimeError(f"{n} editions more are wanted than there are")


def _when_done(n: int, workers: Sequence[subprocess.Popen[bytes]]) -> float:
    """The moment at which so many editions were made."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        counts = dict(database.rows("SELECT state, count(*) FROM report_order GROUP BY state"))
        if counts.get("failed"):
            raise RuntimeError(f"{counts['failed']} editions could not be made")
        if counts.get("done", 0) >= n:
            return time.perf_counter()
        if time.monotonic() > until or any(one.poll() is not None for one in workers):
            raise RuntimeError(f"{counts.get('done', 0)} of {n} editions were made")
        time.sleep(0.05)


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_SIZE


def main() -> int:
    """Print the ratios; exit status 1 where one misses its target."""
    ratios = measure()
    for ratio in ratios:
        print(f"{ratio.name}: {ratio.value:.2f} ({ratio.target}). {ratio.note}")
    return 0 if all(ratio.holds for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
