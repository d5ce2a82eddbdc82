"""Statements that keep unit scores from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from survey.store.database import rows, run_many


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A stored series of scores."""

    id: int
    kind: str
    low: float
    high: float


def series_named(name: str) -> SeriesRow | None:
    """The series with this name, or None."""
    found = rows("SELECT id, kind, scale_low, scale_high FROM score_series WHERE name = ?", (name,))
    return SeriesRow(*found[0]) if found else None


def insert_series(name: str, kind: str, *, low: float, high: float) -> int:
    """Id of the new series."""
    series_id: int = rows(
        "INSERT INTO score_series (name, kind, scale_low, scale_high) VALUES (?, ?, ?, ?)"
        " RETURNING id",
        (name, kind, low, high),
    )[0][0]
    return series_id


def stored_scores(series_id: int) -> dict[tuple[int, str], tuple[float, int | None]]:
    """The value and n of every unit and period of the series."""
    found = rows("SELECT unit_id, period, value, n FROM score WHERE series_id = ?", (series_id,))
    return {(row[0], row[1]): (row[2], row[3]) for row in found}


def keep_scores(series_id: int, scores: Iterable[tuple[int, str, float, int | None]]) -> None:
    """Keep (unit, period, value, n), in place of what the unit had in that period."""
    run_many(
        "INSERT INTO score (series_id, unit_id, period, value, n) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (series_id, unit_id, period)"
        " DO UPDATE SET value = excluded.value, n = excluded.n",
        [(series_id, *score) for score in scores],
    )
