"""The forum's calendar: the next meeting, those planned after it, and those that were held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.store import reads_of_meetings
from survey.store.reads_of_meetings import MeetingRow


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting with the number of items on its agenda; `is_late` where its day is over and
    nobody has said whether it was held."""

    meeting: MeetingRow
    n_items: int
    n_open: int
    is_today: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """The next meeting, planned and cancelled ones after it in their order, and held ones with the
    newest first."""

    next: MeetingLine | None
    later: tuple[MeetingLine, ...]
    held: tuple[MeetingLine, ...]


def dates(*, today: date) -> Dates:
    """The calendar on the centre's day."""
    counts = reads_of_meetings.n_items()
    lines = [_line(one, counts.get(one.id, (0, 0)), today) for one in reads_of_meetings.meetings()]
    planned = [one for one in lines if one.meeting.is_planned]
    later = [
        one
        for one in lines
        if one not in planned[:1]
        and (one.meeting.is_planned or (not one.meeting.is_held and one.meeting.held_on >= today))
    ]
    return Dates(
        next=planned[0] if planned else None,
        later=tuple(later),
        held=tuple(one for one in reversed(lines) if one.meeting.is_held),
    )


def _line(meeting: MeetingRow, counted: tuple[int, int], today: date) -> MeetingLine:
    return MeetingLine(
        meeting,
        *counted,
        is_today=meeting.held_on == today,
        is_late=meeting.is_planned and meeting.held_on < today,
    )
