"""Praise and thanks, shown only while the agent they are about agrees: rows and statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

from peewee import AutoField, DateField, ForeignKeyField, TextField

from survey.instruments.measures import CSAT
from survey.store.database import Record, is_postgresql, rows, run
from survey.store.parts import marks
from survey.store.people import Agent, User
from survey.store.satisfaction import Response

State = Literal["offered", "shown", "kept", "withdrawn"]
# What stands in the place of words that were withdrawn: the day's limit still counts the row.
NO_WORDS = "–"


class Thanks(Record):
    """A colleague's thanks: offered to the agent, then shown, kept to themselves, or withdrawn."""

    id = AutoField()
    from_user = ForeignKeyField(User)
    agent = ForeignKeyField(Agent)
    text = TextField()
    given_on = DateField()
    state = TextField()


class Praise(Record):
    """A customer's words that the agent they are about agreed to show."""

    response = ForeignKeyField(Response, primary_key=True)
    agreed_on = DateField()


def hold_giver(user_id: int) -> None:
    """Let one transaction at a time give this user's thanks."""
    if is_postgresql():
        run("SELECT id FROM app_user WHERE id = ? FOR UPDATE", (user_id,))


def insert_thanks(user_id: int, agent_id: int, text: str, *, given_on: date) -> int:
    """Id of new thanks, offered to the agent."""
    found = rows(
        "INSERT INTO thanks (from_user_id, agent_id, text, given_on, state)"
        " VALUES (?, ?, ?, ?, 'offered') RETURNING id",
        (user_id, agent_id, text, str(given_on)),
    )
    return int(found[0][0])


def answer_thanks(
    thanks_id: int, agent_id: int, state: State, *, was: Collection[State]
) -> State | None:
    """How the thanks to this agent stand now: changed where they stood as one of `was`.

    None where there are none with this id for the agent.
    """
    run(
        f"UPDATE thanks SET state = ? WHERE id = ? AND agent_id = ? AND state IN ({marks([*was])})",
        (state, thanks_id, agent_id, *was),
    )
    found = rows("SELECT state FROM thanks WHERE id = ? AND agent_id = ?", (thanks_id, agent_id))
    return found[0][0] if found else None


def withdraw_thanks(thanks_id: int, user_id: int) -> bool:
    """Whether this user gave these thanks; they are withdrawn now, and their words are gone."""
    cursor = run(
        "UPDATE thanks SET state = 'withdrawn', text = ? WHERE id = ? AND from_user_id = ?",
        (NO_WORDS, thanks_id, user_id),
    )
    return bool(cursor.rowcount)


def hold_praise(response_id: int, agent_id: int, *, top: int) -> str | None:
    """What the customer wrote about this agent with the score `top`, or None where there is none.

    Holds the response until the commit: it is neither corrected nor erased meanwhile.
    """
    lock = " FOR UPDATE OF response" if is_postgresql() else ""
    found = rows(_PRAISE + lock, (response_id, agent_id, CSAT, top))
    return found[0][0] if found else None


def show_praise(response_id: int, *, on: date) -> None:
    """Show the words of a response from this day on, unless they are shown."""
    run(
        "INSERT INTO praise (response_id, agreed_on) VALUES (?, ?)"
        " ON CONFLICT (response_id) DO NOTHING",
        (response_id, str(on)),
    )


def hide_praise(response_id: int, agent_id: int) -> None:
    """Show the words about this agent no longer, if they were shown."""
    run(
        "DELETE FROM praise WHERE response_id = ? AND response_id IN (SELECT response.id"
        " FROM response JOIN contact ON contact.id = response.contact_id"
        " WHERE response.id = ? AND contact.agent_id = ?)",
        (response_id, response_id, agent_id),
    )


_PRAISE = """
SELECT response.comment
FROM response
JOIN contact ON contact.id = response.contact_id
JOIN answer ON answer.response_id = response.id
WHERE response.id = ? AND response.comment IS NOT NULL AND contact.agent_id = ?
    AND answer.item = ? AND answer.value = ?
"""
