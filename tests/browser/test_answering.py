"""The customer's page in chromium: every kind of question, three languages, both schemes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from survey.store.database import rows
from tests import invited
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import check
from tests.every_kind import invite
from tests.served import serving

LANGUAGES = ("en", "de", "ar")


def wait_for(page, question: Callable[[], bool]) -> None:  # type: ignore[no-untyped-def]
    """Until the server has done what the page asked of it."""
    for _ in range(200):
        if question():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it was waited for ten seconds")


@pytest.fixture
def links(store: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The address of an invitation in each language, served."""
    contacts = invited.add_contacts(len(LANGUAGES))
    tokens = {
        language: invite(contact, number, now=datetime.now(UTC), language=language)
        for number, (language, contact) in enumerate(zip(LANGUAGES, contacts, strict=True))
    }
    with serving(store, tmp_path) as port:
        yield {one: f"http://127.0.0.1:{port}/c/{token}" for one, token in tokens.items()}


@pytest.fixture
def open_link(browser):  # type: ignore[no-untyped-def]  # playwright is optional
    """Opens a link: `open_link(address, phone=True, dark=False, script=True)`."""
    contexts = []

    def make(address, *, phone=True, dark=False, script=True):  # type: ignore[no-untyped-def]
        context = browser.new_context(
            viewport=PHONE if phone else DESK,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_question_is_accessible(links, open_link, language: str) -> None:  # type: ignore[no-untyped-def]
    for phone in (True, False):
        for dark in (True, False):
            page = open_link(f"{links[language]}?score=2", phone=phone, dark=dark)
            check(page, language)
            small = page.evaluate(
                "[...document.querySelectorAll('form label, form button, .languages a')]"
                ".filter(e => e.offsetParent && !e.closest('.trap')"
                " && !['TEXTAREA'].includes((document.getElementById(e.htmlFor) || e).tagName)"
                " && e.closest('.scale-point, .option, button, .languages'))"
                ".map(e => [e.textContent.trim(), e.offsetWidth, e.offsetHeight])"
                ".filter(([, width, height]) => height < 44 || width < 24)"
            )
            assert small == []
            assert not page.context.cookies()


def test_the_lowest_point_stands_where_a_line_begins(links, open_link) -> None:  # type: ignore[no-untyped-def]
    """formbricks/formbricks#5993, PostHog/posthog#30213."""
    for language in LANGUAGES:
        for phone in (True, False):
            page = open_link(links[language], phone=phone)
            first, second = (page.locator(f"input[name=ces][value='{n}']") for n in (1, 2))
            is_right = first.bounding_box()["x"] > second.bounding_box()["x"]
            assert is_right == (language == "ar"), language


def test_a_follow_up_is_shown_without_script(links, open_link) -> None:  # type: ignore[no-untyped-def]
    page = open_link(links["en"], script=False)
    drivers, words = page.locator("#item-drivers"), page.locator("[name='drivers.other']")
    assert not drivers.is_visible()
    page.locator("input[name=csat][value='2']").check()
    assert drivers.is_visible()
    assert not words.is_visible()
    page.locator("input[name=drivers][value='9']").check()
    assert words.is_visible()
    page.locator("input[name=csat][value='5']").check()
    page.click("form button")
    assert page.url.endswith("/thanks")
    assert rows("SELECT count(*) FROM answer WHERE item LIKE 'drivers%'") == [(0,)]


def test_a_reader_that_listens_hears_the_question_with_each_group(links, open_link) -> None:  # type: ignore[no-untyped-def]
    """surveyjs/survey-library#10117."""
    page = open_link(links["en"])
    for question in ("How easy was it to get help?", "How did you find the following?: Speed"):
        group = page.get_by_role("group", name=question, exact=True)
        assert group.get_by_role("radio").count() in (5, 7)
    ease = page.get_by_role("group", name="How easy was it to get help?", exact=True)
    assert ease.get_by_role("radio", name="1 Very difficult").count() == 1


def test_only_what_a_person_does_is_saved(links, open_link) -> None:  # type: ignore[no-untyped-def]
    """A scanner with a browser that presses nothing changes nothing; a tap is saved at once."""
    page = open_link(links["en"])
    page.evaluate(
        "document.querySelector('[name=csat]').dispatchEvent(new Event('change', {bubbles: true}));"
        "document.querySelector('[name=csat]').click();"
        "document.querySelector('[name=resolved]').click();"
        "dispatchEvent(new Event('pointerdown'))"
    )
    page.wait_for_load_state("networkidle")
    assert rows("SELECT count(*) FROM answer_draft") == [(0,)]
    assert rows("SELECT count(*) FROM invitation WHERE opened_at IS NOT NULL") == [(0,)]
    with page.expect_response("**/draft"):
        page.locator("#csat-2").click()
    assert page.locator("#saved").is_visible()
    assert rows("SELECT count(*) FROM answer_draft") == [(1,)]
    assert rows("SELECT count(*) FROM invitation WHERE opened_at IS NOT NULL") == [(1,)]
    page.goto(links["en"])
    assert page.locator("input[name=csat]:checked").get_attribute("value") == "2"


def test_a_score_that_the_link_chose_is_saved_once_it_is_pressed_here(links, open_link) -> None:  # type: ignore[no-untyped-def]
    """Django-CRM/Django-CRM#748: the link only chooses beforehand; fazer-ai/chatwoot#474."""
    page = open_link(f"{links['en']}?score=2")
    page.locator("textarea[name=comment]").click()
    with page.expect_response("**/draft"):
        page.keyboard.type("It took long.")
    assert rows("SELECT has_headline FROM answer_draft") == [(0,)]
    # Leaving the words saves as well, before: it must not be what is kept in the end.
    page.locator("input[name=csat]:checked").click()
    wait_for(page, lambda: rows("SELECT has_headline FROM answer_draft") == [(1,)])


def test_an_answer_is_given_and_changed_with_the_keyboard_alone(links, open_link) -> None:  # type: ignore[no-untyped-def]
    page = open_link(links["ar"])
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "csat":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks")
    check(page, "thanks")
    page.locator("main a.button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change")
    check(page, "change")
    assert page.locator("input[name=csat]:checked").count() == 1
