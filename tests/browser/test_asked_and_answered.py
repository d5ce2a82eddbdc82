"""The whole way once: a contact comes in, its customer is asked, is unhappy, and is won back."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from survey.instruments.ready import READY
from survey.intake.rules import Rules
from survey.operations import api_keys, people
from survey.store import database
from tests import centre as small_centre
from tests.browser.conftest import PHONE
from tests.browser.running import Centre, served, signed_in
from tests.surveys import make_live_survey

AT_ONCE = Rules(
    channels=("phone",), delay_minutes=0, quiet_from="00:00", quiet_until="00:00", reminder_days=0
)
SCANNER = {"User-Agent": "Mozilla/5.0 (compatible; MailScanner/7.2; link check)"}
LEADER = "bea@example.org"


@pytest.fixture
def running(sqlite_url: str, tmp_path: Path) -> Iterator[Centre]:
    database.connect(sqlite_url)
    small_centre.build()
    people.add_user(LEADER, "Bea", role="leader", leader="l-n1")
    make_live_survey("phone", READY[0].instrument, AT_ONCE, now=datetime.now(UTC))
    key = api_keys.create_api_key("telephony", secret="s" * 43, now=datetime.now(UTC))
    database.disconnect()
    with served(sqlite_url, tmp_path, key=key) as centre:
        yield centre


def _send_contact(centre: Centre, external_id: str, **customer: str) -> None:
    closed_at = datetime.now(UTC) - timedelta(minutes=5)
    contact = {
        "source": "telephony",
        "external_id": external_id,
        "queue": "Billing",
        "channel": "phone",
        "agent": "n1-01",
        "team": "n1",
        "closed_at": closed_at.isoformat(timespec="seconds"),
        "handle_seconds": 300,
        **({"customer": customer} if customer else {}),
    }
    request = urllib.request.Request(
        f"{centre.address}/api/v1/contacts",
        json.dumps(contact).encode(),
        {"Authorization": f"Bearer {centre.key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        assert json.load(reply)["accepted"] == 1


def _links(letter: EmailMessage) -> list[str]:
    html = letter.get_body(("html",))
    text = letter.get_body(("plain",))
    assert html is not None
    assert text is not None
    found = [unescape(one) for one in re.findall(r'href="([^"]+)"', html.get_content())]
    found += re.findall(r"https?://\S+", text.get_content())
    found += re.findall(r"<(https?://[^>]+)>", letter["List-Unsubscribe"])
    return sorted(set(found))


def _open_all(links: list[str]) -> None:
    """What a mail scanner does: HEAD and GET of every address in the letter."""
    for link in links:
        for method in ("HEAD", "GET"):
            request = urllib.request.Request(link, headers=SCANNER, method=method)
            with urllib.request.urlopen(request, timeout=10) as reply:
                assert reply.status == 200, link


def _answer_unhappily(browser: Any, link: str) -> None:
    """A 1 from a phone, in Arabic, with a wish to be contacted."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(link)
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    assert page.locator("input[name=csat]:checked").get_attribute("value") == "1"
    lowest, highest = (_place(page, value) for value in (1, 5))
    assert (lowest["y"], -lowest["x"]) < (highest["y"], -highest["x"]), "the scale is turned round"
    page.locator("textarea[name=comment]").fill("انتظرت أربعين دقيقة ثم انقطع الخط.")
    page.locator("input[name=call_back]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/thanks")
    assert not context.cookies()
    context.close()


def _place(page: Any, value: int) -> Any:
    """Where the word for one point of the scale stands."""
    identity = page.locator(f"input[name=csat][value='{value}']").get_attribute("id")
    return page.locator(f"label[for='{identity}']").bounding_box()


def _work_case(page: Any) -> None:
    """Note, answer and close the one open case."""
    page.goto("/cases")
    page.locator("ol.contacts a").first.click()
    assert "انتظرت" in page.inner_text("main")
    page.fill("#note", "Rang, nobody answered. Writing instead.")
    page.click("text=Add the note")
    page.fill("#reply", "We are sorry. The line was mended today.")
    page.click("text=Send the answer")
    page.locator("input[name=outcome][value=recovered]").check(force=True)
    page.click("button:has-text('Close the case')")
    assert "Closed" in page.inner_text("main")


def _counts(page: Any, today: str) -> dict[str, int]:
    """The number at every stage of the funnel, by its name."""
    page.goto(f"/surveys/funnel?from={today}&to={today}")
    told = page.locator("figure svg desc").first.text_content()
    return {name: int(n) for name, n in re.findall(r"([A-Z][A-Za-z ]+): ([0-9]+) of 3", told)}


def test_a_contact_becomes_a_question_a_case_and_a_line_of_the_funnel(
    running: Centre, browser: Any
) -> None:
    """freescout-help-desk/freescout#1743, odoo/odoo#187373: what scanners open counts for nothing;
    chatwoot/chatwoot#8114: whoever was unhappy is won back."""
    _send_contact(running, "T-1", email="huda@customers.example", language="ar")
    _send_contact(running, "T-2", email="ann@customers.example", language="en")
    _send_contact(running, "T-3")
    running.work()
    assert sorted(running.inbox.recipients) == ["ann@customers.example", "huda@customers.example"]
    links = _links(running.letter_to("huda@customers.example"))

    _open_all(links)
    assert running.ask("SELECT count(*) FROM response") == [(0,)]
    assert running.ask("SELECT count(*) FROM invitation WHERE opened_at IS NOT NULL") == [(0,)]
    assert running.ask("SELECT count(*) FROM address_stop") == [(0,)]

    _answer_unhappily(browser, next(link for link in links if "score=1" in link))
    assert running.ask("SELECT value FROM answer WHERE item = 'csat'") == [(1,)]

    running.work()
    alert = running.letter_to(LEADER)
    assert "انتظرت" not in str(alert), "the alert carries a link, not the customer's words"
    _work_case(signed_in(browser, running, LEADER))
    running.work()
    answered = running.letter_to("huda@customers.example")
    body = answered.get_body(("plain",))
    assert body is not None
    assert "The line was mended today." in body.get_content()
    assert running.ask("SELECT state, outcome FROM customer_case") == [("closed", "recovered")]

    analyst = signed_in(browser, running, "ana@example.org")
    counts = _counts(analyst, f"{datetime.now(UTC):%Y-%m-%d}")
    assert counts == {
        "Contacts": 3,
        "Eligible": 3,
        "In the sample": 3,
        "Invited": 2,
        "Sent by mail or SMS": 2,
        "Delivered": 2,
        "Opened by a person": 1,
        "Answered": 1,
    }
