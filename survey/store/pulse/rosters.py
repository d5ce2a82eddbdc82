"""Who belongs to which unit on a day, and to which block of a wave: rosters. No answers here."""

from __future__ import annotations

from datetime import date

from survey.store.database import rows


def members_on(day: date) -> dict[int, list[int]]:
    """Per unit the agents who belong to it on that day, both by id.

    Without those who were deactivated: nobody would be there to answer, and a block would seem
    larger than it is.
    """
    found: dict[int, list[int]] = {}
    for unit_id, agent_id in rows(_MEMBERS, (str(day),)):
        found.setdefault(unit_id, []).append(agent_id)
    return found


def reachable() -> frozenset[int]:
    """The agents, by id, who have a mail address here: those who can sign in."""
    active = "SELECT agent_id FROM app_user WHERE agent_id IS NOT NULL AND deactivated_at IS NULL"
    return frozenset(agent_id for (agent_id,) in rows(active))


def invited(wave_id: int) -> dict[int, list[int]]:
    """Per block the agents who were invited to the wave, both by id."""
    found: dict[int, list[int]] = {}
    roster = "SELECT block_id, agent_id FROM roster WHERE wave_id = ? ORDER BY block_id, agent_id"
    for block_id, agent_id in rows(roster, (wave_id,)):
        found.setdefault(block_id, []).append(agent_id)
    return found


def block_of(agent_id: int, wave_id: int) -> int | None:
    """The block in which the agent was invited to the wave, or None where they were not."""
    invited = "SELECT block_id FROM roster WHERE wave_id = ? AND agent_id = ?"
    found = rows(invited, (wave_id, agent_id))
    return found[0][0] if found else None


def tree() -> list[tuple[int, str, str, int | None]]:
    """Id, code, name and parent's id of every unit, by id."""
    return [tuple(row) for row in rows("SELECT id, code, name, parent_id FROM unit ORDER BY id")]


_MEMBERS = """
SELECT unit_id, agent_id FROM membership
WHERE unit_id IS NOT NULL AND from_on = (
    SELECT max(latest.from_on) FROM membership AS latest
    WHERE latest.agent_id = membership.agent_id AND latest.from_on <= ?
) AND agent_id NOT IN (
    SELECT agent_id FROM app_user WHERE agent_id IS NOT NULL
    GROUP BY agent_id HAVING count(*) = count(deactivated_at)
)
ORDER BY unit_id, agent_id
"""
