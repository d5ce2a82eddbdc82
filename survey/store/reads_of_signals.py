"""Answers by day as signals need them, the signals that were made, and who is told of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from survey.store.database import rows
from survey.store.fields import from_seconds
from survey.store.parts import marks
from survey.store.reads_of_satisfaction import answer_counts


@dataclass(frozen=True, slots=True)
class Days:
    """Satisfied answers and all answers of consecutive days, the first of them `from_on`."""

    from_on: date
    counts: tuple[int, ...]
    ns: tuple[int, ...]

    def plus(self, other: Days) -> Days:
        """The same days of both taken together."""
        return Days(self.from_on, _sums(self.counts, other.counts), _sums(self.ns, other.ns))


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal as it was made, with the name of its unit or queue, and what somebody found out."""

    id: int
    rule: str
    every: str
    unit_id: int | None
    queue_id: int | None
    name: str
    from_on: date
    value: float
    expected: float
    low: float | None
    high: float | None
    n: int
    weeks: int | None
    found_at: datetime
    note: str | None
    noted_at: datetime | None
    noted_by: str | None


def days_by(
    cut: Literal["unit", "queue"],
    item: str,
    *,
    favourable_from: int,
    from_on: date,
    until_on: date,
    unit_ids: Collection[int],
) -> dict[int, Days]:
    """For each of these units, or for each queue, its own answers by day, both days included.

    Units and queues without an answer in these days are absent.
    """
    found = answer_counts(
        item, from_on=from_on, until_on=until_on, unit_ids=unit_ids, by=(cut, "day")
    )
    n_days = (until_on - from_on).days + 1
    counts: dict[int, list[int]] = {}
    ns: dict[int, list[int]] = {}
    for (key, day), answers in found.items():
        at = (date.fromisoformat(day) - from_on).days
        ns.setdefault(key, [0] * n_days)[at] = sum(answers.values())
        satisfied = sum(n for value, n in answers.items() if value >= favourable_from)
        counts.setdefault(key, [0] * n_days)[at] = satisfied
    return {key: Days(from_on, tuple(counts[key]), tuple(ns[key])) for key in ns}


def days_together(
    item: str,
    *,
    favourable_from: int,
    from_on: date,
    until_on: date,
    unit_ids: Collection[int],
) -> Days:
    """The answers of all these units together by day, both days included."""
    found = answer_counts(item, from_on=from_on, until_on=until_on, unit_ids=unit_ids, by=("day",))
    n_days = (until_on - from_on).days + 1
    counts, ns = [0] * n_days, [0] * n_days
    for (day,), answers in found.items():
        at = (date.fromisoformat(day) - from_on).days
        ns[at] = sum(answers.values())
        counts[at] = sum(n for value, n in answers.items() if value >= favourable_from)
    return Days(from_on, tuple(counts), tuple(ns))


def latest_day(
    item: str,
    *,
    unit_ids: Collection[int],
    queue_id: int | None = None,
    until_on: date | None = None,
) -> date | None:
    """The last day, up to that one, on which these units had an answer, of one queue if given."""
    ids = tuple(sorted(unit_ids))
    values: list[Any] = [item, *ids]
    where = f"item = ? AND unit_id IN ({marks(ids)})"
    for clause, value in (("queue_id = ?", queue_id), ("day <= ?", until_on)):
        if value is not None:
            where += f" AND {clause}"
            values.append(value if isinstance(value, int) else str(value))
    found = rows(f"SELECT max(CAST(day AS TEXT)) FROM answer_rollup WHERE {where}", values)
    return date.fromisoformat(found[0][0]) if found[0][0] else None


def no_days(from_on: date, until_on: date) -> Days:
    """The same days without an answer."""
    none = (0,) * ((until_on - from_on).days + 1)
    return Days(from_on, none, none)


def signals(
    *, unit_ids: Collection[int], has_queues: bool, from_on: date, until_on: date
) -> tuple[SignalRow, ...]:
    """The signals of these units, and of all queues where asked for, latest first."""
    ids = tuple(sorted(unit_ids))
    scope = f"(signal.unit_id IN ({marks(ids)}){' OR signal.queue_id > 0' if has_queues else ''})"
    where = f"{scope} AND signal.from_on >= ? AND signal.from_on <= ?"
    return _signals(where, (*ids, str(from_on), str(until_on)))


def signals_by_id(signal_ids: Collection[int]) -> tuple[SignalRow, ...]:
    """The signals with these ids, latest first."""
    ids = tuple(sorted(signal_ids))
    return _signals(f"signal.id IN ({marks(ids)})", ids)


def leading_users(on: date) -> Mapping[int, tuple[int, ...]]:
    """For each unit the active users, by id, who led it on this day."""
    found: dict[int, tuple[int, ...]] = {}
    for unit_id, user_id in rows(_LEADING, (str(on),)):
        found[unit_id] = (*found.get(unit_id, ()), user_id)
    return found


def users_of(role: str) -> tuple[int, ...]:
    """Ids of the active users with this role."""
    sql = "SELECT id FROM app_user WHERE role = ? AND deactivated_at IS NULL ORDER BY id"
    return tuple(row[0] for row in rows(sql, (role,)))


def _signals(where: str, values: tuple[Any, ...]) -> tuple[SignalRow, ...]:
    return tuple(_row(row) for row in rows(_LIST.format(where=where), values))


def _row(row: tuple[Any, ...]) -> SignalRow:
    values = list(row)
    values[6] = date.fromisoformat(values[6])
    values[13] = from_seconds(values[13])
    values[15] = None if values[15] is None else from_seconds(values[15])
    return SignalRow(*values)


def _sums(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


_LIST = """
SELECT signal.id, signal.rule, signal.every, signal.unit_id, signal.queue_id,
    coalesce(unit.name, queue.name), CAST(signal.from_on AS TEXT), signal.value, signal.expected,
    signal.low, signal.high, signal.n, signal.weeks, signal.found_at, signal.note, signal.noted_at,
    app_user.name
FROM signal
LEFT JOIN unit ON unit.id = signal.unit_id
LEFT JOIN queue ON queue.id = signal.queue_id
LEFT JOIN app_user ON app_user.id = signal.noted_by
WHERE {where}
ORDER BY signal.from_on DESC, signal.id DESC
"""
_LEADING = """
SELECT leadership.unit_id, app_user.id FROM leadership
JOIN (
    SELECT unit_id, max(from_on) AS from_on FROM leadership
    WHERE CAST(from_on AS TEXT) <= ?
    GROUP BY unit_id
) AS latest ON latest.unit_id = leadership.unit_id AND latest.from_on = leadership.from_on
JOIN app_user ON app_user.leader_id = leadership.leader_id
WHERE app_user.role = 'leader' AND app_user.deactivated_at IS NULL
ORDER BY leadership.unit_id, app_user.id
"""
