"""Context series for tests, written straight into the tables."""

from __future__ import annotations

from datetime import date

from survey.store.database import rows, run

ContextValue = tuple[int, date, date, float, float | None]


def keep_series(
    name: str, *values: ContextValue, measures: str = "other", adds: str = "mean"
) -> None:
    """A series with values of (unit, first day, last day, value, base)."""
    series_id = rows(
        "INSERT INTO context_series (name, measures, adds) VALUES (?, ?, ?) RETURNING id",
        (name, measures, adds),
    )[0][0]
    for unit_id, from_on, until_on, value, base in values:
        run(
            "INSERT INTO context_value (series_id, unit_id, from_on, until_on, value, base)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (series_id, unit_id, str(from_on), str(until_on), value, base),
        )


def kept_values(name: str) -> list[tuple[str, str, str, float, float | None]]:
    """What the series holds: (unit's code, first day, last day, value, base), by unit and day."""
    found = rows(
        "SELECT unit.code, CAST(from_on AS TEXT), CAST(until_on AS TEXT), value, base"
        " FROM context_value JOIN unit ON unit.id = unit_id"
        " JOIN context_series ON context_series.id = series_id"
        " WHERE context_series.name = ? ORDER BY unit.code, from_on",
        (name,),
    )
    return [(code, first, last, value, base) for code, first, last, value, base in found]
