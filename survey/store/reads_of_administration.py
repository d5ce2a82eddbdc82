"""Who and what the installation holds, for its administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

from survey.store.database import rows

Row = tuple[Any, ...]


def units(*, today: date) -> list[Row]:
    """Id, parent's id, code, name, leader's name and number of own agents of every unit today.

    In the order of names, codes where names are equal.
    """
    return rows(_UNITS, (str(today), str(today)))


def users() -> list[Row]:
    """Id, name, email, role, agent's code, leader's id and deactivation of every user.

    Those who may sign in come first, and agents, who are many, last among them; then by name.
    """
    return rows(
        "SELECT app_user.id, app_user.name, email, role, agent.code, leader_id, deactivated_at"
        " FROM app_user LEFT JOIN agent ON agent.id = app_user.agent_id"
        " ORDER BY CASE WHEN deactivated_at IS NULL THEN 0 ELSE 1 END,"
        " CASE WHEN role = 'agent' THEN 1 ELSE 0 END, app_user.name, app_user.id"
    )


def units_led(*, today: date) -> list[tuple[int, str]]:
    """Leader's id and unit's name for every unit led today, in the order of names."""
    found = rows(
        f"{_CURRENT_LEADERSHIP} SELECT leader_id, unit.name FROM led"
        " JOIN unit ON unit.id = led.unit_id WHERE leader_id IS NOT NULL"
        " ORDER BY unit.name, unit.code",
        (str(today),),
    )
    return [(row[0], row[1]) for row in found]


def api_keys() -> list[Row]:
    """Id, name, creation and revocation of every key; those in use first, then by name."""
    return rows(
        "SELECT id, name, created_at, revoked_at FROM api_key"
        " ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, name"
    )


_CURRENT_LEADERSHIP = """
WITH led AS (
    SELECT unit_id, leader_id FROM leadership AS this
    WHERE from_on = (
        SELECT max(from_on) FROM leadership AS any_day
        WHERE any_day.unit_id = this.unit_id AND CAST(from_on AS TEXT) <= ?
    )
)"""
_UNITS = f"""
{_CURRENT_LEADERSHIP}, belongs AS (
    SELECT unit_id, count(*) AS n FROM membership AS this
    WHERE from_on = (
        SELECT max(from_on) FROM membership AS any_day
        WHERE any_day.agent_id = this.agent_id AND CAST(from_on AS TEXT) <= ?
    )
    GROUP BY unit_id
)
SELECT unit.id, unit.parent_id, unit.code, unit.name, leader.name, coalesce(belongs.n, 0)
FROM unit
LEFT JOIN led ON led.unit_id = unit.id
LEFT JOIN leader ON leader.id = led.leader_id
LEFT JOIN belongs ON belongs.unit_id = unit.id
ORDER BY unit.name, unit.code
"""
