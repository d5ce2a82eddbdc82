"""The page of one survey: what it asks, since when, and what can become of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from survey.errors import NotFound
from survey.insight.asking.comes_to import ComesTo, comes_to
from survey.insight.surveys.changes import Change, changes, language_name
from survey.insight.surveys.drafts import Meanwhile, meanwhile
from survey.insight.surveys.typed import Typed
from survey.instruments.model import Instrument
from survey.store import reads_of_deliveries, reads_of_surveys
from survey.store.reads_of_surveys import Survey

DIGITS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version: its short digest, since when, what it asked, and how many answered it."""

    digest: str
    published_at: datetime
    n_questions: int
    n_responses: int
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Asks:
    """Whom a survey would ask: what its rules come to, and the live surveys that ask before it."""

    comes_to: ComesTo
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """One survey. `gaps` keep it from being published, `changes` would be.

    Whom it `asks` is told where somebody is about to publish it. `n_waiting` messages of it are
    still to be sent.
    """

    survey: Survey
    published_at: datetime | None
    retired_at: datetime | None
    languages: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    changes: tuple[Change, ...]
    gaps: tuple[str, ...]
    asks: Asks | None
    n_waiting: int
    meanwhile: Meanwhile
    typed: Typed

    @property
    def is_again(self) -> bool:
        """Whether customers have been asked by this survey before."""
        return bool(self.versions)


def existing(code: str) -> Survey:
    """The survey with this code.

    Raises:
        NotFound: there is none.
    """
    survey = reads_of_surveys.find_survey(code)
    if survey is None:
        raise NotFound("There is no such survey. Open the list of surveys again.")
    return survey


def survey_page(
    code: str,
    *,
    gaps: Callable[[Instrument], Sequence[str]],
    zone: ZoneInfo,
    publish_on: date | None = None,
    seen: int = 0,
    typed: Typed | None = None,
) -> SurveyPage:
    """The survey as it stands, with days in the centre's time zone; `gaps` finds what is missing.

    Where it is to be published on a day, the page tells whom it would ask.

    Raises:
        NotFound: there is no such survey.
    """
    survey = existing(code)
    found = reads_of_surveys.versions(survey.id)
    asked = next((one.instrument for one in found if one.digest == survey.instrument_digest), None)
    return SurveyPage(
        survey=survey,
        published_at=survey.published_at and survey.published_at.astimezone(zone),
        retired_at=survey.retired_at and survey.retired_at.astimezone(zone),
        languages=tuple(language_name(one) for one in survey.draft.languages),
        versions=tuple(
            VersionLine(
                one.digest[:DIGITS_SHOWN],
                one.published_at.astimezone(zone),
                len(one.instrument.items),
                one.n_responses,
                one.digest == survey.instrument_digest,
            )
            for one in found
        ),
        changes=changes(asked, survey.draft),
        gaps=tuple(gaps(survey.draft)),
        asks=_asks(survey, today=publish_on, zone=zone) if publish_on else None,
        n_waiting=reads_of_deliveries.n_waiting(survey.id),
        meanwhile=meanwhile(survey, seen),
        typed=typed or Typed(),
    )


def _asks(survey: Survey, *, today: date, zone: ZoneInfo) -> Asks:
    order = (survey.position, survey.id)
    live = reads_of_surveys.live_surveys()
    return Asks(
        comes_to(survey.rules, today=today, zone=zone),
        tuple(one.name for one in live if (one.position, one.id) < order),
    )
