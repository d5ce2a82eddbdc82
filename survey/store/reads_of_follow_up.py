"""How many customers were followed up: cases of contacts that closed in some days, counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from survey.store.database import rows
from survey.store.fields import to_seconds
from survey.store.parts import marks


@dataclass(frozen=True, slots=True)
class CaseCount:
    """Cases of one outcome, None while open; `n_overdue` of them should have been closed."""

    outcome: str | None
    n: int
    n_overdue: int


def case_counts(
    *, unit_ids: Collection[int], from_on: date, until_on: date, judged_at: datetime
) -> tuple[CaseCount, ...]:
    """The cases of these units' contacts that closed in the days, as they stood at that instant.

    What was closed later was open then, and overdue where it was due.
    """
    ids = tuple(sorted(unit_ids))
    by_then = to_seconds(judged_at)
    found = rows(
        _COUNTS.format(units=marks(ids)),
        (by_then, by_then, *ids, str(from_on), str(until_on)),
    )
    return tuple(CaseCount(outcome, int(n), int(late)) for outcome, n, late in found)


_COUNTS = """
SELECT outcome, count(*), sum(CASE WHEN outcome IS NULL AND due_at <= ? THEN 1 ELSE 0 END)
FROM (
    SELECT customer_case.due_at,
        CASE WHEN customer_case.closed_at < ? THEN customer_case.outcome END AS outcome
    FROM customer_case JOIN contact ON contact.id = customer_case.contact_id
    WHERE contact.unit_id IN ({units}) AND contact.closed_on >= ? AND contact.closed_on <= ?
) AS stood
GROUP BY outcome
ORDER BY outcome
"""
