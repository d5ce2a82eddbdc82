"""Units that an import meets for the first time, created where its mapping says so."""

from __future__ import annotations

from collections import Counter

from survey.operations import people
from survey.store.directory import Codes


def add_unit_under(code: str, under: str | None, *, units: Codes, created: Counter[str]) -> int:
    """Id of the new unit, below the unit with the code `under`, or at the top without one.

    Where that one is new as well it is founded at the top of the tree: the mapping names it.
    """
    if under is not None and units.find(under) is None:
        units[under] = people.add_unit(under, under)
        created["unit"] += 1
    unit_id = people.add_unit(code, code, parent=under)
    units[code] = unit_id
    created["unit"] += 1
    return unit_id
