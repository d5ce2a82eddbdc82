"""Values of a context series: one checked record a row, or every reason why not."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from survey.intake.context_days import Days, whole_month
from survey.intake.context_mapping import ContextMapping
from survey.intake.fields import check_name, read_cell, read_number
from survey.intake.problems import Problem, Rejected, Unfit, shorten
from survey.intake.table import Table

# Counted, each of these is a part of its base: days absent of days planned.
SHARES = frozenset({"absence", "leavers", "customer_loss", "service_level"})


class ContextRecord(NamedTuple):
    """What a unit had from one day to another, both included, and the row that says so."""

    row: int
    line: int
    unit: str
    from_on: date
    until_on: date
    value: float
    base: float | None


class WithoutValue(NamedTuple):
    """A sound row that says nothing: its value is missing."""

    unit: str


Read = ContextRecord | WithoutValue | Rejected


class Spans:
    """Days that are taken, unit by unit, with what took them."""

    def __init__(self) -> None:
        self._taken: dict[str, list[tuple[date, date, str]]] = {}

    def take(self, unit: str, days: Days, by: str) -> None:
        """These days of the unit are taken."""
        insort(self._taken.setdefault(unit, []), (*days, by))

    def overlapping(self, unit: str, days: Days) -> tuple[date, date, str] | None:
        """What has taken some of these days of the unit, if anything has.

        Spans that are taken do not overlap each other, so a neighbour is all there can be.
        """
        taken = self._taken.get(unit, [])
        at = bisect_left(taken, (days[0],))
        for found in taken[max(at - 1, 0) : at + 1]:
            if found[0] <= days[1] and days[0] <= found[1]:
                return found
        return None


def read_context(table: Table, mapping: ContextMapping, *, today: date) -> Iterator[Read]:
    """Every data row of the file as a record, without a value, or rejected with all reasons.

    A row whose days overlap those of an earlier row of the unit is rejected: one must be wrong. So
    is one that tells of days after the month of `today`, or begins after `today`.
    """
    parser = _Parser(mapping, table.header, today)
    spans = Spans()
    for item in table.rows():
        if isinstance(item, Rejected):
            yield item
            continue
        row, line, cells = item
        record = parser.parse(cells, row, line)
        if isinstance(record, ContextRecord):
            days = (record.from_on, record.until_on)
            taken = spans.overlapping(record.unit, days)
            if taken is not None:
                yield refuse_overlap(record, taken, by=f"Row {taken[2]} already")
                continue
            spans.take(record.unit, days, str(row))
        yield record


def refuse_overlap(record: ContextRecord, taken: tuple[date, date, str], *, by: str) -> Rejected:
    """The row rejected because some of its days are told already, by another row or earlier."""
    days = f"{taken[0]}" if taken[0] == taken[1] else f"{taken[0]} to {taken[1]}"
    message = f"{by} tells of this unit for {days}. Days may be told once only."
    problem = Problem(record.row, record.line, "unit", shorten(record.unit), message)
    return Rejected(record.row, record.line, (problem,))


class _Parser:
    """Turns the cells of one row into a record, after a mapping compiled for one header."""

    def __init__(self, mapping: ContextMapping, header: Sequence[str], today: date) -> None:
        self._mapping = mapping
        self._today = today
        self._places = {name: header.index(name.strip()) for name in mapping.columns}
        take = partial(read_cell, missing=mapping.missing)
        self._read_unit = take(check_name, field="unit", required=True)
        self._read_value = take(self._check_value, field="value", required=False)
        self._read_base = take(self._check_base, field="base", required=False)

    def parse(self, cells: Sequence[str], row: int, line: int) -> Read:
        """The row's record, the row without a value, or rejected with every reason."""
        problems: list[Problem] = []
        mapping = self._mapping

        def take(field: str, column: str | None, read: Callable[[str], Any], text: str = "") -> Any:
            text = cells[self._places[column]] if column is not None else text
            try:
                return read(text)
            except Unfit as reason:
                problems.append(Problem(row, line, field, shorten(text), str(reason)))
                return None

        unit = mapping.unit.constant or take("unit", mapping.unit.column, self._read_unit)
        days = [
            take(day.name, day.origin.column, day.read, day.origin.constant or "")
            for day in mapping.days
        ]
        value = take("value", mapping.value, self._read_value)
        base = take("base", mapping.base, self._read_base) if mapping.base else None
        if None not in days and days[-1] < days[0]:
            message = f"The last day lies before the first, {days[0]}."
            problems.append(Problem(row, line, "until", str(days[-1]), message))
        if None not in days and self._is_ahead(days[0], days[-1]):
            message = f"It lies ahead: today is {self._today}. Check the date."
            problems.append(Problem(row, line, mapping.days[-1].name, str(days[-1]), message))
        if mapping.base and base is None and value is not None and not problems:
            problems.append(Problem(row, line, "base", "", "base is missing."))
        if self._is_more_than_all(value, base):
            message = f"It is more than its base, {base:g}, of which it is a part."
            problems.append(Problem(row, line, "value", f"{value:g}", message))
        if problems:
            return Rejected(row, line, tuple(problems))
        if value is None:
            return WithoutValue(unit)
        first, last = whole_month(days[0]) if mapping.timing == "month" else (days[0], days[-1])
        return ContextRecord(row, line, unit, first, last, value, base)

    def _is_ahead(self, first: date, last: date) -> bool:
        # The month that runs may be told already, and again when it is over.
        return first > self._today or last > whole_month(self._today.replace(day=1))[1]

    def _is_more_than_all(self, value: float | None, base: float | None) -> bool:
        is_share = self._mapping.adds == "count" and self._mapping.measures in SHARES
        return is_share and value is not None and base is not None and value > base

    def _check_value(self, text: str) -> float:
        value = read_number(text, self._mapping.csv.decimal)
        if value < 0 and self._mapping.adds == "count":
            raise Unfit("A count cannot be below zero.")
        return value

    def _check_base(self, text: str) -> float:
        base = read_number(text, self._mapping.csv.decimal)
        if base <= 0:
            raise Unfit("A base must be above zero. Leave the row out where there was nobody.")
        return base
