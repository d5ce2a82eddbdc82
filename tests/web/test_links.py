"""A contact's link for whoever brings it: by the API, on a page, and the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from survey.operations import api_keys, links, stops, tokens
from survey.store.database import rows, run
from tests import bounces as reports
from tests.answers import Told, tell
from tests.asked import AWAKE, KEY, ask, states, survey
from tests.centre import Centre
from tests.pages import Client

ADDRESS = "/api/v1/invitations"
HEADERS = {"Authorization": "Bearer bothends_key-for-tests-that-is-long"}


@pytest.fixture
def keyed(client: Client) -> Client:
    api_keys.create_api_key("crm", secret="key-for-tests-that-is-long", now=datetime.now(UTC))
    return client


def post(client: Client, body: Any) -> TestResponse:
    return client.post(ADDRESS, json=body, headers=HEADERS)


def named(contact: int) -> dict[str, str]:
    source, external_id = rows("SELECT source, external_id FROM contact WHERE id = ?", (contact,))[
        0
    ]
    return {"source": source, "external_id": external_id}


def contact_of_today(centre: Centre) -> int:
    (contact,) = tell(centre, [Told("n1-01", datetime.now(UTC).date())])
    return contact


def test_the_centre_gets_the_link_and_delivers_it_itself(keyed: Client, centre: Centre) -> None:
    """chatwoot/chatwoot#12338, #10149: let me deliver the question myself."""
    contact = contact_of_today(centre)
    survey(AWAKE)
    replies = [post(keyed, named(contact)) for _ in range(2)]
    assert [one.status_code for one in replies] == [200, 200]
    told = replies[0].get_json()
    assert told == replies[1].get_json()
    assert told["link"] == f"http://localhost/c/{tokens.invitation_token(contact, secret_key=KEY)}"
    assert told["qr"].startswith("<svg xmlns=")
    assert datetime.fromisoformat(told["expires_at"]) > datetime.now(UTC)
    assert rows("SELECT count(*) FROM delivery") == [(0,)]
    path = told["link"].removeprefix("http://localhost")
    assert keyed.post(path, data={"csat": "5"}).status_code == 303
    assert post(keyed, named(contact)).get_json() == {"reason": "answered"}


def test_why_there_is_no_link_is_said(keyed: Client, centre: Centre) -> None:
    contact = contact_of_today(centre)
    assert post(keyed, named(contact)).get_json() == {"reason": "no_survey"}
    assert rows("SELECT count(*) FROM invitation") == [(0,)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"source": "crm", "external_id": "no such"}, 404),
        ({"source": "crm"}, 400),
        ({"source": "crm", "external_id": 7}, 400),
        ([], 400),
        ("x", 400),
        ({"source": "crm", "external_id": "1", "more": 1}, 400),
    ],
)
def test_what_names_no_contact_is_refused(keyed: Client, body: Any, status: int) -> None:
    reply = post(keyed, body)
    assert reply.status_code == status
    assert reply.get_json()["error"]["message"]


def test_bounces_come_by_the_api_as_well(keyed: Client) -> None:
    ask(1)
    run("UPDATE delivery SET state = 'sent', handed_over_at = 1")
    mark = tokens.delivery_mark(1, "message", secret_key=KEY)

    def send(raw: bytes, kind: str = "message/rfc822") -> TestResponse:
        return keyed.post("/api/v1/bounces", data=raw, content_type=kind, headers=HEADERS)

    assert send(reports.holiday(mark)).get_json()["accepted"] == 0
    assert send(reports.report(mark)).get_json()["accepted"] == 1
    assert send(reports.report(mark), "text/plain").status_code == 415
    assert states() == ["bounced"]
    assert stops.is_stopped("c0@example.org")


def test_a_leader_shows_a_link_of_their_own_unit_only(
    signed_in: Callable[[str], Client], centre: Centre
) -> None:
    ours, theirs = tell(centre, [Told("n1-01", date(2026, 3, 9)), Told("s1-01", date(2026, 3, 9))])
    leader = signed_in("leader")
    path = f"/contacts/{ours}/link"
    before = leader.get(path)
    assert "no link that can be shown" in before.text
    assert rows("SELECT count(*) FROM invitation") == [(0,)]
    assert leader.submit(path).location == path
    link = f"http://localhost/c/{tokens.invitation_token(ours, secret_key=KEY)}"
    assert link in leader.get(path).text
    assert 'class="qr"' in leader.get(path).text
    assert leader.get(f"/contacts/{theirs}/link").status_code == 404
    assert leader.get("/contacts/999999999999/link").status_code == 404
    assert path in leader.get(f"/contacts/{ours}").text
    assert path not in signed_in("executive").get(f"/contacts/{ours}").text


def test_a_link_that_was_sent_to_the_customer_is_shown_to_nobody_else(
    signed_in: Callable[[str], Client], centre: Centre
) -> None:
    contact = contact_of_today(centre)
    links.make_link(contact, now=datetime.now(UTC), secret_key=KEY)
    address = f"/contacts/{contact}/link"
    token = tokens.invitation_token(contact, secret_key=KEY)
    assert token in signed_in("leader").get(address).get_data(as_text=True)
    run("UPDATE invitation SET via = 'mail'")
    page = signed_in("leader").get(address).get_data(as_text=True)
    assert token not in page
    assert "was written to" in page
