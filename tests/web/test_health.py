"""`/healthz` for whoever watches over the process."""

from dataclasses import replace
from pathlib import Path

import pytest

from survey import config
from survey.store import database
from survey.web.application import create_app
from tests.conftest import settings_for
from tests.pages import Client


def test_a_process_that_can_serve_says_so(client: Client) -> None:
    reply = client.get("/healthz")
    assert (reply.status_code, reply.text, reply.mimetype) == (200, "ok\n", "text/plain")


def test_a_database_without_its_schema_is_unwell(settings: config.Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'new.db'}"))
    reply = app.test_client().get("/healthz")
    assert (reply.status_code, reply.text) == (503, "The database needs `flask migrate`.\n")
    assert database.rows("SELECT * FROM sqlite_master") == []


def test_a_database_that_is_away_is_unwell_and_so_are_pages(settings: config.Settings) -> None:
    app = create_app(replace(settings, database_url="postgresql://nobody@127.0.0.1:9/none"))
    client = app.test_client()
    assert client.get("/healthz").status_code == 503
    reply = client.post("/sign-in", data={"email": "a@example.org"})
    assert reply.status_code == 503
    assert "What you sent was not kept, not even in part." in reply.text


def test_who_only_opens_a_page_is_not_told_that_something_was_lost(
    settings: config.Settings,
) -> None:
    app = create_app(replace(settings, database_url="postgresql://nobody@127.0.0.1:9/none"))
    reply = app.test_client().get("/sign-in/a-token")
    assert reply.status_code == 503
    assert "We cannot show this page just now" in reply.text
    assert "kept" not in reply.text


def test_a_connection_that_the_server_closed_is_opened_anew(
    postgres_url: str | None, tmp_path: Path
) -> None:
    if postgres_url is None:
        pytest.skip("no PostgreSQL server answers; set SURVEY_TEST_POSTGRES_URL")
    client = create_app(settings_for(postgres_url, tmp_path)).test_client()
    assert client.get("/healthz").status_code == 200
    killer = database.rows("SELECT pg_backend_pid()")[0][0]
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (killer,))
    assert client.get("/healthz").status_code == 503
    assert client.get("/healthz").status_code == 200
    database.disconnect()
