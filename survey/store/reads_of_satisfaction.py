"""Counts of contacts and of customers' answers, from the rollups: the cost grows with months.

Calendar months are read from the monthly rollups, and only the days by which a period differs from
whole months from the daily ones, to be added or taken away, whichever are fewer: a day's cells are
many where customers are many, a month's are soon all there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from survey.store.database import rows

Cut = Literal["unit", "channel", "queue", "day", "month"]
AnswerCut = Cut | Literal["is_invited"]
Key = tuple[Any, ...]

_COLUMNS: Mapping[str, str] = {
    "unit": "unit_id",
    "channel": "channel",
    "queue": "queue_id",
    "day": "CAST(day AS TEXT)",
    "month": "substr(CAST(day AS TEXT), 1, 7)",
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Span:
    """Rollups of one kind, from the first to the last, to be added or taken away (sign -1)."""

    kind: Literal["day", "month"]
    first: str
    last: str
    sign: Literal["", "-"] = ""


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
    by: tuple[AnswerCut, ...] = (),
    channel: str | None = None,
) -> dict[Key, dict[int, int]]:
    """Answers to one item per cut: {(unit, month, ...): {value: n}}, both days included.

    Keys follow the order of `by`; with no cut the one key is `()`. Months read `2026-03`, days
    `2026-03-10`, units and queues are ids, and `is_invited` is 1 for answers to an invitation and 0
    for those from elsewhere. Cells without an answer are absent.
    """
    cells, parameters = _cells(
        {"day": "answer_rollup", "month": "answer_month"},
        columns=(*by, "value"),
        counts=("n",),
        spans=_spans(from_on, until_on, by),
        where={"item": (item,), "unit_id": unit_ids, "channel": (channel,) if channel else None},
    )
    grouped = ", ".join([*by, "value"])
    sql = f"SELECT {grouped}, sum(n) FROM ({cells}) AS cell GROUP BY {grouped}"
    counts: dict[Key, dict[int, int]] = {}
    for row in rows(sql, parameters):
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
    cells, parameters = _cells(
        {"day": "contact_rollup", "month": "contact_month"},
        columns=by,
        counts=("n_contacts", "n_invited"),
        spans=_spans(from_on, until_on, by),
        where={"unit_id": unit_ids, "channel": (channel,) if channel else None},
    )
    sums = ", ".join([*by, "sum(n_contacts)", "sum(n_invited)"])
    grouped = f" GROUP BY {', '.join(by)}" if by else ""
    return {
        tuple(row[:-2]): ContactCounts(int(row[-2]), int(row[-1]))
        for row in rows(f"SELECT {sums} FROM ({cells}) AS cell{grouped}", parameters)
        if row[-2]
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


def days_with_answers(item: str, unit_ids: Collection[int]) -> tuple[date, date] | None:
    """The first and last closing day of contacts with an answer to the item, or None."""
    found = rows(
        "SELECT min(CAST(day AS TEXT)), max(CAST(day AS TEXT)) FROM answer_rollup"
        f" WHERE unit_id IN ({_marks(unit_ids)}) AND item = ? AND n > 0",
        (*unit_ids, item),
    )[0]
    if found[0] is None:
        return None
    return date.fromisoformat(found[0]), date.fromisoformat(found[1])


def _spans(from_on: date, until_on: date, by: tuple[AnswerCut, ...]) -> tuple[_Span, ...]:
    """What to read for the days between two, both included."""
    if "day" in by:
        return (_Span("day", str(from_on), str(until_on)),)
    months: list[str] = []
    days: list[_Span] = []
    first = from_on.replace(day=1)
    while first <= until_on:
        following = (first + 31 * _DAY).replace(day=1)
        inside = max(from_on, first), min(until_on, following - _DAY)
        outside = (first, inside[0] - _DAY), (inside[1] + _DAY, following - _DAY)
        n_inside = (inside[1] - inside[0]).days + 1
        if 2 * n_inside <= (following - first).days:
            days.append(_Span("day", str(inside[0]), str(inside[1])))
        else:
            months.append(f"{first:%Y-%m}")
            days += [_Span("day", str(a), str(z), "-") for a, z in outside if a <= z]
        first = following
    # Only the first and the last month can be partial, so those in between are one range.
    return (*([_Span("month", months[0], months[-1])] if months else []), *days)


def _cells(
    tables: Mapping[Literal["day", "month"], str],
    *,
    columns: Sequence[str],
    counts: Sequence[str],
    spans: Sequence[_Span],
    where: Mapping[str, Collection[Any] | None],
) -> tuple[str, tuple[Any, ...]]:
    """The statement that gives the cells to be summed, its columns named after the cuts."""
    chosen = {column: values for column, values in where.items() if values is not None}
    conditions = [f"{column} IN ({_marks(values)})" for column, values in chosen.items()]
    parts: list[str] = []
    parameters: list[Any] = []
    for span in spans:
        cuts = [f"{_spelled(column, span)} AS {column}" for column in columns]
        within = [*conditions, f"{span.kind} >= ?", f"{span.kind} <= ?"]
        signed = [f"{span.sign}{count} AS {count}" for count in counts]
        parts.append(
            f"SELECT {', '.join([*cuts, *signed])} FROM {tables[span.kind]}"
            f" WHERE {' AND '.join(within)}"
        )
        for values in chosen.values():
            parameters.extend(values)
        parameters += [span.first, span.last]
    return " UNION ALL ".join(parts), tuple(parameters)


def _spelled(column: str, span: _Span) -> str:
    return column if column == span.kind == "month" else _COLUMNS.get(column, column)


def _marks(unit_ids: Collection[int]) -> str:
    # An empty list is not SQL; NULL is in no set, so that nobody's units give no rows.
    return ", ".join("?" * len(unit_ids)) or "NULL"
