"""Changes to a survey's texts and languages: each gives the changed instrument.

Every one raises `InvalidInput` where the result would not be sound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survey.errors import InvalidInput
from survey.instruments.editing import checked
from survey.instruments.limits import LANGUAGE
from survey.instruments.measures import MEASURES
from survey.instruments.model import TEXTS, Instrument
from survey.instruments.standard import standard_words
from survey.instruments.wording import texts_of


def rename(instrument: Instrument, name: str) -> Instrument:
    """Under another name, which customers never see."""
    return checked(replace(instrument, name=name.strip()))


def set_texts(instrument: Instrument, texts: Mapping[str, str]) -> Instrument:
    """With these texts beside the questions, by name (see `TEXTS`), the others as they are.

    An empty one goes, and the product's own stands in again.
    """
    unknown = sorted(texts.keys() - set(TEXTS))
    if unknown:
        raise InvalidInput([f"There is no text called {name}." for name in unknown])
    own = {**instrument.texts, **{name: _tidy(text) for name, text in texts.items()}}
    return checked(replace(instrument, texts={name: text for name, text in own.items() if text}))


def add_language(instrument: Instrument, language: str) -> Instrument:
    """With one more language. Standard questions that kept their words are translated at once.

    Raises:
        InvalidInput: it is no language, or the survey has it already.
    """
    if not LANGUAGE.fullmatch(language):
        raise InvalidInput([f"‘{language[:20]}’ is no language. Write it like de or pt-BR."])
    if language in instrument.languages:
        raise InvalidInput([f"The survey has the language {language} already."])
    added = {**instrument.translations, language: _shipped(instrument, language)}
    return checked(replace(instrument, translations=added))


def remove_language(instrument: Instrument, language: str) -> Instrument:
    """Without the translation into that language.

    Raises:
        InvalidInput: it is the survey's own language, or not one of its languages.
    """
    if language == instrument.language:
        raise InvalidInput(["This is the survey's own language; it cannot be taken away."])
    if language not in instrument.translations:
        raise InvalidInput([f"The survey does not have the language {language[:20]}."])
    rest = {tag: own for tag, own in instrument.translations.items() if tag != language}
    return replace(instrument, translations=rest)


def translate(instrument: Instrument, language: str, words: Mapping[str, str]) -> Instrument:
    """With these translations by key (see `wording.texts_of`), the others as they are.

    An empty one goes: the survey's own words stand in.

    Raises:
        InvalidInput: a key leads to no text of the survey, or it does not have the language.
    """
    if language not in instrument.translations:
        raise InvalidInput([f"The survey does not have the language {language[:20]}. Add it."])
    unknown = sorted(words.keys() - texts_of(instrument).keys())
    if unknown:
        raise InvalidInput([f"{key[:80]} leads to no text of this survey." for key in unknown])
    own = {**instrument.translations[language], **{key: _tidy(w) for key, w in words.items()}}
    translations = {**instrument.translations, language: own}
    return checked(replace(instrument, translations=translations))


def find_untranslated(instrument: Instrument, language: str) -> dict[str, str]:
    """What has no words in that language yet: the survey's own, by key, in the page's order."""
    if language == instrument.language:
        return {}
    words = instrument.translations.get(language, {})
    return {key: text for key, text in texts_of(instrument).items() if not words.get(key)}


def _shipped(instrument: Instrument, language: str) -> dict[str, str]:
    """The words shipped for texts of standard questions that nobody has changed."""
    found: dict[str, str] = {}
    texts = texts_of(instrument)
    for measure in MEASURES:
        if any(item.code == measure for item in instrument.items):
            own = standard_words(measure, instrument.language)
            there = standard_words(measure, language)
            found |= {key: there[key] for key in there if own.get(key) == texts.get(key)}
    return found


def _tidy(text: str) -> str:
    return "\n".join(text.strip().splitlines())
