"""Statements that keep what editors wrote on the sections of a report."""

from __future__ import annotations

from datetime import datetime

from survey.store.database import run
from survey.store.fields import to_seconds


def keep_note(
    occasion: str, unit_id: int | None, section: str, words: str, *, user_id: int, now: datetime
) -> None:
    """The section's note is this from now on."""
    target = "(occasion, section) WHERE unit_id IS NULL"
    if unit_id is not None:
        target = "(occasion, section, unit_id) WHERE unit_id IS NOT NULL"
    run(
        "INSERT INTO section_note (occasion, unit_id, section, words, user_id, written_at)"
        f" VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT {target} DO UPDATE SET"
        " words = excluded.words, user_id = excluded.user_id, written_at = excluded.written_at",
        (occasion, unit_id, section, words, user_id, to_seconds(now)),
    )


def delete_note(occasion: str, unit_id: int | None, section: str) -> None:
    """The section has no note any more."""
    where, values = ("IS NULL", ()) if unit_id is None else ("= ?", (unit_id,))
    run(
        f"DELETE FROM section_note WHERE occasion = ? AND section = ? AND unit_id {where}",
        (occasion, section, *values),
    )
