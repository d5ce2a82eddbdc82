"""Webhooks: other systems are told what happened, in messages that stand in the outbox.

A message is kept exactly as it is signed and sent. It holds ids and scores, nobody's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from survey.operations import jobs
from survey.store import webhook_messages, webhooks
from survey.store.database import transaction
from survey.store.webhook_messages import Waiting
from survey.webhook import Outcome

KIND = "webhook"
MOST_ATTEMPTS = jobs.A_DAY_OF_ATTEMPTS


def publish(event: str, data: Mapping[str, Any], *, now: datetime) -> None:
    """Tell every webhook that wants the event. Call it in the transaction that causes it.

    `data` names the thing by `response_id`, `invitation_id` or `case_id`; what is told about it is
    looked up here, so that every message about it says the same.
    """
    publish_all(event, [data], now=now)


def publish_all(event: str, data: Iterable[Mapping[str, Any]], *, now: datetime) -> None:
    """Tell of several things that happened at once; costs one statement where nobody wants it."""
    wanting = webhooks.wanting(event)
    if wanting:
        with transaction():
            for one in data:
                send(event, one[webhooks.ID_OF[event]], wanting, now=now)


def send(event: str, thing_id: int, to: Iterable[int], *, now: datetime) -> None:
    """Queue the message about the thing for these webhooks; belongs into a transaction.

    The same event of the same thing at the same moment is one message.
    """
    body = json.dumps(
        {
            "type": event,
            "timestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "data": {webhooks.ID_OF[event]: thing_id, **webhooks.facts(event, thing_id)},
        },
        separators=(",", ":"),
    )
    for webhook_id in to:
        digest = hashlib.sha256(f"{webhook_id} {body}".encode()).hexdigest()
        message_id = f"msg_{digest[:32]}"
        if webhooks.insert_message(message_id, webhook_id, event, body, created_at=now):
            queue(message_id, now=now)


def queue(message_id: str, *, now: datetime) -> None:
    """Have a message that is kept sent by a worker; tried for a day."""
    jobs.enqueue(
        KIND,
        {"message": message_id},
        due_at=now,
        subject=f"{KIND}:{message_id}",
        most_attempts=MOST_ATTEMPTS,
    )


def keep_attempt(message: Waiting, outcome: Outcome, *, is_last: bool, now: datetime) -> None:
    """Write down what the other side said. One that is gone for good is told nothing more."""
    with transaction():
        webhook_messages.insert_attempt(
            message.id, at=now, status=outcome.status, note=outcome.note
        )
        if outcome.is_gone:
            webhook_messages.revoke_webhook(message.webhook_id, at=now)
        if outcome.is_taken or outcome.is_gone or is_last:
            webhook_messages.end_message(message.id, at=now, is_taken=outcome.is_taken)
