"""Kills a process between two statements of an answer or an invitation: run as a script by tests.

    python -m tests.operations.interrupting_answers answer|invite DATABASE_URL SCRATCH

As `tests.operations.interrupting` does it: for k = 1, 2, 3, ... a child dies by SIGKILL just before
its k-th statement; what it left must be nothing or everything, and doing it again must end well.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from survey.errors import Conflict
from survey.operations import rollups, satisfaction
from survey.store import database
from survey.store.database import rows, run
from tests import invited
from tests.conftest import NOW, _empty_all_tables
from tests.operations.interrupting import _killed


def _answer() -> None:
    satisfaction.record_response(invited.token(), {"csat": 4}, comment="Words.", now=NOW)


def _invite() -> None:
    invited.invite(_contact(), 1)


def _contact() -> int:
    """The contact nobody was invited about."""
    found: int = rows("SELECT max(id) FROM contact")[0][0]
    return found


def _again(verb: str) -> None:
    try:
        {"answer": _answer, "invite": _invite}[verb]()
    except Conflict:
        return


def _prepare(url: str) -> None:
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    invited.invite(invited.add_contacts(2)[0])


def _fresh(url: str, scratch: Path, k: int) -> str:
    """The address of a database that stands just before the work."""
    if not url.startswith("sqlite:"):
        _prepare(url)
        database.disconnect()
        return url
    shutil.copy(url.removeprefix("sqlite:///"), scratch / f"{k}.db")
    return f"sqlite:///{scratch / f'{k}.db'}"


def _outcome(everything: dict[str, list[tuple[Any, ...]]]) -> list[Any]:
    """What must come out the same: PostgreSQL never gives out the id of a dead child again."""
    n_rows = [len(table) for table in everything.values()]
    return [n_rows, everything["contact_rollup"], everything["answer_rollup"]]


def main(verb: str, url: str, scratch: Path) -> None:
    """Kill until the work is outlived; see the module."""
    _prepare(url)
    if not database.is_postgresql():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    before = invited.kept()
    database.disconnect()
    ends, k, was_killed = set[str](), 0, True
    while was_killed:
        k += 1
        at = _fresh(url, scratch, k)
        was_killed = _killed(at, {"answer": _answer, "invite": _invite}[verb], k)
        database.connect(at)
        found = invited.kept()
        _again(verb)
        done = invited.kept()
        rollups.rebuild()
        assert found in (before, done), f"half done at statement {k}: {found}"
        assert done == invited.kept(), f"counted wrongly at statement {k}"
        ends.add(repr(_outcome(done)))
        assert len(ends) == 1, f"ended otherwise at statement {k}"
        database.disconnect()
    assert ends != {repr(_outcome(before))}
    print(k - 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
