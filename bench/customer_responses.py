"""The answer page and accepted answers per second, against bare Flask views that do the least.

Both are served by granian with the same options from temporary SQLite databases on this machine's
disk, and driven in turns by the same load generator on the loopback address. Ours is a live survey
with follow-ups in eight languages, its texts masked, its opens told apart, its cases looked after.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from bench import bare_view
from bench.report import Ratio
from bench.served import ROOT, serving
from survey.commands.serving import THREADS, WORKERS
from survey.instruments.ready import READY
from survey.operations import surveys
from survey.store import database, schema
from survey.store.reads_of_invitations import digest_of

FLOOR = 0.5
# Short rounds in turns, so that whatever else this machine does falls on both alike.
N_ROUNDS = 15
N_PER_ROUND = 400


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of one server came to."""

    port: int
    rate: float
    n_accepted: int


def measure() -> tuple[Ratio, Ratio]:
    """The ratios of the medians over alternating rounds: of pages opened, of answers accepted."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as folder:
        url = f"sqlite:///{folder}/ours.db"
        tokens = _prepare(url, (N_ROUNDS + 1) * N_PER_ROUND)
        bare_view.prepare(f"{folder}/bare.db", tokens)
        paths = [f"/c/{token}" for token in tokens]
        with (
            serving("app:app", _product_environment(url, folder)) as ours,
            serving("bench.bare_view:app", {"SURVEY_BENCH_DATABASE": f"{folder}/bare.db"}) as bare,
        ):
            opened = _drive("GET", paths, ours, bare)
            answered = _drive("POST", paths, ours, bare)
        _require_counted(url, sum(one.n_accepted for one in answered if one.port == ours))
    return (
        _ratio("Answer pages per second, to a bare view with one query and one form", opened, ours),
        _ratio(
            "Customer responses per second, to a bare view that inserts one row", answered, ours
        ),
    )


def _ratio(name: str, rounds: list[Round], ours: int) -> Ratio:
    bare = next(one.port for one in rounds if one.port != ours)
    ours_rate, bare_rate = (_median_rate(rounds, port) for port in (ours, bare))
    return Ratio(
        name=name,
        value=ours_rate / bare_rate,
        floor_or_ceiling="floor",
        target=FLOOR,
        note=f"{ours_rate:,.0f}/s to {bare_rate:,.0f}/s, medians of {N_ROUNDS} alternating rounds;"
        f" granian with {WORKERS} worker and {THREADS} threads, SQLite with synchronous=FULL",
    )


def _drive(method: str, paths: list[str], *ports: int) -> list[Round]:
    """Every round of both servers, in turns, by one load generator."""
    chunks = [paths[i : i + N_PER_ROUND] for i in range(0, len(paths), N_PER_ROUND)]
    plan = [{"port": port, "method": method, "paths": chunk} for chunk in chunks for port in ports]
    done = subprocess.run(
        [sys.executable, "-m", "bench.posting"],
        input=json.dumps(plan), capture_output=True, text=True, check=True, cwd=ROOT, timeout=240,
    )  # fmt: skip
    rounds = json.loads(done.stdout)
    refused = [one["statuses"] for one in rounds if set(one["statuses"]) - {"200", "303"}]
    if refused:
        raise RuntimeError(f"not every answer was accepted: {refused}")
    return [Round(one["port"], one["rate"], sum(one["statuses"].values())) for one in rounds]


def _median_rate(rounds: list[Round], port: int) -> float:
    """The median over one server's rounds; the first only warmed it."""
    return median([one.rate for one in rounds if one.port == port][1:])


def _prepare(url: str, n: int) -> list[str]:
    """A database with `n` contacts in 12 units over 30 days, each invited; their tokens."""
    database.connect(url)
    schema.migrate()
    now = int(time.time())
    phone = READY[0]
    at = datetime.fromtimestamp(now, UTC)
    surveys.create_survey(phone.name, phone.instrument, code=phone.code, now=at)
    surveys.publish(phone.code, seen=1, now=at)
    tokens = [secrets.token_urlsafe(18) for _ in range(n)]
    with database.transaction():
        database.run("INSERT INTO unit (code, name, depth) VALUES ('centre', 'Centre', 0)")
        database.load_rows(
            "unit",
            ("code", "name", "depth", "parent_id", "parent_depth"),
            [(f"t{i}", f"Team {i}", 1, 1, 0) for i in range(12)],
        )
        database.run("INSERT INTO queue (name) VALUES ('Billing')")
        database.run("INSERT INTO agent (code, name) VALUES ('a', 'A')")
        database.load_rows(
            "contact",
            ("source", "external_id", "queue_id", "channel", "agent_id", "unit_id", "closed_on"),
            [
                ("bench", str(i), 1, "phone", 1, 2 + i % 12, f"2026-03-{1 + i // 12 % 30:02d}")
                for i in range(n)
            ],
        )
        database.load_rows(
            "invitation",
            (
                *("contact_id", "survey_id", "instrument_digest", "token_digest"),
                *("created_at", "expires_at", "via"),
            ),
            [
                (i + 1, 1, phone.instrument.digest, digest_of(token), now, now + 86_400, "mail")
                for i, token in enumerate(tokens)
            ],
        )
    database.disconnect()
    return tokens


def _require_counted(url: str, n: int) -> None:
    """Stop where an accepted answer was not kept or not counted."""
    database.connect(url)
    kept, counted = database.rows(
        "SELECT (SELECT count(*) FROM response),"
        " (SELECT sum(n) FROM answer_rollup WHERE item = 'csat')"
    )[0]
    database.disconnect()
    if not kept == counted == n:
        raise RuntimeError(f"{n} answers were accepted, {kept} kept and {counted} counted")


def _product_environment(url: str, folder: str) -> dict[str, str]:
    return {
        "SURVEY_DATABASE_URL": url,
        "SURVEY_DATA_FOLDER": folder,
        "SURVEY_SECRET_KEY": secrets.token_hex(32),
    }
