"""Imported series beside the linkage, as they were brought."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from survey.errors import NotFound
from survey.intake.context_mapping import Adds, Measures
from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class Series:
    """A named series: what it measures, and whether its values are counts or means."""

    name: str
    measures: Measures
    adds: Adds


@dataclass(frozen=True, slots=True)
class Value:
    """What one unit had from the first to the last day, both included.

    Of a count `base` is what it is counted among (heads, customers), of a mean how many cases it
    is made of; None where that is not told.
    """

    unit_id: int
    from_on: date
    until_on: date
    value: float
    base: float | None


def all_series() -> tuple[Series, ...]:
    """Every series, by name."""
    found = rows("SELECT name, measures, adds FROM context_series ORDER BY name")
    return tuple(Series(*row) for row in found)


def series(name: str) -> Series:
    """The series with this name.

    Raises:
        NotFound: there is none; the sentence names those there are.
    """
    known = all_series()
    for one in known:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in known) or "none yet"
    raise NotFound(f"There is no series named {name}. Imported series: {names}.")


def values(
    name: str, *, from_on: date, until_on: date, unit_ids: Collection[int]
) -> tuple[Value, ...]:
    """The series' values of these units that lie wholly between the two days, by unit and day."""
    marks = ", ".join("?" * len(unit_ids)) or "NULL"
    found = rows(
        "SELECT unit_id, CAST(from_on AS TEXT), CAST(until_on AS TEXT), value, base"
        " FROM context_value JOIN context_series ON context_series.id = context_value.series_id"
        " WHERE context_series.name = ? AND from_on >= ? AND until_on <= ?"
        f" AND unit_id IN ({marks}) ORDER BY unit_id, from_on",
        (name, str(from_on), str(until_on), *unit_ids),
    )
    return tuple(
        Value(unit, date.fromisoformat(first), date.fromisoformat(last), value, base)
        for unit, first, last, value, base in found
    )
