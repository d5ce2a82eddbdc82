"""The worker: what is asked for happens, at least once, whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from survey import config, mail
from survey.commands import work
from survey.commands.tools import Tools
from survey.operations import jobs, people, sign_in
from survey.store import database
from survey.store.database import rows
from survey.web.application import create_app
from tests import asked
from tests.centre import Centre
from tests.conftest import NOW, ROOT, settings_for
from tests.pages import Client

EMAIL = "adam@example.org"


def drain(tools: Tools, *, later: timedelta = timedelta(0)) -> int:
    done = 0
    while work.do_one(tools, now=NOW + later):
        done += 1
    return done


@pytest.fixture
def tools(app: Flask) -> Tools:
    return work.tools_of(app)


def letters(settings: config.Settings) -> list[Path]:
    return sorted(Path(settings.mail_url.removeprefix("outbox:")).glob("*.eml"))


def put_letters(count: int) -> None:
    with database.transaction():
        for number in range(count):
            values = {"name": f"Reader {number}", "token": f"token-{number:03}", "minutes": 30}
            jobs.enqueue(
                "mail",
                {"template": "sign_in", "to": f"r{number:03}@example.org", "values": values},
                due_at=NOW,
            )


def test_a_question_becomes_a_mail_whose_address_signs_in(
    tools: Tools, client: Client, centre: Centre, settings: config.Settings
) -> None:
    now = datetime.now(UTC)
    sign_in.ask(EMAIL, now=now)
    while work.do_one(tools, now=now):
        pass
    (kept,) = letters(settings)
    message = message_from_bytes(kept.read_bytes(), policy=default)
    assert message["Subject"] == "Sign in to Both Ends"
    assert message["To"] == EMAIL
    text, html = (part.get_content() for part in message.iter_parts())
    address = next(line for line in text.split() if line.startswith("http://localhost/sign-in/"))
    assert f'href="{address}"' in html
    assert "Hello Adam" in html
    assert client.submit(address.removeprefix("http://localhost")).location == "/administration"
    assert rows("SELECT * FROM job") == []


def test_a_question_about_nobody_is_forgotten(
    tools: Tools, centre: Centre, settings: config.Settings
) -> None:
    sign_in.ask("nobody@example.org", now=NOW)
    assert drain(tools) == 1
    assert letters(settings) == []
    assert rows("SELECT * FROM job") == []


def test_a_name_cannot_write_markup_or_headers(
    tools: Tools, store: str, settings: config.Settings
) -> None:
    people.add_user("eve@example.org", "<b>Eve</b>", role="analyst")
    sign_in.ask("eve@example.org", now=NOW)
    drain(replace(tools, settings=replace(settings, organisation="A\nBcc: x@example.org")))
    message = message_from_bytes(letters(settings)[0].read_bytes(), policy=default)
    assert message["Bcc"] is None
    assert "&lt;b&gt;Eve&lt;/b&gt;" in list(message.iter_parts())[1].get_content()


def test_mail_that_does_not_leave_waits_with_a_sentence(tools: Tools, store: str) -> None:
    put_letters(1)
    away = replace(tools, mailer=mail.from_url("smtp://127.0.0.1:9", sender="a@example.org"))
    assert work.do_one(away, now=NOW)
    assert not work.do_one(away, now=NOW)
    ((error, attempts),) = rows("SELECT last_error, attempts FROM job")
    assert error == "The mail server 127.0.0.1:9 could not be reached, or broke off."
    assert attempts == 1
    assert drain(tools, later=jobs.FIRST_PAUSE) == 1
    assert rows("SELECT * FROM job") == []


def test_a_fault_of_the_program_does_not_stop_the_worker(
    tools: Tools, settings: config.Settings
) -> None:
    jobs.enqueue("mail", {"template": "no such", "to": "x@example.org", "values": {}}, due_at=NOW)
    put_letters(1)
    assert drain(tools) == 2
    assert len(letters(settings)) == 1
    assert rows("SELECT last_error FROM job") == [
        ("The program failed (TemplateNotFound); see its log.",)
    ]


@contextmanager
def worker(settings: config.Settings, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A real worker process on the test's database."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_DATABASE_URL": settings.database_url,
        "SURVEY_DATA_FOLDER": str(settings.data_folder),
        "SURVEY_MAIL_URL": settings.mail_url,
        "SURVEY_SECRET_KEY": settings.secret_key,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "work", *options],
        cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_started(settings: config.Settings, n_letters: int) -> None:
    """Until the worker has sent that many letters."""
    deadline = time.monotonic() + 30
    while len(letters(settings)) < n_letters:
        assert time.monotonic() < deadline, "the worker sent nothing for 30 seconds"
        time.sleep(0.005)


def test_a_killed_worker_loses_no_letter(both_stores: str, tmp_path: Path) -> None:
    settings = settings_for(both_stores, tmp_path)
    tools = work.tools_of(create_app(settings))
    count = 60
    put_letters(count)
    for n_before in (1, 20):
        with worker(settings) as process:
            wait_until_started(settings, n_before)
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert rows("SELECT count(*) FROM job")[0][0] > 0, "the worker was done before it was killed"
    drain(tools, later=timedelta(days=3650))
    assert rows("SELECT * FROM job") == []
    sent = {
        message_from_bytes(path.read_bytes(), policy=default)["To"] for path in letters(settings)
    }
    assert sent == {f"r{number:03}@example.org" for number in range(count)}


def test_a_worker_asked_to_end_finishes_its_job(settings: config.Settings) -> None:
    put_letters(60)
    with worker(settings) as process:
        wait_until_started(settings, 1)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=20)
    assert process.returncode == 0, said
    n_left = rows("SELECT count(*) FROM job WHERE kind = 'mail'")[0][0]
    assert len(letters(settings)) == 60 - n_left
    assert rows("SELECT count(*) FROM job WHERE leased_until IS NOT NULL") == [(0,)]


def test_once_does_what_is_due_and_ends(settings: config.Settings, centre: Centre) -> None:
    sign_in.ask(EMAIL, now=NOW)
    asked.ask(1, now=datetime.now(UTC))
    with worker(settings, "--once", "--print-mail") as process:
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert f"Mail to {EMAIL}: Sign in to Both Ends" in said
    assert said.count("/sign-in/") == 1
    # Of a customer's mail one line; its links are nobody else's.
    assert "Mail to c0@example.org: Both Ends: how did we do?\n" in said
    assert not [secret for secret in ("/c/", "/u/") if secret in said]
    assert rows("SELECT * FROM job") == []
