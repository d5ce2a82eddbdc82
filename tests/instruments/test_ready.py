"""Surveys to start from: short, in every language shipped, sound as they stand."""

from __future__ import annotations

import re

import pytest

from survey.instruments.limits import find_excesses
from survey.instruments.meanings import find_misuse
from survey.instruments.measures import MEASURES
from survey.instruments.ready import READY, Ready
from survey.instruments.standard import LANGUAGES, standard_item, standard_words, words
from survey.instruments.translating import find_untranslated
from survey.instruments.wording import in_language, texts_of
from survey.intake.answers import read_form

SCRIPTS = {"ar": "\u0600-\u06ff", "hi": "\u0900-\u097f"}


def _letters(text: str) -> str:
    return re.sub(r"[\d\W_]", "", text)


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.code)
def test_every_text_exists_in_every_language(ready: Ready) -> None:
    """chatwoot/chatwoot#10003: texts per locale."""
    assert ready.instrument.languages == ("en", *sorted(LANGUAGES[1:]))
    for language in LANGUAGES:
        assert find_untranslated(ready.instrument, language) == {}
        shown = in_language(ready.instrument, language)
        assert texts_of(shown).keys() == texts_of(ready.instrument).keys()


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.code)
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_what_is_shown_in_a_language_is_written_in_it(ready: Ready, language: str) -> None:
    own = texts_of(ready.instrument)
    for key, text in texts_of(in_language(ready.instrument, language)).items():
        letters = _letters(text)
        if letters and key != "items.resolved.options.3":  # "No" is Spanish as well
            assert text != own[key], key
        if language in SCRIPTS:
            assert not re.search(f"[^{SCRIPTS[language]}]", letters), text


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.code)
def test_a_ready_survey_is_sound_and_leads_with_satisfaction(ready: Ready) -> None:
    instrument = ready.instrument
    assert (find_excesses(instrument), find_misuse(instrument)) == ([], [])
    assert instrument.headline == instrument.items[0].code == "csat"


def test_each_channel_has_questions_of_its_own() -> None:
    """chatwoot/chatwoot#6506, freescout-help-desk/freescout#2957: several questions, by channel."""
    assert [one.code for one in READY] == ["phone", "chat", "mail"]
    for language in LANGUAGES:
        asked = {in_language(one.instrument, language).items[0].text for one in READY}
        assert len(asked) == len(READY)
    assert all(len(one.instrument.items) > 1 for one in READY)


def test_one_answer_is_enough_and_what_follows_fits_it() -> None:
    asked = READY[0].instrument
    shown = {
        score: [item.code for item in asked.items if item.is_shown({"csat": score})]
        for score in range(1, 6)
    }
    rest = ["resolved", "comment"]
    assert shown[1] == shown[2] == ["csat", "drivers", *rest, "call_back"]
    assert shown[3] == ["csat", "drivers", *rest]
    assert shown[4] == shown[5] == ["csat", "strengths", *rest, "testimonial"]
    assert read_form(asked, {"csat": ["3"]}).values == {"csat": 3, "drivers": 0}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_and_no_others(language: str) -> None:
    assert words(language).keys() == words("en").keys()
    assert all(text and text == text.strip() for text in words(language).values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_a_standard_question_is_whole_in_every_language(measure: str, language: str) -> None:
    item = standard_item(measure, language)
    assert standard_words(measure, language)[f"items.{measure}.text"] == item.text
    texts = [option.text for option in item.options]
    if item.scale is not None:
        texts += item.scale.labels
    assert len(set(texts)) == len(texts)


def test_a_language_with_a_country_has_the_words_of_the_language() -> None:
    assert words("pt-BR") == words("pt")
    assert words("nl") == {}
    assert standard_words("csat", "nl") == {}
