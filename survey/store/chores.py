"""Statements of work by the calendar."""

from __future__ import annotations

from survey.store.database import rows, run


def done() -> dict[str, str]:
    """For each chore's name the last period for which it was queued."""
    return dict(rows("SELECT name, done_for FROM chore"))


def mark_done(name: str, period: str) -> bool:
    """Whether this was the first to queue the chore for the period, or for a later one."""
    cursor = run(
        "INSERT INTO chore (name, done_for) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET done_for = excluded.done_for"
        " WHERE chore.done_for < excluded.done_for",
        (name, period),
    )
    return bool(cursor.rowcount == 1)
