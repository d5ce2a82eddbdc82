"""The tree of units, as pages need it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit; `parent_id` is None for the centre, at depth 0."""

    id: int
    code: str
    name: str
    depth: int
    parent_id: int | None


def units(unit_ids: Collection[int]) -> tuple[UnitRow, ...]:
    """The units with these ids, from the top of the tree down, then by name."""
    marks = ", ".join("?" * len(unit_ids)) or "NULL"
    found = rows(
        f"SELECT id, code, name, depth, parent_id FROM unit WHERE id IN ({marks})",
        tuple(sorted(unit_ids)),
    )
    # Sorted here, because the engines order letters differently.
    return tuple(sorted((UnitRow(*row) for row in found), key=lambda u: (u.depth, u.name, u.code)))


def unit_ids() -> tuple[int, ...]:
    """The id of every unit there is."""
    return tuple(row[0] for row in rows("SELECT id FROM unit ORDER BY id"))
