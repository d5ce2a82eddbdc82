"""What people do, with the keyboard and without script."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from survey import config
from survey.demo import install
from survey.store import database
from tests.browser.conftest import OpenPage


@pytest.fixture
def handles(site_settings: config.Settings) -> install.UsableHandles:
    database.connect(site_settings.database_url)
    now = datetime.now(UTC)
    today = now.astimezone(site_settings.timezone).date()
    found = install.usable_handles(site_settings.data_folder, now=now, today=today)
    database.disconnect()
    return found


def test_a_customer_answers_on_a_phone_without_script(
    open_page: OpenPage, handles: install.UsableHandles
) -> None:
    page = open_page(phone=True, script=False)
    page.goto(f"{handles.customer_path}?score=2")
    assert page.locator("input[type=radio]:checked").get_attribute("value") == "2"
    page.locator("input[type=radio][value='5']").check()
    page.fill("textarea", "Sorted out in one go.")
    page.click("main button")
    assert page.url.endswith("/thanks")
    page.goto(handles.customer_path or "")
    assert page.locator("input[type=radio]").count() == 0


def test_a_customer_answers_with_the_keyboard_alone(
    open_page: OpenPage, handles: install.UsableHandles
) -> None:
    page = open_page()
    page.goto(handles.customer_path or "")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "radio":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Fine.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks")
    page.goto(handles.customer_path or "")
    assert page.locator("input[type=radio]").count() == 0, "the answer was not kept"


def test_an_agent_answers_with_a_ballot_card_without_script(
    open_page: OpenPage, handles: install.UsableHandles
) -> None:
    page = open_page(phone=True, script=False)
    page.goto("/pulse/ballot")
    page.fill("input[type=text]", handles.ballot_code or "")
    page.click("main button")
    page.locator("input[type=radio]").first.check(force=True)
    page.locator("textarea").first.fill("A quiet room.")
    page.click("main button")
    assert page.url.endswith("/pulse/thanks")
    assert "your ballot is in" in page.inner_text("main")
    assert not page.context.cookies()
    page.goto(f"/pulse/ballot/{handles.ballot_code}")
    assert page.locator("input[type=radio]").count() == 0


def test_one_click_leads_from_a_number_to_its_contacts(open_page: OpenPage) -> None:
    page = open_page("executive", phone=True)
    page.goto("/overview")
    page.locator("main a[href*='/contacts?']").first.click()
    assert page.locator("h1").inner_text()
    assert "/contacts" in page.url


def test_a_leader_sees_their_own_teams_only(open_page: OpenPage) -> None:
    page = open_page("leader")
    page.goto("/overview")
    text = page.inner_text("main")
    assert "Billing" in text
    assert "Orders A" not in text
    response = page.goto("/linkage")
    assert response is not None
    assert response.status == 403
