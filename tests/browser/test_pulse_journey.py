"""A pulse by link, once and whole: mailed, claimed on the desk, answered on the phone, closed,
checked with the receipt, read by a leader, and audited."""

from __future__ import annotations

import json
import re
import secrets
import urllib.request
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from survey.blind_signatures import client
from survey.instruments.pulse import PULSE
from survey.operations import people
from survey.store import database
from tests import centre as small_centre
from tests import links as by_link
from tests.browser.by_link import GET, SEND
from tests.browser.conftest import DESK, PHONE
from tests.browser.running import Centre, served, signed_in
from tests.browser.test_accessibility import check_looks
from tests.browser.test_keyboard import press, tab_to

LEADER = "bea@example.org"
# How many of each team answer; of Orders too few for any figure.
ANSWERED = {"n1": 10, "n2": 3, "s1": 9, "s2": 8}
RECEIPT = "#receipt:visible"


class Said:
    """What a page's console said; what the test breaks on purpose is forgiven."""

    def __init__(self, page: Any) -> None:
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.wrong.append(said.text)


@pytest.fixture
def running(sqlite_url: str, tmp_path: Path) -> Iterator[Centre]:
    database.connect(sqlite_url)
    small_centre.build()
    by_link.give_addresses()
    people.add_user(LEADER, "Bea", role="leader", leader="l-n1")
    database.disconnect()
    with served(sqlite_url, tmp_path) as centre:
        yield centre


