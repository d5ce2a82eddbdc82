"""Statements that keep surveys; each belongs into its operation's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from survey.instruments.model import Instrument
from survey.intake.rules import Rules, to_text
from survey.store.database import rows, run, run_many
from survey.store.fields import to_seconds


def insert_survey(code: str, name: str, draft: Instrument, rules: Rules) -> int | None:
    """Id of the new survey, the last in the order, or None where another has the code."""
    found = rows(
        "INSERT INTO survey (code, name, draft, rules, position)"
        " SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT),"
        " coalesce(max(position), 0) + 1 FROM survey WHERE true"
        " ON CONFLICT (code) DO NOTHING RETURNING id",
        (code, name, draft.definition, to_text(rules)),
    )
    return found[0][0] if found else None


def remember_draft(
    survey_id: int, version: int, draft: Instrument, *, user_id: int | None, at: datetime, most: int
) -> None:
    """Keep who wrote the draft with this number, and of older ones only the newest `most`."""
    run(
        "INSERT INTO survey_draft (survey_id, version, draft, user_id, kept_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (survey_id, version, draft.definition, user_id, to_seconds(at)),
    )
    run(
        "DELETE FROM survey_draft WHERE survey_id = ? AND version <= ?", (survey_id, version - most)
    )


def update_draft(survey_id: int, draft: Instrument, *, seen: int) -> bool:
    """Whether the draft still had the number that was seen; if so it is this one, one further."""
    cursor = run(
        "UPDATE survey SET draft = ?, draft_version = draft_version + 1"
        " WHERE id = ? AND draft_version = ?",
        (draft.definition, survey_id, seen),
    )
    return bool(cursor.rowcount == 1)


def update_name(survey_id: int, name: str, *, seen: str) -> bool:
    """Whether the survey still had the name that was seen; if so it has this one."""
    cursor = run(
        "UPDATE survey SET name = ? WHERE id = ? AND name = ?",
        (name, survey_id, seen),
    )
    return bool(cursor.rowcount == 1)


def put_live(survey_id: int, digest: str, *, seen: int, at: datetime) -> bool:
    """Whether the draft had the number that was seen and the survey is not retired.

    If so it is live, and asks the stored instrument with this digest.
    """
    cursor = run(
        "UPDATE survey SET state = 'live', instrument_digest = ?, published_at = ?"
        " WHERE id = ? AND draft_version = ? AND state <> 'retired'",
        (digest, to_seconds(at), survey_id, seen),
    )
    return bool(cursor.rowcount == 1)


def insert_version(survey_id: int, digest: str, *, at: datetime) -> None:
    """Keep that the survey has asked this, unless it has before."""
    run(
        "INSERT INTO survey_version (survey_id, instrument_digest, published_at) VALUES (?, ?, ?)"
        " ON CONFLICT (survey_id, instrument_digest) DO NOTHING",
        (survey_id, digest, to_seconds(at)),
    )


def retire(survey_id: int, *, at: datetime) -> bool:
    """Whether the survey was live; if so it is retired."""
    cursor = run(
        "UPDATE survey SET state = 'retired', retired_at = ? WHERE id = ? AND state = 'live'",
        (to_seconds(at), survey_id),
    )
    return bool(cursor.rowcount == 1)


def bring_back(survey_id: int) -> bool:
    """Whether the survey was retired; if so it is live."""
    cursor = run(
        "UPDATE survey SET state = 'live', retired_at = NULL WHERE id = ? AND state = 'retired'",
        (survey_id,),
    )
    return bool(cursor.rowcount == 1)


def update_order(survey_ids: Sequence[int]) -> None:
    """Number the surveys in this order, from 1."""
    run_many(
        "UPDATE survey SET position = ? WHERE id = ?",
        [(number, survey_id) for number, survey_id in enumerate(survey_ids, start=1)],
    )


def delete_draft(survey_id: int) -> bool:
    """Whether the survey was never published; if so it is gone."""
    run("DELETE FROM survey_draft WHERE survey_id = ?", (survey_id,))
    cursor = run(
        "DELETE FROM survey WHERE id = ? AND instrument_digest IS NULL",
        (survey_id,),
    )
    return bool(cursor.rowcount == 1)
