"""You said, we did: every ask with its answer, and an ask without one counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey.insight.said import SaidPage, said_about, said_page
from survey.intake.decision import NewAsk, NewDecision, Progress
from survey.operations import forum
from tests import forums, waves
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("store")
AGREED = Progress("agreed", None)


@pytest.fixture
def wave(store: str) -> int:
    """A closed wave."""
    assert store
    waves.build_teams({"a": 8})
    return forums.hold().number


def page() -> SaidPage:
    """The page on the forum's day."""
    return said_page(today=forums.TODAY)


def note(words: str, *, driver: str = "Cost", wave: int = 1, days: int = 0) -> None:
    """Note an ask, so many days after the forum."""
    forum.note_ask(wave, NewAsk(driver, words), today=forums.TODAY + timedelta(days=days))


def decide(words: str, *, driver: str = "Cost", wave: int = 1) -> int:
    """Decide about an ask."""
    new = NewDecision(driver, words, "Do it", "£900", "Ann", None)
    return forum.record_decision(wave, new, today=forums.TODAY)


def test_before_anything_there_is_nothing() -> None:
    assert page().waves == ()
    assert page().finding == "No ask has been noted yet."


def test_a_closed_wave_without_asks_stands_there_and_says_so(wave: int) -> None:
    assert [one.wave.number for one in page().waves] == [wave]
    assert page().waves[0].drivers == ()


@pytest.mark.parametrize(
    ("asked", "answered", "finding"),
    [
        (1, 0, "1 ask, and it waits for an answer."),
        (1, 1, "1 ask, and it has an answer."),
        (2, 0, "2 asks, and all wait for an answer."),
        (2, 1, "2 asks: 1 still waits for an answer."),
        (3, 1, "3 asks: 2 still wait for an answer."),
        (2, 2, "2 asks, and all have an answer."),
    ],
)
@pytest.mark.usefixtures("wave")
def test_asks_without_an_answer_are_counted(asked: int, answered: int, finding: str) -> None:
    for at in range(asked):
        note(f"ask {at}")
    for at in range(answered):
        decide(f"ask {at}")
    assert page().finding == finding
    assert page().n_waiting == asked - answered


@pytest.mark.usefixtures("wave")
def test_an_ask_is_answered_by_a_decision_in_the_same_words_about_the_same_driver() -> None:
    note("Fewer letters")
    decide("Fewer letters", driver="Quality")
    decide("Fewer letter")
    lines = {(one.driver, one.ask): one for one in said_about(1)}
    assert lines["Cost", "Fewer letters"].is_waiting
    assert lines["Cost", "Fewer letters"].since == forums.TODAY
    assert not lines["Quality", "Fewer letters"].is_waiting
    decide("Fewer letters")
    assert not any(one.is_waiting for one in said_about(1))
    note("Fewer letters", driver="Quality")
    assert [one.ask for one in said_about(1) if one.is_waiting] == []
    assert len(said_about(1)) == 3


@pytest.mark.usefixtures("wave")
def test_a_decision_nobody_noted_an_ask_for_is_one_all_the_same() -> None:
    decide("Fewer letters")
    (line,) = said_about(1)
    assert (line.ask, line.since, line.is_waiting) == ("Fewer letters", forums.TODAY, False)


@pytest.mark.usefixtures("wave")
def test_a_declined_ask_keeps_the_reason() -> None:
    note("Fewer letters")
    forum.follow_up(
        decide("Fewer letters"),
        Progress("declined", "The law asks for them."),
        seen=AGREED,
        now=NOW,
    )
    (line,) = said_about(1)
    assert line.answer is not None
    assert (line.answer.state, line.answer.outcome) == ("declined", "The law asks for them.")


@pytest.mark.usefixtures("wave")
def test_what_waits_comes_first_and_then_the_newest() -> None:
    note("older")
    note("newer", days=2)
    note("settled", days=3)
    decide("settled")
    assert [one.ask for one in said_about(1)] == ["newer", "older", "settled"]


@pytest.mark.usefixtures("wave")
def test_waves_come_newest_first_and_drivers_in_the_order_of_the_questions() -> None:
    forums.hold(2, months_ago=0)
    forums.hold(3, months_ago=-1)
    note("of customers", driver="Customers")
    note("of cost", driver="Cost")
    assert [one.wave.number for one in page().waves] == [3, 1]
    assert [one.driver for one in page().waves[1].drivers] == ["Cost", "Customers"]
    assert page().n_asks == 2


@pytest.mark.usefixtures("wave")
def test_an_earlier_wave_is_not_touched_by_what_a_later_one_asks() -> None:
    forums.hold(2, months_ago=0)
    note("Fewer letters", wave=2)
    assert said_about(1) == ()
    assert [one.ask for one in said_about(2)] == ["Fewer letters"]