@pytest.fixture
def letters(running: Centre) -> dict[str, list[str]]:
    """The links in the letters of a wave just opened, by team; the first is that of n1-01."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    said = running.flask(
        *("open-wave", "--name", "Autumn pulse", "--closes-on", today, "--mode", "link"),
        *("--help-contact", "Sam Ortiz, 555 0100"),
    )
    assert "40 letters with links wait for flask work" in said
    running.work()
    assert len(running.inbox.messages) == 40
    found: dict[str, list[str]] = {}
    for letter in sorted(running.inbox.messages, key=lambda one: str(one["To"])):
        text = letter.get_body(("plain",))
        assert text is not None
        (link,) = re.findall(r"http\S+/pulse/claim/\S+", text.get_content())
        # Gus is the user of n1-01.
        team = "n1" if letter["To"] == "gus@example.org" else str(letter["To"])[:2]
        found.setdefault(team, []).insert(0 if letter["To"] == "gus@example.org" else 99, link)
    sizes = {str(len(str(letter))) for letter in running.inbox.messages}
    assert len(sizes) <= 2, "letters differ by their addresses only"
    return found


def test_a_pulse_by_link_from_the_letter_to_the_leaders_page(
    running: Centre, letters: dict[str, list[str]], browser: Any
) -> None:
    carried = _claim_on_the_desk(running, browser, letters["n1"].pop(0))
    receipts = {"n1": [_answer_on_the_phone(running, browser, carried)]}
    receipts["n1"].append(_answer_by_keyboard(running, browser, letters["n1"].pop(0)))
    for team, n in ANSWERED.items():
        n_left = n - len(receipts.setdefault(team, []))
        receipts[team] += [
            _answer_as_a_program(running.address, link, number)
            for number, link in enumerate(letters[team][:n_left])
        ]
    assert "Nothing about answers is shown" in _check_page(running, browser)

    running.flask("close-wave", "--wave", "1")

    _find_receipts(running, browser, receipts)
    _read_as_leader(signed_in(browser, running, LEADER))
    _read_as_agent(signed_in(browser, running, "gus@example.org"))
    assert "BROKEN" not in running.flask("audit-anonymity")
    assert running.ask("SELECT count(*) FROM claim") == [(0,)]
    assert running.ask("SELECT count(*) FROM sealed_key") == [(0,)]


def _claim_on_the_desk(centre: Centre, browser: Any, link: str) -> str:
    """The link that carries the credential of an agent who is signed in; no cookie went along."""
    page = signed_in(browser, centre, "gus@example.org")
    said = Said(page)
    sent: list[Any] = []
    page.on("request", lambda one: sent.append(one) if one.resource_type == "fetch" else None)
    page.goto(link)
    page.wait_for_selector(GET)
    check_looks(page, "claim")
    page.set_viewport_size(DESK)
    page.click(GET)
    page.wait_for_url("**/pulse/answer/**")
    page.goto(link)
    page.click("text=Answer on another device")
    page.locator("#carry svg[role=img]").wait_for()
    check_looks(page, "claimed, with the mark for another device")
    carried: str = page.input_value("#carry-link")
    assert 450 < len(carried) < 600
    assert said.wrong == []
    assert [one.method for one in sent] == ["GET", "POST"]
    assert not [one.url for one in sent if "cookie" in one.all_headers()]
    page.context.close()
    return carried


def _answer_on_the_phone(centre: Centre, browser: Any, carried: str) -> str:
    """The receipt, after a name was hinted at and the connection was lost once."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    said = Said(page)
    page.goto(carried)
    page.wait_for_selector(SEND)
    page.fill("#ask_people", "Anna Kaur was alone on Monday morning.")
    page.wait_for_selector("#ask_people-telling >> text=Names can tell who wrote this")
    assert page.locator(".hinted mark").all_inner_texts() == ["Anna Kaur", "on Monday morning"]
    check_looks(page, "the ballot, with hints")
    page.set_viewport_size(PHONE)
    page.fill("#ask_people", "Two people on early mornings.")
    page.locator("#ask_people").blur()
    assert page.locator("#ask_people-telling").inner_text() == ""
    page.check("#vigour-4", force=True)
    assert said.wrong == []

    def lose(route: Any) -> None:
        """The server has kept the ballot; its reply never arrives."""
        if route.request.method == "POST":
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/pulse/answer/**", lose)
    page.click(SEND)
    page.wait_for_selector("text=counted once")
    check_looks(page, "the connection was lost")
    page.unroute("**/pulse/answer/**")
    said.wrong = [one for one in said.wrong if "ERR_CONNECTION_RESET" not in one]
    page.click(SEND)
    page.wait_for_selector(RECEIPT)
    check_looks(page, "the receipt")
    assert said.wrong == []
    assert not context.cookies()
    receipt: str = page.text_content("#receipt")
    context.close()
    return receipt


def _answer_by_keyboard(centre: Centre, browser: Any, link: str) -> str:
    """The receipt of an agent at the desk who uses no mouse."""
    page = browser.new_context(viewport=DESK).new_page()
    said = Said(page)
    page.goto(link)
    page.wait_for_selector(GET)
    press(page, "#get")
    page.wait_for_selector(SEND)
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    tab_to(page, "#ask_cost")
    page.keyboard.type("One tool instead of three.")
    tab_to(page, "form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector(RECEIPT)
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert said.wrong == []
    receipt: str = page.text_content("#receipt")
    page.context.close()
    return receipt


def _answer_as_a_program(address: str, link: str, number: int) -> str:
    """The receipt of one more agent, whose browser need not be drawn."""
    keys = json.loads(_reply(f"{address}/pulse/check/1/keys.json"))
    moduli = {one["code"]: one["modulus"] for one in keys["blocks"]}
    (code,) = set(re.findall(r'data-block="([^"]+)"', _reply(link)))
    modulus, message = _bytes(moduli[code]), client.draw_message(secrets.token_bytes)
    blinding = client.blind(modulus, message, randomness=secrets.token_bytes)
    body = json.dumps({"blinded": _text(blinding.blinded)}).encode()
    signed = json.loads(_reply(link, body, "application/json"))["signature"]
    signature = client.finish(modulus, message, _bytes(signed), blinding.inverse)
    answers = {item.code: 1 + (number + place) % 5 for place, item in enumerate(_items())}
    form = answers | {
        "ask_cost": f"Fewer systems, please: {number}.",
        "message": _text(message),
        "signature": _text(signature),
    }
    page = f"{address}/pulse/answer/1/{quote(code, safe='')}"
    reply = _reply(page, urlencode(form).encode(), "application/x-www-form-urlencoded")
    receipt: str = json.loads(reply)["receipt"]
    return receipt


def _items() -> Sequence[Any]:
    return [one for one in PULSE.scale_items if one.scale is not None and one.scale.high == 5]


def _reply(address: str, body: bytes | None = None, kind: str = "") -> str:
    request = urllib.request.Request(address, body, {"Content-Type": kind} if kind else {})
    with urllib.request.urlopen(request, timeout=20) as reply:
        text: str = reply.read().decode()
        return text


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _check_page(centre: Centre, browser: Any) -> str:
    """What everybody reads about the wave while it is open."""
    page = browser.new_context(viewport=DESK).new_page()
    said = Said(page)
    page.goto(f"{centre.address}/pulse/check/1")
    check_looks(page, "the check page of an open wave")
    words: str = page.inner_text("main")
    assert said.wrong == []
    assert not page.context.cookies()
    page.context.close()
    return words


def _find_receipts(centre: Centre, browser: Any, receipts: dict[str, list[str]]) -> None:
    """Each receipt is listed once, in its block, with as many as ballots were counted there."""
    page = browser.new_context(viewport=PHONE).new_page()
    said = Said(page)
    page.goto(f"{centre.address}/pulse/check/1")
    page.fill("#receipt", receipts["n1"][0].lower())
    assert page.inner_text("#found") == "Counted, in the block Billing."
    check_looks(page, "a receipt looked up")
    page.fill("#receipt", "000000000000")
    assert "Not in the lists" in page.inner_text("#found")
    page.fill("#receipt", "")
    listed = page.locator(".receipts li").all_inner_texts()
    assert listed.count(receipts["n1"][0]) == 1
    assert sorted(listed) == sorted(one for team in receipts.values() for one in team)
    words = " ".join(page.inner_text("main").split())
    n = ANSWERED["n1"]
    assert f"10 invited, answering by link. {n} credentials were issued, {n} ballots" in words
    assert said.wrong == []
    page.context.close()


def _read_as_leader(page: Any) -> None:
    """A leader of Billing sees Billing and the centre, and nothing that is not theirs."""
    said = Said(page)
    page.goto("/pulse/waves/1")
    words = page.inner_text("main")
    assert "Billing" in words
    assert "Technical help" not in words
    check_looks(page, "the wave, as its leader sees it")
    assert said.wrong == []
    page.context.close()


def _read_as_agent(page: Any) -> None:
    """An agent sees what the wave said, what came of it, and what is stored."""
    said = Said(page)
    for path in ("/pulse/waves/1", "/pulse/said", "/my-data"):
        page.goto(path)
        check_looks(page, path)
    assert said.wrong == []
    page.context.close()
