"""Bring the database to the schema this version needs."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playhouse.migrations import Runner

from survey import private_files
from survey.store.database import database, is_postgresql, run

FOLDER = Path(__file__).parent / "migrations"
# Any fixed number will do; it names our lock among those of the same PostgreSQL database.
ADVISORY_LOCK = 7_205_001


def migrate() -> list[str]:
    """Apply every pending migration and return their names; safe to run from many processes."""
    with _only_one():
        return list(Runner(database.obj, str(FOLDER)).up())


def pending() -> list[str]:
    """The migrations this database still lacks."""
    return [m.name for m in Runner(database.obj, str(FOLDER)).status() if m.applied is None]


def is_blank() -> bool:
    """Whether the database is new: no table of ours or of anybody else is in it."""
    return not database.get_tables()


@contextmanager
def _only_one() -> Iterator[None]:
    """Concurrent runs of the migration runner fail on its history table, so they queue here."""
    if is_postgresql():
        run("SELECT pg_advisory_lock(?)", (ADVISORY_LOCK,))
        try:
            yield
        finally:
            run("SELECT pg_advisory_unlock(?)", (ADVISORY_LOCK,))
        return
    path = Path(f"{database.database}.migrating")
    with suppress(FileExistsError):
        private_files.create(path).close()
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
