"""The administrator's hand on webhooks: add, test, stop, start again, delete."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import webhooks
from survey.operations.keeping import kept
from survey.operations.wording import LONGEST_NAME, text_problems
from survey.store import webhook_messages
from survey.store.webhook_messages import WebhookRow
from survey.store.webhooks import EVENTS, latest

LONGEST_URL = 1_000
NO_ADDRESS = "Write the address like https://crm.example.org/hooks, without spaces."
NO_PASSWORDS = "Leave user name and password out of the address: messages are signed instead."
TOO_LONG = f"Keep the address under {LONGEST_URL:,} characters."
ADDRESS_PROBLEMS = (NO_ADDRESS, NO_PASSWORDS, TOO_LONG)
NO_EVENT = "Choose at least one event."
NO_WEBHOOK = "There is no such webhook. Open the list of webhooks again."


def address_problem(url: str) -> str:
    """What keeps this from being the address of a webhook, or nothing."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or not url.isascii() or not url.isprintable() or " " in url:
        return NO_ADDRESS
    if parts.username or parts.password:
        return NO_PASSWORDS
    return "" if len(url) <= LONGEST_URL else TOO_LONG


def add(name: str, url: str, events: Iterable[str], *, now: datetime) -> int:
    """Id of the webhook, which is told of these events from now on.

    Raises:
        InvalidInput: naming everything that cannot be used.
        Conflict: another webhook has the name.
    """
    wanted = tuple(event for event in EVENTS if event in set(events))
    problems = list(text_problems("name", name, LONGEST_NAME))
    problems += [problem for problem in (address_problem(url),) if problem]
    if not wanted:
        problems.append(NO_EVENT)
    if problems:
        raise InvalidInput(problems)
    with kept():
        if any(one.name == name for one in webhook_messages.webhooks()):
            raise Conflict("Another webhook has this name.")
        return webhook_messages.insert_webhook(name, url, wanted, created_at=now)


def stop(webhook_id: int, *, now: datetime) -> None:
    """Tell it nothing more; what waits is not sent. Raises NotFound where there is none."""
    with kept():
        _found(webhook_id)
        webhook_messages.revoke_webhook(webhook_id, at=now)


def start(webhook_id: int) -> None:
    """Tell it of events again. Raises NotFound where there is none."""
    with kept():
        _found(webhook_id)
        webhook_messages.revoke_webhook(webhook_id, at=None)


def delete(webhook_id: int) -> None:
    """Remove it with its log; repeating it changes nothing."""
    with kept():
        webhook_messages.delete_webhook(webhook_id)


def send_test(webhook_id: int, *, now: datetime) -> str:
    """The event that is sent: the last real one of those it wants, on the way every event takes.

    Raises:
        NotFound: there is no such webhook.
        Conflict: it is stopped, or nothing it wants to be told of has happened yet.
    """
    with kept():
        found = _found(webhook_id)
        if found.revoked_at is not None:
            raise Conflict("This webhook is stopped. Start it first.")
        for event in found.events:
            thing_id = latest(event)
            if thing_id is not None:
                webhooks.send(event, thing_id, [webhook_id], now=now)
                return event
        raise Conflict("Nothing that this webhook wants to be told of has happened yet.")


def send_again(webhook_id: int, message_id: str, *, now: datetime) -> None:
    """Try a message anew that was given up; one that was not is left alone.

    Raises:
        NotFound: there is no such webhook.
    """
    with kept():
        _found(webhook_id)
        if webhook_messages.revive_message(webhook_id, message_id):
            webhooks.queue(message_id, now=now)


def _found(webhook_id: int) -> WebhookRow:
    found = webhook_messages.webhook(webhook_id)
    if found is None:
        raise NotFound(NO_WEBHOOK)
    return found
