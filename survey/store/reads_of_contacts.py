"""The list of contacts, one page at a time, without ever counting what it skips.

It is cut by day first. The rollups tell on which days contacts of the wanted kind closed, so
that only the few days that fill one page are searched, however many contacts there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from survey.instruments.measures import CSAT
from survey.store.database import rows
from survey.store.fields import from_seconds

# A page that must look at more contacts than it shows begins with this many.
FIRST_LOOK = 500


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which contacts a list shows. `scores` empty means all, answered or not."""

    unit_ids: tuple[int, ...]
    from_on: date
    until_on: date
    channel: str | None = None
    queue_id: int | None = None
    scores: tuple[int, ...] = ()
    has_comment: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a list stopped: the last contact shown."""

    day: date
    contact_id: int


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One line of the list; `score` and `comment` are None where the customer gave none.

    `closed_at` is None where only the day is known, `told_at` where nothing was answered.
    """

    contact_id: int
    day: date
    channel: str
    queue: str
    agent: str
    unit_id: int
    score: int | None
    comment: str | None
    closed_at: datetime | None
    told_at: datetime | None

    @property
    def position(self) -> Position:
        """Where a list that ends with this line continues."""
        return Position(self.day, self.contact_id)


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many contacts of the wanted kind closed on one day; comments are not counted."""

    day: date
    n: int


def queues() -> tuple[tuple[int, str], ...]:
    """Every queue as (id, name), by name."""
    found = [(row[0], row[1]) for row in rows("SELECT id, name FROM queue")]
    # Sorted here, because the engines order letters differently.
    return tuple(sorted(found, key=lambda queue: queue[1]))


def days_of(wanted: ContactFilter) -> tuple[DayCount, ...]:
    """The days that have such contacts, latest first, with their counts from the rollups."""
    table, count = "contact_rollup", "n_contacts"
    if _needs_answer(wanted):
        table, count = "answer_rollup", "n"
    where = [f"unit_id IN ({_marks(wanted.unit_ids)})", "day >= ?", "day <= ?"]
    values: list[Any] = [*wanted.unit_ids, str(wanted.from_on), str(wanted.until_on)]
    for column, value in (("channel", wanted.channel), ("queue_id", wanted.queue_id)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    if _needs_answer(wanted):
        where.append("item = ?")
        values.append(CSAT)
    if wanted.scores:
        where.append(f"value IN ({_marks(wanted.scores)})")
        values.extend(wanted.scores)
    found = rows(
        f"SELECT CAST(day AS TEXT), sum({count}) FROM {table} WHERE {' AND '.join(where)}"
        f" GROUP BY day HAVING sum({count}) > 0 ORDER BY day DESC",
        values,
    )
    return tuple(DayCount(date.fromisoformat(row[0]), int(row[1])) for row in found)


def contacts(
    wanted: ContactFilter,
    days: tuple[DayCount, ...],
    *,
    limit: int,
    after: Position | None = None,
) -> tuple[ContactRow, ...]:
    """At most `limit` contacts, latest day first, that follow `after`.

    `days` are those `days_of` gave for the same filter.
    """
    left = [one for one in days if after is None or one.day <= after.day]
    found: list[ContactRow] = []
    look = FIRST_LOOK if wanted.has_comment else limit
    while left and len(found) < limit:
        # The first day may be half shown already, so its contacts are not counted on.
        enough = 2 + sum(1 for n in accumulate(one.n for one in left[1:]) if n < look)
        chunk, left = left[:enough], left[enough:]
        found += _on_days(wanted, [one.day for one in chunk], limit=limit - len(found), after=after)
        # Comments may be rare: looking twice as far each time keeps the queries few.
        look *= 2
    return tuple(found)


def _on_days(
    wanted: ContactFilter, days: list[date], *, limit: int, after: Position | None
) -> list[ContactRow]:
    where = [f"contact.unit_id IN ({_marks(wanted.unit_ids)})"]
    where.append(f"contact.closed_on IN ({_marks(days)})")
    values: list[Any] = [CSAT, *wanted.unit_ids, *(str(day) for day in days)]
    for column, value in (("channel", wanted.channel), ("queue_id", wanted.queue_id)):
        if value is not None:
            where.append(f"contact.{column} = ?")
            values.append(value)
    if wanted.scores:
        where.append(f"answer.value IN ({_marks(wanted.scores)})")
        values.extend(wanted.scores)
    if wanted.has_comment:
        where.append("response.comment IS NOT NULL")
    if after is not None:
        where.append("(contact.closed_on < ? OR (contact.closed_on = ? AND contact.id < ?))")
        values.extend((str(after.day), str(after.day), after.contact_id))
    found = rows(_LIST.format(where=" AND ".join(where)), (*values, limit))
    return [_row(row) for row in found]


def _row(row: tuple[Any, ...]) -> ContactRow:
    values = list(row)
    values[1] = date.fromisoformat(values[1])
    values[8:10] = [None if at is None else from_seconds(at) for at in values[8:10]]
    return ContactRow(*values)


def _needs_answer(wanted: ContactFilter) -> bool:
    return bool(wanted.scores) or wanted.has_comment


def _marks(values: Any) -> str:
    # An empty list is not SQL; NULL is in no set, so that nobody's units give no rows.
    return ", ".join("?" * len(values)) or "NULL"


# Names are looked up for the page's lines only, after the list is cut.
_LIST = """
SELECT listed.id, listed.day, listed.channel, queue.name, agent.name, listed.unit_id,
    listed.value, listed.comment, listed.closed_at, listed.told_at
FROM (
    SELECT contact.id AS id, CAST(contact.closed_on AS TEXT) AS day, contact.channel AS channel,
        contact.closed_at AS closed_at, contact.queue_id AS queue_id,
        contact.agent_id AS agent_id, contact.unit_id AS unit_id,
        answer.value AS value, response.comment AS comment,
        coalesce(response.revised_at, response.received_at) AS told_at
    FROM contact
    LEFT JOIN response ON response.contact_id = contact.id
    LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?
    WHERE {where}
    ORDER BY contact.closed_on DESC, contact.id DESC
    LIMIT ?
) AS listed
JOIN queue ON queue.id = listed.queue_id
JOIN agent ON agent.id = listed.agent_id
ORDER BY listed.day DESC, listed.id DESC
"""
