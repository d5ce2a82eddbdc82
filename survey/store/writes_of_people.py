"""Statements that keep units, agents, leaders and the users who sign in."""

from __future__ import annotations

from datetime import date, datetime

from survey.store.database import is_postgresql, rows, run
from survey.store.fields import to_seconds

# ------------------------------------------------------------------ units


def unit_of(code: str) -> tuple[int, str, int, int | None] | None:
    """Id, name, depth and parent's id of the unit with this code, or None."""
    found = rows("SELECT id, name, depth, parent_id FROM unit WHERE code = ?", (code,))
    return found[0] if found else None


def insert_unit(code: str, name: str, *, parent: tuple[int, int] | None) -> int:
    """Id of the new unit, placed below `parent`, given as its id and depth."""
    parent_id, parent_depth = parent if parent else (None, None)
    depth = 0 if parent_depth is None else parent_depth + 1
    return _id_of(
        "INSERT INTO unit (code, name, depth, parent_id, parent_depth)"
        " VALUES (?, ?, ?, ?, ?) RETURNING id",
        (code, name, depth, parent_id, parent_depth),
    )


def subtree(unit_id: int) -> list[tuple[int, int]]:
    """Id and depth of the unit and of every unit below it, from the top down."""
    return [(row[0], row[1]) for row in rows(_SUBTREE, (unit_id,))]


def place_subtree(unit_id: int, *, parent_id: int, parent_depth: int, shift: int) -> None:
    """Hang the unit, with everything below it, under another parent; depths move by `shift`.

    One statement, because the foreign key on (parent, parent's depth) is checked at its end.
    """
    ids = [row[0] for row in subtree(unit_id)]
    run(
        "UPDATE unit SET depth = depth + ?,"
        " parent_depth = CASE WHEN id = ? THEN ? ELSE parent_depth + ? END,"
        " parent_id = CASE WHEN id = ? THEN ? ELSE parent_id END"
        f" WHERE id IN ({', '.join('?' * len(ids))})",
        (shift, unit_id, parent_depth, shift, unit_id, parent_id, *ids),
    )


_SUBTREE = """
WITH RECURSIVE below AS (
    SELECT id, depth FROM unit WHERE id = ?
    UNION ALL
    SELECT unit.id, unit.depth FROM unit JOIN below ON unit.parent_id = below.id
)
SELECT id, depth FROM below ORDER BY depth, id
"""

# ------------------------------------------------------------------ agents and leaders


def person_of(table: str, code: str) -> tuple[int, str] | None:
    """Id and name of the agent or leader with this code; `table` says which, or None."""
    found = rows(f"SELECT id, name FROM {table} WHERE code = ?", (code,))
    return found[0] if found else None


def insert_person(table: str, code: str, name: str) -> int:
    """Id of the new agent or leader; `table` says which."""
    return _id_of(f"INSERT INTO {table} (code, name) VALUES (?, ?) RETURNING id", (code, name))


def keep_membership(agent_id: int, unit_id: int | None, *, from_on: date) -> None:
    """From this day the agent belongs to the unit, or to none."""
    run(
        "INSERT INTO membership (agent_id, from_on, unit_id) VALUES (?, ?, ?)"
        " ON CONFLICT (agent_id, from_on) DO UPDATE SET unit_id = excluded.unit_id",
        (agent_id, str(from_on), unit_id),
    )


def keep_leadership(unit_id: int, leader_id: int | None, *, from_on: date) -> None:
    """From this day the unit is led by the leader, or by nobody."""
    run(
        "INSERT INTO leadership (unit_id, from_on, leader_id) VALUES (?, ?, ?)"
        " ON CONFLICT (unit_id, from_on) DO UPDATE SET leader_id = excluded.leader_id",
        (unit_id, str(from_on), leader_id),
    )


# ------------------------------------------------------------------ users


def insert_user(
    email: str, name: str, *, role: str, agent_id: int | None, leader_id: int | None
) -> int:
    """Id of the new user."""
    return _id_of(
        "INSERT INTO app_user (email, name, role, agent_id, leader_id)"
        " VALUES (?, ?, ?, ?, ?) RETURNING id",
        (email, name, role, agent_id, leader_id),
    )


def welcome_back(
    user_id: int, name: str, *, role: str, agent_id: int | None, leader_id: int | None
) -> None:
    """Let a deactivated user sign in again, as what they are now."""
    run(
        "UPDATE app_user SET name = ?, role = ?, agent_id = ?, leader_id = ?,"
        " deactivated_at = NULL WHERE id = ?",
        (name, role, agent_id, leader_id, user_id),
    )


def active_administrators() -> list[int]:
    """Ids of the administrators who can sign in, held until the transaction ends."""
    lock = " FOR UPDATE" if is_postgresql() else ""  # SQLite lets one transaction write at a time
    found = rows(
        "SELECT id FROM app_user WHERE role = 'administrator' AND deactivated_at IS NULL"
        f" ORDER BY id{lock}"
    )
    return [row[0] for row in found]


def deactivate_user(user_id: int, *, now: datetime) -> None:
    """End the user's sessions, links and right to sign in; nothing changes the second time."""
    run(
        "UPDATE app_user SET deactivated_at = ?, session_epoch = session_epoch + 1"
        " WHERE id = ? AND deactivated_at IS NULL",
        (to_seconds(now), user_id),
    )
    run("DELETE FROM sign_in_link WHERE user_id = ?", (user_id,))


def end_sessions(user_id: int) -> None:
    """Every session of the user ends."""
    run("UPDATE app_user SET session_epoch = session_epoch + 1 WHERE id = ?", (user_id,))


# ------------------------------------------------------------------ keys of other systems


def keep_api_key(name: str, digest: bytes, *, now: datetime) -> bool:
    """Whether the new key was kept; it takes the place of a revoked one of the same name."""
    cursor = run(
        "INSERT INTO api_key (name, digest, created_at) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET digest = excluded.digest, created_at = excluded.created_at,"
        " revoked_at = NULL WHERE api_key.revoked_at IS NOT NULL",
        (name, digest, to_seconds(now)),
    )
    return bool(cursor.rowcount == 1)


def revoke_api_key(key_id: int, *, now: datetime) -> bool:
    """Whether there is such a key; its revocation is dated once."""
    cursor = run(
        "UPDATE api_key SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
        (to_seconds(now), key_id),
    )
    return bool(cursor.rowcount == 1)


def _id_of(sql: str, parameters: tuple[object, ...]) -> int:
    number: int = rows(sql, parameters)[0][0]
    return number
