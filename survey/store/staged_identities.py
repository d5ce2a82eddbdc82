"""How the customers of a staged batch can be reached, and which contacts that decides anew.

Only the rows that say something about it come here, so that the others cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from survey.store.database import load_rows, run

_PARTS = ("email", "phone", "language", "timezone")


def load(reaches: Iterable[tuple[Any, ...]]) -> None:
    """Put what is known of a batch in place of the last one's: row number and the four parts."""
    run(_CREATE)
    run("DELETE FROM staged_reach")
    load_rows("staged_reach", ("row_number", *_PARTS), reaches)


def mark_changed() -> None:
    """Count a contact sent again as changed where it says something new of its customer."""
    run(_MARK_CHANGED)


def keep() -> None:
    """Keep what the staged contacts say; what they do not say stays as stored.

    A customer who was erased stays erased, however often the contact is sent again.
    """
    run(_KEEP)


def decide_again() -> None:
    """Let contacts that have learnt something be decided once more, where that could matter.

    Nobody who was invited is.
    """
    run(_DECIDE_AGAIN)


_CREATE = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_reach (
    row_number INTEGER PRIMARY KEY, email TEXT, phone TEXT, language TEXT, timezone TEXT
)
"""
_IS_NEWS = " OR ".join(
    f"(said.{part} IS NOT NULL AND (known.{part} IS NULL OR known.{part} <> said.{part}))"
    for part in _PARTS
)
_IS_ERASED = """EXISTS (
    SELECT 1 FROM erased_contact WHERE erased_contact.contact_id = contact.id
)"""
_SAID = """staged_reach AS said
JOIN staged_contact ON staged_contact.row_number = said.row_number
JOIN contact ON contact.source = staged_contact.source
    AND contact.external_id = staged_contact.external_id"""
_MARK_CHANGED = f"""
UPDATE staged_contact SET is_changed = 1
WHERE is_new = 0 AND is_changed = 0 AND row_number IN (
    SELECT said.row_number FROM {_SAID}
    LEFT JOIN contact_identity AS known ON known.contact_id = contact.id
    WHERE ({_IS_NEWS}) AND NOT {_IS_ERASED}
)
"""
_KEEP = f"""
INSERT INTO contact_identity (contact_id, {", ".join(_PARTS)})
SELECT contact.id, {", ".join(f"said.{part}" for part in _PARTS)} FROM {_SAID}
WHERE NOT {_IS_ERASED}
ORDER BY contact.id
ON CONFLICT (contact_id) DO UPDATE SET
{", ".join(f"{part} = coalesce(excluded.{part}, contact_identity.{part})" for part in _PARTS)}
"""
_DECIDE_AGAIN = """
INSERT INTO contact_to_decide (contact_id)
SELECT staged_contact.contact_id FROM staged_contact
JOIN survey_decision ON survey_decision.contact_id = staged_contact.contact_id
WHERE staged_contact.is_changed = 1 AND outcome IN ('no_address', 'not_eligible')
ON CONFLICT (contact_id) DO NOTHING
"""
