"""Under which keys the answers to an instrument are kept, and the numbers each may hold."""

from __future__ import annotations

from collections.abc import Mapping

from survey.instruments.items import Item
from survey.instruments.model import Instrument


def permitted_values(instrument: Instrument) -> Mapping[str, tuple[int, ...]]:
    """Every key with its permitted numbers, lowest first.

    `choices` keep under their code how many options were ticked, and 1 under `code.value` for
    each of them; a matrix keeps each row's point under `code.row`.
    """
    found: dict[str, tuple[int, ...]] = {}
    for item in instrument.items:
        found |= _of_item(item)
    return found


def _of_item(item: Item) -> dict[str, tuple[int, ...]]:
    if item.kind == "choices":
        ticked = {f"{item.code}.{option.value}": (1,) for option in item.options}
        return {item.code: tuple(range(len(item.options) + 1)), **ticked}
    if item.kind == "matrix":
        assert item.scale is not None
        return {f"{item.code}.{row.code}": tuple(item.scale.points) for row in item.rows}
    return {item.code: tuple(sorted(item.values))} if item.values else {}
