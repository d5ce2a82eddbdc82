"""Cutting a centre into blocks: a partition of units, each with enough invited people.

A ballot carries its block and never its unit, so what is too fine is never stored. Small units
are joined to their smallest siblings and never lifted to their parent: parent minus siblings
would be the small unit again.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey.errors import Refusal


@dataclass(frozen=True, slots=True)
class RosterUnit:
    """A unit of the tree and how many of its own members are invited (often none)."""

    id: int
    code: str
    name: str
    parent_id: int | None
    n_invited: int


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block of the plan; `reason` says in words why units are joined, "" where there is one.

    It answers by card unless it is set otherwise, and `reason` then says why if others do not.
    """

    code: str
    name: str
    unit_ids: tuple[int, ...]
    n_invited: int
    reason: str
    mode: Literal["link", "cards"] = "cards"


@dataclass(slots=True)
class _Forming:
    """Units on their way into one block."""

    units: list[RosterUnit]
    n_invited: int


@dataclass(order=True, slots=True)
class _Part:
    """A piece of the tree: finished blocks, or one rest that is too small to stand alone."""

    n_invited: int
    code: str
    blocks: list[_Forming] = field(compare=False)


def plan(units: Iterable[RosterUnit], *, minimum: int) -> tuple[PlannedBlock, ...]:
    """The blocks of a roster, by code; every unit with invited people is in exactly one.

    Units below `minimum` join the smallest unit with the same parent; a branch that is too small
    as a whole joins the smallest branch beside it, in that one's smallest block.

    Raises:
        Refusal: fewer people are invited than one block needs.
    """
    children: dict[int | None, list[RosterUnit]] = defaultdict(list)
    known = {unit.id: unit for unit in units}
    for unit in sorted(known.values(), key=lambda unit: unit.code):
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    whole = _joined([_part(unit, children, minimum) for unit in children[None]], minimum)
    n_invited = whole.n_invited if whole else 0
    if whole is None or n_invited < minimum:
        raise Refusal(
            f"A wave needs at least {minimum} invited agents, and the teams have {n_invited} on"
            " that day. Enter who belongs to which team, or choose a later day."
        )
    planned = [_planned(block, minimum) for block in whole.blocks]
    return tuple(sorted(planned, key=lambda block: block.code))


def kept(
    units: Iterable[RosterUnit], previous: Iterable[Collection[int]], *, minimum: int
) -> tuple[PlannedBlock, ...] | None:
    """The blocks of the last wave with today's people, or None where they no longer fit.

    `previous` are the ids of the units of each block. Blocks that change from wave to wave cannot
    be compared, so they stay as long as every unit with invited people is in one of them and each
    of them still has `minimum`.
    """
    by_id = {unit.id: unit for unit in units if unit.n_invited}
    found = [[by_id[id] for id in block if id in by_id] for block in previous]
    groups = [group for group in found if group]
    totals = [sum(unit.n_invited for unit in group) for group in groups]
    placed = [unit.id for group in groups for unit in group]
    if not groups or min(totals) < minimum or sorted(placed) != sorted(by_id):
        return None
    planned = [
        _planned(_Forming(group, total), minimum)
        for group, total in zip(groups, totals, strict=True)
    ]
    return tuple(sorted(planned, key=lambda block: block.code))


def _part(
    unit: RosterUnit, children: Mapping[int | None, list[RosterUnit]], minimum: int
) -> _Part | None:
    parts = [_part(child, children, minimum) for child in children.get(unit.id, ())]
    if unit.n_invited:
        parts.append(_Part(unit.n_invited, unit.code, [_Forming([unit], unit.n_invited)]))
    return _joined(parts, minimum)


def _joined(parts: Iterable[_Part | None], minimum: int) -> _Part | None:
    """One part of all parts: blocks that are large enough, or a rest that is still too small."""
    queue = [part for part in parts if part is not None]
    if not queue:
        return None
    heapq.heapify(queue)
    while len(queue) > 1 and queue[0].n_invited < minimum:
        small = heapq.heappop(queue)
        host = heapq.heappop(queue)
        _join(small, host)
        heapq.heappush(queue, host)
    queue.sort()
    blocks = [block for part in queue for block in part.blocks]
    code = min(part.code for part in queue)
    return _Part(sum(part.n_invited for part in queue), code, blocks)


def _join(small: _Part, host: _Part) -> None:
    """Put a rest into the smallest block of the part beside it."""
    (rest,) = small.blocks
    block = min(host.blocks, key=lambda block: (block.n_invited, block.units[0].code))
    block.units += rest.units
    block.n_invited += rest.n_invited
    host.n_invited += rest.n_invited
    host.code = min(host.code, small.code)


def _planned(block: _Forming, minimum: int) -> PlannedBlock:
    units = sorted(block.units, key=lambda unit: unit.code)
    others = len(units) - 1
    return PlannedBlock(
        code=units[0].code + (f"+{others}" if others else ""),
        name=_listed([unit.name for unit in units]),
        unit_ids=tuple(sorted(unit.id for unit in units)),
        n_invited=block.n_invited,
        reason=_reason(units, minimum) if others else "",
    )


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _reason(units: list[RosterUnit], minimum: int) -> str:
    if all(unit.n_invited >= minimum for unit in units):
        return f"{_listed([unit.name for unit in units])} stay together as in the last wave."
    small = [f"{unit.name} ({unit.n_invited})" for unit in units if unit.n_invited < minimum]
    large = [f"{unit.name} ({unit.n_invited})" for unit in units if unit.n_invited >= minimum]
    have = "has" if len(small) == 1 else "have"
    together = f"joined with {_listed(large)}" if large else "one block together"
    are = "it is" if len(small) == 1 else "they are"
    return f"{_listed(small)} {have} fewer than {minimum} invited, so {are} {together}."
