"""Who was asked about which contact, by digests: what the quarantine looks at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from survey.store.database import rows, run, run_many
from survey.store.fields import to_seconds


def keep_asking(
    persons: Iterable[bytes], contact_id: int, survey_id: int | None, *, now: datetime
) -> None:
    """Remember that these persons were asked about a contact, the last time now."""
    at = to_seconds(now)
    run_many(
        "INSERT INTO asking (person, contact_id, survey_id, asked_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (person, contact_id) DO UPDATE SET asked_at = excluded.asked_at",
        ((person, contact_id, survey_id, at) for person in persons),
    )


def forget_asking(invitation_id: int) -> None:
    """Nobody was asked by this invitation after all."""
    run(
        "DELETE FROM asking WHERE contact_id = (SELECT contact_id FROM invitation WHERE id = ?)",
        (invitation_id,),
    )


def invited_about(invitation_id: int) -> tuple[int, int | None]:
    """The contact an invitation is about, and its survey."""
    found = rows("SELECT contact_id, survey_id FROM invitation WHERE id = ?", (invitation_id,))
    return found[0][0], found[0][1]
