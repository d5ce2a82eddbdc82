"""Messages to customers as a page shows them: counted by state, and one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey.store.database import rows
from survey.store.fields import from_seconds, to_seconds


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One message. `at` is when it ended, was handed over or is due, whichever came last."""

    contact_id: int
    survey: str | None
    kind: str
    via: str
    state: str
    due_at: datetime
    at: datetime
    attempts: int
    note: str | None


def counts(*, since: datetime) -> list[tuple[str, str, str, int]]:
    """State, kind, via and number of messages that were due since an instant."""
    found = rows(
        "SELECT state, kind, via, count(*) FROM delivery WHERE due_at >= ?"
        " GROUP BY state, kind, via ORDER BY state, kind, via",
        (to_seconds(since),),
    )
    return [(state, kind, via, n) for state, kind, via, n in found]


def overdue(*, now: datetime) -> tuple[int, datetime | None]:
    """How many messages are due and still wait, and since when the oldest has."""
    n, oldest = rows(
        "SELECT count(*), min(due_at) FROM delivery WHERE state = 'waiting' AND due_at <= ?",
        (to_seconds(now),),
    )[0]
    return n, None if oldest is None else from_seconds(oldest)


def n_of(state: str, *, since: datetime) -> int:
    """How many messages in this state were due since an instant."""
    found = rows(
        "SELECT count(*) FROM delivery WHERE state = ? AND due_at >= ?", (state, to_seconds(since))
    )
    return int(found[0][0])


def in_state(state: str, *, since: datetime, limit: int, offset: int) -> list[DeliveryRow]:
    """Messages in this state that were due since an instant, longest due first where they wait."""
    order = "ASC" if state == "waiting" else "DESC"
    found = rows(
        f"{_ROWS} WHERE delivery.state = ? AND delivery.due_at >= ?"
        f" ORDER BY delivery.due_at {order}, delivery.id {order} LIMIT ? OFFSET ?",
        (state, to_seconds(since), limit, offset),
    )
    return [_row(values) for values in found]


def troubled(*, limit: int) -> list[DeliveryRow]:
    """Messages that wait although they were tried, the longest due first."""
    found = rows(
        f"{_ROWS} WHERE delivery.state = 'waiting' AND delivery.note IS NOT NULL"
        " ORDER BY delivery.due_at, delivery.id LIMIT ?",
        (limit,),
    )
    return [_row(values) for values in found]


def _row(values: tuple) -> DeliveryRow:
    contact_id, survey, kind, via, state, due_at, at, attempts, note = values
    return DeliveryRow(
        *(contact_id, survey, kind, via, state),
        from_seconds(due_at),
        from_seconds(at),
        attempts,
        note,
    )


def n_waiting(survey_id: int) -> int:
    """How many messages of a survey wait to be sent, reminders among them."""
    found = rows(
        "SELECT count(*) FROM delivery JOIN invitation ON invitation.id = delivery.invitation_id"
        " WHERE delivery.state = 'waiting' AND invitation.survey_id = ?",
        (survey_id,),
    )
    return int(found[0][0])


_ROWS = """
SELECT invitation.contact_id, survey.name, delivery.kind, delivery.via, delivery.state,
    delivery.due_at, coalesce(delivery.ended_at, delivery.handed_over_at, delivery.due_at),
    delivery.attempts, delivery.note
FROM delivery
JOIN invitation ON invitation.id = delivery.invitation_id
LEFT JOIN survey ON survey.id = invitation.survey_id
"""
