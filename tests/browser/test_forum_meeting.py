"""A forum on a phone: from the calendar over the agenda to decisions and minutes, with axe."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import check, check_looks

SMALLEST_TARGET = 44  # px: what a thumb hits


def test_a_forum_is_held_on_a_phone_without_script(open_page: OpenPage) -> None:
    page = open_page("executive", phone=True, script=False)
    page.goto("/forum")
    page.click(".next-meeting a")
    assert page.locator(".agenda > li").count() > 5

    # The meeting is today after all.
    page.click("summary:has-text('Change or cancel')")
    page.fill("#held_on", str(datetime.now(UTC).date()))
    page.click("button:has-text('Change it')")

    # An item of one's own comes first.
    page.click("summary:has-text('Add an item')")
    page.fill("#wording", "Who opens the hall")
    page.click("button:has-text('Add it')")
    last = page.locator(".agenda > li").last
    assert "Who opens the hall" in last.inner_text()
    n_items = page.locator(".agenda > li").count()
    last.locator("summary").click()
    last.locator("button:has-text('Up')").click()
    assert "Who opens the hall" in page.locator(".agenda > li").nth(n_items - 2).inner_text()

    # A decision with an option of the ask, tapped.
    item = page.locator(".agenda > li", has_text="Send the engineer with the part")
    button = item.locator("a.button-primary")
    box = button.bounding_box()
    assert box
    assert box["height"] >= SMALLEST_TARGET
    button.click()
    assert page.input_value("#owner") == "Marcus Ode"
    page.click("label:has-text('Ten common parts in every van')")
    page.fill("#dissent", "Paul Okoro: the vans are full.")
    page.click("button:has-text('Record it')")
    assert re.search(r"/forum/meetings/\d+#item-\d+$", page.url)
    item = page.locator(".agenda > li", has_text="Send the engineer with the part")
    assert "Ten common parts in every van" in item.inner_text()
    assert "the vans are full" in item.inner_text()

    # How an earlier one stands.
    promise = page.locator(".agenda > li", has_text="Overdue since").first
    promise.locator("a.button-primary").click()
    page.fill("#outcome", "£1,260 by now. Counted once more in the new year.")
    page.click("button:has-text('Keep this')")

    page.fill("#present", "Margaret Bell\nMarcus Ode")
    page.fill("#minutes", "The parts took most of the hour.")
    page.click("button:has-text('The meeting is over')")
    text = page.inner_text("main")
    assert "held" in text
    assert "The parts took most of the hour." in text
    assert text.count("Put off") >= n_items - 3

    # What was not reached waits on the next agenda.
    page.goto("/forum")
    page.click(".next-meeting a")
    assert "Who opens the hall" in page.inner_text("main")

    agent = open_page("agent", phone=True)
    agent.goto("/pulse/said")
    said = agent.inner_text("main")
    assert "Ten common parts in every van" in said
    assert "Counted once more in the new year." in said
    assert "the vans are full" not in said


def test_every_page_of_a_meeting_is_accessible(open_page: OpenPage) -> None:
    page = open_page("analyst")
    page.goto("/forum")
    for summary in page.locator("main summary").all():
        summary.click()
    check_looks(page, "the calendar")
    held = page.locator(".meetings a", has_text="Forum on").first.get_attribute("href") or ""
    planned = page.locator(".next-meeting a").get_attribute("href") or ""
    for address in (held, planned):
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        check_looks(page, address)
    page.locator("a.button-primary").first.click()
    check_looks(page, "how it stands")
    page.goto(planned)
    page.locator(".agenda > li", has_text="Ask,").first.locator("a.button-primary").click()
    check_looks(page, "a decision")
    page.click("button:has-text('Record it')")
    page.locator(".error-summary").wait_for()
    check_looks(page, "a decision that cannot be recorded")
    page.goto(planned)
    page.click("button:has-text('Keep the words')")
    leader = open_page("leader", phone=True)
    leader.goto(held)
    check(leader, "a leader's view")
