"""What tells whether a linkage worked out earlier still stands."""

from __future__ import annotations

from survey.store.database import database, rows

Mark = tuple[str, ...]


def mark_of_answers() -> Mark:
    """A mark of this database's answers by unit and month; where they change, so does the mark."""
    found = rows(
        "SELECT count(*), sum(n), sum(n * value), sum(n * value * unit_id), max(month)"
        " FROM answer_month"
    )
    return (str(database.obj.database), *(str(value) for value in found[0]))
