"""Answers by day for the tests of signals: a calm centre, and days that are not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from survey.store.database import rows, run_many, transaction
from tests.centre import Centre

# A Thursday; the last day that is judged is Monday the 9th.
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 12)
LAST = date(2026, 3, 9)
CALM_WEEKS = 31
QUEUE = "Billing calls"


def calm(
    centre: Centre, team: str, *, n: int = 60, until_on: date = LAST, queue: str = QUEUE
) -> None:
    """On every working day of 31 weeks 51 of 60 are satisfied, give or take one."""
    since = until_on - timedelta(weeks=CALM_WEEKS)
    days = [since + timedelta(days=at + 1) for at in range(7 * CALM_WEEKS)]
    share = 0.85
    tell(
        centre,
        team,
        {
            day: (round(n * share) + (at % 3) - 1, n)
            for at, day in enumerate(days)
            if day.weekday() < 5
        },
        queue=queue,
    )


def tell(
    centre: Centre, team: str, days: dict[date, tuple[int, int]], *, queue: str = QUEUE
) -> None:
    """On each day so many of n customers of a team chose 5, the others 2."""
    with transaction():
        queue_id = _queue(queue)
        unit_id = centre.units[team]
        run_many(
            "DELETE FROM answer_rollup WHERE unit_id = ? AND queue_id = ? AND day = ?",
            [(unit_id, queue_id, str(day)) for day in days],
        )
        run_many(
            "INSERT INTO answer_rollup (unit_id, channel, queue_id, day, item, value,"
            " is_invited, n) VALUES (?, 'phone', ?, ?, 'csat', ?, 1, ?)",
            [
                (unit_id, queue_id, str(day), value, many)
                for day, (satisfied, n) in days.items()
                for value, many in ((5, satisfied), (2, n - satisfied))
                if many
            ],
        )


def kept() -> list[tuple[str, str, str, str, int]]:
    """Rule, day or week, name, first day and n of every signal, in order of time."""
    found = rows(
        "SELECT rule, every, coalesce(unit.code, queue.name), CAST(from_on AS TEXT), n FROM signal"
        " LEFT JOIN unit ON unit.id = unit_id LEFT JOIN queue ON queue.id = queue_id"
    )
    return sorted(((*row,) for row in found), key=lambda row: (row[3], row[2], row[1], row[0]))


def _queue(name: str) -> int:
    found = rows("SELECT id FROM queue WHERE name = ?", (name,))
    if not found:
        found = rows("INSERT INTO queue (name) VALUES (?) RETURNING id", (name,))
    queue_id: int = found[0][0]
    return queue_id
