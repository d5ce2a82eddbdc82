"""The agenda of a meeting: what it is to talk about, in which order, and what settled it.

Whoever changes an agenda takes a turn at its meeting first, so that of two who settle the same
item at once one comes first and the other is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal, get_args

from survey.errors import Conflict, NotFound
from survey.intake.decision import NewDecision, Progress, Taken
from survey.intake.meeting import NO_WAVE, NewItem, asked_in, id_in
from survey.operations.forum import follow_up, same_decision
from survey.operations.keeping import kept
from survey.operations.meetings import carry, meeting_with
from survey.privacy import gate
from survey.store import (
    reads_of_forum,
    reads_of_meetings,
    writes_of_forum,
    writes_of_meetings,
)
from survey.store.reads_of_forum import DecisionRow
from survey.store.reads_of_meetings import ItemRow, MeetingRow

Undecided = Literal["open", "put_off", "dropped"]
UNDECIDED: tuple[Undecided, ...] = get_args(Undecided)


def extend_agenda(meeting_id: int, new: Sequence[NewItem]) -> int:
    """How many of the items were not on the agenda; they are now. Nothing on it is changed.

    Raises:
        NotFound: there is no such meeting.
        Conflict: it is over or cancelled.
    """
    with kept():
        _planned(meeting_id)
        return sum(writes_of_meetings.insert_item(meeting_id, one) for one in new)


def place_item(item_id: int, position: int) -> None:
    """The item stands on that place of its agenda, counted from 1. Repeatable.

    Raises:
        NotFound: there is no such item.
        Conflict: its meeting is over or cancelled.
    """
    with kept():
        item = _item(item_id)
        _planned(item.meeting_id)
        order = [one.id for one in reads_of_meetings.items(item.meeting_id)]
        order.remove(item_id)
        order.insert(max(position, 1) - 1, item_id)
        writes_of_meetings.put_in_order(order)


def move_item(item_id: int, state: Undecided) -> None:
    """The item is open, dropped, or put off; the next planned meeting then has it. Repeatable.

    Raises:
        NotFound: there is no such item.
        Conflict: its meeting is over or cancelled, or a decision has settled it.
    """
    with kept():
        item = _item(item_id)
        meeting = _planned(item.meeting_id)
        item = _item(item_id)
        if item.decision_id is not None:
            raise Conflict("This is decided, so it stays on the agenda as it is.")
        writes_of_meetings.set_item_state(item_id, state)
        if state == "put_off":
            carry(item, meeting)


def record_taken(item_id: int, taken: Taken, *, today: date) -> int:
    """Id of the decision that a meeting took about an item of its agenda. Repeatable.

    It is kept with the wave that the ask is of, else with the newest closed one, and as taken on
    the meeting's day, or today where that is still to come.

    Raises:
        NotFound: there is no such item.
        Conflict: somebody else has decided about it otherwise, its meeting was cancelled, it is a
            promise, or no wave has closed.
    """
    with kept():
        meeting = _not_cancelled(_item(item_id).meeting_id)
        item = _item(item_id)
        if item.kind == "promise":
            raise Conflict("This was decided before. Say how it stands, or write down a new item.")
        new = taken.decision
        if item.kind == "ask":
            new = replace(new, driver=item.driver or "", ask=item.wording)
        if item.decision_id is not None:
            return _as_decided(item.decision_id, new, taken.dissent)
        decision_id = _insert(item, meeting, Taken(new, taken.dissent), today=today)
        writes_of_meetings.settle_item(item.id, decision_id)
        writes_of_meetings.settle_planned(item.reference, decision_id)
        return decision_id


def follow_up_item(
    item_id: int, progress: Progress, *, seen: Progress, now: datetime, user_id: int | None
) -> None:
    """A meeting has looked at an earlier decision, which stands as `progress` says. Repeatable.

    Raises:
        NotFound: there is no such item, or it is no earlier decision.
        Conflict: somebody else has changed that since it was seen, or the meeting was cancelled.
    """
    with kept():
        _not_cancelled(_item(item_id).meeting_id)
        item = _item(item_id)
        decision_id = id_in(item.reference, "promise")
        if decision_id is None:
            raise NotFound("This item is no earlier decision.")
        follow_up(decision_id, progress, seen=seen, now=now, user_id=user_id)
        writes_of_meetings.settle_item(item.id, decision_id)


def _insert(item: ItemRow, meeting: MeetingRow, taken: Taken, *, today: date) -> int:
    closed = gate.closed_waves()
    if not closed:
        raise Conflict(NO_WAVE)
    number = asked_in(item.reference) or closed[-1].number
    decision_id = writes_of_forum.insert_decision(
        gate.wave(number).id,
        taken.decision,
        decided_on=min(today, meeting.held_on),
        meeting_id=meeting.id,
        dissent=taken.dissent,
    )
    if decision_id is None:
        same = same_decision(number, taken.decision)
        return _as_decided(same.id, taken.decision, taken.dissent)
    return decision_id


def _as_decided(decision_id: int, new: NewDecision, dissent: str | None) -> int:
    found = reads_of_forum.decision(decision_id)
    assert found is not None  # decisions are never deleted
    if (found.wording, found.dissent) == (new, dissent):
        return found.id
    raise Conflict(_told(found))


def _told(found: DecisionRow) -> str:
    return (
        f"Someone else has written down a decision about this already: “{found.mandate}”,"
        f" {found.owner}. Nothing was changed here, and your words are still in the form."
        " Agree on what was decided, and correct that decision if need be."
    )


def _planned(meeting_id: int) -> MeetingRow:
    writes_of_meetings.take_turn(meeting_id)
    found = meeting_with(meeting_id)
    if not found.is_planned:
        raise Conflict("This meeting is over or cancelled, so its agenda stays as it is.")
    return found


def _not_cancelled(meeting_id: int) -> MeetingRow:
    writes_of_meetings.take_turn(meeting_id)
    found = meeting_with(meeting_id)
    if found.state == "cancelled":
        raise Conflict("This meeting was cancelled. Record the decision at the next one.")
    return found


def _item(item_id: int) -> ItemRow:
    found = reads_of_meetings.item(item_id)
    if found is None:
        raise NotFound("There is no such item on an agenda.")
    return found
