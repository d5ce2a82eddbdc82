"""Kills a process between two statements of making a report: run as a script by the tests.

    python -m tests.operations.interrupting_reports DATABASE_URL SCRATCH STRIDE

For every STRIDE-th k a forked child makes an ordered report as a worker does, by a schedule with
two recipients, and kills itself just before its k-th statement. What it leaves is all of the
report or none of it; the next worker finishes, and in the end there is one report, one order that
is done, and one letter to each recipient.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from survey.operations import jobs
from survey.operations.reports import orders, schedules
from survey.store import database
from survey.store.database import rows, run
from tests import centre as small_centre
from tests.conftest import NOW, _empty_all_tables
from tests.operations.interrupting import _killed
from tests.operations.reports.test_schedules import FEBRUARY, MONTHLY
from tests.ordered import CENTRE, TODAY, printing

PRINTED = printing(CENTRE)
N_LETTERS = 2
TABLES = ("report_letter", "report_order", "report_batch", "report_schedule", "report", "job")


def _prepare(url: str) -> None:
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    small_centre.build()


def _order() -> None:
    readers = tuple(
        row[0] for row in rows("SELECT id FROM app_user WHERE role IN ('analyst', 'executive')")
    )
    schedules.add_schedule(replace(MONTHLY, recipient_ids=readers))
    schedules.order_due([FEBRUARY], now=NOW)


def _work(now: datetime = NOW) -> None:
    """What a worker does with a job, without building and printing."""
    job = jobs.claim([orders.KIND], now=now)
    if job is None:
        return
    edition = orders.take(job.payload["order"])
    if edition is not None:
        note = orders.stages_of(job.payload["order"])
        note("reading")
        note("printing")
        orders.finish(job.payload["order"], PRINTED, today=TODAY, now=now)
    jobs.complete(job)


def _state() -> tuple[int, int, int]:
    """How many reports there are, orders that are done, and letters; each letter has its work."""
    n_letters = rows("SELECT count(*) FROM report_letter")[0][0]
    assert rows("SELECT count(*) FROM job WHERE kind = 'report_letter'")[0][0] == n_letters
    assert rows("SELECT count(*) FROM report_order WHERE state = 'failed'") == [(0,)]
    return (
        rows("SELECT count(*) FROM report")[0][0],
        rows("SELECT count(*) FROM report_order WHERE state = 'done'")[0][0],
        n_letters,
    )


def main(url: str, scratch: Path, stride: int) -> None:
    """Kill until the making is outlived; see the module."""
    _prepare(url)
    if not database.is_postgresql():
        _order()
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    whole = (1, 1, N_LETTERS)
    k, n, was_killed = 1 - stride, -1, True
    while was_killed:
        k, n = k + stride, n + 1
        at = url
        if url.startswith("sqlite:"):
            at = f"sqlite:///{scratch / f'{k}.db'}"
            shutil.copy(url.removeprefix("sqlite:///"), at.removeprefix("sqlite:///"))
        else:
            database.connect(url)
            for table in ("report_recipient", *TABLES):
                run(f"DELETE FROM {table}")
            _order()
            database.disconnect()
        was_killed = _killed(at, _work, k)
        database.connect(at)
        assert _state() in ((0, 0, 0), whole), f"half done at statement {k}: {_state()}"
        _work(NOW + timedelta(minutes=6))
        assert _state() == whole, f"not finished after statement {k}: {_state()}"
        assert rows("SELECT count(*) FROM job WHERE kind = 'report'") == [(0,)]
        database.disconnect()
    print(n)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
