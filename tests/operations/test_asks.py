"""Asks: noted about a closed wave, kept, and answered by the forum's decision; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from survey.errors import Conflict, NotFound
from survey.intake.answers import Objection
from survey.intake.decision import DRIVERS, LONGEST, NewAsk, parse_ask
from survey.operations import forum
from survey.store.reads_of_forum import asks
from tests import forums, waves

ASK = NewAsk(forums.DECISION.driver, forums.DECISION.ask)


@pytest.fixture
def wave(both_stores: str) -> int:
    """A closed wave."""
    assert both_stores
    waves.build_teams({"a": 8})
    return forums.hold().number


def noted() -> list[tuple[int, str, str, date]]:
    """Every ask there is."""
    return [(one.wave_number, one.driver, one.wording, one.noted_on) for one in asks()]


def test_an_ask_is_kept_with_its_day(wave: int) -> None:
    assert forum.note_ask(wave, ASK, today=forums.TODAY)
    assert noted() == [(1, "Cost", "See the delivery status", forums.TODAY)]


def test_an_ask_noted_twice_is_kept_once_with_its_first_day(wave: int) -> None:
    assert forum.note_ask(wave, ASK, today=forums.TODAY)
    assert not forum.note_ask(wave, ASK, today=forums.TODAY + timedelta(days=1))
    assert noted() == [(1, "Cost", "See the delivery status", forums.TODAY)]


def test_the_same_words_about_another_driver_are_another_ask(wave: int) -> None:
    for driver in DRIVERS:
        assert forum.note_ask(wave, replace(ASK, driver=driver), today=forums.TODAY)
    assert sorted(driver for _, driver, *_ in noted()) == sorted(DRIVERS)


def test_an_open_or_unknown_wave_takes_no_ask(wave: int) -> None:
    waves.open_with_cards(wave + 1)
    with pytest.raises(Conflict, match="Wave 2 is still open"):
        forum.note_ask(wave + 1, ASK, today=forums.TODAY)
    with pytest.raises(NotFound, match="There is no wave 7"):
        forum.note_ask(7, ASK, today=forums.TODAY)
    assert noted() == []


def test_asks_are_listed_by_wave_and_up_to_one(wave: int) -> None:
    forums.hold(wave + 1, months_ago=0)
    for number in (1, 2):
        forum.note_ask(number, ASK, today=forums.TODAY)
    assert [number for number, *_ in noted()] == [2, 1]
    assert [one.wave_number for one in asks(until_number=1)] == [1]


def test_correcting_the_answer_corrects_the_ask_with_it(wave: int) -> None:
    forum.note_ask(wave, ASK, today=forums.TODAY)
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    right = replace(forums.DECISION, driver="Quality", ask="See where a delivery is")
    for _ in range(2):
        forum.correct(made, right, seen=forums.DECISION.mark)
    assert noted() == [(1, "Quality", "See where a delivery is", forums.TODAY)]


def test_an_answer_corrected_to_another_ask_leaves_the_first_waiting(wave: int) -> None:
    other = NewAsk("Cost", "Fewer letters")
    for one in (ASK, other):
        forum.note_ask(wave, one, today=forums.TODAY)
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    forum.correct(made, replace(forums.DECISION, ask="Fewer letters"), seen=forums.DECISION.mark)
    assert sorted(wording for _, _, wording, _ in noted()) == [
        "Fewer letters",
        "See the delivery status",
    ]


def test_an_ask_without_words_or_driver_is_refused_with_every_reason() -> None:
    assert parse_ask({}) == (
        Objection("driver", "Choose what the ask is about."),
        Objection("ask", "Write what was asked for."),
    )
    long = parse_ask({"driver": "Cost", "ask": "x" * (LONGEST["ask"] + 1)})
    assert long == (Objection("ask", "Please keep it under 300 characters."),)
    assert parse_ask({"driver": "Cost", "ask": "  Fewer\n letters "}) == NewAsk(
        "Cost", "Fewer letters"
    )
