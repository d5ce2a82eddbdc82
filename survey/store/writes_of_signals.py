"""Statements that keep signals, what somebody found out about them, and thresholds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from survey.store.database import rows, run
from survey.store.fields import to_seconds

Owner = Literal["unit", "queue"]


def insert_signal(
    rule: str,
    every: str,
    owner: Owner,
    owner_id: int,
    from_on: date,
    *,
    value: float,
    expected: float,
    low: float | None,
    high: float | None,
    n: int,
    weeks: int | None,
    now: datetime,
) -> int | None:
    """Id of the new signal, or None where this rule has one of that day or week already.

    One that is there stays with the numbers it was made from.
    """
    found = rows(
        f"INSERT INTO signal (rule, every, {owner}_id, from_on, value, expected, low, high, n,"
        " weeks, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        f" ON CONFLICT (rule, every, {owner}_id, from_on) WHERE {owner}_id IS NOT NULL DO NOTHING"
        " RETURNING id",
        (
            *(rule, every, owner_id, str(from_on), value, expected, low, high, n, weeks),
            to_seconds(now),
        ),
    )
    return found[0][0] if found else None


def keep_note(signal_id: int, note: str, *, seen: str, user_id: int, now: datetime) -> bool:
    """The signal says from now on what it was, by whom and since when, if it still said `seen`."""
    found = rows(
        "UPDATE signal SET note = ?, noted_by = ?, noted_at = ?"
        " WHERE id = ? AND coalesce(note, '') = ? RETURNING id",
        (note, user_id, to_seconds(now), signal_id, seen),
    )
    return bool(found)


def keep_threshold(
    measure: str,
    low: float,
    high: float,
    *,
    unit_id: int | None,
    queue_id: int | None,
    user_id: int,
    now: datetime,
) -> None:
    """The unit, the queue or (with neither) the centre has this threshold from now on."""
    target = "(measure) WHERE unit_id IS NULL AND queue_id IS NULL"
    for column, value in (("unit_id", unit_id), ("queue_id", queue_id)):
        if value is not None:
            target = f"(measure, {column}) WHERE {column} IS NOT NULL"
    run(
        "INSERT INTO threshold (measure, unit_id, queue_id, low, high, set_at, user_id)"
        f" VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT {target} DO UPDATE SET low = excluded.low,"
        " high = excluded.high, set_at = excluded.set_at, user_id = excluded.user_id",
        (measure, unit_id, queue_id, low, high, to_seconds(now), user_id),
    )


def delete_threshold(threshold_id: int) -> None:
    """There is no such threshold any more."""
    run("DELETE FROM threshold WHERE id = ?", (threshold_id,))
