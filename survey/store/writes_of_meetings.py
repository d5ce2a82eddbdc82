"""Statements that keep meetings of the forum and their agendas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from survey.intake.meeting import Minutes, NewItem, Planned
from survey.store.database import rows, run


def insert_meeting(held_on: date, title: str) -> int | None:
    """Id of the new meeting, or None where that day has one with this title."""
    found = rows(
        "INSERT INTO forum_meeting (held_on, title, state, version) VALUES (?, ?, 'planned', 1)"
        " ON CONFLICT (held_on, title) DO NOTHING RETURNING id",
        (str(held_on), title),
    )
    return found[0][0] if found else None


def update_meeting(meeting_id: int, new: Planned, *, seen: int) -> bool:
    """Whether the meeting was planned and of the version seen; if so it is now on that day."""
    return _is_changed(
        "UPDATE forum_meeting SET held_on = ?, title = ?, version = version + 1"
        " WHERE id = ? AND version = ? AND state = 'planned'",
        (str(new.held_on), new.title, meeting_id, seen),
    )


def cancel_meeting(meeting_id: int, *, seen: int) -> bool:
    """Whether the meeting was planned and of the version seen; if so it is now cancelled."""
    return _is_changed(
        "UPDATE forum_meeting SET state = 'cancelled', version = version + 1"
        " WHERE id = ? AND version = ? AND state = 'planned'",
        (meeting_id, seen),
    )


def update_minutes(meeting_id: int, new: Minutes, *, is_over: bool, seen: int) -> bool:
    """Whether the meeting was of the version seen; if so it has these minutes, and may be held."""
    return _is_changed(
        "UPDATE forum_meeting SET present = ?, minutes = ?, version = version + 1,"
        " state = CASE WHEN ? = 1 THEN 'held' ELSE state END"
        " WHERE id = ? AND version = ? AND state <> 'cancelled'",
        (new.present, new.text, int(is_over), meeting_id, seen),
    )


def take_turn(meeting_id: int) -> None:
    """Let whoever else changes this meeting wait until this transaction is over."""
    run("UPDATE forum_meeting SET version = version WHERE id = ?", (meeting_id,))


def insert_item(meeting_id: int, new: NewItem) -> bool:
    """Whether the item is new on the agenda; if so it is the last."""
    return _is_changed(
        "INSERT INTO agenda_item (meeting_id, kind, reference, driver, wording, position, state)"
        " SELECT ?, ?, ?, ?, ?, coalesce(max(position), 0) + 1, 'open'"
        " FROM agenda_item WHERE meeting_id = ?"
        " ON CONFLICT (meeting_id, reference) DO NOTHING",
        (meeting_id, new.kind, new.reference, new.driver, new.wording, meeting_id),
    )


def put_in_order(item_ids: Sequence[int]) -> None:
    """The items stand on their agenda in this order."""
    for position, item_id in enumerate(item_ids, 1):
        run("UPDATE agenda_item SET position = ? WHERE id = ?", (position, item_id))


def set_item_state(item_id: int, state: str) -> None:
    """The item, undecided so far, is open, put off or dropped."""
    run(
        "UPDATE agenda_item SET state = ? WHERE id = ? AND decision_id IS NULL",
        (state, item_id),
    )


def put_off_open(meeting_id: int) -> None:
    """What is still open on the agenda is put off."""
    run(
        "UPDATE agenda_item SET state = 'put_off' WHERE meeting_id = ? AND state = 'open'",
        (meeting_id,),
    )


def settle_item(item_id: int, decision_id: int) -> bool:
    """Whether nothing had settled the item; if so the decision now has."""
    return _is_changed(
        "UPDATE agenda_item SET state = 'decided', decision_id = ?"
        " WHERE id = ? AND decision_id IS NULL",
        (decision_id, item_id),
    )


def settle_planned(reference: str, decision_id: int) -> None:
    """The decision settles this wherever it is open on the agenda of a planned meeting."""
    run(
        "UPDATE agenda_item SET state = 'decided', decision_id = ?"
        " WHERE reference = ? AND state = 'open'"
        " AND meeting_id IN (SELECT id FROM forum_meeting WHERE state = 'planned')",
        (decision_id, reference),
    )


def delete_items(reference: str) -> None:
    """This stands on no agenda."""
    run("DELETE FROM agenda_item WHERE reference = ?", (reference,))


def _is_changed(sql: str, parameters: Sequence[object]) -> bool:
    return bool(run(sql, parameters).rowcount == 1)
