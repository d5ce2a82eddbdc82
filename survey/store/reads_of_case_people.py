"""Who may work on the cases of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user who may work on a unit's cases.

    `distance` is how far above it the nearest unit stands that they lead (0: the unit itself), and
    None for an analyst, who works on all.
    """

    user_id: int
    name: str
    email: str
    distance: int | None


def who_may_work(unit_id: int, *, today: date) -> tuple[Colleague, ...]:
    """Those who lead the unit or one above it on this day, nearest first, then the analysts."""
    found = rows(_ABLE, (unit_id, str(today)))
    return tuple(Colleague(*row) for row in found)


def team_name(unit_id: int) -> str:
    """What the unit is called."""
    name: str = rows("SELECT name FROM unit WHERE id = ?", (unit_id,))[0][0]
    return name


_ABLE = """
WITH RECURSIVE upward (id, parent_id, distance) AS (
    SELECT id, parent_id, 0 FROM unit WHERE id = ?
    UNION ALL
    SELECT unit.id, unit.parent_id, distance + 1
    FROM unit JOIN upward ON unit.id = upward.parent_id
), led AS (
    SELECT leadership.leader_id AS leader_id, min(upward.distance) AS distance
    FROM upward JOIN leadership ON leadership.unit_id = upward.id AND leadership.from_on = (
        SELECT max(any_day.from_on) FROM leadership AS any_day
        WHERE any_day.unit_id = upward.id AND CAST(any_day.from_on AS TEXT) <= ?
    )
    GROUP BY leadership.leader_id
)
SELECT app_user.id, app_user.name, email, led.distance
FROM app_user LEFT JOIN led ON led.leader_id = app_user.leader_id AND role = 'leader'
WHERE deactivated_at IS NULL AND (role = 'analyst' OR led.distance IS NOT NULL)
ORDER BY CASE WHEN led.distance IS NULL THEN 1 ELSE 0 END, led.distance, app_user.name, app_user.id
"""
