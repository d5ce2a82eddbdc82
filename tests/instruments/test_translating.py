"""A survey in several languages: what is not translated is shown in its own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import InvalidInput
from survey.instruments import translating
from survey.instruments.model import Instrument
from survey.instruments.ready import READY
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.instruments.translating import add_language, find_untranslated, set_texts, translate
from survey.instruments.wording import in_language, texts_of
from tests.instruments.building import changed

GERMAN = add_language(AFTER_CONTACT, "de")


def _refusal(change: Callable[[], Instrument]) -> str:
    with pytest.raises(InvalidInput) as refused:
        change()
    return refused.value.message


def test_a_text_that_is_not_translated_is_shown_as_it_is() -> None:
    """chatwoot/chatwoot#10003: editable text per locale, with a fallback."""
    half = translate(GERMAN, "de", {"items.comment.hint": "", "items.csat.text": "Zufrieden?"})
    shown = in_language(half, "de")
    assert shown.item("csat").text == "Zufrieden?"
    assert shown.item("comment").hint == AFTER_CONTACT.item("comment").hint
    assert find_untranslated(half, "de") == {"items.comment.hint": shown.item("comment").hint}


def test_a_customer_gets_the_nearest_language_there_is() -> None:
    both = add_language(add_language(AFTER_CONTACT, "pt"), "pt-BR")
    assert both.pick_language(["pt-BR", "de"]) == "pt-BR"
    assert both.pick_language(["pt-PT"]) == both.pick_language(["PT-pt", "en"]) == "pt"
    assert translating.remove_language(both, "pt").pick_language(["pt-PT"]) == "pt-BR"
    assert both.pick_language(["nl", "pl"]) == "en"
    assert both.pick_language([]) == "en"


def test_a_new_language_brings_the_words_shipped_for_what_nobody_has_changed() -> None:
    assert find_untranslated(GERMAN, "de") == {}
    reworded = changed(AFTER_CONTACT, "csat", text="Happy with us?")
    assert list(find_untranslated(add_language(reworded, "de"), "de")) == ["items.csat.text"]
    assert len(find_untranslated(add_language(reworded, "nl"), "nl")) == len(texts_of(reworded))
    assert find_untranslated(reworded, "en") == {}


def test_languages_come_and_go() -> None:
    assert translating.remove_language(GERMAN, "de") == AFTER_CONTACT
    assert "already" in _refusal(lambda: add_language(GERMAN, "de"))
    assert "already" in _refusal(lambda: add_language(GERMAN, "en"))
    assert "own language" in _refusal(lambda: translating.remove_language(GERMAN, "en"))
    assert "does not have" in _refusal(lambda: translating.remove_language(GERMAN, "fr"))
    for wrong in ("", "german", "DE", "de_DE", "de-", "x" * 500):
        assert "is no language" in _refusal(lambda wrong=wrong: add_language(GERMAN, wrong))  # type: ignore[misc]


def test_a_translation_of_nothing_is_refused() -> None:
    assert "items.ces.text leads" in _refusal(
        lambda: translate(GERMAN, "de", {"items.ces.text": "Leicht?"})
    )
    assert "Add it" in _refusal(lambda: translate(GERMAN, "fr", {}))
    assert "German" not in _refusal(lambda: translate(GERMAN, "de", {"items.csat.text": "x" * 301}))


def test_the_texts_beside_the_questions_are_set_and_go_when_emptied() -> None:
    told = set_texts(READY[0].instrument, {"intro": " Hello.\r\nTwo lines. ", "subject": "One"})
    assert told.texts == {"intro": "Hello.\nTwo lines.", "subject": "One"}
    assert set_texts(told, {"intro": ""}).texts == {"subject": "One"}
    german = translate(told, "de", {"texts.intro": "Hallo."})
    assert in_language(german, "de").texts == {"intro": "Hallo.", "subject": "One"}
    assert "texts.intro" not in set_texts(german, {"intro": ""}).translations["de"]
    assert "outro" in _refusal(lambda: set_texts(told, {"outro": "Bye"}))
    assert "one line" in _refusal(lambda: set_texts(told, {"subject": "One\nTwo"}))
    assert "4,001" in _refusal(lambda: set_texts(told, {"intro": "x" * 4_001}))


def test_a_survey_is_renamed() -> None:
    assert translating.rename(GERMAN, " Ours ").name == "Ours"
    assert "empty" in _refusal(lambda: translating.rename(GERMAN, " "))
