"""Statements that open cases, write down what happens in them, and change how they stand."""

from __future__ import annotations

from datetime import datetime

from survey.store.database import rows, run
from survey.store.fields import to_seconds


def insert_case(
    contact_id: int, customer_ref: str | None, *, cause: str, opened_at: datetime
) -> int | None:
    """Id of the new case; None where the contact has one, or the customer an open one."""
    found = rows(
        "INSERT INTO customer_case (contact_id, customer_ref, cause, opened_at)"
        " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (contact_id, customer_ref, cause, to_seconds(opened_at)),
    )
    return found[0][0] if found else None


def touch_open_case(customer_ref: str) -> int | None:
    """Id of the customer's open case, which now reads otherwise; None where there is none."""
    found = rows(
        "UPDATE customer_case SET version = version + 1"
        " WHERE customer_ref = ? AND state = 'open' RETURNING id",
        (customer_ref,),
    )
    return found[0][0] if found else None


def touch_case(case_id: int) -> None:
    """Note that the case reads otherwise than before."""
    run("UPDATE customer_case SET version = version + 1 WHERE id = ?", (case_id,))


def insert_entry(
    case_id: int,
    kind: str,
    *,
    at: datetime,
    author_id: int | None = None,
    contact_id: int | None = None,
    text: str | None = None,
) -> int | None:
    """Id of the new entry; None where the contact is noted as `again` already."""
    found = rows(
        "INSERT INTO case_entry (case_id, at, author_id, kind, contact_id, text)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (case_id, to_seconds(at), author_id, kind, contact_id, text),
    )
    return found[0][0] if found else None


def time_case(case_id: int, *, due_at: datetime) -> bool:
    """Whether this was the first to say when the case is due."""
    cursor = run(
        "UPDATE customer_case SET due_at = ? WHERE id = ? AND due_at IS NULL",
        (to_seconds(due_at), case_id),
    )
    return bool(cursor.rowcount == 1)


def own_case(case_id: int, owner_id: int) -> bool:
    """Whether the case was nobody's; if so it is this user's now."""
    cursor = run(
        "UPDATE customer_case SET owner_id = ? WHERE id = ? AND owner_id IS NULL",
        (owner_id, case_id),
    )
    return bool(cursor.rowcount == 1)


def give_case(case_id: int, owner_id: int, *, seen: int) -> bool:
    """Whether the open case stood as it was seen; if so it is this user's now."""
    return _changed(
        "UPDATE customer_case SET owner_id = ?, version = version + 1", (owner_id,), case_id, seen
    )


def reply_in_case(case_id: int, owner_id: int, *, seen: int) -> bool:
    """Whether the open case stood as it was seen; if nobody's, it is this user's now."""
    return _changed(
        "UPDATE customer_case SET owner_id = coalesce(owner_id, ?), version = version + 1",
        (owner_id,),
        case_id,
        seen,
    )


def close_case(case_id: int, outcome: str, *, seen: int, at: datetime) -> bool:
    """Whether the open case stood as it was seen; if so it is closed."""
    return _changed(
        "UPDATE customer_case SET state = 'closed', outcome = ?, closed_at = ?,"
        " version = version + 1",
        (outcome, to_seconds(at)),
        case_id,
        seen,
    )


def reopen_case(case_id: int, *, seen: int, due_at: datetime) -> bool:
    """Whether the closed case stood as it was seen; if so it is open, with a new time.

    Raises:
        IntegrityError: the customer has another open case.
    """
    cursor = run(
        "UPDATE customer_case SET state = 'open', outcome = NULL, closed_at = NULL,"
        " escalated_at = NULL, due_at = ?, version = version + 1"
        " WHERE id = ? AND version = ? AND state = 'closed'",
        (to_seconds(due_at), case_id, seen),
    )
    return bool(cursor.rowcount == 1)


def reopen_unprepared(case_id: int) -> bool:
    """Whether the case was closed; if so it is open, and a worker says when it is due.

    Raises:
        IntegrityError: the customer has another open case.
    """
    cursor = run(
        "UPDATE customer_case SET state = 'open', outcome = NULL, closed_at = NULL,"
        " escalated_at = NULL, due_at = NULL, version = version + 1"
        " WHERE id = ? AND state = 'closed' AND outcome <> 'erased'",
        (case_id,),
    )
    return bool(cursor.rowcount == 1)


def escalate_case(case_id: int, *, at: datetime) -> bool:
    """Whether this was the first to find the open case overdue."""
    cursor = run(
        "UPDATE customer_case SET escalated_at = ?, version = version + 1"
        " WHERE id = ? AND state = 'open' AND escalated_at IS NULL AND due_at <= ?",
        (to_seconds(at), case_id, to_seconds(at)),
    )
    return bool(cursor.rowcount == 1)


def _changed(update: str, values: tuple[object, ...], case_id: int, seen: int) -> bool:
    cursor = run(
        f"{update} WHERE id = ? AND version = ? AND state = 'open'", (*values, case_id, seen)
    )
    return bool(cursor.rowcount == 1)
