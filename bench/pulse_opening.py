"""Opening a wave by link for 20 thousand agents, against the least that it takes.

That is drawing as many keys, by as many threads, and putting the rows that ours has made into an
empty database of the same schema by Python's executemany, in one transaction.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import wave_by_link
from bench.report import Ratio
from survey.blind_signatures.keys import BITS, draw_key
from survey.store import database
from survey.store.database import SQLITE_PRAGMAS

FLOOR = 0.5
N_AGENTS, BLOCK_SIZE = 20_000, 20
TABLES = ("instrument", "wave", "block", "block_unit", "roster", "block_key", "sealed_key", "claim")


def measure() -> Ratio:
    """Seconds of bare drawing and inserting, to seconds of opening."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as name:
        folder = Path(name)
        wave_by_link.add_agents(
            f"sqlite:///{folder / 'centre.db'}", n_agents=N_AGENTS, block_size=BLOCK_SIZE
        )
        database.settle()
        for copy in ("ours", "bare"):
            shutil.copy(folder / "centre.db", folder / f"{copy}.db")
        ours = _open(folder / "ours.db")
        drawing = _draw(N_AGENTS // BLOCK_SIZE)
        inserting = _insert(folder / "bare.db", folder / "ours.db")
    return Ratio(
        name="Opening a wave by link: bare key drawing and inserts, to the whole",
        value=(drawing + inserting) / ours,
        floor_or_ceiling="floor",
        target=FLOOR,
        note=f"{ours:.1f} s for {N_AGENTS:,} agents in {N_AGENTS // BLOCK_SIZE:,} blocks;"
        f" {drawing:.1f} s for as many keys of {BITS:,} bits on {os.cpu_count()} cores,"
        f" {inserting:.2f} s for the rows, SQLite",
    )


def _open(path: Path) -> float:
    database.connect(f"sqlite:///{path}")
    began = time.perf_counter()
    wave_by_link.open_wave(on_progress=lambda words: print(words, file=sys.stderr))
    seconds = time.perf_counter() - began
    (counted,) = database.rows(
        "SELECT (SELECT count(*) FROM claim), (SELECT count(*) FROM sealed_key),"
        " (SELECT count(*) FROM roster)"
    )
    database.settle()
    if tuple(counted) != (N_AGENTS, N_AGENTS // BLOCK_SIZE, N_AGENTS):
        raise RuntimeError(f"claims, keys and agents invited: {counted}")
    return seconds


def _draw(n: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda _: draw_key(), range(n)):
            pass
    return time.perf_counter() - began


def _insert(path: Path, filled: Path) -> float:
    """Seconds to put in the rows that ours has made."""
    source = sqlite3.connect(filled)
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608  # our names
    source.close()
    store = sqlite3.connect(path, isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        store.execute(f"PRAGMA {name} = {value}")
    began = time.perf_counter()
    store.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        marks = ", ".join("?" * len(found[0]))
        store.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608  # marks
    store.execute("COMMIT")
    seconds = time.perf_counter() - began
    store.close()
    return seconds
