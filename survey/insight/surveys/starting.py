"""The page on which a survey is begun, and what each way of beginning gives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.errors import NotFound
from survey.insight.surveys.typed import Typed
from survey.instruments.model import Instrument
from survey.instruments.ready import READY
from survey.intake.rules import Rules
from survey.render.languages import ENGLISH, LANGUAGES
from survey.store import reads_of_surveys

BLANK = "blank"
_READY, _COPY = "ready-", "copy-"


@dataclass(frozen=True, slots=True)
class NewSurveyPage:
    """The ways to begin, and the languages a blank survey can be written in, as pairs."""

    starts: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    typed: Typed


def new_page(typed: Typed) -> NewSurveyPage:
    """The page as it was filled in."""
    ready = tuple((f"{_READY}{one.code}", f"{one.name}, ready-made") for one in READY)
    copies = tuple(
        (f"{_COPY}{one.code}", f"A copy of “{one.name}”") for one in reads_of_surveys.surveys()
    )
    return NewSurveyPage(
        starts=(*ready, *copies, (BLANK, "A blank page")),
        languages=tuple((one.code, one.name) for one in LANGUAGES.values()),
        typed=typed,
    )


def start_of(start: str, name: str, language: str) -> tuple[Instrument, Rules]:
    """The questions and rules a survey of this name begins with.

    Raises:
        NotFound: nothing of the kind is offered (any more).
    """
    own = language if language in LANGUAGES else ENGLISH
    if start == BLANK:
        return Instrument("satisfaction", name, (), language=own), Rules()
    if start.startswith(_COPY):
        found = reads_of_surveys.find_survey(start.removeprefix(_COPY))
        if found is not None:
            return replace(found.draft, name=name), found.rules
    for one in READY:
        if start == f"{_READY}{one.code}":
            return replace(one.instrument, name=name), Rules(channels=one.channels)
    raise NotFound("Choose what to begin with.")
