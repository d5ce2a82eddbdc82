"""The list of surveys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from survey.insight.asking.reach import asks_about
from survey.insight.surveys.changes import language_name
from survey.store import reads_of_surveys
from survey.store.reads_of_surveys import Survey, SurveyState


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey in the list; `place` counts from 1 in the order in which surveys ask."""

    code: str
    name: str
    state: SurveyState
    is_changed: bool
    place: int
    asks_about: str
    n_questions: int
    languages: tuple[str, ...]
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class SurveysPage:
    """Every survey, in the order in which they ask. `conflict` says why one was not moved."""

    surveys: tuple[SurveyLine, ...]
    conflict: str

    @property
    def n_live(self) -> int:
        """How many of them ask customers."""
        return sum(line.state == "live" for line in self.surveys)


def surveys_page(*, zone: tzinfo, conflict: str = "") -> SurveysPage:
    """The list, with days in the centre's time zone."""
    found = enumerate(reads_of_surveys.surveys(), start=1)
    return SurveysPage(tuple(_line(survey, place, zone) for place, survey in found), conflict)


def _line(survey: Survey, place: int, zone: tzinfo) -> SurveyLine:
    at = survey.published_at
    return SurveyLine(
        code=survey.code,
        name=survey.name,
        state=survey.state,
        is_changed=survey.state == "live" and survey.is_changed,
        place=place,
        asks_about=asks_about(survey.rules),
        n_questions=len(survey.draft.items),
        languages=tuple(language_name(code) for code in survey.draft.languages),
        published_at=at and at.astimezone(zone),
    )
