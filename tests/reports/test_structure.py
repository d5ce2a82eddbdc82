"""Every edition keeps what PDF/UA-1 asks, and is heard in the order in which it is read."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from survey.demo import cast
from survey.intake.editions import Edition
from survey.store import database, reads_of_departments, reads_of_units
from survey.store.reads_of_units import UnitRow
from tests.filled import FILLED_AT
from tests.reports import editions
from tests.reports.listening import Heard, listen
from tests.reports.structure import bookmarks_of, elements_of, levels_of, opened, problems_of

EVERY = {
    "agents": Edition("agents", "wave:6"),
    "site in Arabic": Edition("unit", "wave:6", unit_id=1, language="ar"),
    "slides": Edition("slides", "wave:6"),
    "centre": Edition("centre", "wave:6"),
    "centre in Arabic on Letter": Edition("centre", "wave:6", language="ar", paper="letter"),
    "centre in German": Edition("centre", "month:2026-02", language="de"),
    "department": Edition("department", "month:2026-02", department_id=1),
}
QUICK = ("agents", "site in Arabic", "slides")
NAMES = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in EVERY]
# The contents are a way about the report, not a part of it.
CONTENTS = 1


class Shelf:
    """The printed editions of the demo, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._made:
            self._made[name] = editions.made(
                _placed(EVERY[name]), self._folder, today=FILLED_AT.date()
            ).pdf
        return self._made[name]


@pytest.fixture(scope="module")
def shelf(filled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("structure")
    shutil.copy(filled_demo / "survey.db", folder / "survey.db")
    database.connect(f"sqlite:///{folder / 'survey.db'}")
    yield Shelf(folder)
    database.disconnect()


def _placed(edition: Edition) -> Edition:
    """The edition with the ids that the demo gave to its site and departments."""
    if edition.kind == "unit":
        return replace(edition, unit_id=_site().id)
    if edition.kind == "department":
        departments = reads_of_departments.departments()
        return replace(edition, department_id=departments[0].id)
    return edition


def _site() -> UnitRow:
    units = reads_of_units.units(reads_of_units.unit_ids())
    return next(unit for unit in units if unit.code == cast.SITES[0][0])


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_of_the_structure_is_broken(shelf: Shelf, name: str) -> None:
    assert problems_of(shelf[name], language=EVERY[name].language) == []


@pytest.mark.parametrize("name", NAMES)
def test_bookmarks_are_the_headings_in_their_order(shelf: Shelf, name: str) -> None:
    pdf = shelf[name]
    headings = [_letters(one.words) for one in _headings(listen(pdf))]
    bookmarks = [_letters(words) for _, words in bookmarks_of(opened(pdf))]
    rest = iter(headings)
    assert all(one in rest for one in bookmarks), (bookmarks, headings)
    levels = levels_of(tuple(elements_of(opened(pdf))))
    above = [words for words, level in zip(headings, levels, strict=True) if level <= 2]
    assert len([one for one in above if one not in bookmarks]) <= CONTENTS
    assert len(set(bookmarks)) >= len(bookmarks) - 1


@pytest.mark.parametrize("name", NAMES)
def test_what_a_figure_says_is_what_it_shows(shelf: Shelf, name: str) -> None:
    said = [one.words for one in listen(shelf[name]) if one.kind == "/Figure"]
    assert said
    assert all(re.search(r"\d|[\u0660-\u0669]", words) for words in said if len(words) > 40)
    assert not [words for words in said if "None" in words or "nan" in words.split()]


@pytest.mark.slow
def test_the_contents_lead_to_the_sections(shelf: Shelf) -> None:
    heard = listen(shelf["centre"])
    headings = {one.words for one in _headings(heard)}
    links = {re.sub(r"\s*\d+$", "", one.words) for one in heard if one.kind == "/Link"}
    assert len(links & headings) >= 8


def test_page_one_is_heard_from_the_title_to_the_sentences(shelf: Shelf) -> None:
    heard = [one for one in listen(shelf["agents"]) if one.words]
    kinds = [one.kind for one in heard]
    title = kinds.index("/H1")
    assert title < kinds.index("/H2") < kinds.index("/LI" if "/LI" in kinds else "/P", title + 2)
    assert "\ufffd" not in "".join(one.words for one in heard)


def _headings(heard: list[Heard]) -> list[Heard]:
    return [one for one in heard if re.fullmatch(r"/H\d", one.kind)]


def _letters(words: str) -> str:
    """The letters without order: a line that runs from the right is kept as it is drawn."""
    plain = unicodedata.normalize("NFKC", words)
    return "".join(sorted(letter for letter in plain if letter.isalnum()))
