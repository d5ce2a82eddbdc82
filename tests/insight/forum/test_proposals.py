"""What an agenda is built from: nothing forgotten, nothing twice, nothing that is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from survey.errors import NotFound
from survey.insight.forum.dates import dates
from survey.insight.forum.minutes import last_minutes
from survey.insight.forum.proposals import proposals
from survey.intake.decision import NewAsk, Progress
from survey.intake.meeting import Minutes
from survey.operations import agenda, forum, meetings
from survey.store.database import run
from survey.store.reads_of_meetings import items
from survey.store.writes_of_signals import insert_signal
from tests import forums
from tests.centre import Centre
from tests.conftest import NOW
from tests.meetings import DAY, TAKEN, build, first, note, own, plan

LATER = DAY + timedelta(days=28)
HELD = Minutes("Ann\nBen", "It was short.")


def signal(unit_id: int, day: date, *, rule: str = "limits") -> int:
    """Id of a signal of a bad day in that unit."""
    made = insert_signal(
        rule, "day", "unit", unit_id, day,
        value=0.5, expected=0.8, low=0.7, high=0.9, n=60, weeks=None, now=NOW,
    )  # fmt: skip
    assert made is not None
    return made


def proposed(meeting_id: int, *, today: date = DAY) -> list[tuple[str, str]]:
    """Kind and words of what the button would add."""
    return [(one.kind, one.wording) for one in proposals(meeting_id, today=today)]


def close(meeting_id: int, *, day: date = DAY) -> None:
    """Hold the meeting."""
    meetings.keep_minutes(meeting_id, HELD, is_over=True, seen=1, today=day)


def test_with_nothing_to_talk_about_there_is_nothing_on_the_agenda(centre: Centre) -> None:
    assert centre
    assert proposals(plan(), today=DAY) == ()
    with pytest.raises(NotFound):
        proposals(99, today=DAY)


def test_promises_come_first_then_asks_by_driver_then_signals(centre: Centre) -> None:
    forums.hold()
    forum.note_ask(1, NewAsk("Customers", "Evening calls"), today=DAY)
    note()
    late = replace(forums.DECISION, ask="late", due_on=DAY - timedelta(days=1))
    forum.record_decision(1, late, today=DAY - timedelta(days=9))
    due = replace(forums.DECISION, ask="due today", due_on=DAY)
    forum.record_decision(1, due, today=DAY)
    signal(centre.units["n1"], DAY - timedelta(days=5))
    made = plan()
    assert proposed(made) == [
        ("promise", "Read access for all teams"),
        ("ask", "See the delivery status"),
        ("ask", "Evening calls"),
        ("signal", "Unit Billing: unusually low, 15 March 2026"),
    ]
    build(made)
    assert build(made) == 0
    assert {item.decision_id for item in items(made)} == {None}


def test_an_answered_ask_and_an_explained_signal_are_left_out(centre: Centre) -> None:
    forums.hold()
    note()
    signal(centre.units["n1"], DAY - timedelta(days=5))
    made = plan()
    assert len(proposed(made)) == 2
    forum.record_decision(1, forums.DECISION, today=DAY)
    run("UPDATE signal SET note = 'A strike.', noted_at = 1")
    assert proposed(made) == []


def test_one_bad_day_is_one_item_by_however_many_rules_it_is_bad(centre: Centre) -> None:
    day = DAY - timedelta(days=5)
    signal(centre.units["n1"], day)
    other = signal(centre.units["n1"], day, rule="below")
    signal(centre.units["n2"], day)
    made = plan()
    assert [words.split(":")[0] for _, words in proposed(made)] == ["Unit Billing", "Unit Orders"]
    run("UPDATE signal SET note = 'A strike.', noted_at = 1 WHERE id = ?", (other,))
    assert [words.split(":")[0] for _, words in proposed(made)] == ["Unit Orders"]


def test_signals_are_those_since_the_last_meeting_and_those_it_put_off(centre: Centre) -> None:
    unit = centre.units["n1"]
    before, after = plan(), plan(LATER)
    signal(unit, DAY - timedelta(days=60))
    old, dropped = (signal(unit, DAY - timedelta(days=days)) for days in (3, 4))
    assert build(before) == 2
    agenda.move_item(
        next(one.id for one in items(before) if str(dropped) in one.reference), "dropped"
    )
    close(before)
    new = signal(unit, DAY + timedelta(days=20))
    found = proposals(after, today=LATER)
    assert [one.reference for one in found] == [f"signal:{old}", f"signal:{new}"]
    assert build(after, today=LATER) == 1, "the one put off was there"


def test_the_calendar_tells_the_next_the_later_and_the_held(centre: Centre) -> None:
    assert centre
    assert dates(today=DAY).next is None
    held, late = plan(DAY - timedelta(days=20)), plan(DAY - timedelta(days=2))
    close(held)
    gone, coming = plan(DAY + timedelta(days=3)), plan(LATER)
    meetings.cancel_meeting(gone, seen=1)
    agenda.extend_agenda(late, [own("one"), own("two")])
    agenda.move_item(first(late).id, "dropped")
    found = dates(today=DAY)
    assert found.next is not None
    assert (found.next.meeting.id, found.next.is_late) == (late, True)
    assert (found.next.n_items, found.next.n_open) == (2, 1)
    assert [one.meeting.id for one in found.later] == [gone, coming]
    assert [one.meeting.id for one in found.held] == [held]
    assert [one.meeting.id for one in dates(today=LATER).later] == [coming], "long cancelled"


def test_minutes_are_those_of_the_last_meeting_held_by_then(centre: Centre) -> None:
    assert centre
    forums.hold()
    note()
    made, after = plan(), plan(LATER)
    build(made)
    agenda.extend_agenda(made, [own("The move")])
    decided = agenda.record_taken(first(made).id, TAKEN, today=DAY)
    assert last_minutes(LATER) is None, "planned, not held"
    close(made)
    assert last_minutes(DAY - timedelta(days=1)) is None
    found = last_minutes(DAY)
    assert found is not None
    assert (found.day, found.title, found.present) == (DAY, "Forum", "Ann\nBen")
    assert (found.text, found.put_off) == ("It was short.", ("The move",))
    assert [(one.id, one.dissent) for one in found.decisions] == [(decided, TAKEN.dissent)]
    seen = Progress("agreed", None)
    forum.follow_up(decided, Progress("withdrawn", "A mistake."), seen=seen, now=NOW)
    close(after, day=LATER)
    earlier, later = last_minutes(DAY), last_minutes(LATER)
    assert earlier is not None
    assert later is not None
    assert earlier.decisions == (), "what was written down by mistake was never decided"
    assert (later.day, later.decisions, later.put_off) == (LATER, (), ("The move",))
