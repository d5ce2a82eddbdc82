"""What is kept about one agent, row by row or counted, for that agent's own eyes."""

from __future__ import annotations

from datetime import date
from typing import Any

from survey.store.database import rows


def agent_of(agent_id: int) -> tuple[str, str]:
    """The agent's code and name."""
    ((code, name),) = rows("SELECT code, name FROM agent WHERE id = ?", (agent_id,))
    return code, name


def memberships_of(agent_id: int) -> list[tuple[date, str | None]]:
    """From which day the agent belongs to which unit, None for none, by day."""
    found = rows(
        "SELECT membership.from_on, unit.name FROM membership"
        " LEFT JOIN unit ON unit.id = membership.unit_id"
        " WHERE agent_id = ? ORDER BY membership.from_on",
        (agent_id,),
    )
    return [(_day(from_on), name) for from_on, name in found]


def waves_invited(agent_id: int) -> list[tuple[str, str]]:
    """Name of each wave on whose roster the agent is, and of the block there, by wave."""
    found = rows(
        "SELECT wave.name, block.name FROM roster JOIN wave ON wave.id = roster.wave_id"
        " JOIN block ON block.id = roster.block_id WHERE roster.agent_id = ?"
        " ORDER BY wave.number",
        (agent_id,),
    )
    return [(wave, block) for wave, block in found]


def counts_of(agent_id: int, user_id: int) -> dict[str, int]:
    """How many rows there are about the agent, by what they are."""
    return {
        name: rows(statement, (agent_id if which == "agent" else user_id,))[0][0]
        for name, which, statement in _COUNTS
    }


def _day(value: Any) -> date:
    """The day, which SQLite keeps as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


_OF_CONTACTS = " JOIN contact ON contact.id = {}.contact_id WHERE contact.agent_id = ?"
_COUNTS = (
    ("contacts", "agent", "SELECT count(*) FROM contact WHERE agent_id = ?"),
    (
        "responses",
        "agent",
        "SELECT count(*) FROM response" + _OF_CONTACTS.format("response"),
    ),
    (
        "comments",
        "agent",
        "SELECT count(*) FROM response"
        + _OF_CONTACTS.format("response")
        + " AND response.comment IS NOT NULL",
    ),
    ("thanks_got", "agent", "SELECT count(*) FROM thanks WHERE agent_id = ?"),
    ("thanks_given", "user", "SELECT count(*) FROM thanks WHERE from_user_id = ?"),
    (
        "praise",
        "agent",
        "SELECT count(*) FROM praise JOIN response ON response.id = praise.response_id"
        " JOIN contact ON contact.id = response.contact_id WHERE contact.agent_id = ?",
    ),
)
