"""Statements of webhooks: who is told of what, the messages, and what came of each attempt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from survey.store.database import rows, run
from survey.store.fields import from_seconds, to_seconds

RESPONSE, INVITATION = "response.recorded", "invitation.created"
CASE_OPENED, CASE_CLOSED, CASE_OVERDUE = "case.opened", "case.closed", "case.overdue"
EVENTS = (CASE_OPENED, CASE_OVERDUE, CASE_CLOSED, RESPONSE, INVITATION)
# The name of the id that the data of an event carries.
ID_OF = {event: f"{event.partition('.')[0]}_id" for event in EVENTS}


def wanting(event: str) -> list[int]:
    """Ids of the webhooks in use that want to be told of such events."""
    found = rows("SELECT id, events FROM webhook WHERE revoked_at IS NULL ORDER BY id")
    return [webhook_id for webhook_id, events in found if event in events.split()]


def insert_message(
    message_id: str, webhook_id: int, event: str, body: str, *, created_at: datetime
) -> bool:
    """Whether the message is new; the same event at the same moment is the same message."""
    cursor = run(
        "INSERT INTO webhook_message (id, webhook_id, event, body, created_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (message_id, webhook_id, event, body, to_seconds(created_at)),
    )
    return bool(cursor.rowcount == 1)


def facts(event: str, thing_id: int) -> dict[str, Any]:
    """What is told about the thing an event happened to: ids and scores, nobody's words."""
    if event == RESPONSE:
        return _response(thing_id)
    columns, query = _INVITATION if event == INVITATION else _CASE
    return _told(columns, rows(query, (thing_id,))[0])


def _response(response_id: int) -> dict[str, Any]:
    columns, query = _RESPONSE
    answers = rows(
        "SELECT item, value FROM answer WHERE response_id = ?"
        " AND item IN ('csat', 'ces', 'nps', 'resolved', 'call_back') ORDER BY item",
        (response_id,),
    )
    return {**_told(columns, rows(query, (response_id,))[0]), "scores": dict(answers)}


def _told(columns: str, row: tuple[Any, ...]) -> dict[str, Any]:
    """The row by name; instants as other systems read them."""
    return {
        name: f"{from_seconds(value).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        if name.endswith("_at") and value is not None
        else value
        for name, value in zip(columns.split(), row, strict=True)
    }


def latest(event: str) -> int | None:
    """Id of the thing to which such an event happened last, or None where it never did."""
    found: int | None = rows(_LATEST[event])[0][0]
    return found


_LATEST: Mapping[str, str] = {
    RESPONSE: "SELECT max(id) FROM response WHERE invitation_id IS NOT NULL",
    INVITATION: "SELECT max(id) FROM invitation",
    CASE_OPENED: "SELECT max(id) FROM customer_case WHERE due_at IS NOT NULL",
    CASE_CLOSED: "SELECT max(id) FROM customer_case WHERE state = 'closed'",
    CASE_OVERDUE: "SELECT max(id) FROM customer_case WHERE escalated_at IS NOT NULL",
}
_RESPONSE = (
    "contact_id source external_id survey received_at revised_at",
    """
    SELECT contact.id, contact.source, contact.external_id, survey.code, received_at, revised_at
    FROM response
    JOIN contact ON contact.id = response.contact_id
    LEFT JOIN invitation ON invitation.id = response.invitation_id
    LEFT JOIN survey ON survey.id = invitation.survey_id
    WHERE response.id = ?
    """,
)
_INVITATION = (
    "contact_id source external_id survey via created_at expires_at",
    """
    SELECT contact.id, contact.source, contact.external_id, survey.code, via, created_at,
        expires_at
    FROM invitation
    JOIN contact ON contact.id = invitation.contact_id
    LEFT JOIN survey ON survey.id = invitation.survey_id
    WHERE invitation.id = ?
    """,
)
_CASE = (
    "contact_id source external_id cause state outcome opened_at due_at closed_at",
    """
    SELECT contact.id, contact.source, contact.external_id, cause, state, outcome,
        customer_case.opened_at, due_at, customer_case.closed_at
    FROM customer_case JOIN contact ON contact.id = customer_case.contact_id
    WHERE customer_case.id = ?
    """,
)
