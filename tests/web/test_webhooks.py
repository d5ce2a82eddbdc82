"""The administrator's pages about webhooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from survey import webhook
from survey.operations import webhook_settings, webhooks
from survey.store import webhook_messages
from survey.store.database import rows
from tests.operations.cases import unhappy
from tests.pages import Client

PATH = "/administration/webhooks"
SignedIn = Callable[[str], Client]


def add(client: Client, url: str = "https://crm.example.org/hooks", **values: object) -> str:
    """The address of a webhook just added."""
    typed = {"name": "CRM", "url": url, "event": ["case.opened", "response.recorded"]} | values
    reply = client.submit(PATH, **typed)
    assert reply.status_code == 303
    return reply.location


def test_a_webhook_is_added_tried_stopped_started_and_deleted(signed_in: SignedIn) -> None:
    admin = signed_in("administrator")
    assert "No other system is told of anything." in admin.get(PATH).text
    one = add(admin)
    page = admin.get(one).text
    assert webhook_messages.webhook(1) is not None
    assert "whsec_" in page
    assert "inside your network" not in page
    refused = admin.submit(one, f"{one}/test")
    assert (refused.status_code, "has happened yet" in refused.text) == (409, True)
    (contact,) = unhappy.customers("c-1")
    unhappy.answer(contact, 1)
    assert admin.submit(one, f"{one}/test").status_code == 303
    page = admin.get(one).text
    assert "Waits to be sent" in page
    assert "no attempt yet" in page
    assert admin.submit(one, f"{one}/stop").status_code == 303
    assert "Not sent: stopped" in admin.get(one).text
    assert "stopped" in admin.get(PATH).text
    assert admin.submit(one, f"{one}/start").status_code == 303
    assert "Its log goes with it" in admin.get(f"{one}/delete").text
    assert admin.get(one).status_code == 200
    assert admin.submit(f"{one}/delete").status_code == 303
    assert admin.get(one).status_code == 404


def test_the_log_shows_every_outcome_and_what_was_given_up_is_sent_again(
    signed_in: SignedIn,
) -> None:
    admin = signed_in("administrator")
    one = add(admin)
    (contact,) = unhappy.customers("c-1")
    response = unhappy.answer(contact, 5)
    now = datetime.now(UTC)
    webhooks.publish("response.recorded", {"response_id": response}, now=now)
    ((message_id,),) = rows("SELECT id FROM webhook_message")
    message = webhook_messages.waiting(message_id)
    assert message is not None
    outcome = webhook.Outcome(503, "It did not take the message.")
    webhooks.keep_attempt(message, outcome, is_last=False, now=now)
    page = admin.get(one).text
    assert "Tried again later" in page
    assert "503: It did not take the message." in page
    assert "1 attempt, last" in page
    webhooks.keep_attempt(message, outcome, is_last=True, now=now)
    assert "Given up" in admin.get(one).text
    again = admin.submit(one, f"{one}/messages/{message_id}/again")
    assert again.status_code == 303
    webhooks.keep_attempt(message, webhook.Outcome(200, "Taken."), is_last=False, now=now)
    page = admin.get(one).text
    assert "3 attempts" in page
    assert "Given up" not in page


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(signed_in: SignedIn) -> None:
    admin = signed_in("administrator")
    reply = admin.submit(PATH, name="", url="ftp://crm.example.org")
    assert reply.status_code == 422
    assert "ftp://crm.example.org" in reply.text
    for field in ("name", "url", "event"):
        assert f'href="#{field}"' in reply.text
    add(admin)
    twice = admin.submit(PATH, name="CRM", url="https://x.example.org", event="case.closed")
    assert (twice.status_code, "has this name" in twice.text) == (422, True)
    assert 'value="case.closed" checked' in twice.text


def test_addresses_inside_or_in_the_clear_are_warned_about(signed_in: SignedIn) -> None:
    admin = signed_in("administrator")
    inside = add(admin, "http://10.1.2.3:8080/x")
    plain = add(admin, "http://crm.example.org/x", name="Plain")
    assert "inside your network" in admin.get(inside).text
    assert "travel in the clear" in admin.get(plain).text


def test_nobody_but_the_administrator_sees_webhooks(signed_in: SignedIn) -> None:
    now = datetime.now(UTC)
    for role in ("analyst", "leader", "executive", "agent"):
        assert signed_in(role).get(PATH).status_code == 403
    webhook_settings.add("CRM", "https://crm.example.org", ["case.opened"], now=now)
    secret = webhook.secret_of(1, now, secret_key="a-secret-for-tests-only")
    assert secret in signed_in("administrator").get(f"{PATH}/1").text
    assert not [row for row in rows("SELECT * FROM webhook") if secret in repr(row)]
