"""The blocks a wave would have, and by which way each of them would answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from survey.errors import NotFound
from survey.privacy import gate
from survey.privacy.blocks import PlannedBlock, RosterUnit, kept, plan
from survey.render import numbers
from survey.store.pulse import rosters

Mode = Literal["link", "cards"]
_IN_WORDS = dict(enumerate("One Two Three Four Five Six Seven Eight Nine Ten".split(), start=1))


def plan_blocks(
    on: date,
    *,
    block_minimum: int,
    mode: Mode = "cards",
    card_unit_ids: frozenset[int] = frozenset(),
) -> tuple[PlannedBlock, ...]:
    """The blocks a wave that opens on this day would have: the last wave's while they still fit.

    By link, a block answers by card all the same where one of the card units, or a unit below one
    of them, is in it, or where one of its agents has no mail address here.

    Raises:
        Refusal: fewer agents belong to units than one block needs.
    """
    members = rosters.members_on(on)
    units = [
        RosterUnit(id, code, name, parent_id, len(members.get(id, ())))
        for id, code, name, parent_id in rosters.tree()
    ]
    earlier = [gate.blocks(wave.id) for wave in gate.waves()[-1:]]
    previous = [block.unit_ids for blocks in earlier for block in blocks]
    planned = kept(units, previous, minimum=block_minimum) or plan(units, minimum=block_minimum)
    if mode == "cards":
        return planned
    by_card = _below(card_unit_ids, units)
    reachable = rosters.reachable()
    names = {unit.id: unit.name for unit in units}
    return tuple(_with_mode(block, members, reachable, names, by_card) for block in planned)


def find_units(codes: Collection[str]) -> frozenset[int]:
    """The ids of the units with these codes.

    Raises:
        NotFound: there is no unit with one of them.
    """
    ids = {code: id for id, code, _, _ in rosters.tree()}
    for code in codes:
        if code.strip() not in ids:
            raise NotFound(f"There is no unit with the code ‘{code}’. Check the spelling.")
    return frozenset(ids[code.strip()] for code in codes)


def _below(unit_ids: frozenset[int], units: list[RosterUnit]) -> frozenset[int]:
    """These units and all that hang below them."""
    found = frozenset(unit_ids)
    while more := {unit.id for unit in units if unit.parent_id in found} - found:
        found |= more
    return found


def _with_mode(
    block: PlannedBlock,
    members: Mapping[int, list[int]],
    reachable: Collection[int],
    names: Mapping[int, str],
    by_card: frozenset[int],
) -> PlannedBlock:
    """The block by link, or by card with the reason: everybody in it answers the same way."""
    chosen = [names[unit] for unit in block.unit_ids if unit in by_card]
    n_unreachable = sum(
        agent not in reachable for unit in block.unit_ids for agent in members[unit]
    )
    if not chosen and not n_unreachable:
        return replace(block, mode="link")
    why = _chosen(chosen) if chosen else _unreachable(n_unreachable)
    return replace(block, reason=" ".join(filter(None, (block.reason, why))))


def _chosen(names: list[str]) -> str:
    are = "is" if len(names) == 1 else "are"
    return f"{' and '.join(names)} {are} set to answer by card, so everybody in the block does."


def _unreachable(n: int) -> str:
    have = "has" if n == 1 else "have"
    # A sentence begins with a word where there is a short one.
    count = _IN_WORDS.get(n, numbers.whole(n))
    return f"{count} of its agents {have} no mail address here, so it answers by card."
