"""The minutes of the last meeting of the forum, for the next report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.store import reads_of_forum, reads_of_meetings
from survey.store.reads_of_forum import DecisionRow


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting that was held: who was `present` and what was said (`text`), line by line.

    `decisions` are those it took, with dissent; `put_off` is what it left to a later meeting, in
    the agenda's words.
    """

    day: date
    title: str
    present: str
    text: str | None
    decisions: tuple[DecisionRow, ...]
    put_off: tuple[str, ...]


def last_minutes(until: date) -> Minutes | None:
    """The minutes of the last meeting held up to that day, None where there was none."""
    held = [one for one in reads_of_meetings.meetings() if one.is_held and one.held_on <= until]
    if not held:
        return None
    last = held[-1]
    return Minutes(
        day=last.held_on,
        title=last.title,
        present=last.present or "",
        text=last.minutes,
        decisions=tuple(
            one for one in reads_of_forum.decisions_of(last.id) if one.state != "withdrawn"
        ),
        put_off=tuple(
            one.wording for one in reads_of_meetings.items(last.id) if one.state == "put_off"
        ),
    )
