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
    """Cases of one state and outcome; `n_overdue` of them are open and should be closed."""

    state: str
    outcome: str | None
    n: int
    n_overdue: int


def case_counts(
    *, unit_ids: Collection[int], from_on: date, until_on: date, judged_at: datetime
) -> tuple[CaseCount, ...]:
    """The cases of these units' contacts that closed in the days; late is what was due by then."""
    ids = tuple(sorted(unit_ids))
    found = rows(
        _COUNTS.format(units=marks(ids)),
        (to_seconds(judged_at), *ids, str(from_on), str(until_on)),
    )
    return tuple(CaseCount(state, outcome, int(n), int(late)) for state, outcome, n, late in found)


_COUNTS = """
SELECT customer_case.state, customer_case.outcome, count(*),
    sum(CASE WHEN customer_case.state = 'open' AND customer_case.due_at <= ? THEN 1 ELSE 0 END)
FROM customer_case JOIN contact ON contact.id = customer_case.contact_id
WHERE contact.unit_id IN ({units}) AND contact.closed_on >= ? AND contact.closed_on <= ?
GROUP BY customer_case.state, customer_case.outcome
ORDER BY customer_case.state, customer_case.outcome
"""
