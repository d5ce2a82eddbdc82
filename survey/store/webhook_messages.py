"""Webhooks as they stand, their messages, and what the other side said to each attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survey.store.database import rows, run
from survey.store.fields import from_seconds, to_seconds


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """An address of another system; `revoked_at` is None while it is told of events."""

    id: int
    name: str
    url: str
    events: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that was neither taken nor given up, of a webhook in use."""

    id: str
    body: str
    webhook_id: int
    url: str
    webhook_made_at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message with its last attempt; `n_attempts` of them there were."""

    id: str
    event: str
    body: str
    created_at: datetime
    delivered_at: datetime | None
    failed_at: datetime | None
    n_attempts: int
    last_at: datetime | None
    status: int | None
    note: str | None


def webhooks() -> list[WebhookRow]:
    """Every webhook; those in use first, then by name."""
    found = rows(f"{_WEBHOOKS} ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, name")
    return [_webhook(row) for row in found]


def webhook(webhook_id: int) -> WebhookRow | None:
    """The webhook with this id, or None."""
    found = rows(f"{_WEBHOOKS} WHERE id = ?", (webhook_id,))
    return _webhook(found[0]) if found else None


def insert_webhook(name: str, url: str, events: tuple[str, ...], *, created_at: datetime) -> int:
    """Id of the new webhook.

    Raises:
        IntegrityError: another one has the name.
    """
    found = rows(
        "INSERT INTO webhook (name, url, events, created_at) VALUES (?, ?, ?, ?) RETURNING id",
        (name, url, " ".join(events), to_seconds(created_at)),
    )
    webhook_id: int = found[0][0]
    return webhook_id


def revoke_webhook(webhook_id: int, *, at: datetime | None) -> None:
    """Tell the webhook nothing from then on; with None it is told again."""
    run(
        "UPDATE webhook SET revoked_at = ? WHERE id = ?",
        (None if at is None else to_seconds(at), webhook_id),
    )


def delete_webhook(webhook_id: int) -> None:
    """Remove the webhook with its messages and the work that waits for them."""
    mine = "SELECT id FROM webhook_message WHERE webhook_id = ?"
    run(
        f"DELETE FROM job WHERE subject IN (SELECT 'webhook:' || id FROM ({mine}) AS mine)",
        (webhook_id,),
    )
    run(f"DELETE FROM webhook_attempt WHERE message_id IN ({mine})", (webhook_id,))
    run("DELETE FROM webhook_message WHERE webhook_id = ?", (webhook_id,))
    run("DELETE FROM webhook WHERE id = ?", (webhook_id,))


def waiting(message_id: str) -> Waiting | None:
    """The message, if it still waits."""
    found = rows(
        "SELECT webhook_message.id, body, webhook.id, url, webhook.created_at"
        " FROM webhook_message JOIN webhook ON webhook.id = webhook_id"
        " WHERE webhook_message.id = ? AND delivered_at IS NULL AND failed_at IS NULL"
        " AND revoked_at IS NULL",
        (message_id,),
    )
    if not found:
        return None
    message, body, webhook_id, url, made_at = found[0]
    return Waiting(message, body, webhook_id, url, from_seconds(made_at))


def is_silent(webhook_id: int, *, but_for: str, since: datetime) -> bool:
    """Whether another message of the webhook got no answer at all since then."""
    found = rows(
        "SELECT 1 FROM webhook_attempt JOIN webhook_message ON webhook_message.id = message_id"
        " WHERE webhook_id = ? AND message_id <> ? AND at >= ? AND status IS NULL LIMIT 1",
        (webhook_id, but_for, to_seconds(since)),
    )
    return bool(found)


def insert_attempt(message_id: str, *, at: datetime, status: int | None, note: str) -> None:
    """Keep what came of one more attempt; nothing where the webhook was deleted meanwhile."""
    run(
        "INSERT INTO webhook_attempt (message_id, attempt, at, status, note)"
        " SELECT id, 1 + (SELECT count(*) FROM webhook_attempt WHERE message_id = ?), ?, ?, ?"
        " FROM webhook_message WHERE id = ?",
        (message_id, to_seconds(at), status, note, message_id),
    )


def end_message(message_id: str, *, at: datetime, is_taken: bool) -> None:
    """The message was taken, or is given up."""
    column = "delivered_at" if is_taken else "failed_at"
    run(f"UPDATE webhook_message SET {column} = ? WHERE id = ?", (to_seconds(at), message_id))


def revive_message(webhook_id: int, message_id: str) -> bool:
    """Whether this was a message of the webhook that was given up; it waits again.

    Not where it was emptied, because its customer was erased.
    """
    cursor = run(
        "UPDATE webhook_message SET failed_at = NULL"
        " WHERE id = ? AND webhook_id = ? AND failed_at IS NOT NULL AND body <> '{}'",
        (message_id, webhook_id),
    )
    return bool(cursor.rowcount == 1)


def messages(webhook_id: int, *, limit: int) -> list[MessageRow]:
    """The latest messages of a webhook, the newest first."""
    found = rows(_MESSAGES, (webhook_id, limit))
    return [_message(row) for row in found]


def _message(row: tuple[Any, ...]) -> MessageRow:
    values = list(row)
    for place in (3, 4, 5, 7):
        values[place] = None if values[place] is None else from_seconds(values[place])
    return MessageRow(*values)


def _webhook(row: tuple[int, str, str, str, int, int | None]) -> WebhookRow:
    webhook_id, name, url, events, created_at, revoked_at = row
    return WebhookRow(
        webhook_id,
        name,
        url,
        tuple(events.split()),
        from_seconds(created_at),
        None if revoked_at is None else from_seconds(revoked_at),
    )


_WEBHOOKS = "SELECT id, name, url, events, created_at, revoked_at FROM webhook"
_MESSAGES = """
SELECT message.id, message.event, message.body, message.created_at, message.delivered_at,
    message.failed_at, coalesce(last.attempt, 0), last.at, last.status, last.note
FROM webhook_message AS message
LEFT JOIN webhook_attempt AS last ON last.message_id = message.id AND last.attempt = (
    SELECT max(attempt) FROM webhook_attempt WHERE message_id = message.id
)
WHERE message.webhook_id = ?
ORDER BY message.created_at DESC, message.id
LIMIT ?
"""
