"""The literature page: only what was read, with how, and this centre beside it as it is."""

from __future__ import annotations

import re

import pytest

from survey.insight.report.bibliography import WORKS, Verified
from survey.insight.report.linked import linked_of
from survey.insight.report.literature import Literature, literature_of
from survey.operations import people
from survey.render import numbers
from tests import forums
from tests.framed import frame

# What section 1.1 of the design's statistics marks as verified, by the first author and year, with
# how it was read.
MARKED = {
    ("Harter", 2002, 7_939): "abstract",
    ("Harter", 2002, 36): "abstract",
    ("Harter", 2002, 0.32): "secondary",
    ("Harter", 2002, 0.33): "secondary",
    ("Gallup", 2024, 183_806): "publisher",
    ("Gallup", 2024, 736): "publisher",
    ("Brown", 2008, 28): "secondary",
    ("Schmit", 1995, 160): "abstract",
    ("Johnson", 1996, 57): "abstract",
    ("Johnson", 1996, 538): "abstract",
    ("Johnson", 1996, 7_944): "abstract",
    ("Schneider", 1998, 134): "abstract",
    ("Schneider", 2003, 35): "abstract",
    ("Schneider", 2003, 8): "abstract",
    ("Harter", 2010, 2_178): "interview",
    ("Harter", 2010, 10): "interview",
    ("Rucci", 1998, 5): "secondary",
    ("Rucci", 1998, 1.3): "secondary",
    ("Rucci", 1998, 0.5): "secondary",
    ("Chicu", 2019, 109): "abstract",
}
# What is known from memory there, and must not be printed anywhere.
FROM_MEMORY = ("0.16", "0.22", "0.23", "0.27", "103%", "Ryan, Schmit", "quartile", "0.34")


def _page() -> Literature:
    people.add_unit("centre", "Contact centre")
    here = frame()
    return literature_of(here, linked_of(here))


def test_every_number_has_its_mark_and_no_marked_one_is_changed() -> None:
    found = {
        (work.authors.split(",")[0], work.year, value.value): value.read
        for work in WORKS
        for value in work.values.values()
    }
    assert found == MARKED


@pytest.mark.usefixtures("store")
def test_every_number_printed_in_a_finding_stands_in_the_list() -> None:
    page = _page()
    known = {(work.authors, str(work.year)): work for work in WORKS}
    assert len(page.entries) == len(WORKS)
    for entry in page.entries:
        work = known[entry.authors, entry.year]
        listed = {_text(value) for value in work.values.values()}
        printed = re.findall(rf"\d[\d{numbers.THIN}.]*\d|\d", f"{entry.setting} {entry.finding}")
        assert set(printed) == listed, entry
        assert entry.read.endswith(f"({work.where})")


@pytest.mark.usefixtures("store")
def test_nothing_known_from_memory_alone_is_printed() -> None:
    page = _page()
    printed = " ".join(f"{e.authors} {e.setting} {e.finding}" for e in page.entries)
    assert not any(one in printed for one in FROM_MEMORY)
    assert "Looked up on 22 November 2026:" in page.reading


@pytest.mark.usefixtures("store")
def test_findings_against_stand_beside_those_for() -> None:
    page = _page()
    stances = [entry.stance for entry in page.entries]
    assert (stances.count("for"), stances.count("mixed"), stances.count("against")) == (8, 3, 3)
    assert "8 for a link, 3 mixed, 3 against, 1 not read. They weigh differently" in page.reading
    assert [entry.year for entry in page.entries] == sorted(entry.year for entry in page.entries)


@pytest.mark.usefixtures("store")
def test_a_centre_without_a_figure_is_not_placed() -> None:
    page = _page()
    assert page.figure is None
    assert page.local.startswith("This centre has no correlation between units")


@pytest.mark.usefixtures("store")
def test_this_centre_stands_beside_what_was_published_and_the_difference_is_said() -> None:
    forums.build(3)
    here = frame("wave:3")
    linked = linked_of(here)
    page = literature_of(here, linked)
    assert page.figure is not None
    assert "(corrected)" in page.figure.wide.desc
    assert f"r = {numbers.r(linked.between_r.value)} between units, observed" in page.local
    assert "Larkfield, engagement (observed)" in page.figure.wide.desc
    assert "corrected for measurement error and ours is not" in page.not_alike


def _text(value: Verified) -> str:
    return numbers.decimal(value.value, value.places)
