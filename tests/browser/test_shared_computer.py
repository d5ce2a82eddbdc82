"""Two agents at one computer, one after the other: neither sees the other's receipt or ballot."""

from __future__ import annotations

from tests.browser.by_link import GET, SEND, SENT, Count, Open, answered, claimed, kept


def test_the_next_agent_at_a_shared_computer_sees_no_receipt_and_gets_a_ballot(
    open_browser: Open, link: str, other_link: str, counted: Count
) -> None:
    page = open_browser()
    claimed(page, link)
    receipt = answered(page)
    for address in (other_link, link, "/pulse/answer/1/a"):
        page.goto(address)
        page.wait_for_selector(SENT)
        assert receipt not in page.content()
        assert receipt not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    page.goto(other_link)
    page.click("text=Forget it and use my own link")
    page.click(GET)
    page.wait_for_selector(SEND)
    assert answered(page) != receipt
    assert counted() == (2, 2, 2)


def test_the_next_agent_is_not_offered_a_ballot_that_waits_for_another(
    open_browser: Open, link: str, other_link: str
) -> None:
    page = open_browser()
    claimed(page, link)
    waiting = kept(page)
    page.goto(other_link)
    page.wait_for_selector("text=A ballot that this link did not fetch")
    assert not page.is_visible("text=Go to the questions")
    assert not page.is_visible("text=Answer on another device")
    page.click("text=Get my own ballot here")
    page.wait_for_selector("text=was not sent yet")
    assert kept(page) == waiting
    page.goto(link)
    page.wait_for_selector("text=Your ballot is on this device")
    page.goto(other_link)
    page.click("text=Get my own ballot here")
    page.click("text=Forget the other ballot")
    page.click(GET)
    page.wait_for_selector(SEND)
    assert kept(page)["message"] != waiting["message"]
