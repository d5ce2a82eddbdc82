"""Surveys as they stand: what is asked, what is being written, by which rules, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from survey.instruments.model import Instrument
from survey.instruments.reading import from_definition
from survey.intake.rules import Rules, from_text
from survey.store.database import is_postgresql, rows
from survey.store.fields import from_seconds
from survey.store.reads_of_invitations import instrument_of

SurveyState = Literal["draft", "live", "retired"]


@dataclass(frozen=True, slots=True)
class LiveSurvey:
    """A survey that asks customers now."""

    id: int
    code: str
    name: str
    position: int
    instrument_digest: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey whole. `draft` is what is being written, `instrument_digest` what is asked.

    The digest and `published_at` (of the version asked now) are None before it was published.
    """

    id: int
    code: str
    name: str
    state: SurveyState
    draft: Instrument
    draft_version: int
    rules: Rules
    rules_version: int
    position: int
    instrument_digest: str | None
    published_at: datetime | None
    retired_at: datetime | None

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from what is asked; a survey never published differs."""
        return self.draft.digest != self.instrument_digest


@dataclass(frozen=True, slots=True)
class Version:
    """An instrument that a survey has asked, since when, and how many answered it."""

    instrument: Instrument
    digest: str
    published_at: datetime
    n_responses: int


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A draft as it was kept: by whom (None: by no user) and when."""

    version: int
    draft: Instrument
    name: str | None
    kept_at: datetime


def case_points(survey: Survey) -> range:
    """The points of the leading question that may open a case: all but the best.

    Those of what is asked now, else of the draft; none where the survey leads with nothing.
    """
    digest = survey.instrument_digest
    asked = survey.draft if digest is None else instrument_of(digest)
    lead = next((item for item in asked.items if item.code == asked.headline), None)
    return range(0) if lead is None or lead.scale is None else lead.scale.points[:-1]


def live_surveys() -> list[LiveSurvey]:
    """The surveys that ask, the first one first."""
    found = rows(
        "SELECT id, code, name, position, instrument_digest, rules FROM survey"
        " WHERE state = 'live' ORDER BY position, id"
    )
    return [
        LiveSurvey(survey_id, code, name, position, digest, from_text(rules))
        for survey_id, code, name, position, digest, rules in found
    ]


def surveys() -> list[Survey]:
    """Every survey, in the order in which they ask."""
    return [_survey(row) for row in rows(f"{_SURVEYS} ORDER BY position, id")]


def find_survey(code: str) -> Survey | None:
    """The survey with this code, or None."""
    found = rows(f"{_SURVEYS} WHERE code = ?", (code,))
    return _survey(found[0]) if found else None


def hold_survey(code: str) -> Survey | None:
    """The same, held until the transaction ends: nobody changes it meanwhile."""
    # An SQLite transaction is the only one that writes anyway.
    lock = " FOR UPDATE" if is_postgresql() else ""
    found = rows(f"{_SURVEYS} WHERE code = ?{lock}", (code,))
    return _survey(found[0]) if found else None


def hold_order() -> list[tuple[int, str]]:
    """Id and code of every survey in the order in which they ask, held until the transaction ends.

    Who is about to move one waits for another who does.
    """
    # Held in the order of their ids, so that two who move cannot wait for each other for ever.
    lock = " FOR UPDATE" if is_postgresql() else ""
    found = rows(f"SELECT position, id, code FROM survey ORDER BY id{lock}")
    return [(survey_id, code) for _, survey_id, code in sorted(found)]


def versions(survey_id: int) -> list[Version]:
    """Everything a survey has asked, the newest version first."""
    found = rows(_VERSIONS, (survey_id, survey_id))
    return [
        Version(from_definition(definition), digest, from_seconds(at), n)
        for digest, definition, at, n in found
    ]


def asked_instruments(code: str) -> list[Instrument]:
    """The same of the survey with this code, without the counts."""
    found = rows(
        "SELECT definition FROM survey_version JOIN survey ON survey.id = survey_id"
        " JOIN instrument ON digest = survey_version.instrument_digest"
        " WHERE code = ? ORDER BY survey_version.published_at DESC, digest",
        (code,),
    )
    return [from_definition(row[0]) for row in found]


def draft_version(survey_id: int, version: int) -> DraftVersion | None:
    """The draft as it was kept under this number, or None where it is no longer remembered."""
    found = rows(
        "SELECT version, draft, app_user.name, kept_at FROM survey_draft"
        " LEFT JOIN app_user ON app_user.id = user_id WHERE survey_id = ? AND version = ?",
        (survey_id, version),
    )
    if not found:
        return None
    number, draft, name, kept_at = found[0]
    return DraftVersion(number, from_definition(draft), name, from_seconds(kept_at))


def authors_since(survey_id: int, version: int) -> set[int | None]:
    """Who has kept the drafts after this number: their ids, and None where somebody is no user."""
    found = rows(
        "SELECT DISTINCT user_id FROM survey_draft WHERE survey_id = ? AND version > ?",
        (survey_id, version),
    )
    return {row[0] for row in found}


def had_item(survey_id: int, item: str) -> bool:
    """Whether one of the drafts that are remembered asks, or asked, this item."""
    found = rows("SELECT draft FROM survey_draft WHERE survey_id = ?", (survey_id,))
    return any(item == one.code for row in found for one in from_definition(row[0]).items)


def _survey(row: Sequence[Any]) -> Survey:
    published_at, retired_at = row[10:12]
    return Survey(
        id=row[0],
        code=row[1],
        name=row[2],
        state=row[3],
        draft=from_definition(row[4]),
        draft_version=row[5],
        rules=from_text(row[6]),
        rules_version=row[7],
        position=row[8],
        instrument_digest=row[9],
        published_at=None if published_at is None else from_seconds(published_at),
        retired_at=None if retired_at is None else from_seconds(retired_at),
    )


_SURVEYS = (
    "SELECT id, code, name, state, draft, draft_version, rules, rules_version, position,"
    " instrument_digest, published_at, retired_at FROM survey"
)

_VERSIONS = """
SELECT digest, definition, survey_version.published_at, coalesce(answered.n, 0)
FROM survey_version JOIN instrument ON instrument.digest = survey_version.instrument_digest
LEFT JOIN (
    SELECT response.instrument_digest AS answered_digest, count(*) AS n
    FROM response JOIN invitation ON invitation.id = response.invitation_id
    WHERE invitation.survey_id = ? GROUP BY response.instrument_digest
) AS answered ON answered_digest = digest
WHERE survey_version.survey_id = ?
ORDER BY survey_version.published_at DESC, digest
"""
