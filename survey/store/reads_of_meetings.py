"""The meetings of the forum, and what stands on their agendas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.intake.meeting import Kind
from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting: planned, held with who was there and its minutes, or cancelled.

    `version` counts what was changed about it, its agenda left out.
    """

    id: int
    held_on: date
    title: str
    state: str
    present: str | None
    minutes: str | None
    version: int

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return self.state == "planned"

    @property
    def is_held(self) -> bool:
        """Whether it is over, and was not cancelled."""
        return self.state == "held"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of an agenda; `decision_id` is what settled it."""

    id: int
    meeting_id: int
    kind: Kind
    reference: str
    driver: str | None
    wording: str
    position: int
    state: str
    decision_id: int | None


def meetings() -> tuple[MeetingRow, ...]:
    """Every meeting, the earliest first."""
    return tuple(_meeting(row) for row in rows(_MEETINGS.format(where="")))


def meeting(meeting_id: int) -> MeetingRow | None:
    """The meeting with this id, or None."""
    found = rows(_MEETINGS.format(where="WHERE id = ?"), (meeting_id,))
    return _meeting(found[0]) if found else None


def meeting_on(held_on: date, title: str) -> MeetingRow | None:
    """The meeting of that day with that title, or None."""
    where = "WHERE held_on = ? AND title = ?"
    found = rows(_MEETINGS.format(where=where), (str(held_on), title))
    return _meeting(found[0]) if found else None


def items(meeting_id: int) -> tuple[ItemRow, ...]:
    """The agenda of a meeting, in its order."""
    found = rows(_ITEMS.format(where="meeting_id = ?"), (meeting_id,))
    return tuple(ItemRow(*row) for row in found)


def item(item_id: int) -> ItemRow | None:
    """The item with this id, or None."""
    found = rows(_ITEMS.format(where="agenda_item.id = ?"), (item_id,))
    return ItemRow(*found[0]) if found else None


def items_before(held_on: date) -> tuple[ItemRow, ...]:
    """What stood on the agendas of earlier meetings, the earliest first."""
    found = rows(_ITEMS.format(where="forum_meeting.held_on < ?"), (str(held_on),))
    return tuple(ItemRow(*row) for row in found)


def n_items() -> dict[int, tuple[int, int]]:
    """For each meeting with an agenda how many items it has, and how many of them are open."""
    found = rows(
        "SELECT meeting_id, count(*), sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END)"
        " FROM agenda_item GROUP BY meeting_id"
    )
    return {row[0]: (row[1], int(row[2])) for row in found}


def was_on_agenda(reference: str) -> bool:
    """Whether a meeting that was held had this on its agenda."""
    return bool(
        rows(
            "SELECT 1 FROM agenda_item JOIN forum_meeting ON forum_meeting.id = meeting_id"
            " WHERE reference = ? AND forum_meeting.state = 'held'",
            (reference,),
        )
    )


def _meeting(row: tuple[Any, ...]) -> MeetingRow:
    return MeetingRow(row[0], date.fromisoformat(row[1]), *row[2:])


_MEETINGS = """
SELECT id, CAST(held_on AS TEXT), title, state, present, minutes, version FROM forum_meeting
{where} ORDER BY held_on, id
"""
_ITEMS = """
SELECT agenda_item.id, meeting_id, kind, reference, driver, wording, position, agenda_item.state,
    decision_id
FROM agenda_item JOIN forum_meeting ON forum_meeting.id = meeting_id
WHERE {where} ORDER BY held_on, meeting_id, position, agenda_item.id
"""
