"""Statements that keep decisions and finished reports."""

from __future__ import annotations

from datetime import date, datetime

from survey.intake.decision import NewAsk, NewDecision
from survey.store.database import rows, run
from survey.store.fields import to_seconds


def insert_decision(
    wave_id: int,
    new: NewDecision,
    *,
    decided_on: date,
    meeting_id: int | None = None,
    dissent: str | None = None,
) -> int | None:
    """Id of the new decision, or None where the wave's forum has decided about this ask already."""
    found = rows(
        "INSERT INTO decision (wave_id, driver, ask, mandate, money, owner, due_on, state,"
        " decided_on, meeting_id, dissent) VALUES (?, ?, ?, ?, ?, ?, ?, 'agreed', ?, ?, ?)"
        " ON CONFLICT (wave_id, driver, ask) DO NOTHING RETURNING id",
        (
            *(wave_id, new.driver, new.ask, new.mandate, new.money, new.owner),
            *(new.due_on and str(new.due_on), str(decided_on), meeting_id, dissent),
        ),
    )
    return found[0][0] if found else None


def insert_step(
    decision_id: int, state: str, words: str | None, *, now: datetime, user_id: int | None
) -> None:
    """A step of the decision, with who noted it."""
    run(
        "INSERT INTO decision_step (decision_id, state, words, noted_at, user_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (decision_id, state, words, to_seconds(now), user_id),
    )


def keep_ask(wave_id: int, new: NewAsk, *, noted_on: date) -> bool:
    """Whether the ask is new; one noted already keeps its day, and takes on what is told anew."""
    values = (wave_id, new.driver, new.wording)
    details = (new.size, new.options, new.proposed_owner)
    cursor = run(
        "INSERT INTO ask (wave_id, driver, wording, noted_on, size, options, proposed_owner)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (wave_id, driver, wording) DO NOTHING",
        (*values, str(noted_on), *details),
    )
    if cursor.rowcount == 1:
        return True
    run(
        "UPDATE ask SET size = coalesce(?, size), options = coalesce(?, options),"
        " proposed_owner = coalesce(?, proposed_owner)"
        " WHERE wave_id = ? AND driver = ? AND wording = ?",
        (*details, *values),
    )
    return False


def delete_ask(wave_id: int, driver: str, wording: str) -> None:
    """Nobody has noted this ask."""
    run(
        "DELETE FROM ask WHERE wave_id = ? AND driver = ? AND wording = ?",
        (wave_id, driver, wording),
    )


def reword_ask(wave_id: int, seen: tuple[str, str], new: tuple[str, str]) -> bool:
    """Whether a noted ask, by driver and wording, now reads as told.

    It stays as it is where another ask reads like that already.
    """
    cursor = run(
        "UPDATE ask SET driver = ?, wording = ? WHERE wave_id = ? AND driver = ? AND wording = ?"
        " AND NOT EXISTS (SELECT 1 FROM ask AS other WHERE other.wave_id = ?"
        " AND other.driver = ? AND other.wording = ?)",
        (*new, wave_id, *seen, wave_id, *new),
    )
    return bool(cursor.rowcount == 1)


def update_decision(
    decision_id: int,
    state: str,
    outcome: str | None,
    *,
    seen_state: str,
    seen_outcome: str | None,
) -> bool:
    """Whether the decision stood as it was seen; if so it now stands as told."""
    cursor = run(
        "UPDATE decision SET state = ?, outcome = ?"
        " WHERE id = ? AND state = ? AND coalesce(outcome, '') = ?",
        (state, outcome, decision_id, seen_state, seen_outcome or ""),
    )
    return bool(cursor.rowcount == 1)


def update_wording(decision_id: int, new: NewDecision, *, seen: NewDecision) -> bool:
    """Whether the decision read as it was seen; if so it now reads as told.

    Raises:
        IntegrityError: the wave's forum has decided about this ask already.
    """
    cursor = run(
        "UPDATE decision SET driver = ?, ask = ?, mandate = ?, money = ?, owner = ?, due_on = ?"
        " WHERE id = ? AND driver = ? AND ask = ? AND mandate = ? AND coalesce(money, '') = ?"
        " AND owner = ? AND coalesce(CAST(due_on AS TEXT), '') = ?",
        (
            *(
                new.driver,
                new.ask,
                new.mandate,
                new.money,
                new.owner,
                new.due_on and str(new.due_on),
            ),
            *(decision_id, seen.driver, seen.ask, seen.mandate, seen.money or "", seen.owner),
            str(seen.due_on or ""),
        ),
    )
    return bool(cursor.rowcount == 1)
