"""Decides about contacts in processes that are killed: run as a script by the tests.

    python -m tests.operations.interrupting_deciding kill DATABASE_URL SCRATCH STRIDE
    python -m tests.operations.interrupting_deciding decide DATABASE_URL SECONDS

`kill` forks a child that kills itself with SIGKILL before its k-th statement, for every STRIDE-th
k. Nothing may be half decided, and deciding again must end as if nothing had happened. It prints
how many times it killed. `decide` decides in small batches until nothing waits, as `flask work`
does.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import Any

from survey.operations.stops import stop_address
from survey.store import database
from survey.store.database import rows, run
from tests.conftest import NOW, _empty_all_tables
from tests.contact_records import accept
from tests.decided import decide, fresh, n_invited
from tests.operations.interrupting import _killed
from tests.surveys import make_live_survey

SMALL = 7
STATE = (
    "SELECT contact_id, survey_id, outcome, rule FROM survey_decision ORDER BY contact_id",
    "SELECT contact_id FROM contact_to_decide ORDER BY contact_id",
    "SELECT contact_id FROM decision_mark",
    "SELECT contact_id, token_digest, via, language FROM invitation ORDER BY contact_id",
    "SELECT contact_id, delivery.via, state, due_at FROM delivery"
    " JOIN invitation ON invitation.id = invitation_id ORDER BY contact_id",
    "SELECT person, contact_id, asked_at FROM asking ORDER BY contact_id, person",
    "SELECT unit_id, CAST(day AS TEXT), channel, queue_id, n_invited FROM contact_rollup"
    " ORDER BY 1, 2, 3, 4",
)


def prepare(n: int) -> None:
    """Contacts to decide about in every way: two that learnt an address, and `n` new ones."""
    make_live_survey()
    stop_address("out@example.org", kind="opted_out", origin="page", now=NOW)
    accept(fresh("learns-1", email=None), fresh("learns-2", email=None))
    decide()
    accept(
        fresh("learns-1", email="one@example.org"),
        fresh("learns-2", email="two@example.org"),
        fresh("scored", score=5),
        fresh("out", email="out@example.org"),
        *(fresh(f"c-{number}", email=f"{number // 2}@example.org") for number in range(n)),
    )


def state() -> list[list[tuple[Any, ...]]]:
    """Everything that deciding touches."""
    return [rows(sql) for sql in STATE]


def _decide_all() -> None:
    while decide(n=SMALL):
        pass


def _start_from(url: str, template: str) -> None:
    if template != url:
        shutil.copy(template.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
        prepare(3)


def kill(url: str, scratch: Path, stride: int) -> None:
    """Kill until the deciding is outlived; see the module."""
    database.connect(url)
    is_sqlite = not database.is_postgresql()
    if is_sqlite:
        prepare(3)
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    _start_from(f"sqlite:///{scratch / 'whole.db'}" if is_sqlite else url, url)
    _decide_all()
    whole = state()
    database.disconnect()
    n_kills, was_killed = 0, True
    while was_killed:
        k = 1 + n_kills * stride
        at = f"sqlite:///{scratch / f'{k}.db'}" if is_sqlite else url
        _start_from(at, url)
        database.disconnect()
        was_killed = _killed(at, _decide_all, k)
        database.connect(at)
        n_rows, n_counted = n_invited()
        assert n_rows == n_counted, f"half counted at statement {k}"
        assert rows("SELECT count(*) FROM delivery") == [(n_rows,)], f"half sent at statement {k}"
        _decide_all()
        assert state() == whole, f"decided otherwise at statement {k}"
        n_kills += was_killed
        database.disconnect()
    print(n_kills)


def decide_for(url: str, seconds: float) -> None:
    """Decide until nothing was left for a while, or the time is over."""
    database.connect(url)
    ends_at, idle = time.monotonic() + seconds, 0
    while idle < 20 and time.monotonic() < ends_at:
        idle = 0 if decide(n=SMALL) else idle + 1
        time.sleep(0.01)


if __name__ == "__main__":
    if sys.argv[1] == "kill":
        kill(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        decide_for(sys.argv[2], float(sys.argv[3]))
