"""Unit scores that another system has worked out: one checked record a row, or every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import fmean
from typing import Any, NamedTuple

from survey.intake.fields import check_count, check_name, read_cell, read_number, read_whole
from survey.intake.problems import Problem, Rejected, Unfit, shorten
from survey.intake.score_mapping import ScoreMapping
from survey.intake.table import Table


class ScoreRecord(NamedTuple):
    """One unit's value in one period, on the mapping's scale; `n` is who answered, if known."""

    unit: str
    period: str
    value: float
    n: int | None


class WithoutValue(NamedTuple):
    """A sound row that says nothing of its unit in its period: every value is missing."""

    unit: str
    period: str


Read = ScoreRecord | WithoutValue | Rejected


def read_scores(table: Table, mapping: ScoreMapping) -> Iterator[Read]:
    """Every data row of the file as a record, without a value, or rejected with all reasons.

    A second row for the same unit and period is rejected, because one of the two must be wrong.
    """
    parser = ScoreParser(mapping, table.header)
    first_rows: dict[tuple[str, str], int] = {}
    for item in table.rows():
        if isinstance(item, Rejected):
            yield item
            continue
        row, line, cells = item
        record: Read = parser.parse(cells, row, line)
        if isinstance(record, ScoreRecord):
            first = first_rows.setdefault((record.unit, record.period), row)
            if first != row:
                record = _reject_second(record, first, row=row, line=line)
        yield record


class ScoreParser:
    """Turns the cells of one row into a record, after a mapping compiled for one header."""

    def __init__(self, mapping: ScoreMapping, header: Sequence[str]) -> None:
        self._mapping = mapping
        self._places = {name: header.index(name.strip()) for name in mapping.columns}
        take = partial(read_cell, missing=mapping.missing)
        self._read_unit = take(check_name, field="unit", required=True)
        self._read_period = take(check_name, field="period", required=True)
        self._read_value = take(self._check_value, field="value", required=False)
        self._read_n = take(_read_count, field="n", required=False)

    def parse(self, cells: Sequence[str], row: int, line: int) -> Read:
        """The row's record, the row without a value, or rejected with every reason."""
        problems: list[Problem] = []

        def take(field: str, column: str | None, read: Callable[[str], Any]) -> Any:
            text = cells[self._places[column]] if column is not None else ""
            try:
                return read(text)
            except Unfit as reason:
                problems.append(Problem(row, line, field, shorten(text), str(reason)))
                return None

        mapping = self._mapping
        unit = take("unit", mapping.unit.column, self._read_unit)
        period = mapping.period.constant or take("period", mapping.period.column, self._read_period)
        values = [take(f"value ({column})", column, self._read_value) for column in mapping.values]
        n = take("n", mapping.n, self._read_n)
        present = [value for value in values if value is not None]
        if problems:
            return Rejected(row, line, tuple(problems))
        if not present:
            return WithoutValue(unit, period)

        return ScoreRecord(unit, period, fmean(present), n)

    def _check_value(self, text: str) -> float:
        value = read_number(text, self._mapping.csv.decimal)
        if not self._mapping.low <= value <= self._mapping.high:
            raise Unfit(
                f"The value {text} is outside the declared scale"
                f" {self._mapping.low:g} to {self._mapping.high:g}."
            )

        return value


def _read_count(text: str) -> int:
    return check_count(read_whole(text))


def _reject_second(record: ScoreRecord, first: int, *, row: int, line: int) -> Rejected:
    message = f"Row {first} already gives this unit's value for {record.period}. Keep one of them."
    return Rejected(row, line, (Problem(row, line, "unit", shorten(record.unit), message),))
