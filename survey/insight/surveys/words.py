"""The pages of a survey's texts, its languages, and one translation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from survey.errors import NotFound
from survey.insight.surveys.changes import TEXT_NAMES, language_name
from survey.insight.surveys.drafts import Meanwhile, meanwhile
from survey.insight.surveys.one import existing
from survey.insight.surveys.typed import Typed
from survey.instruments.limits import ONE_LINE
from survey.instruments.model import TEXTS, Instrument
from survey.instruments.translating import find_untranslated
from survey.instruments.wording import texts_of
from survey.render.languages import LANGUAGES
from survey.store.reads_of_surveys import Survey

TEXT_HINTS = {
    "intro": "Stands above the questions. Left empty, nothing stands there.",
    "thanks": "What a customer reads after answering. Left empty, our own words stand there.",
    "subject": "One line.",
    "invitation": "Stands above the first question and the link.",
    "reminder_subject": "One line.",
    "reminder": "Sent once to who has not answered, if the rules say so.",
    "sms": "One line. The shorter, the better: link included, three short messages are the most.",
}
TEXT_GROUPS = (
    ("On the page", ("intro", "thanks")),
    ("In the mail", ("subject", "invitation")),
    ("In the reminder", ("reminder_subject", "reminder")),
    ("In the text message", ("sms",)),
)
PART_NAMES = {"text": "Question", "hint": "Hint", "labels": "Point", "rows": "Line"}


@dataclass(frozen=True, slots=True)
class TextField:
    """A text beside the questions: its field, what it is for, and what stands in it."""

    name: str
    label: str
    hint: str
    text: str
    is_line: bool


@dataclass(frozen=True, slots=True)
class TextsPage:
    """The texts beside the questions, in groups under a heading."""

    survey: Survey
    language: str
    direction: Literal["ltr", "rtl"]
    groups: tuple[tuple[str, tuple[TextField, ...]], ...]
    meanwhile: Meanwhile
    typed: Typed


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """A language of the survey, and how many of its texts have no words in it."""

    code: str
    name: str
    is_own: bool
    n_missing: int


@dataclass(frozen=True, slots=True)
class LanguagesPage:
    """The languages of a survey, and (code, name) of those it could have."""

    survey: Survey
    languages: tuple[LanguageLine, ...]
    n_texts: int
    offered: tuple[tuple[str, str], ...]
    meanwhile: Meanwhile
    typed: Typed


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text to translate: its key, what it is, the survey's own words and those in between."""

    key: str
    what: str
    own: str
    text: str
    is_line: bool

    @property
    def is_missing(self) -> bool:
        """Whether customers read the survey's own words for want of others."""
        return not self.text and _has_words(self.own)


@dataclass(frozen=True, slots=True)
class TranslationPage:
    """One language of a survey: its phrases by question, and how many are missing."""

    survey: Survey
    language: LanguageLine
    direction: Literal["ltr", "rtl"]
    own_language: str
    own_direction: Literal["ltr", "rtl"]
    groups: tuple[tuple[str, tuple[Phrase, ...]], ...]
    meanwhile: Meanwhile
    typed: Typed


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Where lines in the language begin: at the left where we do not know it."""
    known = LANGUAGES.get(language) or LANGUAGES.get(language.partition("-")[0])
    return known.direction if known else "ltr"


def texts_page(code: str, *, seen: int = 0, typed: Typed | None = None) -> TextsPage:
    """The texts as they stand, or as they were typed.

    Raises:
        NotFound: there is no such survey.
    """
    survey = existing(code)
    typed = typed or Typed()
    return TextsPage(
        survey=survey,
        language=language_name(survey.draft.language),
        direction=direction(survey.draft.language),
        groups=tuple(
            (
                title,
                tuple(
                    TextField(
                        name,
                        TEXT_NAMES[name],
                        TEXT_HINTS[name],
                        typed.value(name, survey.draft.texts.get(name, "")),
                        f"texts.{name}" in ONE_LINE or name == "sms",
                    )
                    for name in names
                ),
            )
            for title, names in TEXT_GROUPS
        ),
        meanwhile=meanwhile(survey, seen),
        typed=typed,
    )


def typed_texts(typed: Typed) -> dict[str, str]:
    """The texts that a form holds, by name."""
    return {name: typed.values[name] for name in TEXTS if name in typed.values}


def languages_page(code: str, *, seen: int = 0, typed: Typed | None = None) -> LanguagesPage:
    """The survey's languages, its own first.

    Raises:
        NotFound: there is no such survey.
    """
    survey = existing(code)
    draft = survey.draft
    return LanguagesPage(
        survey=survey,
        languages=tuple(_line(draft, one) for one in draft.languages),
        n_texts=sum(_has_words(text) for text in texts_of(draft).values()),
        offered=tuple(
            (one.code, one.name) for one in LANGUAGES.values() if one.code not in draft.languages
        ),
        meanwhile=meanwhile(survey, seen),
        typed=typed or Typed(),
    )


def translation_page(
    code: str, language: str, *, seen: int = 0, typed: Typed | None = None
) -> TranslationPage:
    """One translation, phrase by phrase, as it stands or as it was typed.

    Raises:
        NotFound: there is no such survey, or it is not translated into this language (any more).
    """
    survey = existing(code)
    draft = survey.draft
    if language not in draft.translations:
        raise NotFound("This survey is not translated into that language.")
    typed = typed or Typed()
    return TranslationPage(
        survey=survey,
        language=_line(draft, language),
        direction=direction(language),
        own_language=language_name(draft.language),
        own_direction=direction(draft.language),
        groups=tuple(_groups(draft, {**draft.translations[language], **typed.values})),
        meanwhile=meanwhile(survey, seen),
        typed=typed,
    )


def _has_words(text: str) -> bool:
    """Whether there is something to translate: a bare number reads the same everywhere."""
    return any(sign.isalpha() for sign in text)


def _line(draft: Instrument, language: str) -> LanguageLine:
    return LanguageLine(
        language,
        language_name(language),
        language == draft.language,
        sum(_has_words(text) for text in find_untranslated(draft, language).values()),
    )


def _groups(draft: Instrument, words: dict[str, str]) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    texts = texts_of(draft)
    for item in draft.items:
        stem = f"items.{item.code}."
        found = (
            (key, own)
            for key, own in texts.items()
            if key.startswith(stem) and (_has_words(own) or words.get(key))
        )
        phrases = (_phrase(key, key.removeprefix(stem), own, words) for key, own in found)
        yield item.text, tuple(phrases)
    beside = tuple(
        Phrase(key, TEXT_NAMES[name], own, words.get(key, ""), key in ONE_LINE)
        for key, own in texts.items()
        if (name := key.removeprefix("texts.")) in TEXT_NAMES
    )
    if beside:
        yield "Beside the questions", beside


def _phrase(key: str, rest: str, own: str, words: dict[str, str]) -> Phrase:
    part, _, which = rest.partition(".")
    what = f"Point {which}" if part == "labels" else PART_NAMES.get(part, "Answer")
    return Phrase(key, what, own, words.get(key, ""), is_line=True)
