"""How the outbox stands."""

from __future__ import annotations

from datetime import datetime

from survey.store.database import rows
from survey.store.fields import to_seconds


def waiting_by_kind() -> list[tuple[str, int]]:
    """Kind and count of the jobs that will be tried, or are being worked on, by kind."""
    found = rows(
        "SELECT kind, count(*) FROM job WHERE attempts < most_attempts GROUP BY kind ORDER BY kind"
    )
    return [(row[0], row[1]) for row in found]


def given_up(*, now: datetime) -> list[tuple[int, str, str]]:
    """Id, kind and last error of the jobs that will not be tried again, the oldest first."""
    found = rows(
        "SELECT id, kind, coalesce(last_error, '') FROM job WHERE attempts >= most_attempts"
        " AND (leased_until IS NULL OR leased_until <= ?) ORDER BY id",
        (to_seconds(now),),
    )
    return [(row[0], row[1], row[2]) for row in found]


def n_waiting(kind: str) -> int:
    """How many jobs of this kind are kept, given-up ones included."""
    count: int = rows("SELECT count(*) FROM job WHERE kind = ?", (kind,))[0][0]
    return count
