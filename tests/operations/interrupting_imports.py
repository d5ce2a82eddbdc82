"""Kills an import before one of its statements after the other: run as a script by the tests.

    python -m tests.operations.interrupting_imports DATABASE_URL SCRATCH STRIDE

Only every STRIDE-th statement is tried: most stand in the middle of a transaction like the next.
After each kill the counts must fit the contacts that are there, and running the import again must
end as if nothing had happened. Prints how many times it killed.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

from survey.operations import contacts
from survey.store import database, schema
from survey.store.database import rows, run
from tests.conftest import _empty_all_tables
from tests.contact_records import accept, kept, record
from tests.operations.interrupting import _killed

STORED = [record("C-1", score=2), record("C-2")]
MOVED = {"team": "south", "closed_at": None, "opened_at": None, "closed_on": date(2026, 2, 1)}
SENT = [
    record("C-1", score=4, **MOVED),
    record("C-2", comment="Later", tenure=">90"),
    record("C-3", score=5, agent="a2"),
    record("C-3", score=1, agent="a2"),
    record("C-4", queue="Orders"),
]


def _import() -> None:
    accept(*SENT, correct=True)


def _start_from(url: str, template: str) -> None:
    """Connect to a database that holds the contacts stored before the import."""
    if template != url:
        shutil.copy(template.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
    if not rows("SELECT id FROM contact"):
        accept(*STORED)


def _require_counted() -> None:
    """Stop where the counts do not fit the rows."""
    n_contacts, n_counted, n_answers, n_answers_counted = rows(
        "SELECT (SELECT count(*) FROM contact), (SELECT sum(n_contacts) FROM contact_rollup),"
        " (SELECT count(*) FROM answer), (SELECT sum(n) FROM answer_rollup)"
    )[0]
    assert (n_contacts, n_answers) == (n_counted, n_answers_counted)
    assert n_contacts in (2, 3, 4)


def main(url: str, scratch: Path, stride: int) -> None:
    """Kill until the import is outlived; see the module."""
    contacts.BATCH_ROWS = 2
    template = url
    if url.startswith("sqlite:"):
        database.connect(url)
        schema.migrate()
        accept(*STORED)
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        database.disconnect()
        url = f"sqlite:///{scratch / 'copy.db'}"
    _start_from(url, template)
    _import()
    undisturbed = kept()
    database.disconnect()
    n_kills, was_killed = 0, True
    while was_killed:
        k = 1 + n_kills * stride
        _start_from(url, template)
        database.disconnect()
        was_killed = _killed(url, _import, k)
        database.connect(url)
        _require_counted()
        _import()
        n_kills += was_killed
        assert kept() == undisturbed, f"ended otherwise after a kill at statement {k}"
        database.disconnect()
        for rest in scratch.glob("copy.db*"):
            rest.unlink()
    print(n_kills)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
