"""The forum's calendar and its minutes, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from survey.errors import Conflict, NotFound
from survey.intake.meeting import Minutes, Planned
from survey.operations import agenda
from survey.operations.meetings import (
    cancel_meeting,
    change_meeting,
    keep_minutes,
    plan_meetings,
)
from survey.store.database import IntegrityError, run
from survey.store.reads_of_meetings import MeetingRow, meeting, meetings
from tests.meetings import DAY, on, own, plan

SAID = Minutes("Margaret Bell\nHelen Strand", "The depot first.\n\nThen the letters.")
LATER = DAY + timedelta(days=28)

pytestmark = pytest.mark.usefixtures("both_stores")


def kept(meeting_id: int) -> MeetingRow:
    found = meeting(meeting_id)
    assert found is not None
    return found


def test_a_meeting_is_planned_once_however_often_it_is_sent() -> None:
    assert plan() == plan()
    assert [(one.held_on, one.title, one.state, one.version) for one in meetings()] == [
        (DAY, "Forum", "planned", 1)
    ]


def test_a_row_of_twelve_is_planned_at_once_and_what_is_there_stays() -> None:
    there = plan(date(2026, 4, 17))
    run("UPDATE forum_meeting SET state = 'cancelled' WHERE id = ?", (there,))
    first = plan_meetings(Planned(DAY, "Forum"), "month")
    plan_meetings(Planned(DAY, "Forum"), "month")
    found = meetings()
    assert (len(found), found[0].id) == (12, first)
    # 20 March is the third Friday, and so are all of them.
    assert {one.held_on.weekday() for one in found} == {4}
    assert [str(one.held_on)[5:] for one in found][:4] == ["03-20", "04-17", "05-15", "06-19"]
    assert kept(there).state == "cancelled"


def test_a_meeting_is_changed_unless_somebody_was_faster() -> None:
    made, new = plan(), Planned(LATER, "Forum, April")
    for _ in range(2):
        change_meeting(made, new, seen=1)
    assert (kept(made).held_on, kept(made).title, kept(made).version) == (LATER, "Forum, April", 2)
    with pytest.raises(Conflict, match="Someone else has changed this meeting"):
        change_meeting(made, Planned(DAY, "Mine"), seen=1)
    plan(DAY, "Other")
    with pytest.raises(Conflict, match="That day has another meeting with this title"):
        change_meeting(made, Planned(DAY, "Other"), seen=2)
    with pytest.raises(NotFound, match="There is no such meeting"):
        change_meeting(99, new, seen=1)


def test_a_cancelled_meeting_hands_its_open_items_on() -> None:
    made, after = plan(), plan(LATER)
    agenda.extend_agenda(made, [own("The move"), own("The canteen")])
    agenda.move_item(1, "dropped")
    with pytest.raises(Conflict, match="Someone else"):
        cancel_meeting(made, seen=7)
    for _ in range(2):
        cancel_meeting(made, seen=1)
    assert kept(made).state == "cancelled"
    assert on(made) == [("The move", "dropped"), ("The canteen", "put_off")]
    assert on(after) == [("The canteen", "open")]
    with pytest.raises(Conflict, match="Only a planned meeting"):
        change_meeting(made, Planned(LATER, "Again"), seen=2)
    with pytest.raises(Conflict, match="was cancelled"):
        keep_minutes(made, SAID, is_over=True, seen=2, today=DAY)


def test_words_are_kept_during_the_meeting_and_the_last_of_them_close_it() -> None:
    made, after = plan(), plan(LATER)
    agenda.extend_agenda(made, [own("The move")])
    keep_minutes(made, Minutes(None, "The depot first."), is_over=False, seen=1, today=DAY)
    assert (kept(made).state, kept(made).minutes) == ("planned", "The depot first.")
    for _ in range(2):
        keep_minutes(made, SAID, is_over=True, seen=2, today=DAY)
    held = kept(made)
    assert (held.state, held.present, held.minutes, held.version) == (
        "held", SAID.present, SAID.text, 3,
    )  # fmt: skip
    assert on(made) == [("The move", "put_off")]
    assert on(after) == [("The move", "open")]
    with pytest.raises(Conflict, match="was held, so it stays"):
        cancel_meeting(made, seen=3)


def test_of_two_who_write_minutes_the_second_is_told_and_nothing_of_the_first_is_lost() -> None:
    made = plan()
    keep_minutes(made, SAID, is_over=True, seen=1, today=DAY)
    mine = Minutes("Ann", "Otherwise.")
    with pytest.raises(Conflict, match="your words are still in the form"):
        keep_minutes(made, mine, is_over=False, seen=1, today=DAY)
    assert kept(made).minutes == SAID.text
    keep_minutes(made, mine, is_over=False, seen=2, today=DAY)
    assert (kept(made).state, kept(made).minutes, kept(made).version) == ("held", "Otherwise.", 3)


def test_a_meeting_is_not_over_before_its_day_nor_without_anybody() -> None:
    made = plan(LATER)
    with pytest.raises(Conflict, match="day has not come"):
        keep_minutes(made, SAID, is_over=True, seen=1, today=DAY)
    keep_minutes(made, SAID, is_over=True, seen=1, today=LATER)
    with pytest.raises(Conflict, match="Write who was there"):
        keep_minutes(made, Minutes(None, "x"), is_over=False, seen=2, today=LATER)
    with pytest.raises(IntegrityError):
        run("UPDATE forum_meeting SET present = NULL WHERE id = ?", (made,))


def test_without_a_later_meeting_what_is_open_waits_for_one() -> None:
    made = plan()
    agenda.extend_agenda(made, [own("The move")])
    keep_minutes(made, SAID, is_over=True, seen=1, today=DAY)
    assert on(made) == [("The move", "put_off")]
    assert len(meetings()) == 1
