"""Meetings of the forum from outside: planned, talked through on a phone, held, and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from survey.intake.meeting import Planned
from survey.operations import agenda, forum, meetings
from survey.store.database import rows
from survey.store.reads_of_forum import decisions
from survey.store.reads_of_meetings import items, meeting
from survey.store.reads_of_meetings import meetings as all_meetings
from survey.store.writes_of_signals import insert_signal
from tests import forums
from tests.centre import Centre
from tests.conftest import NOW
from tests.meetings import ASK, build, first, on, own, plan
from tests.pages import Client, Page

SignIn = Callable[[str], Client]
TODAY = datetime.now(UTC).date()
LATER = TODAY + timedelta(days=28)
DECIDED = {"mandate": "Read access", "owner": "Helen Strand"}


@pytest.fixture
def meeting_id(centre: Centre) -> int:
    """A meeting today, about a closed wave with an ask."""
    assert centre
    forums.hold()
    forum.note_ask(1, ASK, today=TODAY)
    made = plan(TODAY)
    build(made, today=TODAY)
    return made


def at(meeting_id: int) -> str:
    return f"/forum/meetings/{meeting_id}"


def item(meeting_id: int) -> str:
    return f"/forum/agenda/{first(meeting_id).id}"


def test_a_meeting_is_planned_before_any_wave_has_closed(signed_in: SignIn) -> None:
    browser = signed_in("executive")
    assert "No meeting is planned." in browser.get("/forum").text
    plan_one = {"title": "Forum", "held_on": str(LATER), "repeat": "once"}
    sent = browser.submit("/forum", "/forum/meetings", **plan_one)
    assert (sent.status_code, sent.location) == (303, "/forum/meetings/1")
    text = Page(browser.get("/forum").text).text
    assert "Next meeting Forum" in text
    assert "No agenda yet" in text
    assert "No wave has closed yet" in text


def test_a_form_with_problems_comes_back_filled_in(signed_in: SignIn) -> None:
    browser = signed_in("analyst")
    sent = browser.submit("/forum", "/forum/meetings", title="", held_on="tomorrow")
    assert sent.status_code == 422
    assert "There are 2 problems" in sent.text
    assert 'value="tomorrow"' in sent.text
    assert all_meetings() == ()


def test_a_row_is_planned_and_one_of_it_is_moved_and_cancelled(signed_in: SignIn) -> None:
    browser = signed_in("analyst")
    every = {"title": "Forum", "held_on": str(LATER), "repeat": "month"}
    browser.submit("/forum", "/forum/meetings", **every)
    assert len(all_meetings()) == 12
    assert "11 later meetings" in browser.get("/forum").text
    second = all_meetings()[1].id
    moved = str(all_meetings()[1].held_on + timedelta(days=1))
    changed = browser.submit(at(second), at(second), title="Forum, late", held_on=moved)
    assert changed.status_code == 303
    assert [one.title for one in all_meetings()].count("Forum, late") == 1
    wrong = browser.submit(at(second), at(second), title="", held_on=moved)
    assert wrong.status_code == 422
    stale = Page(browser.get(at(second)).text).form(f"{at(second)}/cancel").values
    meetings.change_meeting(second, Planned(LATER, "Mine"), seen=2)
    refused = browser.post(f"{at(second)}/cancel", data=stale)
    assert refused.status_code == 409
    assert "Someone else has changed this meeting" in refused.text
    assert browser.submit(at(second), f"{at(second)}/cancel").location == "/forum"
    found = meeting(second)
    assert found is not None
    assert found.state == "cancelled"
    assert "cancelled" in browser.get("/forum").text


def test_the_button_builds_the_agenda_and_each_line_leads_to_its_subject(
    signed_in: SignIn, centre: Centre
) -> None:
    browser = signed_in("executive")
    forums.hold()
    forum.note_ask(1, ASK, today=TODAY)
    late = replace(forums.DECISION, ask="late", due_on=TODAY - timedelta(days=1))
    forum.record_decision(1, late, today=TODAY - timedelta(days=9))
    unusual(centre.units["n1"])
    made = plan(TODAY)
    for _ in range(2):
        assert browser.submit(at(made), f"{at(made)}/agenda").status_code == 303
    assert [one.kind for one in items(made)] == ["promise", "ask", "signal"]
    page = Page(browser.get(at(made)).text)
    assert {"/pulse/said#wave-1", "/overview/signals?unit=n1"} <= set(page.links)
    assert "Overdue since" in page.text
    assert "Size: 340 second contacts a month" in page.text
    for link in page.links:
        if link.startswith(("/pulse", "/overview", "/forum")):
            assert browser.get(link).status_code == 200, link


def unusual(unit_id: int) -> None:
    """A signal of yesterday in that unit."""
    made = insert_signal(
        "limits", "day", "unit", unit_id, TODAY - timedelta(days=1),
        value=0.5, expected=0.8, low=0.7, high=0.9, n=60, weeks=None, now=NOW,
    )  # fmt: skip
    assert made is not None


def test_a_leader_reads_the_meeting_without_other_units_signals_and_without_dissent(
    signed_in: SignIn, centre: Centre, meeting_id: int
) -> None:
    for unit in ("n1", "s1"):
        unusual(centre.units[unit])
    build(meeting_id, today=TODAY)
    browser = signed_in("executive")
    browser.submit(item(meeting_id), **DECIDED, dissent="Marcus: the list would do.")
    leader = signed_in("leader")
    text = Page(leader.get(at(meeting_id)).text).text
    assert "Unit Billing" in text
    assert "Technical help" not in text
    assert "Read access" in text
    for hidden in ("the list would do", "Record the decision", "Minutes", "Cancel", "Follow up"):
        assert hidden not in text
    assert "the list would do" in browser.get(at(meeting_id)).text
    for path in (item(meeting_id), f"{at(meeting_id)}/minutes", f"{at(meeting_id)}/cancel"):
        assert leader.post(path).status_code in {400, 403}
    assert leader.get(item(meeting_id)).status_code == 403
    assert signed_in("agent").get(at(meeting_id)).status_code == 403
    assert "the list would do" not in signed_in("agent").get("/pulse/said").text


def test_the_form_is_filled_in_from_the_ask_and_an_option_can_be_chosen(
    signed_in: SignIn, meeting_id: int
) -> None:
    browser = signed_in("executive")
    form = Page(browser.get(item(meeting_id)).text).form(item(meeting_id))
    assert form.values["owner"] == "Helen Strand"
    wrong = browser.submit(item(meeting_id), owner="")
    assert wrong.status_code == 422
    assert "There are 2 problems" in wrong.text
    chosen = {"option": "A daily list by mail", "due_on": str(LATER), "money": "£90"}
    sent = browser.submit(item(meeting_id), **chosen, dissent="Ann:\r\nno.")
    assert sent.location == f"{at(meeting_id)}#item-{first(meeting_id).id}"
    (found,) = decisions()
    assert (found.ask, found.mandate, found.owner) == (
        ASK.wording, "A daily list by mail", "Helen Strand",
    )  # fmt: skip
    assert (found.meeting_id, found.dissent, found.due_on) == (meeting_id, "Ann:\nno.", LATER)
    assert "Decided" in browser.get(at(meeting_id)).text
    assert "This is decided" in browser.get(item(meeting_id)).text


def test_who_records_second_keeps_the_words_and_sees_what_was_decided(
    signed_in: SignIn, meeting_id: int
) -> None:
    ann, ben = signed_in("executive"), signed_in("analyst")
    address = item(meeting_id)
    stale = Page(ben.get(address).text).form(address).values
    ann.submit(address, **DECIDED)
    sent = ben.post(address, data=stale | {"mandate": "Ask the warehouse", "owner": "Ben"})
    assert sent.status_code == 409
    assert "“Read access”, Helen Strand" in sent.text
    assert 'value="Ask the warehouse"' in sent.text
    assert [one.mandate for one in decisions()] == ["Read access"]


def test_progress_is_noted_in_the_meeting_and_agents_read_it(
    signed_in: SignIn, centre: Centre
) -> None:
    assert centre
    browser = signed_in("executive")
    forums.hold()
    late = replace(forums.DECISION, due_on=TODAY - timedelta(days=1))
    made = forum.record_decision(1, late, today=TODAY - timedelta(days=9))
    meeting_id = plan(TODAY)
    build(meeting_id, today=TODAY)
    assert "Say how it stands" in browser.get(at(meeting_id)).text
    assert browser.submit(item(meeting_id), state="done", outcome="").status_code == 422
    words = "The first team has it."
    browser.submit(item(meeting_id), state="under_way", outcome=words)
    assert on(meeting_id) == [(late.mandate, "decided")]
    text = Page(browser.get(f"/forum/decisions/{made}").text).text
    assert "What has come of it" in text
    assert words in text
    agent = Page(signed_in("agent").get("/pulse/said").text).text
    assert words in agent
    assert "Overdue since" in agent
    assert "by " in agent


def test_items_are_added_moved_put_off_dropped_and_taken_up_again(
    signed_in: SignIn, meeting_id: int
) -> None:
    browser = signed_in("analyst")
    after = plan(LATER)
    add = f"{at(meeting_id)}/items"
    assert browser.submit(at(meeting_id), add, wording="").status_code == 422
    assert browser.submit(at(meeting_id), add, wording="The move").status_code == 303
    second = items(meeting_id)[1].id
    moved = browser.submit(at(meeting_id), f"/forum/agenda/{second}/place", position="1")
    assert moved.location == f"{at(meeting_id)}#item-{second}"
    assert [words for words, _ in on(meeting_id)] == ["The move", ASK.wording]
    for state, shown in (("put_off", "Put off"), ("open", "Take it up"), ("dropped", "Dropped")):
        send_state(browser, meeting_id, second, state)
        assert items(meeting_id)[0].state == state, shown
    assert on(after) == [("The move", "open")]
    for path, wrong in (("place", {"position": "x"}), ("state", {"state": "decided"})):
        form = Page(browser.get(at(meeting_id)).text).form(f"/forum/agenda/{second}/{path}")
        reply = browser.post(f"/forum/agenda/{second}/{path}", data=form.values | wrong)
        assert reply.status_code == 422, path


def send_state(browser: Client, meeting_id: int, item_id: int, state: str) -> None:
    """Press the button that puts the item into that state."""
    address = f"/forum/agenda/{item_id}/state"
    form = Page(browser.get(at(meeting_id)).text).form(address)
    assert browser.post(address, data=form.values | {"state": state}).status_code == 303


def test_the_meeting_is_held_and_its_minutes_are_read_by_leaders(
    signed_in: SignIn, meeting_id: int
) -> None:
    browser = signed_in("executive")
    write = f"{at(meeting_id)}/minutes"
    draft = browser.submit(at(meeting_id), write, minutes="<b>One</b>")
    assert draft.status_code == 303
    missing = browser.submit(at(meeting_id), write, over="yes", minutes="Two")
    assert missing.status_code == 422
    assert "Write who was there." in missing.text
    assert ">\nTwo</textarea>" in missing.text
    browser.submit(at(meeting_id), write, over="yes", present="Ann, Ben", minutes="Two")
    text = Page(signed_in("leader").get(at(meeting_id)).text).text
    assert "Present: Ann, Ben Two" in text
    assert "Put off" in text
    assert "8 items" not in browser.get("/forum").text
    assert "Held" in browser.get("/forum").text


def test_of_two_who_write_the_minutes_the_second_sees_both_texts(
    signed_in: SignIn, meeting_id: int
) -> None:
    ann, ben = signed_in("executive"), signed_in("analyst")
    write = f"{at(meeting_id)}/minutes"
    stale = Page(ben.get(at(meeting_id)).text).form(write).values
    ann.submit(at(meeting_id), write, over="yes", present="Ann", minutes="What Ann wrote")
    sent = ben.post(write, data=stale | {"present": "Ben", "minutes": "What Ben wrote"})
    assert sent.status_code == 409
    assert ">\nWhat Ben wrote</textarea>" in sent.text
    assert "What Ann wrote" in sent.text
    again = Page(sent.text).form(write)
    empty = ben.post(write, data=again.values)
    assert empty.status_code == 422
    assert "Write who was there." in empty.text
    both = {"present": "Ben", "minutes": "What Ben wrote"}
    assert ben.post(write, data=again.values | both).status_code == 303
    assert rows("SELECT minutes, version FROM forum_meeting") == [("What Ben wrote", 3)]


def test_without_a_closed_wave_the_page_says_why_nothing_can_be_recorded(
    signed_in: SignIn,
) -> None:
    browser = signed_in("executive")
    made = plan(TODAY)
    agenda.extend_agenda(made, [own("The move")])
    page = browser.get(item(made))
    assert "No wave has closed yet. A decision is kept with the newest closed wave" in page.text
    assert "Record it" not in page.text


def test_a_day_that_is_over_is_waited_for_and_one_to_come_cannot_be_closed(
    signed_in: SignIn, centre: Centre
) -> None:
    assert centre
    browser = signed_in("executive")
    plan(date(2026, 1, 5))
    assert "Its day is over. Write its minutes, or cancel it." in browser.get("/forum").text
    coming = plan(LATER)
    assert "It can be closed from its day on." in browser.get(at(coming)).text
    assert browser.get("/forum/meetings/99").status_code == 404
    assert browser.get("/forum/agenda/99").status_code == 404


def test_an_ask_noted_by_mistake_is_taken_back(signed_in: SignIn, meeting_id: int) -> None:
    browser = signed_in("analyst")
    page = browser.get("/forum/1/asks")
    assert "Proposed owner: Helen Strand" in page.text
    sent = browser.submit("/forum/1/asks", "/forum/1/asks/take-back")
    assert (sent.status_code, sent.location) == (303, "/forum/1/asks")
    assert "Take it back" not in browser.get("/forum/1/asks").text
    assert items(meeting_id) == ()
