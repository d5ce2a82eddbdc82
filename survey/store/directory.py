"""The codes other systems use for queues, units, agents and leaders, and our ids for them."""

from __future__ import annotations

from datetime import date

from survey.store.database import rows, run

# The column by which others know a row of each table.
_CODES = {"queue": "name", "unit": "code", "agent": "code", "leader": "code"}


class Codes(dict[str | None, int | None]):
    """`codes[code]` is the id behind a code of one table, looked up once; KeyError without one."""

    def __init__(self, table: str) -> None:
        super().__init__({None: None})
        self.table = table

    def __missing__(self, code: str | None) -> int | None:
        column = _CODES[self.table]
        found = rows(f"SELECT id FROM {self.table} WHERE {column} = ?", (code,))
        if not found:
            raise KeyError(code)
        self[code] = found[0][0]
        return self[code]

    def find(self, code: str | None) -> int | None:
        """The id behind a code, or None where nobody knows it."""
        try:
            return self[code]
        except KeyError:
            return None


class FirstDays(dict[int, date]):
    """`days[agent]` is the day from which the first membership counts; the last day without one."""

    def __missing__(self, agent_id: int) -> date:
        found = rows(
            "SELECT min(CAST(from_on AS TEXT)) FROM membership WHERE agent_id = ?", (agent_id,)
        )
        self[agent_id] = date.fromisoformat(found[0][0]) if found[0][0] else date.max
        return self[agent_id]


def insert_queue(name: str) -> int:
    """Id of the new queue."""
    queue_id: int = rows("INSERT INTO queue (name) VALUES (?) RETURNING id", (name,))[0][0]
    return queue_id


def begin_membership(agent_id: int, unit_id: int, *, from_on: date, before: date) -> None:
    """The agent belongs to the unit from this day, which lies `before` the first day so far.

    Where the first membership is in the same unit it starts earlier; otherwise one goes ahead
    of it.
    """
    moved = run(
        "UPDATE membership SET from_on = ? WHERE agent_id = ? AND unit_id = ? AND from_on = ?",
        (str(from_on), agent_id, unit_id, str(before)),
    )
    if not moved.rowcount:
        run(
            "INSERT INTO membership (agent_id, from_on, unit_id) VALUES (?, ?, ?)",
            (agent_id, str(from_on), unit_id),
        )
