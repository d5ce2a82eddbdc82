"""Statements that keep context series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from survey.intake.context_mapping import Adds, Measures
from survey.store.database import rows, run_many


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A stored series."""

    id: int
    measures: Measures
    adds: Adds


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored value: its last day, the value itself and its base."""

    until_on: date
    value: float
    base: float | None


def find_or_insert_series(name: str, *, measures: Measures, adds: Adds) -> SeriesRow:
    """The series with this name as stored, or new; held until the transaction ends.

    Holding it makes imports of one series wait for each other.
    """
    found = rows(
        "INSERT INTO context_series (name, measures, adds) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id, measures, adds",
        (name, measures, adds),
    )
    return SeriesRow(*found[0])


def stored_values(series_id: int) -> dict[tuple[int, date], Stored]:
    """What the series holds, by unit and first day."""
    found = rows(
        "SELECT unit_id, CAST(from_on AS TEXT), CAST(until_on AS TEXT), value, base"
        " FROM context_value WHERE series_id = ?",
        (series_id,),
    )
    return {
        (unit, date.fromisoformat(first)): Stored(date.fromisoformat(last), value, base)
        for unit, first, last, value, base in found
    }


def keep_values(
    series_id: int, values: Iterable[tuple[int, date, date, float, float | None]]
) -> None:
    """Keep (unit, first day, last day, value, base), in place of what began on the same day."""
    run_many(
        "INSERT INTO context_value (series_id, unit_id, from_on, until_on, value, base)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (series_id, unit_id, from_on) DO UPDATE"
        " SET until_on = excluded.until_on, value = excluded.value, base = excluded.base",
        [
            (series_id, unit, str(first), str(last), value, base)
            for unit, first, last, value, base in values
        ],
    )
