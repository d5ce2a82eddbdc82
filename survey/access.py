"""Who may see what: roles, the viewer, and the units a viewer may look into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.store.database import rows
from survey.store.people import User

ADMINISTRATOR = "administrator"
ANALYST = "analyst"
LEADER = "leader"
EXECUTIVE = "executive"
AGENT = "agent"

ROLES = (ADMINISTRATOR, ANALYST, LEADER, EXECUTIVE, AGENT)
# An administrator runs the installation; that alone is no reason to read customers' words.
SEE_ALL_UNITS = frozenset({ANALYST, EXECUTIVE})


@dataclass(frozen=True, slots=True)
class Viewer:
    """A user in the act of looking.

    `unit_ids` are the units whose customer results the viewer may open: all of the centre for
    analysts and executives, the subtrees a leader leads today for leaders, none for others.
    """

    user_id: int
    name: str
    email: str
    role: str
    agent_id: int | None
    unit_ids: frozenset[int]


def viewer_of(user: User, *, today: date) -> Viewer:
    """The viewer a signed-in user is today."""
    return Viewer(
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        agent_id=user.agent_id,
        unit_ids=_units_of(user, today=today),
    )


def may_open_edition(viewer: Viewer, kind: str, unit_id: int | None) -> bool:
    """Whether the viewer may open a report: the agents' edition is everybody's who signs in."""
    return kind == "agents" or may_order_edition(viewer, kind, unit_id)


def may_order_edition(viewer: Viewer, kind: str, unit_id: int | None) -> bool:
    """Whether the viewer may have a report made: leaders those of units in their scope."""
    if viewer.role in SEE_ALL_UNITS:
        return True
    return viewer.role == LEADER and kind == "unit" and unit_id in viewer.unit_ids


def _units_of(user: User, *, today: date) -> frozenset[int]:
    if user.role in SEE_ALL_UNITS:
        return frozenset(row[0] for row in rows("SELECT id FROM unit"))
    if user.role != LEADER:
        return frozenset()
    return frozenset(row[0] for row in rows(_LED_SUBTREES, (str(today), user.leader_id)))


_LED_SUBTREES = """
WITH RECURSIVE current_lead AS (
    SELECT unit_id, max(from_on) AS from_on FROM leadership
    WHERE CAST(from_on AS TEXT) <= ?
    GROUP BY unit_id
), led AS (
    SELECT leadership.unit_id AS id FROM leadership
    JOIN current_lead ON current_lead.unit_id = leadership.unit_id
        AND current_lead.from_on = leadership.from_on
    WHERE leadership.leader_id = ?
    UNION
    SELECT unit.id FROM unit JOIN led ON unit.parent_id = led.id
)
SELECT id FROM led
"""
