"""What editors wrote on the sections of a report."""

from __future__ import annotations

from survey.store.database import rows


def section_notes(occasion: str, unit_id: int | None) -> dict[str, str]:
    """{section: words} of the occasion's reports on the unit, on the whole centre where None."""
    where, values = ("IS NULL", ()) if unit_id is None else ("= ?", (unit_id,))
    found = rows(
        f"SELECT section, words FROM section_note WHERE occasion = ? AND unit_id {where}"
        " ORDER BY section",
        (occasion, *values),
    )
    return dict(found)
