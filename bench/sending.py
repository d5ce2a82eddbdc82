"""Letters sent per second by four workers, against one, to a server that takes 50 ms for each.

Real `flask work` processes on an SQLite database, a real SMTP server on the loopback address.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from aiosmtpd.controller import Controller

from bench.report import Ratio
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.rules import Rules, to_text
from survey.operations import satisfaction
from survey.store import database, schema

ROOT = Path(__file__).resolve().parents[1]
FLOOR = 2.5
SECONDS = 0.05
N_WORKERS = 4
N_ROUNDS = 3
# The first letters only show that every worker is at it.
N_WARMING, N_COUNTED = 10, 60
# Twice what is counted: a worker that is asked to end finishes its turn of letters first.
N_LETTERS = 2 * N_ROUNDS * (N_WORKERS + 1) * (N_WARMING + N_COUNTED)
PATIENCE_SECONDS = 240


class Server:
    """Takes every letter, after a while; knows when each was taken."""

    def __init__(self) -> None:
        self.taken_at: list[float] = []

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        """Take one letter."""
        await asyncio.sleep(SECONDS)
        self.taken_at.append(time.perf_counter())
        return "250 OK"


def measure() -> Ratio:
    """The ratio of the two medians over alternating rounds."""
    server = Server()
    with (
        tempfile.TemporaryDirectory(prefix="both-ends-bench-") as folder,
        _serving(server) as port,
    ):
        url = f"sqlite:///{folder}/sending.db"
        _prepare(url)
        environment = _environment(url, folder, port)
        rates: dict[int, list[float]] = {1: [], N_WORKERS: []}
        for _ in range(N_ROUNDS):
            for n_workers, found in rates.items():
                found.append(_rate(server, n_workers, environment))
    one, four = (median(found) for found in rates.values())
    return Ratio(
        name=f"Letters per second by {N_WORKERS} workers, to one worker",
        value=four / one,
        floor_or_ceiling="floor",
        target=FLOOR,
        note=f"{four:,.0f}/s to {one:,.0f}/s, medians of {N_ROUNDS} alternating rounds; a server"
        f" that takes {1000 * SECONDS:.0f} ms for each, SQLite with synchronous=FULL",
    )


def _rate(server: Server, n_workers: int, environment: dict[str, str]) -> float:
    """Letters per second once so many workers are at it."""
    server.taken_at.clear()
    warming, counted = N_WARMING * n_workers, N_COUNTED * n_workers
    with ExitStack() as stack:
        for _ in range(n_workers):
            stack.enter_context(_worker(environment))
        until = time.monotonic() + PATIENCE_SECONDS
        while len(server.taken_at) < warming + counted:
            if time.monotonic() > until:
                raise RuntimeError(f"{n_workers} workers sent {len(server.taken_at)} letters only")
            time.sleep(0.01)
    taken = server.taken_at[warming : warming + counted]
    return (len(taken) - 1) / (taken[-1] - taken[0])


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "flask", "--app", "app", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _serving(server: Server) -> Iterator[int]:
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        port: int = finder.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def _environment(url: str, folder: str, port: int) -> dict[str, str]:
    own = {
        "SURVEY_DATABASE_URL": url,
        "SURVEY_DATA_FOLDER": f"{folder}/var",
        "SURVEY_MAIL_URL": f"smtp://127.0.0.1:{port}",
        "SURVEY_SECRET_KEY": "a-secret-for-measuring",
    }
    return {k: v for k, v in os.environ.items() if not k.startswith("SURVEY_")} | own


def _prepare(url: str) -> None:
    """A database with enough customers whose letters are due."""
    database.connect(url)
    schema.migrate()
    digest = satisfaction.ensure_instrument(AFTER_CONTACT)
    now, rules = int(time.time()), to_text(Rules(quiet_from="00:00", quiet_until="00:00"))
    numbers = range(1, N_LETTERS + 1)
    with database.transaction():
        database.run("INSERT INTO unit (code, name, depth) VALUES ('centre', 'Centre', 0)")
        database.run("INSERT INTO queue (name) VALUES ('Billing')")
        database.run("INSERT INTO agent (code, name) VALUES ('a', 'A')")
        database.run(
            "INSERT INTO survey (code, name, state, draft, rules, position, instrument_digest,"
            " published_at) VALUES ('after', 'After', 'live', ?, ?, 1, ?, ?)",
            (AFTER_CONTACT.definition, rules, digest, now),
        )
        database.load_rows(
            "contact",
            ("source", "external_id", "queue_id", "channel", "agent_id", "unit_id", "closed_at",
             "closed_on"),
            [("bench", str(i), 1, "phone", 1, 1, now, time.strftime("%Y-%m-%d")) for i in numbers],
        )  # fmt: skip
        database.run("UPDATE decision_mark SET contact_id = ?", (N_LETTERS,))
        database.load_rows(
            "contact_identity", ("contact_id", "email"), [(i, f"c{i}@example.org") for i in numbers]
        )
        database.load_rows(
            "invitation",
            ("contact_id", "instrument_digest", "token_digest", "created_at", "expires_at",
             "survey_id", "via"),
            [
                (i, digest, i.to_bytes(32, "big"), now, now + 14 * 86_400, 1, "mail")
                for i in numbers
            ],
        )  # fmt: skip
        database.load_rows(
            "delivery",
            ("invitation_id", "kind", "via", "due_at"),
            [(i, "invitation", "mail", now) for i in numbers],
        )
    database.disconnect()
