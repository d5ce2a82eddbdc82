"""Opens of customers' links by programs, by day and by the sign they were recognised by."""

from __future__ import annotations

from datetime import date

from survey.store.database import rows, run


def add(day: date, sign: str, n: int) -> None:
    """So many more opens on that day by that sign."""
    run(
        "INSERT INTO automated_open (day, sign, n) VALUES (?, ?, ?)"
        " ON CONFLICT (day, sign) DO UPDATE SET n = automated_open.n + excluded.n",
        (day.isoformat(), sign, n),
    )


def since(first: date) -> list[tuple[date, str, int]]:
    """Day, sign and count from that day on, the latest day first."""
    found = rows(
        "SELECT day, sign, n FROM automated_open WHERE day >= ? ORDER BY day DESC, sign",
        (first.isoformat(),),
    )
    return [(date.fromisoformat(str(day)), sign, n) for day, sign, n in found]
