"""The ledger of decisions, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey.errors import Conflict, NotFound
from survey.intake.decision import Progress
from survey.operations import forum
from survey.store.database import IntegrityError, run
from survey.store.reads_of_forum import decision, decisions
from tests import forums, waves
from tests.conftest import NOW

AGREED = Progress("agreed", None)
UNDER_WAY = Progress("under_way", "The first team has it.")


@pytest.fixture
def wave(both_stores: str) -> int:
    """A closed wave."""
    assert both_stores
    waves.build_teams({"a": 8})
    return forums.hold().number


def test_a_decision_is_kept_as_agreed(wave: int) -> None:
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    kept = decision(made)
    assert kept is not None
    assert (kept.wave_number, kept.driver, kept.ask, kept.owner) == (
        1, "Cost", "See the delivery status", "Helen Strand",
    )  # fmt: skip
    assert (kept.state, kept.outcome) == ("agreed", None)
    assert (kept.due_on, kept.decided_on) == (date(2026, 6, 30), forums.TODAY)


def test_a_decision_sent_twice_is_kept_once(wave: int) -> None:
    made = {forum.record_decision(wave, forums.DECISION, today=forums.TODAY) for _ in range(2)}
    assert len(made) == len(decisions()) == 1


def test_another_decision_about_the_same_ask_is_refused(wave: int) -> None:
    forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    with pytest.raises(Conflict, match="already decided about the same ask"):
        forum.record_decision(
            wave, replace(forums.DECISION, owner="Somebody else"), today=forums.TODAY
        )
    assert [one.owner for one in decisions()] == ["Helen Strand"]


def test_an_open_or_unknown_wave_takes_no_decision(wave: int) -> None:
    waves.open_with_cards(wave + 1)
    with pytest.raises(Conflict, match="Wave 2 is still open"):
        forum.record_decision(wave + 1, forums.DECISION, today=forums.TODAY)
    with pytest.raises(NotFound):
        forum.record_decision(7, forums.DECISION, today=forums.TODAY)
    assert decisions() == ()


def test_a_decision_is_followed_up_and_repeating_that_changes_nothing(wave: int) -> None:
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    for _ in range(2):
        forum.follow_up(made, UNDER_WAY, seen=AGREED, now=NOW)
    done = Progress("done", "Second contacts fell.")
    forum.follow_up(made, done, seen=UNDER_WAY, now=NOW)
    kept = decision(made)
    assert kept is not None
    assert (kept.state, kept.outcome) == ("done", "Second contacts fell.")


def test_of_two_who_follow_up_at_once_the_second_is_told(wave: int) -> None:
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    forum.follow_up(made, UNDER_WAY, seen=AGREED, now=NOW)
    with pytest.raises(Conflict, match="Someone else has changed this decision"):
        forum.follow_up(made, Progress("declined", "No money."), seen=AGREED, now=NOW)
    kept = decision(made)
    assert kept is not None
    assert (kept.state, kept.outcome) == ("under_way", "The first team has it.")


def test_a_wording_is_corrected_until_the_next_wave_has_closed(wave: int) -> None:
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    right = replace(forums.DECISION, owner="Helen Strange", money=None, due_on=None)
    for _ in range(2):
        forum.correct(made, right, seen=forums.DECISION.mark)
    kept = decision(made)
    assert kept is not None
    assert (kept.wording, kept.state, kept.decided_on) == (right, "agreed", forums.TODAY)
    forums.hold(wave + 1, months_ago=0)
    with pytest.raises(Conflict, match="A later wave has closed, so the wording stands"):
        forum.correct(made, forums.DECISION, seen=right.mark)
    with pytest.raises(NotFound):
        forum.correct(99, right, seen="")


def test_of_two_who_correct_at_once_the_second_is_told(wave: int) -> None:
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    first, second = (replace(forums.DECISION, owner=name) for name in ("Ann", "Ben"))
    forum.correct(made, first, seen=forums.DECISION.mark)
    with pytest.raises(Conflict, match="Someone else has changed the wording"):
        forum.correct(made, second, seen=forums.DECISION.mark)
    assert [one.owner for one in decisions()] == ["Ann"]


def test_two_decisions_are_not_made_one_by_correcting(wave: int) -> None:
    other = replace(forums.DECISION, ask="Fewer letters")
    forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    made = forum.record_decision(wave, other, today=forums.TODAY)
    with pytest.raises(Conflict, match="another decision about the same ask"):
        forum.correct(made, forums.DECISION, seen=other.mark)
    assert [one.ask for one in decisions()] == [forums.DECISION.ask, "Fewer letters"]


def test_a_decision_is_withdrawn_with_a_reason(wave: int) -> None:
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    forum.follow_up(made, Progress("withdrawn", "Written down twice."), seen=AGREED, now=NOW)
    kept = decision(made)
    assert kept is not None
    assert (kept.state, kept.is_over) == ("withdrawn", True)


def test_an_unknown_decision_is_not_found(wave: int) -> None:
    assert wave
    with pytest.raises(NotFound, match="There is no such decision"):
        forum.follow_up(99, UNDER_WAY, seen=AGREED, now=NOW)


def test_the_database_itself_demands_an_outcome_of_what_is_over(wave: int) -> None:
    made = forum.record_decision(wave, forums.DECISION, today=forums.TODAY)
    with pytest.raises(IntegrityError):
        run("UPDATE decision SET state = 'done' WHERE id = ?", (made,))


def test_decisions_are_listed_by_forum_and_up_to_one(both_stores: str) -> None:
    assert both_stores
    waves.build_teams({"a": 8})
    for number in (1, 2):
        forums.hold(number, months_ago=3 - number)
        forum.record_decision(number, forums.DECISION, today=forums.TODAY)
    assert [one.wave_number for one in decisions()] == [2, 1]
    assert [one.wave_number for one in decisions(until_number=1)] == [1]
