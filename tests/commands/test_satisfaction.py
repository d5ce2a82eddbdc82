"""`flask invite` prints a link that works, once."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask

from survey import commands
from survey.store.database import rows
from tests import invited
from tests.pages import Client

CONTACT = ("invite", "--source", "crm", "--external-id", "0")


@pytest.fixture
def runner(app: Flask) -> CliRunner:
    """The shell, in front of a database with one contact."""
    commands.install(app)
    invited.add_contacts(1)
    return app.test_cli_runner()


def test_the_printed_link_can_be_answered(runner: CliRunner, client: Client) -> None:
    done = runner.invoke(args=CONTACT)
    assert done.exit_code == 0
    link = done.stdout.strip()
    assert link.startswith("http://localhost/c/")
    assert client.submit(link.removeprefix("http://localhost"), csat="5").status_code == 303


def test_a_second_link_must_be_asked_for(runner: CliRunner) -> None:
    first = runner.invoke(args=CONTACT).output
    refused = runner.invoke(args=CONTACT)
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    second = runner.invoke(args=(*CONTACT, "--replace", "--days", "3"))
    assert second.exit_code == 0
    assert second.output != first
    assert rows("SELECT expires_at - created_at FROM invitation") == [(3 * 86_400,)]


def test_an_unknown_contact_is_named(runner: CliRunner) -> None:
    done = runner.invoke(args=(*CONTACT[:-1], "no such"))
    assert done.exit_code == 1
    assert "no contact no such from crm" in done.stderr
