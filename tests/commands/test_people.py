"""The shell's way to let people in."""

import re
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from survey import commands
from survey.store.database import rows
from tests.pages import Client

Flask_ = Callable[..., Result]


@pytest.fixture
def flask(app: Flask) -> Flask_:
    commands.install(app)
    runner = app.test_cli_runner()

    def call(*words: str) -> Result:
        return runner.invoke(args=list(words))

    return call


def test_a_centre_is_set_up_and_its_administrator_signs_in(flask: Flask_, client: Client) -> None:
    for words in (
        ("add-unit", "c", "Centre"),
        ("add-unit", "n", "North", "--parent", "c"),
        ("add-unit", "n1", "Billing", "--parent", "c"),
        ("move-unit", "n1", "--parent", "n"),
        ("add-leader", "l", "Lea", "--unit", "n", "--from", "2026-01-01"),
        ("add-agent", "a", "Ada", "--unit", "n1"),
        ("add-agent", "b", "Bea"),
        ("add-user", "adam@example.org", "Adam", "administrator"),
        ("add-user", "lea@example.org", "Lea", "leader", "--leader", "l"),
        ("add-user", "ada@example.org", "Ada", "agent", "--agent", "a"),
    ):
        for _ in range(2):
            result = flask(*words)
            assert (result.exit_code, result.stderr) == (0, ""), words
    address = flask("sign-in-link", "adam@example.org").stdout.strip()
    client.submit(address.removeprefix("http://localhost"))
    page = client.get("/administration").text
    assert "Billing" in page
    assert "Lea" in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add-unit", "n", "North", "--parent", "x"), "no unit with the code ‘x’"),
        (("add-unit", "", ""), "The code is empty"),
        (("move-unit", "x", "--parent", "y"), "no unit with the code ‘x’"),
        (("add-agent", "a", "Ada", "--unit", "x"), "no unit with the code ‘x’"),
        (("add-user", "ada", "Ada", "analyst"), "Write the email address"),
        (("add-user", "a@example.org", "Ada", "agent"), "needs the code of the agent"),
        (("sign-in-link", "nobody@example.org"), "No user signs in with nobody@example.org"),
        (("add-key", ""), "The name of the key is empty"),
    ],
)
def test_a_refusal_is_a_sentence_and_exit_status_1(
    flask: Flask_, words: tuple[str, ...], sentence: str
) -> None:
    result = flask(*words)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    assert rows("SELECT * FROM agent") == []


def test_a_key_is_printed_once_and_kept_as_a_digest(flask: Flask_) -> None:
    key = flask("add-key", "Helpdesk").stdout.strip()
    assert re.fullmatch(r"bothends_[\w-]{43}", key)
    assert key.encode() not in bytes(rows("SELECT digest FROM api_key")[0][0])
    assert flask("add-key", "Helpdesk").exit_code == 1
