"""Kills a worker between two statements of opening and reminding: run as a script by the tests.

    python -m tests.operations.interrupting_calendar DATABASE_URL SCRATCH

For k = 1, 2, 3, ... a forked child turns the calendar and kills itself just before its k-th
statement; the parent then finds all of a wave or nothing, and the next worker finishes.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from survey.store import database
from survey.store.database import rows, run
from tests import links, planned, waves
from tests.conftest import _empty_all_tables
from tests.operations.interrupting import _killed

REMIND = date(2026, 3, 6)
STATE = (
    "SELECT number, name, state FROM wave",
    "SELECT code, n_invited, mode FROM block ORDER BY code",
    "SELECT count(*) FROM claim",
    "SELECT count(*) FROM sealed_key",
    "SELECT count(*) FROM roster",
    "SELECT remind_on, queued_at IS NULL FROM wave_reminder ORDER BY remind_on",
)


def _state() -> list[list[tuple[Any, ...]]]:
    # Without the block's id: PostgreSQL gives none twice, not even after what was rolled back.
    letters = sorted(subject.rpartition(":")[0] for (subject,) in rows("SELECT subject FROM job"))
    return [*(rows(sql) for sql in STATE), [tuple(letters)]]


def _turn(day: date) -> None:
    planned.turn_all(day)


def _prepare(url: str, day: date) -> None:
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    waves.build_teams({"a": 8})
    links.give_addresses()
    planned.make(mode="link")
    if day != planned.FIRST:
        planned.turn(planned.FIRST)
        run("DELETE FROM job")


def _fresh(url: str, scratch: Path, k: int, day: date) -> str:
    if not url.startswith("sqlite:"):
        _prepare(url, day)
        database.disconnect()
        return url
    copy = scratch / f"{day}-{k}.db"
    shutil.copy(url.removeprefix("sqlite:///"), copy)
    return f"sqlite:///{copy}"


def interrupt(url: str, scratch: Path, day: date) -> int:
    """How often a turn on that day was killed before it outlived."""
    _prepare(url, day)
    before = _state()
    if not database.is_postgresql():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    outcomes, k, was_killed = set(), 0, True
    while was_killed:
        k += 1
        at = _fresh(url, scratch, k, day)
        was_killed = _killed(at, partial(_turn, day), k)
        database.connect(at)
        found = _state()
        # Whoever was killed may have taken the schedule for a while.
        while planned.turn(day, later=timedelta(minutes=11)):
            pass
        after = _state()
        outcomes.add(repr(after))
        assert found in (before, after), f"half done at statement {k}: {found}"
        assert len(outcomes) == 1, f"done otherwise at statement {k}"
        ((next_on,),) = rows("SELECT next_on FROM wave_schedule")
        assert str(next_on) == "2026-04-02", f"not moved on at statement {k}"
        database.disconnect()
    return k - 1


if __name__ == "__main__":
    URL, SCRATCH = sys.argv[1], Path(sys.argv[2])
    n_opening = interrupt(URL, SCRATCH, planned.FIRST)
    if URL.startswith("sqlite:"):
        database.connect(URL)
        for table in ("schedule_card_unit", "wave_schedule", "app_user", "membership", "agent"):
            run(f"DELETE FROM {table}")
        run("DELETE FROM unit WHERE parent_id IS NOT NULL")
        run("DELETE FROM unit")
        database.disconnect()
    print(n_opening + interrupt(URL, SCRATCH, REMIND))
