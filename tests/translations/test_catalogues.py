"""Every sentence of the report is there in every language that has a catalogue, and none idles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from survey.render.languages import LANGUAGES
from survey.render.nouns import NOUNS
from tests.conftest import ROOT
from translations.catalogues import (
    merge,
    missing,
    numbers_of_forms,
    path_of,
    read,
    unused,
    why_wrong,
)
from translations.keys import used, written

THERE = sorted(code for code in LANGUAGES if path_of(code).exists())
# What stands in another page or letter, never in a report.
NOT_IN_A_REPORT = {"agent is", "attempt", "message is", "report"}
COUNTED = re.compile(r"""\bcounted\((?:[^()"']|\([^()]*\))*["']([a-z ]+)["']""")


@pytest.mark.parametrize("code", THERE)
def test_every_sentence_is_translated_and_keeps_its_values(code: str) -> None:
    assert not missing(code)


@pytest.mark.parametrize("code", THERE)
def test_no_sentence_is_translated_that_nobody_says(code: str) -> None:
    assert not unused(code)


def test_the_keys_are_found_in_code_and_in_templates() -> None:
    assert "no data" in used()
    assert ("%(num)s team", "%(num)s teams") in used()
    assert not [key for key in used() if "|" in "".join(key)]


def test_every_noun_counted_in_a_report_can_be_said() -> None:
    folders = ("survey/insight", "survey/render", "survey/privacy", "reports")
    texts = [
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".svg")
    ]
    found = {noun for text in texts for noun in COUNTED.findall(text)}
    assert {"block", "day", "answer"} <= found
    assert found - NOUNS.keys() - NOT_IN_A_REPORT == set()


@pytest.mark.parametrize(
    ("key", "words", "problem"),
    [
        ("%(a)s of %(b)s", "%(b)s: %(a)s", None),
        ("%(a)s of %(b)s", "%(b)s", "its values should be a, b"),
        ("%(a)s", "%(a)s in 95 %", "its values should be a"),
        ("at 95%", "bei 95 %", None),
        ("at", " ", "it is empty"),
        (" (%(a)s)", "(%(a)s)", "it should begin and end with a space where its key does"),
        ("; ", "؛ ", None),
        (("%(num)s team", "%(num)s teams"), ("ein Team", "%(num)s Teams"), None),
        (("%(num)s team", "%(num)s teams"), ("%(num)s Teams",), "2 forms are wanted"),
        (("%(num)s team", "%(num)s teams"), "Teams", "one text for one text, a list of forms for"
                                                     " a pair"),
    ],
)  # fmt: skip
def test_a_translation_has_the_values_of_its_key(
    key: str | tuple[str, str], words: str | tuple[str, ...], problem: str | None
) -> None:
    assert why_wrong(key, words, 2) == problem


def test_translations_are_taken_in_sorted_and_give_the_same_bytes(tmp_path: Path) -> None:
    team = "%(num)s team|%(num)s teams"
    forms = ["a", "b", "c", "%(num)s d", "%(num)s e", "%(num)s f"]
    assert merge("ar", {"no data": "لا بيانات", team: forms}, tmp_path) == []
    first = path_of("ar", tmp_path).read_bytes()
    assert merge("ar", {team: forms}, tmp_path) == []
    assert path_of("ar", tmp_path).read_bytes() == first
    assert b"nplurals=6" in first
    assert list(map(written, read(path_of("ar", tmp_path)))) == [team, "no data"]
    assert len(missing("ar", tmp_path)) == len(used()) - 2


def test_what_nobody_says_and_what_lacks_a_value_is_refused(tmp_path: Path) -> None:
    given = {"Never said anywhere": "x", "%(low)s to %(high)s": "%(low)s bis", "no data": "leer"}
    refused = merge("de", given, tmp_path)
    assert sorted(refused) == [
        "%(low)s to %(high)s: its values should be high, low",
        "Never said anywhere: nobody says it",
    ]
    assert read(path_of("de", tmp_path)) == {"no data": "leer"}


def test_a_translator_is_told_which_numbers_a_form_is_for() -> None:
    assert numbers_of_forms("pl") == [
        "1", "2, 3, 4, 22, 23, 24, 32, 33", "0, 5, 6, 7, 8, 9, 10, 11",
    ]  # fmt: skip
    assert [line.split(",")[0] for line in numbers_of_forms("ar")] == [
        "0", "1", "2", "3", "100", "11",
    ]  # fmt: skip
