"""An agent answers by link in a real browser: claimed once, sent apart, nothing lost on the way."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from typing import Any

import pytest

from survey.privacy.credentials import receipt_code, spent_digest
from survey.store.database import rows
from tests.browser.by_link import GET, SEND, SENT, Count, Open, answered, claimed, kept
from tests.browser.conftest import DESK


def test_a_ballot_is_fetched_and_filled_in(open_browser: Open, link: str, counted: Count) -> None:
    page = open_browser()
    claimed(page, link)
    assert set(kept(page)) == {
        "wave", "block", "blockName", "modulus", "link", "message", "signature", "state",
    }  # fmt: skip
    message = urlsafe_b64decode(kept(page)["message"] + "==")
    page.fill("#ask_cost", "Fewer systems, please.")
    receipt = answered(page)
    assert receipt == receipt_code(spent_digest(message))
    assert page.text_content("h1") == "Thank you, your ballot is in"
    assert page.title().startswith("Thank you, your ballot is in")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert kept(page) == {"wave": "1", "block": "a", "blockName": "Team a", "state": "spent"}
    assert page.evaluate("sessionStorage.length") == 0
    assert counted() == (1, 1, 1)
    page.goto(link)
    page.wait_for_selector(SENT)
    assert not page.is_visible(GET)


def test_no_request_of_the_script_carries_a_cookie_or_both_link_and_ballot(
    open_browser: Open, address: str, link: str
) -> None:
    page = open_browser()
    page.context.add_cookies([{"name": "both_ends", "value": "made-up", "url": address}])
    sent = []
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108  a callable of Python
    claimed(page, link)
    answered(page)
    token = link.rpartition("/")[2]
    by_script = [one for one in sent if one.resource_type == "fetch"]
    assert [one.method for one in by_script] == ["GET", "POST", "POST"]
    for one in by_script:
        headers = one.all_headers()
        assert "cookie" not in headers
        assert "referer" not in headers
    assert token not in by_script[0].url
    ballot = by_script[-1]
    assert token not in ballot.url + (ballot.post_data or "")
    assert all("message=" not in (one.post_data or "") for one in sent if one is not ballot)


def test_the_same_request_is_repeated_where_the_reply_was_lost(
    open_browser: Open, link: str, counted: Count
) -> None:
    page = open_browser()
    page.goto(link)
    _lose_replies(page, "**/pulse/claim/**")
    page.click(GET)
    page.wait_for_selector("text=Nothing is spoilt")
    begun = kept(page)
    assert begun["state"] == "claiming"
    assert counted() == (1, 0, 0)
    page.unroute("**/pulse/claim/**")
    page.reload()
    page.click(GET)
    page.wait_for_selector(SEND)
    assert kept(page)["message"] == begun["message"]
    _lose_replies(page, "**/pulse/answer/**")
    page.check("#vigour-4", force=True)
    page.click(SEND)
    page.wait_for_selector("text=counted once")
    assert counted() == (1, 1, 1)
    page.unroute("**/pulse/answer/**")
    page.click(SEND)
    page.wait_for_selector("#receipt:visible")
    assert counted() == (1, 1, 1)


def _lose_replies(page: Any, addresses: str) -> None:
    """The server has done its part, and the connection breaks before the browser hears of it."""

    def lose(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(addresses, lose)


def test_answers_survive_a_reload_and_a_closed_tab_keeps_the_ballot(
    open_browser: Open, link: str
) -> None:
    page = open_browser()
    claimed(page, link)
    page.check("#vigour-4", force=True)
    page.fill("#ask_cost", "Fewer systems")
    page.reload()
    page.wait_for_selector(SEND)
    assert page.is_checked("#vigour-4")
    assert page.input_value("#ask_cost") == "Fewer systems"
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(link)
    again.click("text=Go to the questions")
    again.wait_for_selector(SEND)
    assert again.input_value("#ask_cost") == ""
    answered(again)


def test_two_tabs_claim_one_ballot_and_count_it_once(
    open_browser: Open, link: str, counted: Count
) -> None:
    one = open_browser()
    other = one.context.new_page()
    for page in (one, other):
        page.goto(link)
        page.wait_for_selector(GET)
    for page in (one, other):
        page.evaluate("document.getElementById('get').click()")
    # Either may be first; the other finds the ballot there.
    for page in (one, other):
        page.wait_for_selector("form:visible, a.button:has-text('Go to the questions'):visible")
    waiting = [page for page in (one, other) if page.is_visible("text=Go to the questions")]
    assert len(waiting) == 1
    assert not waiting[0].is_visible("text=Fetching your ballot")
    waiting[0].click("text=Go to the questions")
    for page in (one, other):
        page.wait_for_selector(SEND)
    assert counted() == (1, 0, 0)
    answered(one)
    other.check("#vigour-4", force=True)
    other.click(SEND)
    other.wait_for_selector(SENT)
    assert counted() == (1, 1, 1)


def test_without_storage_or_encryption_nothing_isclaimed(
    open_browser: Open, link: str, counted: Count
) -> None:
    off = "Object.defineProperty(window, '{}', {{ get() {{ {} }} }})"
    for script, words in (
        (off.format("localStorage", "throw new Error('off')"), "This browser keeps nothing"),
        ("Storage.prototype.setItem = () => { throw new Error('full') }", "keeps nothing"),
        (off.format("isSecureContext", "return false"), "must begin with https"),
    ):
        page = open_browser()
        page.add_init_script(script)
        page.goto(link)
        page.wait_for_selector(f"text={words}")
        assert not page.is_visible(GET)
    assert counted() == (0, 0, 0)


def test_without_script_the_page_names_the_card(open_browser: Open, link: str) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto(link)
    assert "for a ballot card" in page.inner_text("main")
    assert not page.is_visible(GET)
    page.goto("/pulse/answer/1/a")
    assert "for a ballot card" in page.inner_text("main")
    assert not page.is_visible(SEND)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"blocks": []}, "is not the one that the public page shows"),
        ({"modulus": "AQAB"}, "is not the one that the public page shows"),
        ({"fingerprint": "0000"}, "is not the one that the public page shows"),
        ({"mode": "cards"}, "is not the one that the public page shows"),
        ({"invited": 5}, "fewer people than promised"),
        ({"block_minimum": 50}, "fewer people than promised"),
    ],
)
def test_a_key_that_not_everybody_sees_is_refused(
    open_browser: Open, link: str, counted: Count, change: dict[str, Any], words: str
) -> None:
    page = open_browser()

    def forge(route: Any) -> None:
        assert "referer" not in route.request.all_headers()
        told = route.fetch().json()
        for name in ("blocks", "block_minimum"):
            told[name] = change.get(name, told[name])
        for block in told["blocks"]:
            block.update({k: v for k, v in change.items() if k not in told})
        route.fulfill(json=told)

    page.route("**/keys/*.json", forge)
    page.goto(link)
    page.click(GET)
    page.wait_for_selector(f"text={words}")
    assert kept(page) == {}
    assert counted() == (0, 0, 0)


def test_a_signature_under_another_key_is_refused(open_browser: Open, link: str) -> None:
    page = open_browser()
    page.route("**/pulse/claim/*", _with_another_signature)
    page.goto(link)
    page.click(GET)
    page.wait_for_selector("text=does not fit the key of your block")
    assert kept(page)["state"] == "claiming"
    page.unroute("**/pulse/claim/*")
    page.click(GET)
    page.wait_for_selector(SEND)


def _with_another_signature(route: Any) -> None:
    if route.request.method == "POST":
        route.fulfill(json={"signature": "AAAA" * 85 + "AA"})
    else:
        route.continue_()


def test_a_ballot_is_carried_to_another_device(
    open_browser: Open, link: str, counted: Count
) -> None:
    page, phone = open_browser(viewport=DESK), open_browser()
    claimed(page, link)
    page.click("text=Answer on another device")
    page.wait_for_selector("#carry svg")
    carried = page.input_value("#carry-link")
    seen = []
    phone.on("request", lambda request: seen.append(request))  # noqa: PLW0108  a callable of Python
    phone.goto(carried)
    phone.wait_for_selector(SEND)
    assert "#" not in phone.url
    assert phone.is_visible("text=brought here from another device")
    receipt = answered(phone)
    secret = carried.partition("#")[2]
    assert [one.method for one in seen if secret[:40] in (one.post_data or "")] == ["POST"]
    assert answered(page) == receipt
    assert counted() == (1, 1, 1)
    phone.goto("about:blank")
    phone.goto(carried)
    phone.wait_for_selector(SENT)
    assert phone.is_visible("text=so the one you brought was not kept")


def test_what_was_carried_halfway_or_to_a_device_in_use_is_not_taken(
    open_browser: Open, link: str, other_link: str
) -> None:
    page, other, third = open_browser(), open_browser(), open_browser()
    claimed(page, link)
    page.click("text=Answer on another device")
    carried = page.input_value("#carry-link")
    third.goto(carried[:-9])
    third.wait_for_selector("text=is not whole")
    third.goto(carried.replace("/1/a#", "/1/b#"))
    third.wait_for_selector("text=is not whole")
    assert kept(third) == {}
    claimed(other, other_link)
    own = kept(other)
    other.goto("about:blank")
    other.goto(carried)
    other.wait_for_selector("text=so the one you brought was not kept")
    assert kept(other) == own


def test_a_link_used_elsewhere_is_refused_and_a_device_can_be_cleared(
    open_browser: Open, link: str, other_link: str
) -> None:
    page, other = open_browser(), open_browser()
    claimed(page, link)
    other.goto(link)
    other.click(GET)
    other.wait_for_selector("text=This link cannot be used")
    assert kept(other) == {}
    page.goto(link)
    page.wait_for_selector("text=Your ballot is on this device")
    page.click("summary:visible:has-text('Forget on this device')")
    page.click("text=Forget it >> visible=true")
    page.wait_for_selector(GET)
    assert kept(page) == {}
    claimed(page, other_link)


@pytest.mark.parametrize(
    "reply", [{"status": 503}, {"status": 429}, {"status": 404, "body": "no"}, {"body": "{"}]
)
def test_what_is_no_refusal_of_ours_loses_neither_claim_nor_ballot(
    open_browser: Open, link: str, counted: Count, reply: dict[str, Any]
) -> None:
    page = open_browser()

    def answer_instead(route: Any) -> None:
        if route.request.method == "POST":
            route.fulfill(**reply)
        else:
            route.continue_()

    page.route("**/pulse/claim/**", answer_instead)
    page.goto(link)
    page.click(GET)
    page.wait_for_selector("text=This did not work just now")
    begun = kept(page)
    page.unroute("**/pulse/claim/**")
    page.click(GET)
    page.wait_for_selector(SEND)
    assert kept(page)["message"] == begun["message"]
    page.route("**/pulse/answer/**", answer_instead)
    page.check("#vigour-4", force=True)
    page.click(SEND)
    page.wait_for_selector("text=could not be kept just now")
    page.unroute("**/pulse/answer/**")
    page.click(SEND)
    page.wait_for_selector("#receipt:visible")
    assert counted() == (1, 1, 1)


def test_a_refused_ballot_leaves_the_words_on_the_page(open_browser: Open, link: str) -> None:
    page = open_browser()
    claimed(page, link)
    page.evaluate(
        "localStorage.setItem('both-ends-credential:1', localStorage.getItem("
        "'both-ends-credential:1').replace(/signature.:.[^\"]{4}/, 'signature\":\"AAAA'))"
    )
    page.fill("#ask_cost", "Fewer systems")
    page.click(SEND)
    page.wait_for_selector("text=This ballot cannot be taken")
    assert page.input_value("#ask_cost") == "Fewer systems"


def test_a_receipt_that_is_not_of_this_ballot_is_no_thanks(open_browser: Open, link: str) -> None:
    page = open_browser()
    claimed(page, link)
    page.route("**/pulse/answer/**", lambda route: route.fulfill(json={"receipt": "0" * 12}))
    page.check("#vigour-4", force=True)
    page.click(SEND)
    page.wait_for_selector("text=The reply does not fit your ballot")
    assert kept(page)["state"] == "ready"


def test_another_agents_begun_claim_is_left_alone(
    open_browser: Open, link: str, other_link: str
) -> None:
    page = open_browser()
    page.goto(link)
    _lose_replies(page, "**/pulse/claim/**")
    page.click(GET)
    page.wait_for_selector("text=Nothing is spoilt")
    begun = kept(page)
    page.unroute("**/pulse/claim/**")
    page.goto(other_link)
    page.wait_for_selector("text=A ballot that this link did not fetch")
    assert kept(page) == begun


def test_problems_are_shown_at_their_questions_and_the_first_is_reached(
    open_browser: Open, link: str
) -> None:
    page = open_browser()
    claimed(page, link)
    page.click(SEND)
    page.wait_for_selector("text=Nothing is answered yet")
    assert page.evaluate("document.activeElement.id") == "problems"
    page.fill("#ask_cost", "x" * 10_001)
    page.click(SEND)
    page.wait_for_selector("#ask_cost-error")
    assert "ask_cost-error" in page.get_attribute("#ask_cost", "aria-describedby").split()
    page.click("#problems a")
    assert page.evaluate("document.activeElement.id") == "ask_cost"
    page.fill("#ask_cost", "Shorter")
    answered(page)
    assert ("Shorter",) in rows("SELECT text FROM remark")
