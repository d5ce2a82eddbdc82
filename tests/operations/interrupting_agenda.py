"""Kills a process between two statements of a meeting: run as a script by the tests.

    python -m tests.operations.interrupting_agenda record|close|plan DATABASE_URL SCRATCH

For k = 1, 2, 3, ... a forked child does the work and kills itself just before its k-th statement;
the parent then finds all of it or nothing, and does it again. Prints how many times it killed.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from survey.intake.meeting import Minutes, Planned
from survey.operations import agenda, meetings
from survey.store import database
from survey.store.database import rows, run
from tests import forums, waves
from tests.conftest import _empty_all_tables
from tests.meetings import DAY, TAKEN, build, note, own, plan
from tests.operations.interrupting import _killed

LATER = DAY + timedelta(days=28)
STATE = (
    "SELECT CAST(held_on AS TEXT), title, state, minutes, version FROM forum_meeting ORDER BY 1, 2",
    "SELECT held_on, wording, agenda_item.state, decision_id IS NULL FROM agenda_item"
    " JOIN forum_meeting ON forum_meeting.id = meeting_id ORDER BY 1, 2",
    "SELECT ask, owner, dissent, meeting_id IS NULL FROM decision",
)


def _first(sql: str) -> int:
    return int(rows(sql)[0][0])


def record() -> None:
    """Record the decision about the ask."""
    agenda.record_taken(_first("SELECT min(id) FROM agenda_item"), TAKEN, today=DAY)


def close() -> None:
    """Hold the meeting, and put off what is open."""
    made = _first("SELECT min(id) FROM forum_meeting")
    words = Minutes("Ann", "It was short.")
    meetings.keep_minutes(made, words, is_over=True, seen=1, today=DAY)


def plan_twelve() -> None:
    """Plan the meetings of a year."""
    meetings.plan_meetings(Planned(LATER, "Forum"), "month")


WORK: dict[str, Callable[[], None]] = {"record": record, "close": close, "plan": plan_twelve}


def _state() -> list[list[tuple[Any, ...]]]:
    return [[tuple(map(str, row)) for row in rows(sql)] for sql in STATE]


def _prepare(url: str) -> None:
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    waves.build_teams({"a": 8})
    forums.hold()
    note()
    made = plan()
    plan(LATER, "Next")
    build(made)
    agenda.extend_agenda(made, [own("The move")])


def _fresh(url: str, scratch: Path, k: int) -> str:
    if not url.startswith("sqlite:"):
        _prepare(url)
        database.disconnect()
        return url
    copy = scratch / f"{k}.db"
    shutil.copy(url.removeprefix("sqlite:///"), copy)
    return f"sqlite:///{copy}"


def main(verb: str, url: str, scratch: Path) -> None:
    """Kill until the work is outlived; see the module."""
    _prepare(url)
    before = _state()
    if not database.is_postgresql():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    outcomes, k, was_killed = set(), 0, True
    while was_killed:
        k += 1
        at = _fresh(url, scratch, k)
        was_killed = _killed(at, WORK[verb], k)
        database.connect(at)
        found = _state()
        WORK[verb]()
        after = _state()
        outcomes.add(repr(after))
        assert found in (before, after), f"half done at statement {k}: {found}"
        assert len(outcomes) == 1, f"done otherwise at statement {k}"
        assert after != before
        database.disconnect()
    print(k - 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
