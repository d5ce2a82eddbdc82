"""Analysts see what became of every message, why, and can try again what was given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from survey.store.database import run
from tests.asked import ask, states
from tests.pages import Client

PATH = "/surveys/deliveries"


@pytest.fixture
def analyst(signed_in: Callable[[str], Client]) -> Client:
    browser = signed_in("analyst")
    run("UPDATE unit SET code = 'elsewhere' WHERE code = 'centre'")
    return browser


def test_without_messages_the_page_says_so(analyst: Client) -> None:
    page = analyst.get(PATH).text
    assert "No message is overdue." in page
    assert "Nothing that waits has failed." in page
    assert analyst.get(f"{PATH}/sent").status_code == 200


def test_every_state_is_counted_and_leads_to_its_messages(analyst: Client) -> None:
    ask(3, now=datetime.now(UTC))
    run("UPDATE delivery SET state = 'sent', handed_over_at = 1 WHERE id = 1")
    run("UPDATE delivery SET note = 'The mail server said <no>.', attempts = 2 WHERE id = 2")
    page = analyst.get(PATH).text
    assert "2 messages are due, since" in page
    assert "The mail server said &lt;no&gt;." in page
    assert "invitation by mail, tried 2 times" in page
    waiting = analyst.get(f"{PATH}/waiting").text
    assert "/contacts/2" in waiting
    assert "/contacts/1" not in waiting
    assert "/contacts/1" in analyst.get(f"{PATH}/sent").text


def test_what_was_given_up_is_tried_again(analyst: Client) -> None:
    ask(2, now=datetime.now(UTC))
    run("UPDATE delivery SET state = 'given_up', note = 'No.' WHERE id = 1")
    assert analyst.submit(PATH, f"{PATH}/retry").location == PATH
    assert states() == ["waiting", "waiting"]


@pytest.mark.parametrize("end", ["/lost", "/sent?page=2", "/sent?page=0", "/sent?page=x"])
def test_what_is_not_there_is_not_found(analyst: Client, end: str) -> None:
    assert analyst.get(PATH + end).status_code == 404
