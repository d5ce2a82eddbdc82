"""Every sentence customers read is there in every language, and a language is one file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel import UnknownLocaleError

from survey.render import languages
from survey.render.languages import LANGUAGES, Language, find_languages
from tests import messages

CODES = ("ar", "de", "en", "es", "fr", "hi", "pl", "pt")
HOLES = re.compile(r"%\(\w+\)s|%(?!\()")
ESPERANTO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Send answer"
msgstr "Sendu la respondon"
"""


def test_the_eight_languages_are_there_and_named_in_their_own_words() -> None:
    assert set(CODES) <= set(LANGUAGES)
    assert LANGUAGES["ar"] == Language("ar", "العربية", "rtl")
    assert [LANGUAGES[code].name for code in ("de", "fr", "hi", "pl")] == [
        "Deutsch", "Français", "हिन्दी", "Polski",
    ]  # fmt: skip
    assert {one.code for one in LANGUAGES.values() if one.direction == "rtl"} == {"ar"}


@pytest.mark.parametrize("code", sorted(set(CODES) - {"en"}))
def test_every_sentence_is_translated_and_keeps_its_holes(code: str) -> None:
    catalogue = messages.catalogues()[code]
    used = messages.used()
    assert len(used) > 60
    problems = []
    for sentence in used:
        key = sentence if isinstance(sentence, str) else sentence[0]
        found = catalogue.get(key)
        forms = [found.string] if found and isinstance(found.string, str) else []
        forms = list(found.string) if found and not forms else forms
        wanted = sorted(HOLES.findall(sentence if isinstance(sentence, str) else ""))
        if not forms or not all(forms) or (found and found.fuzzy):
            problems.append(f"not translated: {key}")
        elif isinstance(sentence, str) and sorted(HOLES.findall(forms[0])) != wanted:
            problems.append(f"other holes: {key}")
        elif any(set(HOLES.findall(form)) - {"%(num)s", *wanted} for form in forms):
            problems.append(f"unknown hole: {key}")
    assert not problems


@pytest.mark.parametrize("code", sorted(set(CODES) - {"en"}))
def test_no_sentence_is_translated_that_nobody_uses(code: str) -> None:
    keys = {one if isinstance(one, str) else one[0] for one in messages.used()}
    ids = [one.id for one in messages.catalogues()[code] if one.id]
    assert not [one for one in ids if (one if isinstance(one, str) else one[0]) not in keys]


def test_a_language_is_one_file(tmp_path: Path) -> None:
    """Esperanto was made up: dropping its file into the folder offers it."""
    assert "eo" not in find_languages(tmp_path)
    folder = tmp_path / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(ESPERANTO, encoding="utf-8")
    assert find_languages(tmp_path)["eo"] == Language("eo", "Esperanto", "ltr")
    assert languages.catalogue("eo", tmp_path).ugettext("Send answer") == "Sendu la respondon"
    assert languages.catalogue("eo", tmp_path).ugettext("Error:") == "Error:"


def test_a_file_named_after_no_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "qqq" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "qqq" / "LC_MESSAGES" / "messages.po").write_text(ESPERANTO, encoding="utf-8")
    with pytest.raises(UnknownLocaleError):
        find_languages(tmp_path)


@pytest.mark.parametrize(
    ("code", "day", "number"),
    [
        ("en", "21 November 2026", "10,000"),
        ("de", "21. November 2026", "10.000"),
        ("fr", "21 novembre 2026", "10\u202f000"),
        ("pt", "21 de novembro de 2026", "10\u00a0000"),
        ("pl", "21 listopada 2026", "10\u00a0000"),
        ("hi", "21 नवंबर 2026", "10,000"),
        ("nl", "21 November 2026", "10,000"),
    ],
)
def test_days_and_numbers_are_written_as_there(code: str, day: str, number: str) -> None:
    assert languages.day(code, date(2026, 11, 21)) == day
    assert languages.whole(code, 10_000) == number


def test_a_language_is_named_in_another() -> None:
    names = [languages.name_in(code, "en") for code in ("en", "de", "fr", "pt", "ar")]
    assert names == ["English", "Englisch", "anglais", "inglês", "الإنجليزية"]
    assert [languages.name_in("en", "de"), languages.name_in("de", "nl")] == ["German", "nl"]


def test_a_moment_is_told_by_the_clocks_of_its_zone() -> None:
    at = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
    assert languages.moment("de", at, UTC) == "21. November 2026, 14:05"
    assert languages.moment("en", at, UTC) == "21 November 2026, 14:05"


@pytest.mark.parametrize(
    ("n", "sentence"),
    [(1, "Jest problem"), (2, "Są 2 problemy"), (5, "Jest 5 problemów"), (22, "Są 22 problemy")],
)
def test_a_sentence_takes_the_form_that_fits_its_number(n: int, sentence: str) -> None:
    one, many = "There is a problem", "There are %(num)s problems"
    assert languages.ngettext("pl", one, many, n) == sentence
    assert languages.ngettext("en", one, many, 1) == one
    assert languages.ngettext("en", one, many, 0) == "There are 0 problems"


def test_a_sentence_is_filled_in_and_an_unknown_language_is_english() -> None:
    sentence = "You can change your answer until %(moment)s."
    assert languages.gettext("de", sentence, moment="X").endswith("ändern bis: X.")
    assert languages.gettext("nl", sentence, moment="X").endswith("until X.")
    assert languages.gettext("../en", "Error:") == "Error:"
