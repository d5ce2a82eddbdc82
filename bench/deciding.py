"""A day of 200 thousand contacts decided and queued, against plain inserts of the same rows.

Both begin with a database of the product's own schema that holds the contacts, with their keys and
constraints on. The bare one puts in the decisions, invitations, askings and deliveries that ours
has made, by Python's executemany, as many to a transaction. They run in turns; the ratio is the
median over pairs, because what else the machine does comes and goes.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from bench.report import Ratio
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.contact import ContactRecord
from survey.intake.contact_mapping import Creation
from survey.intake.reach import Reach
from survey.intake.rules import Rules
from survey.operations import people, surveys
from survey.operations.contacts import accept_contacts
from survey.operations.deciding import BATCH, decide_batch
from survey.store import database, schema
from survey.store.database import SQLITE_PRAGMAS

FLOOR = 0.2
N_CONTACTS, N_ROUNDS = 200_000, 3
ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
TABLES = ("survey_decision", "invitation", "asking", "delivery")


def measure() -> Ratio:
    """Contacts decided per second, to plain inserts of the rows that follow from it."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as name:
        folder = Path(name)
        _prepare(folder / "day.db")
        pairs = [_pair(folder) for _ in range(N_ROUNDS)]
    ours, bare = (median(seconds) for seconds in zip(*pairs, strict=True))
    return Ratio(
        name="Contacts decided per second: a day of them to plain inserts of the same rows",
        value=median(plain / own for own, plain in pairs),
        floor_or_ceiling="floor",
        target=FLOOR,
        note=f"{N_CONTACTS / ours:,.0f}/s to {N_CONTACTS / bare:,.0f}/s, medians of {N_ROUNDS}"
        f" pairs of {N_CONTACTS:,} contacts in batches of {BATCH:,}, SQLite with synchronous=FULL",
    )


def _prepare(path: Path) -> None:
    """A database with the day's contacts, of which nothing is decided yet."""
    database.connect(f"sqlite:///{path}")
    schema.migrate()
    people.add_unit("centre", "Centre")
    surveys.create_survey("Calls", AFTER_CONTACT, code="calls", rules=Rules(), now=NOW)
    surveys.publish("calls", seen=1, now=NOW)
    creation = Creation(teams=True, under="centre", agents=True, leaders=True)
    accept_contacts(_contacts(), zone=ZONE, creation=creation)
    database.settle()


def _contacts() -> Iterator[ContactRecord]:
    """A day's contacts; a customer in six has had another one that day."""
    for number in range(N_CONTACTS):
        closed_at = NOW - timedelta(hours=10) + timedelta(seconds=number * 36_000 // N_CONTACTS)
        customer, team = number * 7 % (N_CONTACTS * 5 // 6), number % 12
        yield ContactRecord(
            source="crm", external_id=f"C-{number:07}", queue=f"Queue {team // 2}",
            channel=("phone", "phone", "chat", "email")[number % 4], reason=None,
            agent=f"a-{number % 150}", agent_name=None, team=f"team-{team}", leader=None,
            opened_at=closed_at - timedelta(minutes=5), closed_at=closed_at,
            closed_on=closed_at.astimezone(ZONE).date(), handle_seconds=300, score=None,
            comment=None, customer_ref=f"K-{customer}", tenure=None, shift=None,
            reach=Reach(f"customer-{customer}@example.org", None, "en", "Europe/Berlin"),
        )  # fmt: skip


def _pair(folder: Path) -> tuple[float, float]:
    ours, bare = folder / "ours.db", folder / "bare.db"
    for path in (ours, bare):
        shutil.copy(folder / "day.db", path)
    own = _decide(ours)
    plain = _insert(bare, _rows_of(ours))
    print(f"bench.deciding: {own:.1f} s, plain inserts {plain:.1f} s", file=sys.stderr)
    for path in folder.glob("*.db*"):
        if path.name != "day.db":
            path.unlink()
    return own, plain


def _decide(path: Path) -> float:
    database.connect(f"sqlite:///{path}")
    began = time.perf_counter()
    while decide_batch(now=NOW, secret_key="for-the-bench", zone=ZONE):  # noqa: S106  # no secret
        pass
    seconds = time.perf_counter() - began
    found = database.rows(
        "SELECT (SELECT count(*) FROM survey_decision), (SELECT count(*) FROM delivery),"
        " (SELECT sum(n_invited) FROM contact_rollup)"
    )[0]
    database.settle()
    if found[0] != N_CONTACTS or not found[1] == found[2] > N_CONTACTS // 2:
        raise RuntimeError(f"decided, queued and counted: {found}")
    return seconds


def _rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    store = sqlite3.connect(path)
    # In the order in which they were made: that of the contacts.
    order = {"asking": "contact_id", "survey_decision": "contact_id"}
    found = {
        table: store.execute(
            f"SELECT * FROM {table} ORDER BY {order.get(table, 'id')}"  # noqa: S608  # our names
        ).fetchall()
        for table in TABLES
    }
    store.close()
    return found


def _insert(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Seconds to put the rows in, as many batches of them as ours had."""
    store = sqlite3.connect(path, isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        store.execute(f"PRAGMA {name} = {value}")
    n_batches = -(-N_CONTACTS // BATCH)
    began = time.perf_counter()
    for batch in range(n_batches):
        store.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            size = -(-len(rows[table]) // n_batches)
            part = rows[table][batch * size : (batch + 1) * size]
            marks = ", ".join("?" * len(rows[table][0]))
            store.executemany(f"INSERT INTO {table} VALUES ({marks})", part)  # noqa: S608  # marks
        store.execute("COMMIT")
    seconds = time.perf_counter() - began
    store.close()
    return seconds
