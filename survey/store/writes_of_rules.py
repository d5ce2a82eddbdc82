"""The rules of a survey, kept."""

from __future__ import annotations

from survey.intake.rules import Rules, to_text
from survey.store.database import run


def update_rules(survey_id: int, rules: Rules, *, seen: int) -> bool:
    """Whether the rules still had the number that was seen; if so they are these, one further."""
    cursor = run(
        "UPDATE survey SET rules = ?, rules_version = rules_version + 1"
        " WHERE id = ? AND rules_version = ?",
        (to_text(rules), survey_id, seen),
    )
    return bool(cursor.rowcount == 1)
