"""Which readings of customers' comments are about some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class PeriodTheme:
    """A theme of the comments of one side: its words, and how many of `n_of` comments have it."""

    language: str
    side: str
    words: str
    n: int
    n_of: int


def period_within(from_on: date, until_on: date) -> tuple[date, date] | None:
    """First and last day of the latest reading that ends within these days, None without one."""
    found = rows(
        "SELECT CAST(from_on AS TEXT), CAST(until_on AS TEXT) FROM theme_run"
        " WHERE until_on >= ? AND until_on <= ? ORDER BY until_on DESC, from_on DESC LIMIT 1",
        (str(from_on), str(until_on)),
    )
    return (date.fromisoformat(found[0][0]), date.fromisoformat(found[0][1])) if found else None


def themes_of_period(from_on: date, until_on: date) -> tuple[PeriodTheme, ...]:
    """The themes found in the comments of exactly these days, those of most comments first."""
    found = rows(
        "SELECT theme_run.language, theme_run.side, theme.words, theme.n, theme_run.n_comments"
        " FROM theme JOIN theme_run ON theme_run.id = theme.run_id"
        " WHERE theme_run.from_on = ? AND theme_run.until_on = ?",
        (str(from_on), str(until_on)),
    )
    made = [PeriodTheme(*row) for row in found]
    # Sorted here, because the engines order letters differently.
    return tuple(sorted(made, key=lambda one: (-one.n, one.side, one.language, one.words)))
