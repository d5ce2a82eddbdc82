"""Who is about to publish a survey reads whom it would ask, and what would change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.instruments.ready import READY
from survey.intake.rules import Rules
from tests.pages import Client, Page
from tests.surveys import found, make_live_survey

SignIn = Callable[[str], Client]


@pytest.fixture
def analyst(signed_in: SignIn) -> Client:
    return signed_in("analyst")


@pytest.mark.parametrize(
    ("start", "channels"),
    [
        ("ready-phone", ("phone",)),
        ("ready-chat", ("chat",)),
        ("ready-mail", ("email",)),
        ("blank", ()),
    ],
)
def test_a_ready_made_survey_asks_about_contacts_of_its_own_channel(
    analyst: Client, start: str, channels: tuple[str, ...]
) -> None:
    analyst.submit("/surveys/new", name="After it", start=start)
    assert found("after-it").rules == Rules(channels=channels)


def test_the_page_before_publishing_says_whom_the_survey_asks(analyst: Client) -> None:
    analyst.submit("/surveys/new", name="After a chat", start="ready-chat")
    page = Page(analyst.get("/surveys/after-a-chat/publish").text).text
    assert "A chat that closes at 19:50 in" in page
    assert "No contact closed in the last 28 days" in page
    assert "No live survey stands before it." in page
    rules = Page(analyst.get("/surveys/after-a-chat/rules").text).text
    for sentence in ("A chat that closes at 19:50 in", "No contact closed in the last 28 days"):
        assert sentence in rules


def test_the_live_surveys_that_ask_first_are_named_before_publishing(analyst: Client) -> None:
    make_live_survey("first")
    analyst.submit("/surveys/new", name="After a chat", start="ready-chat")
    url = "/surveys/after-a-chat/publish"
    page = Page(analyst.get(url).text).text
    assert "This live survey stands before it." in page
    assert found("first").name in page
    make_live_survey("last")
    assert "This live survey stands before it." in Page(analyst.get(url).text).text
    analyst.submit("/surveys", "/surveys/last/move", to="1")
    assert "These live surveys stand before it." in Page(analyst.get(url).text).text


def test_translations_that_went_with_a_question_are_not_called_anew(analyst: Client) -> None:
    make_live_survey(instrument=READY[0].instrument)
    url = "/surveys/after-a-contact"
    analyst.submit(f"{url}/questions/comment/remove")
    page = Page(analyst.get(f"{url}/publish").text).text
    assert "2 texts went with what was removed." in page
    assert "Translated anew" not in page
    analyst.submit(f"{url}/languages/de", **{"items.csat.text": "Wie war es?"})
    page = Page(analyst.get(f"{url}/publish").text).text
    assert "Translated anew: 1 text. 2 texts went with what was removed." in page
