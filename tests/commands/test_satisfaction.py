"""`flask invite` prints a link that works, and the same link again."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask

from survey import commands
from survey.store.database import rows, run
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


def test_asked_again_it_prints_the_same_link(runner: CliRunner) -> None:
    first = runner.invoke(args=(*CONTACT, "--days", "3"))
    again = runner.invoke(args=CONTACT)
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert rows("SELECT expires_at - created_at FROM invitation") == [(3 * 86_400,)]


def test_a_link_that_has_expired_works_again_and_counts_once(runner: CliRunner) -> None:
    first = runner.invoke(args=CONTACT).stdout
    run("UPDATE invitation SET created_at = 1, expires_at = 2")
    assert runner.invoke(args=CONTACT).stdout == first
    assert rows("SELECT expires_at - created_at FROM invitation") == [(14 * 86_400,)]
    assert rows("SELECT sum(n_invited) FROM contact_rollup") == [(1,)]


def test_a_link_from_before_links_could_be_told_again_is_replaced(runner: CliRunner) -> None:
    invited.invite(1)
    assert invited.token() not in runner.invoke(args=CONTACT).stdout
    assert rows("SELECT count(*) FROM invitation") == [(1,)]


def test_an_unknown_contact_is_named(runner: CliRunner) -> None:
    done = runner.invoke(args=(*CONTACT[:-1], "no such"))
    assert done.exit_code == 1
    assert "no contact no such from crm" in done.stderr
