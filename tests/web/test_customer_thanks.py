"""What a customer is told once the answer has arrived."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from survey.render import languages
from survey.render.languages import LANGUAGES
from survey.store.database import run
from tests import invited
from tests.every_kind import invite
from tests.pages import Client, Page

WISH = "We know that you would like to be contacted. Somebody will get in touch with you."
STILL = "If you still need help, please contact us the way you did before."


@pytest.fixture
def link(app: Flask) -> str:
    """The address of an invitation to answer questions of every kind."""
    return f"/c/{invite(invited.add_contacts(1)[0], now=datetime.now(UTC))}"


def test_who_wishes_to_be_contacted_is_told_that_somebody_will(client: Client, link: str) -> None:
    client.post(link, data={"csat": "2"})
    page = Page(client.get(f"{link}/thanks").text)
    assert (WISH in page.text, STILL in page.text) == (False, True)
    client.post(f"{link}/change", data={"csat": "2", "call_back": "1"})
    page = Page(client.get(f"{link}/thanks").text)
    assert (WISH in page.text, STILL in page.text) == (True, False)


def test_a_changed_answer_is_thanked_for_as_changed(client: Client, link: str) -> None:
    client.post(link, data={"csat": "2"})
    assert Page(client.get(f"{link}/thanks").text).headings == [
        "Thank you, your answer has arrived"
    ]
    client.post(f"{link}/change", data={"csat": "4"})
    assert Page(client.get(f"{link}/thanks").text).headings == [
        "Thank you, your changed answer has arrived"
    ]


@pytest.mark.parametrize(
    ("own", "zone", "name"),
    [
        (None, "UTC", "Coordinated Universal Time"),
        ("Asia/Kolkata", "Asia/Kolkata", "GMT+05:30"),
        ("Nowhere/AtAll", "UTC", "Coordinated Universal Time"),
    ],
)
def test_the_time_to_change_is_told_by_the_customer_s_clock_and_names_it(
    client: Client, link: str, own: str | None, zone: str, name: str
) -> None:
    run("INSERT INTO contact_identity (contact_id, timezone) SELECT id, ? FROM contact", (own,))
    client.post(link, data={"csat": "2"})
    run("UPDATE response SET received_at = received_at / 3600 * 3600")
    text = Page(client.get(f"{link}/thanks").text).text
    until = f"{text.partition('until ')[2].partition(')')[0]})"
    assert until.endswith(f"({name})")
    minutes = "30" if zone == "Asia/Kolkata" else "00"
    assert f":{minutes} (" in until


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_a_zone_has_a_name_in_every_language(code: str) -> None:
    at = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
    told = languages.moment_and_zone(code, at, ZoneInfo("Europe/Berlin"))
    assert told.startswith(languages.moment(code, at, ZoneInfo("Europe/Berlin")))
    assert told.endswith(")")
    assert languages.pick_language(["xx", code, "en"]) == code
