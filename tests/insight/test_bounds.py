"""A figure published only as a bound is printed as a bound on every page that draws it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from survey.access import ANALYST, Viewer
from survey.insight.engagement import engagement_of
from survey.insight.published import centre_text
from survey.insight.units import read_scope
from survey.insight.waves import wave_page, waves_page
from survey.instruments.items import Scale
from survey.intake.editions import Edition
from survey.privacy import gate
from survey.render.figures import Drawing, Figure, HeatMap, Tile
from survey.render.figures.marks import Group, Mark, Text
from tests import waves
from tests.editions import built

TEAMS = {"a": 10, "b": 10, "c": 10, "d": 10}
# A unanimous team, and teams in the middle of the scale: the mean over all is a bound as well.
ANSWERS = {"a": [5] * 9, "b": [2, 3] * 4, "c": [3, 4] * 5, "d": [3, 4, 4] * 3}


def words_of_marks(marks: tuple[Mark, ...]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Group):
            yield mark.title
            yield from words_of_marks(mark.marks)
        elif isinstance(mark, Text):
            yield mark.text


def words_of(shown: Figure | Drawing | HeatMap | Tile) -> Iterator[str]:
    """Everything a reader of the figure, or of its text alternative, is told."""
    if isinstance(shown, Figure):
        yield shown.subtitle
        yield from words_of(shown.wide)
        if shown.narrow:
            yield from words_of(shown.narrow)
    elif isinstance(shown, HeatMap):
        yield from (cell.text for row in shown.rows for cell in row.cells)
    elif isinstance(shown, Tile):
        yield from (shown.value, shown.interval, shown.change)
        if shown.strip:
            yield from words_of(shown.strip)
    else:
        yield from (shown.title, shown.desc, shown.note)
        yield from words_of_marks(shown.marks)


def two_waves() -> tuple[int, ...]:
    """Two closed waves with the same answers; gives the ids of the units."""
    units = waves.build_teams(TEAMS)
    for number in (1, 2):
        codes = waves.open_with_cards(number, seed=number)
        for code, values in ANSWERS.items():
            waves.submit(codes[code], [waves.ballot(value) for value in values])
        waves.close(number)
    return tuple(units.values())


def overview_shows(units: tuple[int, ...]) -> list[str]:
    found = engagement_of(read_scope(units))
    assert found is not None
    assert found.figure is not None
    assert found.tile is not None
    lines = [line.value for line in found.lines]
    return [*words_of(found.figure), *words_of(found.tile), *lines]


def pulse_shows(units: tuple[int, ...]) -> list[str]:
    viewer = Viewer(1, "Ana", "ana@example.org", ANALYST, None, frozenset(units))
    page = wave_page(2, viewer)
    assert page.figure is not None
    assert page.heat is not None
    lines = [block.engagement for block in page.blocks] + [text for _, text in page.centre]
    listed = [wave.engagement for wave in waves_page().waves]
    return [*words_of(page.figure), *words_of(page.heat), *lines, *listed]


def report_shows(_units: tuple[int, ...]) -> list[str]:
    report = built(Edition("centre", "wave:2"), today=waves.CLOSES_ON)
    assert report.people is not None
    assert report.month is not None
    people, by_wave = report.people, report.people.by_wave
    assert by_wave is not None
    shown: list[Figure | HeatMap | Tile] = [*people.by_block, *people.heat, *report.month.tiles]
    shown.append(by_wave)
    said = [f"{one.words} {one.evidence}" for one in report.month.sentences]
    return [*(word for one in shown for word in words_of(one)), *said, people.finding]


@pytest.mark.parametrize("shows", [overview_shows, pulse_shows, report_shows])
@pytest.mark.usefixtures("store")
def test_no_page_prints_a_bound_as_if_it_were_exact(shows) -> None:
    units = two_waves()
    unanimous, centre = waves.engagement(2)["a"], gate.centre(gate.wave(2).id, "engagement")
    assert (unanimous, centre) == (
        gate.Published(4.44, "at_least", 9),
        gate.Published(3.56, "at_least", 36),
    )
    words = shows(units)
    numbers = [found for word in words for found in re.finditer(r"\b(4\.44|3\.56)\b", word)]
    assert {found[0] for found in numbers} == {"4.44", "3.56"}
    assert not [
        found.string for found in numbers if not found.string[found.end() :].startswith(" or more")
    ]


SCALE = Scale(1, 5, ("1", "2", "3", "4", "5"), 4)


@pytest.mark.parametrize(
    ("form", "spread", "words"),
    [
        ("exact", 0.5, "4.50, n = 9, 95% interval 4."),
        ("exact", None, "4.50, n = 9, no interval: the spread of answers is not published"),
        ("at_least", 0.5, "4.5 or more, n = 9, no interval around a bound"),
    ],
)
def test_the_centre_has_an_interval_or_a_reason_why_not(form, spread, words: str) -> None:  # type: ignore[no-untyped-def]
    assert centre_text(gate.Published(4.5, form, 9), spread, SCALE).startswith(words)


def test_a_hidden_centre_says_why_and_nothing_of_an_interval() -> None:
    hidden = gate.Suppressed("Fewer than 5 people answered.")
    assert centre_text(hidden, 0.5, SCALE) == "Fewer than 5 people answered."
