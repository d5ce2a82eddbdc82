"""Kills the import of a context series before each of its statements: run as a script by a test.

    python -m tests.operations.interrupting_context DATABASE_URL SCRATCH

After each kill nothing may be there that was not there before, and running the import again must
end as if nothing had happened. Prints how many times it killed.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

from survey.intake.context import ContextRecord
from survey.intake.context_days import whole_month
from survey.intake.context_mapping import parse_context_mapping
from survey.operations import people
from survey.operations.context import accept_context
from survey.store import database
from survey.store.database import run
from tests.conftest import _empty_all_tables
from tests.contexts import kept_values
from tests.operations.interrupting import _killed

MAPPING = parse_context_mapping(
    'context = "Absence"\nmeasures = "absence"\nadds = "count"\n'
    '[fields]\nunit = "team"\nmonth = "month"\nvalue = "days"\nbase = "heads"\n'
)


def month(unit: str, number: int, value: float) -> ContextRecord:
    """The record of a unit's month of 2026, its base 10."""
    from_on, until_on = whole_month(date(2026, number, 1))
    return ContextRecord(number, number + 1, unit, from_on, until_on, value, 10.0)


STORED = (month("a", 1, 4), month("a", 2, 5))
SENT = (month("a", 2, 6), month("a", 3, 7), month("b", 1, 8), month("nobody", 1, 9))


def _import() -> None:
    accept_context(SENT, MAPPING)


def _prepare() -> None:
    for code in ("a", "b"):
        people.add_unit(code, code)
    accept_context(STORED, MAPPING)


def main(url: str, scratch: Path) -> None:
    """Kill until the import is outlived; see the module."""
    template = url
    database.connect(url)
    if not database.is_postgresql():
        _prepare()
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        url = f"sqlite:///{scratch / 'copy.db'}"
    database.disconnect()
    k, was_killed, ends = 0, True, set()
    while was_killed:
        k += 1
        _start_from(url, template)
        before = kept_values("Absence")
        database.disconnect()
        was_killed = _killed(url, _import, k)
        database.connect(url)
        left = kept_values("Absence")
        _import()
        ends.add(tuple(kept_values("Absence")))
        assert left in (before, kept_values("Absence")), f"half done at statement {k}"
        assert len(ends) == 1, f"ended otherwise after a kill at statement {k}"
        database.disconnect()
    print(k - 1)


def _start_from(url: str, template: str) -> None:
    """Connect to a database that holds what was stored before the import."""
    if template != url:
        source, target = template.removeprefix("sqlite:///"), url.removeprefix("sqlite:///")
        for rest in Path(target).parent.glob("copy.db*"):
            rest.unlink()
        shutil.copy(source, target)
    database.connect(url)
    if database.is_postgresql():
        _empty_all_tables()
        _prepare()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
