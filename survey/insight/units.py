"""The part of the tree of units a viewer may see, in the order a page lists it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from survey.errors import NotFound
from survey.store.reads_of_units import UnitRow, units


@dataclass(frozen=True, slots=True)
class ScopeTree:
    """Units depth first, siblings by name; a unit whose parent is out of sight is a root."""

    units: tuple[UnitRow, ...]

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """Every unit of the tree, in its order."""
        return tuple(unit.id for unit in self.units)

    @property
    def roots(self) -> tuple[UnitRow, ...]:
        """The units at the top of what may be seen."""
        known = set(self.unit_ids)
        return tuple(unit for unit in self.units if unit.parent_id not in known)

    def find(self, code: str) -> UnitRow:
        """The unit with this code.

        Raises:
            NotFound: there is none, or it is out of the viewer's scope; the words do not differ.
        """
        for unit in self.units:
            if unit.code == code:
                return unit
        raise NotFound("There is no such team, or it is not yours to see.")

    def subtree(self, unit: UnitRow) -> ScopeTree:
        """The unit with everything below it."""
        inside = {unit.id}
        for other in self.units:
            # Parents stand before their children, so one pass finds all of them.
            if other.parent_id in inside:
                inside.add(other.id)
        return ScopeTree(tuple(other for other in self.units if other.id in inside))

    def name(self, unit_id: int) -> str:
        """The unit's name."""
        return next(unit.name for unit in self.units if unit.id == unit_id)

    def path(self, unit_id: int) -> str:
        """The unit's name after those of the units above it: "Hamburg, Team 4"."""
        by_id = {unit.id: unit for unit in self.units}
        names: list[str] = []
        at = by_id.get(unit_id)
        while at is not None and at.depth > 0:
            names.append(at.name)
            at = by_id.get(at.parent_id or 0)
        return ", ".join(reversed(names)) or by_id[unit_id].name


def read_scope(unit_ids: Collection[int]) -> ScopeTree:
    """The tree of these units."""
    found = units(unit_ids)
    known = {unit.id for unit in found}
    children: dict[int | None, list[UnitRow]] = {}
    for unit in found:
        children.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    return ScopeTree(tuple(_depth_first(children, None)))


def _depth_first(
    children: dict[int | None, list[UnitRow]], parent_id: int | None
) -> Iterator[UnitRow]:
    for unit in children.get(parent_id, []):
        yield unit
        yield from _depth_first(children, unit.id)
