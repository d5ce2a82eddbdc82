"""The calendar months in which contacts closed."""

from __future__ import annotations

from survey.store.database import rows


def months_with_contacts() -> tuple[str, ...]:
    """Every month with a contact, such as `2026-03`, first to last."""
    found = rows(
        "SELECT month FROM contact_month GROUP BY month HAVING sum(n_contacts) > 0 ORDER BY month"
    )
    return tuple(row[0] for row in found)
