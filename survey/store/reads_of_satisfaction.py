"""Counts of contacts and of customers' answers, from the rollups: the cost grows with days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from survey.store.database import rows

Cut = Literal["unit", "channel", "queue", "day", "month"]
Key = tuple[Any, ...]

_COLUMNS: Mapping[Cut, str] = {
    "unit": "unit_id",
    "channel": "channel",
    "queue": "queue_id",
    "day": "CAST(day AS TEXT)",
    "month": "substr(CAST(day AS TEXT), 1, 7)",
}


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """How many contacts closed, and how many of their customers were invited."""

    n_contacts: int
    n_invited: int


def answer_counts(
    item: str,
    *,
    from_on: date,
    until_on: date,
    unit_ids: Collection[int],
    by: tuple[Cut, ...] = (),
    channel: str | None = None,
) -> dict[Key, dict[int, int]]:
    """Answers to one item per cut: {(unit, month, ...): {value: n}}, both days included.

    Keys follow the order of `by`; with no cut the one key is `()`. Months read `2026-03`, days
    `2026-03-10`, units and queues are ids. Cells without an answer are absent.
    """
    where, parameters = _where(from_on, until_on, unit_ids, channel)
    names = [_COLUMNS[cut] for cut in by]
    sql = (
        f"SELECT {', '.join([*names, 'value'])}, sum(n) FROM answer_rollup"
        f" WHERE item = ? AND {where} GROUP BY {', '.join([*names, 'value'])}"
    )
    counts: dict[Key, dict[int, int]] = {}
    for row in rows(sql, (item, *parameters)):
        if row[-1]:
            counts.setdefault(tuple(row[:-2]), {})[row[-2]] = int(row[-1])
    return counts


def contact_counts(
    *,
    from_on: date,
    until_on: date,
    unit_ids: Collection[int],
    by: tuple[Cut, ...] = (),
    channel: str | None = None,
) -> dict[Key, ContactCounts]:
    """Contacts closed and customers invited per cut; keys as in `answer_counts`."""
    where, parameters = _where(from_on, until_on, unit_ids, channel)
    names = [_COLUMNS[cut] for cut in by]
    grouped = f" GROUP BY {', '.join(names)}" if names else ""
    sql = (
        f"SELECT {', '.join([*names, 'sum(n_contacts)', 'sum(n_invited)'])}"
        f" FROM contact_rollup WHERE {where}{grouped}"
    )
    return {
        tuple(row[:-2]): ContactCounts(int(row[-2]), int(row[-1]))
        for row in rows(sql, parameters)
        if row[-2] is not None
    }


def days_with_contacts(unit_ids: Collection[int]) -> tuple[date, date] | None:
    """The first and last closing day of the units' contacts, or None where there is none."""
    marks = _marks(unit_ids)
    found = rows(
        "SELECT min(CAST(day AS TEXT)), max(CAST(day AS TEXT)) FROM contact_rollup"
        f" WHERE unit_id IN ({marks})",
        tuple(unit_ids),
    )[0]
    if found[0] is None:
        return None
    return date.fromisoformat(found[0]), date.fromisoformat(found[1])


def _where(
    from_on: date, until_on: date, unit_ids: Collection[int], channel: str | None
) -> tuple[str, tuple[Any, ...]]:
    where = f"unit_id IN ({_marks(unit_ids)}) AND day >= ? AND day <= ?"
    parameters: tuple[Any, ...] = (*unit_ids, str(from_on), str(until_on))
    if channel is not None:
        return where + " AND channel = ?", (*parameters, channel)
    return where, parameters


def _marks(unit_ids: Collection[int]) -> str:
    # An empty list is not SQL; NULL is in no set, so that nobody's units give no rows.
    return ", ".join("?" * len(unit_ids)) or "NULL"
