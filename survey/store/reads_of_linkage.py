"""What tells whether a linkage worked out earlier still stands."""

from __future__ import annotations

from survey.store.database import database, rows

Mark = tuple[str, ...]


def mark() -> Mark:
    """A mark of this database's answers by unit and month, and of its plans."""
    found = rows(
        "SELECT count(*), sum(n), sum(n * value), sum(n * value * unit_id), max(month),"
        " (SELECT max(number) FROM linkage_plan) FROM answer_month"
    )
    return (str(database.obj.database), *(str(value) for value in found[0]))
