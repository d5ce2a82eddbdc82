"""The words of the standard questions: a file for each language."""

from __future__ import annotations

from pathlib import Path

from survey.instruments.standard import LANGUAGES, find_languages


def test_a_file_of_words_is_a_language_more(tmp_path: Path) -> None:
    for name in ("en.json", "it.json", "ar.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert find_languages(tmp_path) == ("en", "ar", "it")
    assert set(LANGUAGES) >= {"en", "es", "fr", "de", "pt", "pl", "ar", "hi"}
