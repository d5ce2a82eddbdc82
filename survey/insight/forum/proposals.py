"""What an agenda is built from: overdue promises, open asks, and signals nobody has explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from survey.errors import NotFound
from survey.insight.said import said_lines
from survey.insight.words import signals as words
from survey.intake.decision import DRIVERS
from survey.intake.meeting import (
    LONGEST_OF_MEETING,
    NewItem,
    ask_reference,
    promise_reference,
    signal_reference,
)
from survey.store import reads_of_forum, reads_of_meetings, reads_of_signals, reads_of_units
from survey.store.reads_of_meetings import ItemRow, MeetingRow
from survey.store.reads_of_signals import SignalRow

# A week is judged once it is over and its answers are in: what began so long before the last
# meeting can have come to light after it.
SETTLING = timedelta(days=14)
WITHOUT_A_LAST = timedelta(days=31)


def proposals(meeting_id: int, *, today: date) -> tuple[NewItem, ...]:
    """What the meeting should talk about, as things stand on the centre's day.

    Promises that are overdue come first, then asks without an answer by their driver, then signals
    without a note since the last meeting, then what earlier meetings put off.

    Raises:
        NotFound: there is no such meeting.
    """
    meeting = reads_of_meetings.meeting(meeting_id)
    if meeting is None:
        raise NotFound("There is no such meeting.")
    before = {one.reference: one for one in reads_of_meetings.items_before(meeting.held_on)}
    return (
        *_promises(today),
        *_asks(),
        *_signals(meeting, before, today),
        *(_again(one) for one in before.values() if one.state == "put_off" and one.kind == "own"),
    )


def _promises(today: date) -> Iterator[NewItem]:
    late = [one for one in reads_of_forum.decisions() if one.is_overdue(today)]
    for one in sorted(late, key=lambda one: (str(one.due_on), one.id)):
        yield NewItem("promise", promise_reference(one.id), one.driver, one.mandate)


def _asks() -> Iterator[NewItem]:
    waiting = [one for one in said_lines() if one.is_waiting]
    for one in sorted(waiting, key=lambda one: DRIVERS.index(one.driver)):
        reference = ask_reference(one.wave_number, one.driver, one.ask)
        yield NewItem("ask", reference, one.driver, one.ask)


def _signals(meeting: MeetingRow, before: dict[str, ItemRow], today: date) -> Iterator[NewItem]:
    """One item for each unusual day or week of a unit or queue, by however many rules it is one."""
    held = [one for one in reads_of_meetings.meetings() if one.is_held]
    last = [one.held_on for one in held if one.held_on < meeting.held_on]
    since = last[-1] - SETTLING if last else today - WITHOUT_A_LAST
    found = reads_of_signals.signals(
        unit_ids=reads_of_units.unit_ids(), has_queues=True, from_on=date.min, until_on=today
    )
    for _, group in groupby(sorted(found, key=_place_and_time), key=_place_and_time):
        same = tuple(group)
        stood = [before[ref] for one in same if (ref := signal_reference(one.id)) in before]
        is_again = any(one.state == "put_off" for one in stood)
        is_new = not stood and same[0].from_on >= since
        if (is_new or is_again) and all(one.note is None for one in same):
            wording = f"{words.head(same[0])}, {words.when(same[0])}"
            reference = stood[-1].reference if stood else signal_reference(same[0].id)
            yield NewItem("signal", reference, None, wording[: LONGEST_OF_MEETING["wording"]])


def _place_and_time(signal: SignalRow) -> tuple[date, str, int, int]:
    return signal.from_on, signal.every, signal.unit_id or 0, signal.queue_id or 0


def _again(item: ItemRow) -> NewItem:
    return NewItem(item.kind, item.reference, item.driver, item.wording)
