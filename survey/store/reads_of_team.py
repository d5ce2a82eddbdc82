"""What came in about the contacts of single agents, for the weekly view of those who lead them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from survey.instruments.measures import CSAT
from survey.store.database import rows
from survey.store.fields import to_seconds
from survey.store.parts import marks

# Customers answer while their link works; older contacts than this are not searched for answers.
ANSWERED_WITHIN = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class AgentCell:
    """Answers of one value that an agent's customers of one channel and queue gave.

    `value` is None where only words came; `n_comments` of the `n` came with words.
    """

    agent_id: int
    channel: str
    queue_id: int
    value: int | None
    n: int
    n_comments: int


@dataclass(frozen=True, slots=True)
class Member:
    """An agent with the name of a unit; it is empty for an agent who belongs to none today."""

    agent_id: int
    name: str
    unit: str


def answers_by_agent(
    unit_ids: Collection[int], *, since: datetime, until: datetime
) -> tuple[AgentCell, ...]:
    """What came in, or was last corrected, from `since` to before `until`, about these units."""
    found = rows(
        _ANSWERS.format(units=marks([*unit_ids])),
        (
            CSAT,
            *unit_ids,
            str((since - ANSWERED_WITHIN).date()),
            to_seconds(since),
            to_seconds(until),
        ),
    )
    return tuple(
        AgentCell(agent_id, channel, queue_id, value, int(n), int(n_comments))
        for agent_id, channel, queue_id, value, n, n_comments in found
    )


def members(unit_ids: Collection[int], *, today: date) -> tuple[Member, ...]:
    """The agents who belong to one of these units today."""
    found = rows(_MEMBERS.format(units=marks([*unit_ids])), (str(today), *unit_ids))
    return tuple(Member(*row) for row in found)


def named(agent_ids: Collection[int]) -> tuple[Member, ...]:
    """These agents, without a unit."""
    found = rows(
        f"SELECT id, name, '' FROM agent WHERE id IN ({marks([*agent_ids])})", tuple(agent_ids)
    )
    return tuple(Member(*row) for row in found)


_ANSWERS = """
SELECT contact.agent_id, contact.channel, contact.queue_id, answer.value, count(*),
    sum(CASE WHEN response.comment IS NULL THEN 0 ELSE 1 END)
FROM contact
JOIN response ON response.contact_id = contact.id
LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE contact.unit_id IN ({units}) AND contact.closed_on >= ?
    AND coalesce(response.revised_at, response.received_at) >= ?
    AND coalesce(response.revised_at, response.received_at) < ?
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
_MEMBERS = """
SELECT agent.id, agent.name, unit.name
FROM agent
JOIN membership ON membership.agent_id = agent.id AND membership.from_on = (
    SELECT max(from_on) FROM membership AS newest
    WHERE newest.agent_id = agent.id AND CAST(newest.from_on AS TEXT) <= ?)
JOIN unit ON unit.id = membership.unit_id
WHERE unit.id IN ({units})
"""
