"""The builder and a case by keyboard alone: everything is reached in order, and seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from survey import config
from survey.instruments.ready import READY
from survey.operations import surveys
from survey.store import database
from survey.store.database import rows
from tests.browser.conftest import OpenPage

CODE = "by-keyboard"
# What has the focus, whether it shows (on itself, or on the label drawn in its place), and whether
# it stands behind what had it before.
FOCUS = """() => {
  const at = document.activeElement, before = window.before;
  window.before = at;
  if (at === document.body) return {name: 'the end of the page', isSeen: true, isBehind: true};
  const shows = e => e && getComputedStyle(e).outlineStyle !== 'none'
    && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  return {
    name: at.id || at.textContent.trim() || at.name,
    isSeen: shows(at) || (at.matches('input') && shows(at.nextElementSibling)),
    // From the end of a page the first stop comes next.
    isBehind: !before || before === document.body || before === at || at.matches('.skip')
      || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""
MOST = 120


def tab_to(page, selector: str) -> list[str]:  # type: ignore[no-untyped-def]  # playwright is optional
    """What had the focus on the way to the first thing that fits, that one last."""
    passed: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        passed.append(found["name"])
        assert found["isSeen"], found["name"]
        assert found["isBehind"], found["name"]
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return passed
    raise AssertionError(f"{selector} is not reached: {passed}")


def press(page, selector: str) -> list[str]:  # type: ignore[no-untyped-def]
    """What had the focus on the way to a link or button, which is then pressed."""
    passed = tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return passed


@pytest.fixture
def draft(site_settings: config.Settings) -> str:
    """The address of a draft on the site."""
    database.connect(site_settings.database_url)
    surveys.create_survey("By keyboard", READY[0].instrument, code=CODE, now=datetime.now(UTC))
    database.disconnect()
    return f"/surveys/{CODE}"


def test_a_question_is_added_moved_and_published_by_keyboard(
    open_page: OpenPage, draft: str
) -> None:
    page = open_page("analyst")
    page.goto(f"{draft}/questions")
    n = page.locator("ol.cards > li").count()
    passed = press(page, "a[href$='/add-question']")
    assert passed[0] == "Skip to the content"
    tab_to(page, "input[name=what]")
    while not page.evaluate("document.activeElement.value === 'box'"):
        page.keyboard.press("ArrowDown")
    press(page, "main form button")
    tab_to(page, "#text")
    page.keyboard.type("Shall we tell you when it is mended?")
    press(page, "main form .button-primary")
    titles = page.locator("ol.cards h2")
    assert titles.count() == n + 1
    assert titles.last.inner_text() == f"{n + 1}. Shall we tell you when it is mended?"
    press(page, "ol.cards > li:last-child form[action$='/move'] button")
    assert titles.nth(n - 1).inner_text() == f"{n}. Shall we tell you when it is mended?"
    press(page, f"a[href='{draft}']")
    press(page, "a[href$='/publish']")
    press(page, "form[action$='/publish'] button")
    page.goto(draft)
    assert "Live" in page.inner_text("main")


def test_a_case_is_worked_by_keyboard(open_page: OpenPage, site_settings: config.Settings) -> None:
    database.connect(site_settings.database_url)
    case_id = rows("SELECT min(id) FROM customer_case WHERE state = 'open'")[0][0]
    database.disconnect()
    page = open_page("analyst")
    page.goto("/cases?state=all")
    tab_to(page, "ol.contacts a")
    page.goto(f"/cases/{case_id}")
    tab_to(page, "#note")
    page.keyboard.type("Rang, nobody answered.")
    press(page, "form[action$='/notes'] button")
    assert "Rang, nobody answered." in page.inner_text("ol.steps")
    tab_to(page, "input[name=outcome]")
    page.keyboard.press("Space")
    press(page, "form[action$='/close'] button")
    assert "Closed" in page.inner_text("ol.steps")
