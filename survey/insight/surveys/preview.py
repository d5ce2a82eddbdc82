"""What customers would see of a draft: the very object their page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment

from survey.config import Settings
from survey.errors import NotYet
from survey.insight import conditions
from survey.insight.asked import ask
from survey.insight.customer import Question
from survey.insight.surveys.changes import language_name
from survey.insight.surveys.letters import Messages, letter_to_frame, messages_of
from survey.insight.surveys.one import existing
from survey.instruments.wording import in_language
from survey.store.reads_of_surveys import Survey

# Stands where a customer's link has its secret. No secret is as short, so the form leads nowhere.
NOWHERE = "preview"


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A survey's preview in one of its languages; without `messages` nothing leads it yet."""

    survey: Survey
    language: str
    languages: tuple[tuple[str, str], ...]
    messages: Messages | None
    is_mailed: bool


def preview_page(
    code: str,
    language: str,
    *,
    is_mailed: bool,
    settings: Settings,
    templates: Environment,
    now: datetime,
) -> PreviewPage:
    """The preview in this language, or in the survey's own where it does not have it.

    Raises:
        NotFound: there is no such survey.
    """
    survey = existing(code)
    picked = survey.draft.pick_language([language])
    messages = None
    if survey.draft.headline:
        messages = messages_of(survey, picked, settings=settings, templates=templates, now=now)
    return PreviewPage(
        survey=survey,
        language=picked,
        languages=tuple((one, language_name(one)) for one in survey.draft.languages),
        messages=messages,
        is_mailed=is_mailed,
    )


def framed(code: str, language: str) -> Question:
    """The customers' page, blank, from the draft as it stands.

    Raises:
        NotFound: there is no such survey.
        NotYet: nothing leads it yet.
    """
    draft = _led(code).draft
    picked = draft.pick_language([language])
    shown = in_language(draft, picked)
    return Question(NOWHERE, picked, (), draft.digest, shown, ask(shown, {}))


def condition_rules(code: str) -> str:
    """The style sheet that shows and hides the questions of the draft.

    Raises:
        NotFound: there is no such survey.
    """
    return conditions.rules(existing(code).draft)


def framed_letter(
    code: str,
    language: str,
    *,
    is_reminder: bool,
    settings: Settings,
    templates: Environment,
    now: datetime,
) -> str:
    """The mail that asks, or the one that reminds, in HTML.

    Raises:
        NotFound: there is no such survey.
        NotYet: nothing leads it yet.
    """
    return letter_to_frame(
        _led(code),
        language,
        is_reminder=is_reminder,
        settings=settings,
        templates=templates,
        now=now,
    )


def _led(code: str) -> Survey:
    survey = existing(code)
    if not survey.draft.headline:
        raise NotYet("A survey can be shown once it has a question to lead with.")
    return survey
