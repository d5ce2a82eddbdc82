"""The one database handle, for SQLite and PostgreSQL, and the statements both understand."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from peewee import (  # type: ignore[attr-defined]  # the stubs lack the exception wrapper
    DatabaseError,
    DatabaseProxy,
    IntegrityError,
    Model,
    OperationalError,
    PostgresqlDatabase,
    SqliteDatabase,
    __exception_wrapper__,
)

from survey import private_files
from survey.errors import Refusal
from survey.intake.plain_letters import plain_letters

__all__ = [
    "DatabaseError",
    "IntegrityError",
    "OperationalError",
    "Record",
    "connect",
    "database",
    "disconnect",
    "heal",
    "is_postgresql",
    "load_rows",
    "rows",
    "run",
    "run_many",
    "settle",
    "transaction",
]

# How a rollback fails where there is nothing left to roll back.
_ROLLED_BACK = ("no such savepoint", "cannot rollback")

# At DEBUG peewee logs every statement with its values, those of ballots included.
logging.getLogger("peewee").setLevel(logging.INFO)

# `database.obj` is the engine itself: asked directly where the detour would show in the time.
database = DatabaseProxy()

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    # A confirmed answer survives a power cut: FULL syncs the write-ahead log at every commit.
    "synchronous": "full",
    # Deleted cards and ballots are overwritten, not only unlinked.
    "secure_delete": 1,
    "cache_size": -32_000,
    "temp_store": "memory",
}
BUSY_SECONDS = 30
# SQLite takes one writer at a time and lets the others sleep and look again. Threads of this
# process queue here instead, so that the next one starts when the last one ends.
_writer = threading.RLock()


class Record(Model):
    """A row of one of our tables. The schema itself, constraints included, is in `migrations/`."""

    class Meta:
        database = database
        legacy_table_names = False


class _OwnersFile(SqliteDatabase):
    """A database file that only its owner can read; SQLite gives its log the same mode."""

    def _connect(self) -> Any:
        # A file that is there must not be opened here: closing it would drop the locks that
        # SQLite holds for other threads of this process. What cannot be made SQLite says itself.
        with suppress(OSError):
            private_files.create(Path(self.database)).close()
        return super()._connect()  # type: ignore[misc]  # the stubs lack it


def connect(url: str) -> None:
    """Point the product at the database `url` names; the folder of an SQLite file is made.

    SQLite transactions begin immediately: with deferred locks concurrent read-then-write
    transactions fail instead of waiting. Each thread keeps its own connection.

    Raises:
        Refusal: the folder cannot be made.
    """
    disconnect()
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        _make_folder(Path(path).parent)
        database.initialize(
            _OwnersFile(path, pragmas=SQLITE_PRAGMAS, timeout=BUSY_SECONDS, lock_type="IMMEDIATE")
        )
        # PostgreSQL has the same function from a migration.
        database.obj.register_function(plain_letters, "plain_letters", 1)
    else:
        database.initialize(PostgresqlDatabase(url, prefer_psycopg3=True))


def _make_folder(folder: Path) -> None:
    try:
        private_files.make_folder(folder)
    except OSError as error:
        raise Refusal(
            f"SURVEY_DATABASE_URL: {folder} cannot be made ({error.strerror}). Name another place."
        ) from error


def disconnect() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        database.close()


def settle() -> None:
    """Close the connection with everything in the one SQLite file, so that it can be moved."""
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    disconnect()


def heal() -> None:
    """Forget this thread's connection where the server has closed it; the next statement opens one.

    Without this a thread whose server was restarted would fail for the rest of its life.
    """
    if is_postgresql() and not database.is_closed() and database.connection().closed:
        database.close()


def is_postgresql() -> bool:
    """Whether the database at hand is PostgreSQL."""
    return isinstance(database.obj, PostgresqlDatabase)


@contextmanager
def transaction() -> Iterator[None]:
    """All statements inside are kept together or not at all; nests as a savepoint.

    Raises:
        OperationalError: on SQLite, others wrote for half a minute without a gap.
    """
    if is_postgresql():
        with database.obj.atomic():
            yield
        return
    if not _writer.acquire(timeout=BUSY_SECONDS):
        raise OperationalError("database is locked")
    try:
        with database.obj.atomic():
            yield
    except OperationalError as error:
        raise _said_first(error) from None
    finally:
        _writer.release()


def _said_first(error: BaseException) -> BaseException:
    """What went wrong before the rollback did: on a full disk SQLite has rolled back by itself."""
    first: BaseException | None = error
    while first is not None and any(words in str(first) for words in _ROLLED_BACK):
        first = first.__context__
    return first or error


@cache
def _for_postgresql(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def run(sql: str, parameters: Sequence[Any] = ()) -> Any:
    """The cursor of one statement written with `?` placeholders, on either engine.

    `cursor.rowcount` tells how many rows an update changed. No literal `?` may stand in `sql`.
    """
    if is_postgresql():
        sql = _for_postgresql(sql)
    return database.obj.execute_sql(sql, parameters)


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of one query written with `?` placeholders."""
    return list(run(sql, parameters).fetchall())


def run_many(sql: str, parameters: Iterable[Sequence[Any]]) -> None:
    """Run one statement with `?` placeholders for every tuple, in the driver's own loop."""
    if is_postgresql():
        sql = _for_postgresql(sql)
    with __exception_wrapper__:
        database.obj.cursor().executemany(sql, parameters)


def load_rows(table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Append rows to a table without conflicts in sight: COPY on PostgreSQL, executemany on SQLite.

    `table` and `columns` are names from our own code, never from outside.
    """
    names = ", ".join(columns)
    if not is_postgresql():
        marks = ", ".join("?" * len(columns))
        run_many(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        return
    with (
        __exception_wrapper__,
        database.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for value in values:
            copy.write_row(value)
