"""Rows per second of `flask import-contacts`, against Python's csv and executemany.

The file is a year of a centre with 12 teams and 150 agents; three customers in ten scored. Ours is
the command on an empty database, the bare one is `bench.bare_import`. They run in turns, each in a
process of its own that times itself from opening the file to closing the database, so that starting
Python counts for neither. The ratio is the median over pairs of neighbours, because what else the
machine does comes and goes.

    python -m bench.import_contacts FILE MAPPING    imports, and prints the seconds it took
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from bench.report import Ratio
from survey import commands, config
from survey.store import database, schema
from survey.web.application import create_app

ROOT = Path(__file__).resolve().parents[1]
FLOOR, MEMORY_CEILING = 0.25, 1.25
FEW, MANY = 100_000, 1_000_000
N_ROUNDS = 3
N_TEAMS, N_AGENTS = 12, 150
BEGINS_AT = datetime(2025, 1, 1)  # noqa: DTZ001  # local, as a file writes it
COLUMNS = (
    "external_id", "queue", "channel", "reason", "agent", "agent_name", "team", "leader",
    "opened", "closed", "handle_seconds", "score", "comment", "customer_ref", "tenure", "shift",
)  # fmt: skip
MAPPING = """
source = "telephony"
timezone = "UTC"
[fields]
external_id = "external_id"
queue = "queue"
channel = "channel"
reason = "reason"
agent = "agent"
agent_name = "agent_name"
team = "team"
leader = "leader"
opened = { column = "opened", format = "%Y-%m-%d %H:%M:%S" }
closed = { column = "closed", format = "%Y-%m-%d %H:%M:%S" }
handle_seconds = "handle_seconds"
score = { column = "score", low = 1, high = 5 }
comment = "comment"
customer_ref = "customer_ref"
tenure = "tenure"
shift = "shift"
[create]
teams = true
under = "centre"
agents = true
leaders = true
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: how long it took, and the most memory it held at once."""

    seconds: float
    peak_mb: float


def measure() -> tuple[Ratio, Ratio]:
    """Rows per second against the bare import, and memory for ten times the rows."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as name:
        folder = Path(name)
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
        few, many = (_write(folder / f"{n}.csv", n) for n in (FEW, MANY))
        pairs = [(_bare(many, folder), _ours(many, folder, n=MANY)) for _ in range(N_ROUNDS)]
        small = _ours(few, folder, n=FEW)
    bare_seconds, seconds = (
        median(run.seconds for run in runs) for runs in zip(*pairs, strict=True)
    )
    peak_mb = max(ours.peak_mb for _, ours in pairs)
    return (
        Ratio(
            name="Import rows per second: flask import-contacts to csv and executemany",
            value=median(bare.seconds / ours.seconds for bare, ours in pairs),
            floor_or_ceiling="floor",
            target=FLOOR,
            note=f"{MANY / seconds:,.0f}/s to {MANY / bare_seconds:,.0f}/s, medians of {N_ROUNDS}"
            f" pairs of {MANY:,} rows, SQLite in WAL mode with synchronous=FULL",
        ),
        Ratio(
            name="Memory of an import: a million rows to 100 thousand",
            value=peak_mb / small.peak_mb,
            floor_or_ceiling="ceiling",
            target=MEMORY_CEILING,
            note=f"at most {peak_mb:.0f} MB to {small.peak_mb:.0f} MB",
        ),
    )


def _write(path: Path, n: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(n))
    return path


def _rows(n: int) -> Iterator[Sequence[object]]:
    """A year of contacts in the order in which they opened, the same for the same n."""
    chance = random.Random(n)  # noqa: S311  # repeatable, not secret
    for i in range(n):
        opened = BEGINS_AT + timedelta(seconds=i * 365 * 86_400 // n)
        handle = 60 + int(chance.random() * 1_500)
        agent = chance.randrange(N_AGENTS)
        team = agent % N_TEAMS
        scored = chance.random() < 0.3
        yield (
            f"C-{i:08}", f"Queue {chance.randrange(2) + team // 2}",
            chance.choice(("phone", "phone", "chat", "email")), f"Reason {chance.randrange(40)}",
            f"a-{agent:03}", f"Agent {agent}", f"team-{team:02}", f"l-{team:02}",
            opened, opened + timedelta(seconds=handle), handle,
            chance.randrange(1, 6) if scored else "",
            "Friendly, and quick." if scored and chance.random() < 0.3 else "",
            f"K-{chance.randrange(n)}", chance.choice(("0-30", ">90")),
            chance.choice(("day", "night")),
        )  # fmt: skip


def _bare(file: Path, folder: Path) -> Run:
    path = folder / "bare.db"
    run = _timed([sys.executable, "-m", "bench.bare_import", str(file), str(path)], {})
    _remove(path)
    return run


def _ours(file: Path, folder: Path, *, n: int) -> Run:
    path = folder / "ours.db"
    url = f"sqlite:///{path}"
    database.connect(url)
    schema.migrate()
    database.disconnect()
    command = [
        sys.executable, "-m", "bench.import_contacts", str(file), str(folder / "mapping.toml"),
    ]  # fmt: skip
    environment = {"SURVEY_DATABASE_URL": url, "SURVEY_DATA_FOLDER": str(folder)}
    run = _timed(command, environment)
    database.connect(url)
    kept, counted = database.rows(
        "SELECT (SELECT count(*) FROM contact), (SELECT sum(n_contacts) FROM contact_rollup)"
    )[0]
    database.disconnect()
    if not kept == counted == n:
        raise RuntimeError(f"{n} contacts were sent, {kept} kept and {counted} counted")
    _remove(path)
    return run


def _timed(command: list[str], environment: dict[str, str]) -> Run:
    foreign = {key: value for key, value in os.environ.items() if not key.startswith("SURVEY_")}
    process = subprocess.Popen(
        command, cwd=ROOT, env=foreign | environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout:
        said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[2]} ended with {process.returncode}")
    # Kilobytes on Linux, bytes on a Mac.
    per_mb = 1024 * 1024 if sys.platform == "darwin" else 1024
    run = Run(float(said.split()[-1]), usage.ru_maxrss / per_mb)
    print(f"{command[2]}: {run.seconds:.1f} s, {run.peak_mb:.0f} MB", file=sys.stderr)
    return run


def _remove(path: Path) -> None:
    for found in path.parent.glob(path.name + "*"):
        found.unlink()


def main(file: str, mapping: str) -> None:
    """Import the file as the command does, and print the seconds it took."""
    app = create_app(config.load(os.environ))
    commands.install(app)
    began = time.perf_counter()
    app.cli.main(["import-contacts", file, "--mapping", mapping], standalone_mode=False)
    database.disconnect()
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
