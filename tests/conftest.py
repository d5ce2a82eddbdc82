"""Real parts for every test: a migrated database per test, on both engines where asked for."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from survey import config
from survey.store import database, schema
from tests import centre as small_centre
from tests.chromium import browser
from tests.filled import filled_demo
from tests.pages import Client

__all__ = ["browser", "filled_demo"]  # fixtures for every test below this folder

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
POSTGRES_FALLBACK = "postgresql://postgres@127.0.0.1:5432/test"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at the current schema, made once and copied per test."""
    path = tmp_path_factory.mktemp("schema") / "migrated.db"
    database.connect(f"sqlite:///{path}")
    schema.migrate()
    database.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.disconnect()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str | None]:
    """The address of a PostgreSQL database of this test run's own, or None where none answers."""
    psycopg = pytest.importorskip("psycopg")
    server = os.environ.get("SURVEY_TEST_POSTGRES_URL", POSTGRES_FALLBACK)
    name = f"both_ends_test_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(server, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            # Processes are killed here, never the server: the disk need not be waited for.
            connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    except psycopg.OperationalError:
        if os.environ.get("CI"):
            raise
        yield None
        return
    url = server.rsplit("/", 1)[0] + "/" + name
    database.connect(url)
    schema.migrate()
    database.disconnect()
    yield url
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite database of this test's own."""
    shutil.copy(migrated_file, tmp_path / "survey.db")
    return f"sqlite:///{tmp_path / 'survey.db'}"


@pytest.fixture
def store(sqlite_url: str) -> Iterator[str]:
    """A migrated, empty SQLite database, connected; gives its address."""
    database.connect(sqlite_url)
    yield sqlite_url
    database.disconnect()


@pytest.fixture(params=["sqlite", "postgresql"])
def both_stores(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[str]:
    """A migrated, empty database, once on each engine; gives its address."""
    url = sqlite_url
    if request.param == "postgresql":
        found = request.getfixturevalue("postgres_url")
        if found is None:
            pytest.skip("no PostgreSQL server answers; set SURVEY_TEST_POSTGRES_URL")
        url = found
    database.connect(url)
    if request.param == "postgresql":
        _empty_all_tables()
    yield url
    database.disconnect()


def _empty_all_tables() -> None:
    """Delete every row, but those of the two tables that are born with one.

    TRUNCATE would do it in one statement and take half a second for its new files.
    """
    tables = database.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname NOT IN ('schema_migration', 'installation', 'decision_mark')"
    )
    with database.transaction():
        # Tables refer to each other both ways; all are emptied, so nothing watches meanwhile.
        database.run("SET LOCAL session_replication_role = replica")
        database.run("UPDATE decision_mark SET contact_id = 0")
        # One statement, because each takes its way to the server and back.
        deleting = " ".join(f"DELETE FROM {name};" for (name,) in tables)
        database.run(f"DO $$ BEGIN {deleting} END $$")
        # A test may leave no row and have given out ids all the same.
        database.run(
            "SELECT setval(quote_ident(sequencename)::regclass, start_value, false)"
            " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )


@pytest.fixture
def settings(store: str, tmp_path: Path) -> config.Settings:
    """Settings of a test installation whose mail lands in a folder."""
    return settings_for(store, tmp_path)


def settings_for(url: str, folder: Path) -> config.Settings:
    """Settings of a test installation on this database, with everything else in the folder."""
    return config.load(
        {
            "SURVEY_DATABASE_URL": url,
            "SURVEY_DATA_FOLDER": str(folder / "var"),
            "SURVEY_MAIL_URL": f"outbox:{folder / 'outbox'}",
            "SURVEY_SECRET_KEY": "a-secret-for-tests-only",
            "SURVEY_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture
def centre(store: str) -> small_centre.Centre:
    """A small contact centre with a user per role, in the SQLite database."""
    return small_centre.build()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates once compiled: every test has an application of its own, which would do it anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: config.Settings, compiled_templates: FileSystemBytecodeCache) -> Flask:
    """The application on the test's database; its clients look at every page they open."""
    # Imported here, so that tests without pages do not pay for the web framework.
    from survey.web.application import create_app

    made = create_app(settings)
    made.jinja_env.bytecode_cache = compiled_templates
    made.test_client_class = Client
    made.testing = True
    return made


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser in which nobody has signed in."""
    made = app.test_client()
    assert isinstance(made, Client)
    return made


@pytest.fixture
def signed_in(app: Flask, centre: small_centre.Centre) -> Callable[[str], Client]:
    """Gives, for a role, a browser in which the centre's user of that role has signed in."""

    def of(role: str) -> Client:
        made = app.test_client()
        assert isinstance(made, Client)
        with made.session_transaction() as session:
            session["user"], session["epoch"] = centre.users[role], 0
        return made

    return of
