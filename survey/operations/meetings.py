"""The forum's calendar: meetings are planned, changed, cancelled, and held with their minutes."""

from __future__ import annotations

from datetime import date

from survey.errors import Conflict, NotFound
from survey.intake.meeting import Minutes, NewItem, Planned, Repeat, days_from
from survey.operations.keeping import kept
from survey.store import reads_of_meetings, writes_of_meetings
from survey.store.reads_of_meetings import ItemRow, MeetingRow

LATE = (
    "Someone else has changed this meeting since you opened the page. Nothing was changed here,"
    " and your words are still in the form. Look at how it stands now, and send again what is"
    " still needed."
)


def plan_meetings(new: Planned, repeat: Repeat = "once") -> int:
    """Id of the meeting of that day; with `repeat` the 12 of a row are planned together.

    What is planned already stays as it is, so repeating this changes nothing.
    """
    with kept():
        for day in days_from(new.held_on, repeat):
            writes_of_meetings.insert_meeting(day, new.title)
        first = reads_of_meetings.meeting_on(new.held_on, new.title)
        assert first is not None  # just planned, or there before
        return first.id


def change_meeting(meeting_id: int, new: Planned, *, seen: int) -> None:
    """The meeting is on another day or has another title, if it is as it was `seen`. Repeatable.

    Raises:
        NotFound: there is no such meeting.
        Conflict: it is over or cancelled, somebody else has changed it, or that day has another
            meeting with this title.
    """
    with kept():
        found = meeting_with(meeting_id)
        if (found.held_on, found.title) == (new.held_on, new.title):
            return
        if not found.is_planned:
            raise Conflict("Only a planned meeting can be changed. This one is over or cancelled.")
        if reads_of_meetings.meeting_on(new.held_on, new.title) is not None:
            raise Conflict("That day has another meeting with this title. Choose another title.")
        if not writes_of_meetings.update_meeting(meeting_id, new, seen=seen):
            raise Conflict(LATE)


def cancel_meeting(meeting_id: int, *, seen: int) -> None:
    """The meeting is not held; what it had still to talk about goes to the next. Repeatable.

    Raises:
        NotFound: there is no such meeting.
        Conflict: it is over, or somebody else has changed it.
    """
    with kept():
        found = meeting_with(meeting_id)
        if found.is_held:
            raise Conflict("This meeting was held, so it stays on the calendar.")
        if not found.is_planned:
            return
        if not writes_of_meetings.cancel_meeting(meeting_id, seen=seen):
            raise Conflict(LATE)
        _put_off_open(found)


def keep_minutes(meeting_id: int, new: Minutes, *, is_over: bool, seen: int, today: date) -> None:
    """The meeting has these minutes, if it is as it was `seen`. Repeatable.

    Where it `is_over` from now on, whatever its agenda has open goes to the next meeting.

    Raises:
        NotFound: there is no such meeting.
        Conflict: it was cancelled, its day has not come, nobody is said to have been there, or
            somebody else has changed it.
    """
    with kept():
        found = meeting_with(meeting_id)
        is_held = is_over or found.is_held
        if (found.present, found.minutes, found.is_held) == (new.present, new.text, is_held):
            return
        if found.state == "cancelled":
            raise Conflict("This meeting was cancelled. Plan it anew if it was held all the same.")
        if is_held and new.present is None:
            raise Conflict("Write who was there.")
        if is_over and found.held_on > today:
            raise Conflict(
                "This meeting’s day has not come. If it was held earlier, change its day."
            )
        if not writes_of_meetings.update_minutes(meeting_id, new, is_over=is_over, seen=seen):
            raise Conflict(LATE)
        if is_over and found.is_planned:
            _put_off_open(found)


def meeting_with(meeting_id: int) -> MeetingRow:
    """The meeting with this id.

    Raises:
        NotFound: there is no such meeting.
    """
    found = reads_of_meetings.meeting(meeting_id)
    if found is None:
        raise NotFound("There is no such meeting.")
    return found


def carry(item: ItemRow, meeting: MeetingRow) -> None:
    """An item that a meeting put off stands on the agenda of the next planned one, if any."""
    for other in reads_of_meetings.meetings():
        if other.is_planned and (other.held_on, other.id) > (meeting.held_on, meeting.id):
            writes_of_meetings.insert_item(other.id, as_new(item))
            return


def as_new(item: ItemRow) -> NewItem:
    """The item as another agenda takes it over."""
    return NewItem(item.kind, item.reference, item.driver, item.wording)


def _put_off_open(meeting: MeetingRow) -> None:
    # One after the other with whoever writes down a decision at this moment.
    writes_of_meetings.take_turn(meeting.id)
    open_items = [one for one in reads_of_meetings.items(meeting.id) if one.state == "open"]
    writes_of_meetings.put_off_open(meeting.id)
    for one in open_items:
        carry(one, meeting)
