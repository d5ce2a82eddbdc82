"""The pages on which surveys are made, in chromium: with the longest texts, at every width."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from survey import config
from survey.instruments.items import Condition, Item, Option, Row, Scale
from survey.instruments.limits import LONGEST_ANSWER, LONGEST_NAME, LONGEST_QUESTION
from survey.instruments.model import Instrument
from survey.operations import surveys
from survey.store import database, reads_of_surveys
from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import check

URL = "/surveys/long-texts"
QUESTION = ("Donaudampfschifffahrtsgesellschaftskapitän" * 9)[:LONGEST_QUESTION]
ANSWER = QUESTION[:LONGEST_ANSWER]
PAGES = (
    *("", "/questions", "/questions/q_a", "/questions/q_b", "/questions/q_c", "/add-question"),
    *("/questions/q_d/remove", "/texts", "/languages", "/languages/ar", "/preview", "/publish"),
)


def longest() -> Instrument:
    """A survey whose texts are as long as they may be, in words that do not break by themselves."""
    scale = Scale(1, 5, (ANSWER,) * 5, 4)
    shown = Condition("q_a", (1, 2))
    options = (Option(1, ANSWER), Option(2, ANSWER[::-1], True))
    items = (
        Item("q_a", QUESTION, "scale", scale, hint=QUESTION),
        Item("q_b", QUESTION, "choices", options=options, condition=shown),
        Item("q_c", QUESTION, "matrix", scale, rows=(Row("row_1", ANSWER),)),
        Item("q_d", QUESTION, "tick"),
    )
    words = {"ar": {"items.q_a.text": "ما مدى رضاك؟"}}
    texts = {"intro": QUESTION}
    name = QUESTION[:LONGEST_NAME]
    return Instrument("satisfaction", name, items, headline="q_a", texts=texts, translations=words)


@pytest.fixture
def long_texts(site_settings: config.Settings) -> str:
    """The address of that survey on the site."""
    database.connect(site_settings.database_url)
    if reads_of_surveys.find_survey("long-texts") is None:
        draft = longest()
        surveys.create_survey(draft.name, draft, code="long-texts", now=datetime.now(UTC))
    database.disconnect()
    return URL


@pytest.mark.parametrize("is_phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_longest_texts_fit_and_are_accessible(
    open_page: OpenPage, long_texts: str, is_phone: bool, is_dark: bool
) -> None:
    page = open_page("analyst", phone=is_phone, dark=is_dark)
    for path in ("/surveys", "/surveys/new", *(long_texts + one for one in PAGES)):
        page.goto(path)
        check(page, path)


def test_the_form_in_a_preview_sends_nothing(open_page: OpenPage, long_texts: str) -> None:
    page = open_page("analyst")
    page.goto(f"{long_texts}/preview")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.on("framenavigated", lambda frame: sent.append(frame.url))
    frame = page.frame_locator(".frame-phone")
    frame.locator("#q_a").check()
    frame.locator("button[type=submit]").click()
    page.wait_for_timeout(300)
    assert sent == []


def test_a_question_is_kept_by_the_enter_key(open_page: OpenPage, long_texts: str) -> None:
    page = open_page("analyst", script=False)
    page.goto(f"{long_texts}/questions/q_b")
    page.fill("#hint", "Kept by a key")
    page.press("#hint", "Enter")
    assert page.url.endswith("/questions#q_b")
    page.goto(f"{long_texts}/questions/q_b")
    assert page.input_value("#hint") == "Kept by a key"
