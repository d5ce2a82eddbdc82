"""Everything a report says goes through `say`: what is left beside the marks is data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from survey.insight.report.bibliography import WORKS
from survey.insight.report.data import data_digest
from survey.insight.report.occasions import occasions
from survey.insight.report.report import build_report
from survey.intake.editions import Edition
from survey.operations import forum
from survey.render.document import Look, Stamp, document
from survey.render.languages import name_in
from survey.render.speech import say, speaking
from survey.store import database
from tests import forums
from tests.editions import every_edition
from tests.filled import FILLED_AT
from tests.unsaid import LANGUAGE, marked, stored_words, unsaid

ORGANISATION = "Larkfield Support"
# Names that stand as they are in every language.
NAMES = {
    ORGANISATION, "UTC", name_in(LANGUAGE, "en"),
    "English", "Deutsch", "Español", "Français", "Português", "Polski",
    *(text for work in WORKS for text in (work.authors, work.source, work.where)),
}  # fmt: skip
# Words that customers and agents share, which stand by themselves.
WORDS_OF_PEOPLE = {"call", "people", "shift", "router"}


def pages(folder: Path, *, today: date) -> Iterator[tuple[str, str]]:
    """Every edition of the newest occasion of each length, marked, by its name."""
    newest = {one.every: one.key for one in reversed(occasions(today=today))}
    for key in newest.values():
        for english in every_edition(key):
            edition = Edition(
                english.kind, key, english.unit_id, english.department_id, LANGUAGE, english.paper
            )
            with speaking(LANGUAGE, folder):
                page = build_report(edition, organisation=ORGANISATION, is_demo=True, today=today)
                stamp = Stamp(data_digest(page), "0" * 64)
                for for_screen in (False, True):
                    html = document(page, look=Look(), stamp=stamp, for_screen=for_screen)
                    yield f"{edition.kind} {key} {for_screen}", html


def found(folder: Path, *, today: date) -> dict[str, list[str]]:
    """Of every page what nobody said."""
    allowed = NAMES | WORDS_OF_PEOPLE | stored_words()
    return {
        name: left
        for name, html in pages(marked(folder), today=today)
        if (left := unsaid(html, allowed=allowed))
    }


def test_every_word_of_every_edition_is_said(store: str, tmp_path: Path) -> None:
    forums.build(3)
    forum.record_decision(2, forums.DECISION, today=forums.TODAY)
    assert found(tmp_path, today=forums.TODAY) == {}


def test_a_centre_with_nothing_is_told_so_in_its_language(store: str, tmp_path: Path) -> None:
    assert found(tmp_path, today=forums.TODAY) == {}


@pytest.mark.slow
def test_every_word_of_the_demo_is_said(filled_demo: Path, tmp_path: Path) -> None:
    database.connect(f"sqlite:///{filled_demo / 'survey.db'}")
    try:
        assert found(tmp_path, today=FILLED_AT.date()) == {}
    finally:
        database.disconnect()


def test_a_word_that_nobody_said_shows(tmp_path: Path) -> None:
    with speaking(LANGUAGE, marked(tmp_path)):
        html = f"<p>{say('Who answered')}: Orders</p><p title='by hand'>12 of 40</p>"
    assert unsaid(html, allowed={"Orders"}) == ["12 of 40", "by hand"]
