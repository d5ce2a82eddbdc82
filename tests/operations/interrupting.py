"""Kills a process between two statements, again and again: run as a script by the tests.

    python -m tests.operations.interrupting spend|close DATABASE_URL SCRATCH

For k = 1, 2, 3, ... a forked child does the work and kills itself with SIGKILL just before its
k-th statement, beginning and committing included; the parent then looks at what was left behind
and does the work again. It ends with the first k that the child outlives, and prints how many
times it killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from survey.errors import NotFound
from survey.operations import pulse
from survey.privacy import gate
from survey.store import database
from survey.store.database import rows, run
from tests import waves
from tests.conftest import _empty_all_tables

STATEMENTS = ("execute_sql", "begin", "commit", "cursor")
BALLOTS = [waves.ballot(1 + n % 5, ask_cost=f"Words {n}") for n in range(11)]
STATE = (
    "SELECT state, closed_at IS NULL FROM wave",
    "SELECT block_id, count(*) FROM ballot_card GROUP BY block_id",
    "SELECT answers FROM ballot ORDER BY answers",
    "SELECT item, text FROM remark ORDER BY item, text",
    "SELECT * FROM counted_ballot ORDER BY block_id, position",
    "SELECT * FROM turnout ORDER BY block_id",
    "SELECT * FROM released_cell ORDER BY block_id, measure",
    "SELECT * FROM released_spread ORDER BY measure",
    "SELECT * FROM released_total ORDER BY measure",
    "SELECT * FROM released_remark ORDER BY item, position",
)


def _state() -> list[list[tuple[Any, ...]]]:
    return [rows(sql) for sql in STATE]


def _killed(url: str, work: Callable[[], None], k: int) -> bool:
    """Whether a child that dies before its k-th statement was still at work."""
    child = os.fork()
    if child == 0:
        database.connect(url)
        rows("SELECT 1")
        _die_before(k)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _die_before(k: int) -> None:
    engine, left = database.database.obj, [k]

    def counting(statement: Callable[..., Any]) -> Callable[..., Any]:
        def one(*args: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return statement(*args, **options)

        return one

    for name in STATEMENTS:
        setattr(engine, name, counting(getattr(engine, name)))


def _spend(codes: dict[str, list[str]]) -> None:
    ballot = waves.ballot(5, ask_cost="One", ask_people="Two")
    draw = waves.bytes_from(4)
    pulse.record_ballot(codes["a"][11], ballot, today=waves.OPENS_ON, randomness=draw)


def _spend_again(codes: dict[str, list[str]]) -> None:
    try:
        _spend(codes)
    except NotFound:
        return


def _prepare(url: str) -> dict[str, list[str]]:
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    waves.build_teams({"a": 12})
    codes = waves.open_with_cards()
    waves.submit(codes["a"], BALLOTS)
    return codes


def _fresh(url: str, scratch: Path, k: int, template: Path) -> str:
    """The address of a database that stands just before the work."""
    if not url.startswith("sqlite:"):
        _prepare(url)
        database.disconnect()
        return url
    copy = scratch / f"{k}.db"
    shutil.copy(template, copy)
    return f"sqlite:///{copy}"


def main(verb: str, url: str, scratch: Path) -> None:
    """Kill until the work is outlived; see the module."""
    codes = _prepare(url)
    before = _state()
    if not database.is_postgresql():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    work = {"spend": lambda: _spend(codes), "close": lambda: bool(waves.close())}[verb]
    again = {"spend": lambda: _spend_again(codes), "close": lambda: bool(waves.close())}[verb]
    outcomes, k, was_killed = set(), 0, True
    while was_killed:
        k += 1
        at = _fresh(url, scratch, k, Path(url.removeprefix("sqlite:///")))
        was_killed = _killed(at, work, k)
        database.connect(at)
        found = _state()
        again()
        after = _state()
        outcomes.add(repr(after))
        assert found in (before, after), f"half done at statement {k}: {found}"
        assert len(outcomes) == 1, f"counted otherwise at statement {k}"
        assert verb == "spend" or rows("SELECT scrubbed_at IS NULL FROM wave") == [(False,)]
        assert verb == "spend" or gate.turnout(gate.wave(1).id)
        database.disconnect()
    print(k - 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
