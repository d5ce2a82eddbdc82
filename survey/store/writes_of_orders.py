"""Statements of ordered editions: every step changes an order only from where it may be taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from survey.intake.editions import Edition
from survey.store.database import rows, run
from survey.store.fields import to_seconds

# The work on an order, as the outbox knows it.
_SUBJECT = "'report:' || report_order.id"


def insert_batch(
    name: str, occasion: str, *, schedule_id: int | None, user_id: int | None, now: datetime
) -> int | None:
    """Id of the new batch, or None where the schedule has one for this occasion."""
    found = rows(
        "INSERT INTO report_batch (name, occasion, schedule_id, user_id, asked_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (schedule_id, occasion) DO NOTHING RETURNING id",
        (name, occasion, schedule_id, user_id, to_seconds(now)),
    )
    return found[0][0] if found else None


def insert_order(batch_id: int, edition: Edition) -> int | None:
    """Id of the new order, or None where the batch has this edition already."""
    found = rows(
        "INSERT INTO report_order (batch_id, kind, occasion, unit_id, department_id, language,"
        " paper, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')"
        " ON CONFLICT DO NOTHING RETURNING id",
        (
            *(batch_id, edition.kind, edition.occasion, edition.unit_id, edition.department_id),
            *(edition.language, edition.paper),
        ),
    )
    return found[0][0] if found else None


def claim_order(order_id: int) -> tuple[Any, ...] | None:
    """The order's edition, which is being made from now on; None where it is over or cancelled."""
    found = rows(
        "UPDATE report_order SET state = 'making', stage = NULL, error = NULL, ended_at = NULL"
        " WHERE id = ? AND state IN ('waiting', 'making', 'failed') AND NOT EXISTS (SELECT 1"
        " FROM report_batch WHERE report_batch.id = report_order.batch_id"
        " AND cancelled_at IS NOT NULL)"
        " RETURNING kind, occasion, unit_id, department_id, language, paper",
        (order_id,),
    )
    return found[0] if found else None


def note_stage(order_id: int, stage: str) -> bool:
    """Whether the order is still being made; if so it has come to this stage."""
    cursor = run(
        "UPDATE report_order SET stage = ? WHERE id = ? AND state = 'making'", (stage, order_id)
    )
    return bool(cursor.rowcount == 1)


def finish_order(order_id: int, report_id: int, *, now: datetime) -> int | None:
    """The batch of the order, which is done now; None where it was not being made any more."""
    found = rows(
        "UPDATE report_order SET state = 'done', stage = NULL, report_id = ?, ended_at = ?"
        " WHERE id = ? AND state = 'making' RETURNING batch_id",
        (report_id, to_seconds(now), order_id),
    )
    return found[0][0] if found else None


def fail_order(order_id: int, error: str, *, now: datetime) -> bool:
    """Whether the order waited or was being made; if so it has failed with this sentence."""
    cursor = run(
        "UPDATE report_order SET state = 'failed', stage = NULL, error = ?, ended_at = ?"
        " WHERE id = ? AND state IN ('waiting', 'making')",
        (error, to_seconds(now), order_id),
    )
    return bool(cursor.rowcount == 1)


def cancel_batch(batch_id: int, *, now: datetime) -> int:
    """How many orders of the batch were waited for; none is any more, nor is there work on them."""
    run(
        "UPDATE report_batch SET cancelled_at = ? WHERE id = ? AND cancelled_at IS NULL",
        (to_seconds(now), batch_id),
    )
    cursor = run(
        "UPDATE report_order SET state = 'cancelled', stage = NULL, ended_at = ?"
        " WHERE batch_id = ? AND state IN ('waiting', 'making')",
        (to_seconds(now), batch_id),
    )
    # Whoever works on one of them finds its job gone; a new one must not be taken for it.
    run(
        f"DELETE FROM job WHERE subject IN (SELECT {_SUBJECT} FROM report_order"
        " WHERE batch_id = ?)",
        (batch_id,),
    )
    count: int = cursor.rowcount
    return count


def restart_batch(batch_id: int, *, now: datetime) -> tuple[int, ...]:
    """Ids of the orders that wait again: failed, cancelled, or with nobody at work on them."""
    run("UPDATE report_batch SET cancelled_at = NULL WHERE id = ?", (batch_id,))
    found = rows(
        "UPDATE report_order SET state = 'waiting', stage = NULL, error = NULL, ended_at = NULL"
        " WHERE batch_id = ? AND (state IN ('failed', 'cancelled')"
        f" OR (state IN ('waiting', 'making') AND NOT {_AT_WORK})) RETURNING id",
        (batch_id, to_seconds(now)),
    )
    return tuple(sorted(row[0] for row in found))


def fail_abandoned(error: str, *, now: datetime) -> int:
    """How many orders were still waited for though their work was given up; they have failed."""
    cursor = run(
        "UPDATE report_order SET state = 'failed', stage = NULL, ended_at = ?, error ="
        f" coalesce((SELECT last_error FROM job WHERE subject = {_SUBJECT}), ?)"
        f" WHERE state IN ('waiting', 'making') AND NOT {_AT_WORK}",
        (to_seconds(now), error, to_seconds(now)),
    )
    count: int = cursor.rowcount
    return count


# Somebody will try it again, or is at it.
_AT_WORK = (
    f"EXISTS (SELECT 1 FROM job WHERE subject = {_SUBJECT}"
    " AND (attempts < most_attempts OR leased_until > ?))"
)
