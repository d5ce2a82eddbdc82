"""Statements of the outbox: queue, claim with a lease, finish, put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from survey.store.database import is_postgresql, rows, run
from survey.store.fields import to_seconds

STOPPED = "The worker stopped before this was finished."
TOO_LATE = "This came too late to be of use, and was not done."
# What is left of the payload of work that expires and was given up: it may have held a secret.
EMPTIED = "null"
# Nobody works on the job: it was never claimed, or whoever claimed it is overdue.
_FREE = "(job.leased_until IS NULL OR job.leased_until <= ?)"


def insert_job(
    kind: str,
    payload: str,
    *,
    subject: str | None,
    due_at: datetime,
    expires_at: datetime | None,
    most_attempts: int,
) -> bool:
    """Whether the job was queued; it was not where work on the same subject waits already.

    Work on the subject that was given up starts afresh.
    """
    cursor = run(
        "INSERT INTO job (kind, subject, payload, due_at, expires_at, most_attempts)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (subject) DO UPDATE SET kind = excluded.kind, payload = excluded.payload,"
        " due_at = excluded.due_at, expires_at = excluded.expires_at,"
        " most_attempts = excluded.most_attempts, leased_until = NULL, attempts = 0,"
        " last_error = NULL"
        f" WHERE job.attempts >= job.most_attempts AND {_FREE}",
        (
            kind,
            subject,
            payload,
            to_seconds(due_at),
            None if expires_at is None else to_seconds(expires_at),
            most_attempts,
            to_seconds(due_at),
        ),
    )
    return bool(cursor.rowcount == 1)


def claim_job(kinds: Sequence[str], *, now: datetime, until: datetime) -> tuple[Any, ...] | None:
    """Id, kind, payload and attempt of the job now leased to the caller, or None.

    The attempt is counted when the job is claimed, so that work which kills its worker is given
    up one day. SQLite runs one writing statement at a time; PostgreSQL skips what others hold.
    """
    instant = to_seconds(now)
    found = rows(
        "UPDATE job SET attempts = attempts + 1, leased_until = ?, last_error ="
        " CASE WHEN leased_until IS NULL THEN last_error ELSE ? END"
        " WHERE id = (SELECT id FROM job WHERE due_at <= ? AND attempts < most_attempts"
        f" AND kind IN ({', '.join('?' * len(kinds))}) AND {_FREE}"
        f" ORDER BY due_at, id LIMIT 1{_skip_locked()})"
        " RETURNING id, kind, payload, attempts",
        (to_seconds(until), STOPPED, instant, *kinds, instant),
    )
    return found[0] if found else None


def give_up_expired_jobs(*, now: datetime) -> None:
    """Empty the jobs whose time has run out, and count them as given up."""
    instant = to_seconds(now)
    run(
        "UPDATE job SET attempts = most_attempts, payload = ?, leased_until = NULL,"
        " last_error = coalesce(last_error, ?)"
        " WHERE id IN (SELECT id FROM job WHERE expires_at <= ? AND payload <> ?"
        f" AND {_FREE}{_skip_locked()})",
        (EMPTIED, TOO_LATE, instant, EMPTIED, instant),
    )


def _skip_locked() -> str:
    return " FOR UPDATE SKIP LOCKED" if is_postgresql() else ""


def delete_job(job_id: int, *, attempt: int, leased_until: datetime) -> bool:
    """Whether this claim's job was deleted; it was not where someone else claimed it since.

    The lease's end is asked for as well, because SQLite gives a deleted row's id out again.
    """
    cursor = run(
        "DELETE FROM job WHERE id = ? AND attempts = ? AND leased_until = ?",
        (job_id, attempt, to_seconds(leased_until)),
    )
    return bool(cursor.rowcount == 1)


def put_off_job(
    job_id: int,
    *,
    attempt: int,
    leased_until: datetime,
    due_at: datetime,
    is_over: bool,
    last_error: str,
) -> None:
    """Free this claim's job until `due_at`; where it `is_over` there is no further attempt.

    With the last attempt a job that expires is emptied as well.
    """
    over = "attempts >= most_attempts" if not is_over else "attempts > 0"
    run(
        "UPDATE job SET leased_until = NULL, due_at = ?, last_error = ?,"
        f" attempts = CASE WHEN {over} THEN most_attempts ELSE attempts END,"
        f" payload = CASE WHEN expires_at IS NOT NULL AND {over} THEN ? ELSE payload END"
        " WHERE id = ? AND attempts = ? AND leased_until = ?",
        (
            *(to_seconds(due_at), last_error, EMPTIED),
            *(job_id, attempt, to_seconds(leased_until)),
        ),
    )


def restart_jobs(*, now: datetime) -> int:
    """How many given-up jobs wait again, due now. Those that were emptied are deleted."""
    instant = to_seconds(now)
    run(
        f"DELETE FROM job WHERE attempts >= most_attempts AND payload = ? AND {_FREE}",
        (EMPTIED, instant),
    )
    cursor = run(
        f"UPDATE job SET attempts = 0, leased_until = NULL, due_at = ?"
        f" WHERE attempts >= most_attempts AND {_FREE}",
        (instant, instant),
    )
    count: int = cursor.rowcount
    return count
