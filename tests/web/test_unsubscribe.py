"""Unsubscribing: opening the page changes nothing, one press does, and it can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import stops, tokens
from survey.store.database import rows, run
from tests import invited
from tests.asked import KEY, ask, states
from tests.pages import Client, Page

ADDRESS = "c0@example.org"


@pytest.fixture
def path(client: Client) -> str:
    ask(1)
    return f"/u/{tokens.delivery_mark(1, 'unsubscribe', secret_key=KEY)}"


def test_scanners_that_open_the_page_change_nothing(client: Client, path: str) -> None:
    for method in ("GET", "HEAD", "GET"):
        assert client.open(path, method=method).status_code == 200
    assert not stops.is_stopped(ADDRESS)


def test_the_button_stops_our_messages_and_another_undoes_it(client: Client, path: str) -> None:
    assert client.submit(path).location == path
    assert stops.is_stopped(ADDRESS)
    assert states() == ["stopped"]
    assert rows("SELECT kind, origin FROM address_stop") == [("opted_out", "page")]
    assert "We will not ask you again" in client.get(path).text
    assert client.submit(path, f"{path}/undo").location == path
    assert client.post(f"{path}/undo").status_code == 303
    assert not stops.is_stopped(ADDRESS)


def test_a_mail_program_stops_them_in_one_click(client: Client, path: str) -> None:
    for _ in range(2):
        reply = client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert reply.status_code == 200
        assert "Set-Cookie" not in reply.headers
    assert rows("SELECT kind, origin FROM address_stop") == [("opted_out", "one_click")]


def test_the_page_speaks_the_language_of_the_message(client: Client, path: str) -> None:
    run("UPDATE invitation SET language = 'ar'")
    run("UPDATE contact_identity SET language = NULL")
    page = Page(client.get(path).text)
    assert page.language == "ar"


@pytest.mark.parametrize(("own", "spoken"), [("pl", "pl"), ("pt-BR", "pt"), ("nl", "en")])
def test_the_page_speaks_the_customer_s_language_though_the_survey_does_not(
    client: Client, path: str, own: str, spoken: str
) -> None:
    run("UPDATE contact_identity SET language = ?", (own,))
    assert Page(client.get(path).text).language == spoken
    client.submit(path)
    assert Page(client.get(path).text).language == spoken


@pytest.mark.parametrize("wrong", ["x", "1-" + "a" * 24, "0-", "99999999999-" + "a" * 24])
def test_a_mark_that_was_not_made_here_stops_nobody(client: Client, path: str, wrong: str) -> None:
    assert client.get(f"/u/{wrong}").status_code == 404
    assert client.post(f"/u/{wrong}").status_code == 404
    assert rows("SELECT * FROM address_stop") == []


def test_the_mark_in_a_bounce_address_opens_no_page(client: Client, path: str) -> None:
    other = tokens.delivery_mark(1, "message", secret_key=KEY)
    assert client.get(f"/u/{other}").status_code == 404


@pytest.mark.parametrize("via", ["mail", "sms"])
def test_the_answer_page_leads_there_from_its_foot_and_from_the_thanks(
    client: Client, via: str
) -> None:
    """A short message has no room for the way out; the page it leads to has."""
    (contact,) = ask(1, via=via, language="de", now=datetime.now(UTC))
    link = f"/c/{tokens.invitation_token(contact, secret_key=KEY)}"
    out = f"/u/{tokens.delivery_mark(1, 'unsubscribe', secret_key=KEY)}"
    asked = client.get(link).text
    assert out in Page(asked).links
    assert client.post(link, data={"csat": "4"}).status_code == 303
    assert out in Page(client.get(f"{link}/thanks").text).links
    client.submit(out)
    assert stops.is_stopped("+4930000000" if via == "sms" else ADDRESS)


def test_the_way_out_speaks_the_language_of_the_page(client: Client) -> None:
    german = replace(AFTER_CONTACT, translations={"de": {"items.csat.text": "Wie war es?"}})
    now = datetime.now(UTC)
    (contact,) = ask(1, via="sms", language="de", instrument=german, now=now)
    link = f"/c/{tokens.invitation_token(contact, secret_key=KEY)}"
    assert "Ich möchte nicht mehr gefragt werden" in client.get(link).text


def test_where_we_sent_nothing_there_is_no_way_out_to_offer(client: Client) -> None:
    (contact,) = invited.add_contacts(1)
    token = invited.invite(contact, now=datetime.now(UTC))
    assert not any("/u/" in link for link in Page(client.get(f"/c/{token}").text).links)


def test_who_was_erased_is_told_so(client: Client, path: str) -> None:
    run("DELETE FROM contact_identity")
    assert "We have no address of yours any more" in client.get(path).text
    assert client.post(path).status_code == 303
