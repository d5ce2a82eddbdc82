"""How long contacts took, counted from the contacts themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from survey.store.database import rows


def handle_seconds(
    *, from_on: date, until_on: date, unit_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Per unit (seconds, contacts) of those closed between two days whose handle time is known."""
    marks = ", ".join("?" * len(unit_ids)) or "NULL"
    found = rows(
        "SELECT unit_id, sum(handle_seconds), count(handle_seconds) FROM contact"
        f" WHERE closed_on >= ? AND closed_on <= ? AND unit_id IN ({marks})"
        " AND handle_seconds IS NOT NULL GROUP BY unit_id",
        (str(from_on), str(until_on), *unit_ids),
    )
    return {unit: (int(seconds), int(n)) for unit, seconds, n in found}
