"""What bands need: answers by agent and kind of work, where people belong, who leads since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from survey.instruments.measures import CSAT
from survey.store.database import rows
from survey.store.fields import to_seconds
from survey.store.reads_of_team import ANSWERED_WITHIN


@dataclass(frozen=True, slots=True)
class WorkCell:
    """How many answers of one value an agent has from one unit, channel and queue."""

    agent_id: int
    unit_id: int
    channel: str
    queue_id: int
    value: int
    n: int


@dataclass(frozen=True, slots=True)
class CentreLines:
    """What people set as low and high for mean satisfaction in the whole centre."""

    low: float
    high: float
    set_at: int


@dataclass(frozen=True, slots=True)
class Term:
    """Who leads a unit from this day on; `leader_id` is None where nobody does."""

    from_on: date
    leader_id: int | None


def answers_by_agent_and_work(*, since: datetime, until: datetime) -> tuple[WorkCell, ...]:
    """What came in, or was last corrected, from `since` to before `until`, in the whole centre."""
    first = str((since - ANSWERED_WITHIN).date())
    found = rows(_ANSWERS, (CSAT, first, to_seconds(since), to_seconds(until)))
    return tuple(
        WorkCell(agent_id, unit_id, channel, queue_id, value, int(n))
        for agent_id, unit_id, channel, queue_id, value, n in found
    )


def units_of_agents(*, today: date) -> dict[int, int]:
    """{agent: unit} for every agent who belongs to a unit today."""
    return {row[0]: row[1] for row in rows(_BELONGS, (str(today),))}


def agents_within(*, from_on: date, until_on: date) -> frozenset[tuple[int, int]]:
    """Unit and agent, for everybody who belonged to a unit on any of these days."""
    found = rows(_BELONGED, (str(until_on), str(from_on)))
    return frozenset((row[0], row[1]) for row in found)


def n_memberships() -> int:
    """How many memberships there are: every move of an agent adds one."""
    found: int = rows("SELECT count(*) FROM membership")[0][0]
    return found


def lines_of_the_centre() -> CentreLines | None:
    """The lines for mean satisfaction that people set for the whole centre, if they did."""
    found = rows(
        "SELECT low, high, set_at FROM threshold"
        " WHERE measure = 'mean' AND unit_id IS NULL AND queue_id IS NULL"
    )
    return CentreLines(*found[0]) if found else None


def terms(unit_id: int) -> tuple[Term, ...]:
    """Who led the unit from when on, first to last."""
    found = rows(
        "SELECT CAST(from_on AS TEXT), leader_id FROM leadership WHERE unit_id = ? ORDER BY 1",
        (unit_id,),
    )
    return tuple(Term(date.fromisoformat(day), leader_id) for day, leader_id in found)


def leader_of_user(user_id: int) -> int | None:
    """Which leader the user is, or None."""
    found = rows("SELECT leader_id FROM app_user WHERE id = ?", (user_id,))
    return found[0][0] if found else None


_ANSWERS = """
SELECT contact.agent_id, contact.unit_id, contact.channel, contact.queue_id, answer.value, count(*)
FROM contact
JOIN response ON response.contact_id = contact.id
JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE contact.closed_on >= ?
    AND coalesce(response.revised_at, response.received_at) >= ?
    AND coalesce(response.revised_at, response.received_at) < ?
    AND answer.value IS NOT NULL
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
_BELONGED = """
SELECT unit_id, agent_id FROM membership
WHERE unit_id IS NOT NULL AND CAST(from_on AS TEXT) <= ? AND NOT EXISTS (
    SELECT 1 FROM membership AS later WHERE later.agent_id = membership.agent_id
    AND later.from_on > membership.from_on AND CAST(later.from_on AS TEXT) <= ?
)
"""
_BELONGS = """
SELECT membership.agent_id, membership.unit_id
FROM membership
JOIN (
    SELECT agent_id, max(from_on) AS from_on FROM membership
    WHERE CAST(from_on AS TEXT) <= ?
    GROUP BY agent_id
) AS newest ON newest.agent_id = membership.agent_id AND newest.from_on = membership.from_on
WHERE membership.unit_id IS NOT NULL
"""
