"""Agendas: built as often as one likes, put in order, and settled by decisions; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from survey.errors import Conflict, NotFound
from survey.intake.decision import Progress, Taken
from survey.intake.meeting import NO_WAVE, Minutes
from survey.operations import agenda, forum, meetings
from survey.store.database import IntegrityError, run
from survey.store.reads_of_forum import asks, decision, decisions, decisions_of, steps
from survey.store.reads_of_meetings import items
from tests import forums, waves
from tests.conftest import NOW
from tests.meetings import DAY, TAKEN, build, first, note, on, own, plan

LATER = DAY + timedelta(days=28)
AGREED = Progress("agreed", None)
UNDER_WAY = Progress("under_way", "The first team has it.")


@pytest.fixture
def meeting(both_stores: str) -> int:
    """A meeting about a closed wave, for which an ask is noted."""
    assert both_stores
    waves.build_teams({"a": 8})
    forums.hold()
    note()
    return plan()


def test_building_twice_adds_only_what_is_new_and_brings_nothing_back(meeting: int) -> None:
    assert build(meeting) == 1
    assert on(meeting) == [("See the delivery status", "open")]
    agenda.move_item(first(meeting).id, "dropped")
    assert build(meeting) == 0
    assert on(meeting) == [("See the delivery status", "dropped")]
    # What agents then ask for is new.
    run("UPDATE ask SET wording = 'Fewer letters'")
    assert build(meeting) == 1
    assert on(meeting)[1] == ("Fewer letters", "open")


def test_an_item_of_one_s_own_is_there_once_and_moves_to_its_place(meeting: int) -> None:
    for _ in range(2):
        agenda.extend_agenda(meeting, [own("one"), own("two"), own("three")])
    third = items(meeting)[2].id
    for _ in range(2):
        agenda.place_item(third, 1)
    assert [words for words, _ in on(meeting)] == ["three", "one", "two"]
    agenda.place_item(third, 99)
    assert [words for words, _ in on(meeting)] == ["one", "two", "three"]
    assert [one.position for one in items(meeting)] == [1, 2, 3]


def test_what_is_put_off_stands_on_the_next_agenda_and_is_settled_there_with_it(
    meeting: int,
) -> None:
    after = plan(LATER)
    build(meeting)
    for _ in range(2):
        agenda.move_item(first(meeting).id, "put_off")
    assert on(after) == [("See the delivery status", "open")]
    agenda.move_item(first(meeting).id, "open")
    made = agenda.record_taken(first(meeting).id, TAKEN, today=DAY)
    assert on(meeting) == on(after) == [("See the delivery status", "decided")]
    assert [one.id for one in decisions_of(meeting)] == [made]
    with pytest.raises(Conflict, match="This is decided"):
        agenda.move_item(first(meeting).id, "dropped")


def test_what_a_meeting_without_a_successor_puts_off_is_found_by_the_next_button(
    meeting: int,
) -> None:
    agenda.extend_agenda(meeting, [own("The move")])
    words = Minutes("Ann", None)
    meetings.keep_minutes(meeting, words, is_over=True, seen=1, today=DAY)
    after = plan(LATER)
    assert build(after, today=LATER) == 2
    assert on(after) == [("See the delivery status", "open"), ("The move", "open")]


def test_recording_keeps_the_decision_with_its_meeting_and_its_dissent(meeting: int) -> None:
    build(meeting)
    made = {agenda.record_taken(first(meeting).id, TAKEN, today=DAY) for _ in range(2)}
    (found,) = decisions()
    assert made == {found.id}
    assert (found.meeting_id, found.dissent) == (meeting, TAKEN.dissent)
    assert (found.wave_number, found.decided_on, found.wording) == (1, DAY, TAKEN.decision)
    assert first(meeting).decision_id == found.id


def test_whoever_records_an_item_second_is_told_what_the_first_wrote(meeting: int) -> None:
    build(meeting)
    agenda.record_taken(first(meeting).id, TAKEN, today=DAY)
    for other in (
        Taken(replace(forums.DECISION, owner="Ben"), TAKEN.dissent),
        Taken(forums.DECISION, "I had said something else."),
    ):
        with pytest.raises(Conflict, match="“Read access for all teams”, Helen Strand"):
            agenda.record_taken(first(meeting).id, other, today=DAY)
    assert [(one.owner, one.dissent) for one in decisions()] == [("Helen Strand", TAKEN.dissent)]


def test_an_ask_is_answered_in_the_words_agents_read(meeting: int) -> None:
    build(meeting)
    other = replace(forums.DECISION, driver="Quality", ask="Something else")
    agenda.record_taken(first(meeting).id, Taken(other, None), today=DAY)
    assert [(one.driver, one.ask) for one in decisions()] == [("Cost", "See the delivery status")]


def test_a_decision_is_dated_by_the_meeting_s_day_but_not_ahead(meeting: int) -> None:
    after = plan(LATER)
    agenda.extend_agenda(meeting, [own("one")])
    agenda.extend_agenda(after, [own("two")])
    for item, words in ((items(meeting)[0], "one"), (items(after)[0], "two")):
        new = replace(forums.DECISION, ask=words, due_on=None)
        agenda.record_taken(item.id, Taken(new, None), today=DAY + timedelta(days=3))
    assert {one.ask: one.decided_on for one in decisions()} == {
        "one": DAY,
        "two": DAY + timedelta(days=3),
    }


def test_dissent_stays_as_it_was_whatever_becomes_of_the_decision(meeting: int) -> None:
    build(meeting)
    made = agenda.record_taken(first(meeting).id, TAKEN, today=DAY)
    forum.correct(made, replace(forums.DECISION, owner="Ann"), seen=forums.DECISION.mark)
    forum.follow_up(made, Progress("withdrawn", "A mistake."), seen=AGREED, now=NOW)
    found = decision(made)
    assert found is not None
    assert (found.owner, found.state, found.dissent) == ("Ann", "withdrawn", TAKEN.dissent)


def test_a_held_meeting_can_still_record_what_it_put_off_and_a_cancelled_one_cannot(
    meeting: int,
) -> None:
    build(meeting)
    agenda.extend_agenda(meeting, [own("The move")])
    meetings.keep_minutes(meeting, Minutes("Ann", None), is_over=True, seen=1, today=DAY)
    late = agenda.record_taken(first(meeting).id, TAKEN, today=LATER)
    assert [one.id for one in decisions_of(meeting)] == [late]
    for change in (
        lambda: agenda.extend_agenda(meeting, [own("x")]),
        lambda: agenda.place_item(first(meeting).id, 2),
        lambda: agenda.move_item(first(meeting).id, "open"),
    ):
        with pytest.raises(Conflict, match="over or cancelled"):
            change()
    run("UPDATE forum_meeting SET state = 'cancelled'")
    with pytest.raises(Conflict, match="was cancelled"):
        agenda.record_taken(items(meeting)[1].id, TAKEN, today=DAY)


def test_before_a_wave_has_closed_recording_says_what_to_do(both_stores: str) -> None:
    assert both_stores
    made = plan()
    agenda.extend_agenda(made, [own("The move")])
    with pytest.raises(Conflict) as refused:
        agenda.record_taken(first(made).id, TAKEN, today=DAY)
    assert refused.value.message == NO_WAVE
    assert on(made) == [("The move", "open")]


def test_an_overdue_promise_is_looked_at_and_leaves_a_step(meeting: int) -> None:
    late = replace(forums.DECISION, ask="late", due_on=DAY - timedelta(days=1))
    made = forum.record_decision(1, late, today=DAY - timedelta(days=20))
    build(meeting)
    item = first(meeting)
    assert (item.kind, item.wording) == ("promise", late.mandate)
    with pytest.raises(Conflict, match="This was decided before"):
        agenda.record_taken(item.id, TAKEN, today=DAY)
    for _ in range(2):
        agenda.follow_up_item(item.id, UNDER_WAY, seen=AGREED, now=NOW, user_id=None)
    assert [(one.state, one.words, one.noted_at) for one in steps([made])] == [
        ("under_way", "The first team has it.", NOW)
    ]
    assert (first(meeting).state, first(meeting).decision_id) == ("decided", made)
    with pytest.raises(NotFound, match="no earlier decision"):
        agenda.follow_up_item(items(meeting)[1].id, UNDER_WAY, seen=AGREED, now=NOW, user_id=None)


def test_what_is_settled_elsewhere_is_settled_on_the_planned_agenda(meeting: int) -> None:
    late = replace(forums.DECISION, ask="late", due_on=DAY - timedelta(days=1))
    promise = forum.record_decision(1, late, today=DAY - timedelta(days=20))
    build(meeting)
    forum.record_decision(1, forums.DECISION, today=DAY)
    forum.follow_up(promise, Progress("done", "It is there."), seen=AGREED, now=NOW)
    assert {state for _, state in on(meeting)} == {"decided"}
    assert decisions_of(meeting) == ()


def test_an_ask_can_be_taken_back_until_the_forum_has_talked_about_it(meeting: int) -> None:
    build(meeting)
    about = (1, "Cost", "See the delivery status")
    for _ in range(2):
        forum.take_back_ask(*about)
    assert (asks(), items(meeting)) == ((), ())
    note()
    build(meeting)
    meetings.keep_minutes(meeting, Minutes("Ann", None), is_over=True, seen=1, today=DAY)
    with pytest.raises(Conflict, match="A meeting has talked about this ask"):
        forum.take_back_ask(*about)
    forum.record_decision(1, forums.DECISION, today=DAY)
    with pytest.raises(Conflict, match="has answered this ask"):
        forum.take_back_ask(*about)
    assert len(asks()) == 1


def test_the_database_itself_wants_a_decision_of_what_is_decided(meeting: int) -> None:
    build(meeting)
    with pytest.raises(IntegrityError):
        run("UPDATE agenda_item SET state = 'decided'")


def test_what_is_not_there_is_not_found(meeting: int) -> None:
    assert meeting
    with pytest.raises(NotFound, match="no such item"):
        agenda.record_taken(99, TAKEN, today=date(2026, 3, 20))
    with pytest.raises(NotFound, match="no such meeting"):
        agenda.extend_agenda(99, [])
