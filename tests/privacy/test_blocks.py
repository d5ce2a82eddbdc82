"""Blocks: a partition of the units, none of them small, the same every time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import Refusal
from survey.privacy.blocks import PlannedBlock, RosterUnit, kept, plan


def _flat(*sizes: int) -> list[RosterUnit]:
    centre = RosterUnit(1, "centre", "Centre", None, 0)
    teams = [RosterUnit(n, f"t{n}", f"Team {n}", 1, size) for n, size in enumerate(sizes, start=2)]
    return [centre, *teams]


def _sizes(blocks: tuple[PlannedBlock, ...]) -> list[int]:
    return sorted(block.n_invited for block in blocks)


def test_teams_that_are_large_enough_stand_alone() -> None:
    blocks = plan(_flat(8, 9, 30), minimum=8)
    assert [(b.name, b.n_invited, b.reason) for b in blocks] == [
        ("Team 2", 8, ""),
        ("Team 3", 9, ""),
        ("Team 4", 30, ""),
    ]


def test_a_small_team_joins_its_smallest_sibling_and_is_told_why() -> None:
    (joined, alone) = plan(_flat(3, 9, 30), minimum=8)
    assert (joined.code, joined.name, joined.unit_ids) == ("t2+1", "Team 2 and Team 3", (2, 3))
    assert joined.reason == (
        "Team 2 (3) has fewer than 8 invited, so it is joined with Team 3 (9)."
    )
    assert alone.n_invited == 30


def test_small_teams_become_one_block_together() -> None:
    blocks = plan(_flat(3, 2, 4, 30), minimum=8)
    assert blocks[0].reason == (
        "Team 2 (3), Team 3 (2) and Team 4 (4) have fewer than 8 invited, so they are one block"
        " together."
    )
    assert _sizes(blocks) == [9, 30]


def test_a_site_below_the_minimum_joins_the_smallest_block_of_the_site_beside_it() -> None:
    units = [
        RosterUnit(1, "centre", "Centre", None, 0),
        RosterUnit(2, "north", "North", 1, 0),
        RosterUnit(3, "south", "South", 1, 0),
        RosterUnit(4, "n1", "Billing", 2, 12),
        RosterUnit(5, "n2", "Orders", 2, 9),
        RosterUnit(6, "s1", "Nights", 3, 3),
        RosterUnit(7, "s2", "Chat", 3, 2),
    ]
    blocks = plan(units, minimum=8)
    assert [block.unit_ids for block in blocks] == [(4,), (5, 6, 7)]


def test_people_of_a_site_itself_are_one_of_its_parts() -> None:
    units = [RosterUnit(1, "site", "Site", None, 4), RosterUnit(2, "team", "Team", 1, 9)]
    (block,) = plan(units, minimum=8)
    assert block.unit_ids == (1, 2)


def test_units_without_people_are_in_no_block() -> None:
    (block,) = plan(_flat(0, 8, 0), minimum=8)
    assert block.unit_ids == (3,)


def test_a_long_list_of_names_is_cut_short() -> None:
    (block,) = plan(_flat(2, 2, 2, 2, 2), minimum=8)
    assert block.name == "Team 2, Team 3 and 3 more"


@pytest.mark.parametrize("sizes", [(), (0,), (1,), (3, 4)])
def test_too_few_people_are_refused_in_words(sizes: tuple[int, ...]) -> None:
    with pytest.raises(
        Refusal, match=f"at least 8 invited agents, and the teams have {sum(sizes)}"
    ):
        plan(_flat(*sizes), minimum=8)


def test_a_centre_without_units_is_refused() -> None:
    with pytest.raises(Refusal):
        plan([], minimum=8)


def test_twenty_thousand_people_are_cut_in_no_time() -> None:
    draw = random.Random(1)
    for sizes in ([1] * 20_000, [draw.randint(0, 15) for _ in range(2_700)]):
        start = time.process_time()
        blocks = plan(_flat(*sizes), minimum=8)
        assert time.process_time() - start < 2
        assert sum(_sizes(blocks)) == sum(sizes)
        assert _sizes(blocks)[0] >= 8


@st.composite
def _trees(draw: st.DrawFn) -> list[RosterUnit]:
    units: list[RosterUnit] = []
    for id in range(1, draw(st.integers(1, 25)) + 1):
        parents = st.one_of(st.none(), st.sampled_from(units)) if units else st.none()
        parent = draw(parents)
        size = draw(st.integers(0, 14))
        units.append(RosterUnit(id, f"u{id}", f"Unit {id}", parent and parent.id, size))
    return units


@given(units=_trees(), minimum=st.integers(6, 12), seed=st.integers(0, 9))
def test_blocks_are_a_partition_of_large_enough_parts_whatever_the_order(
    units: list[RosterUnit], minimum: int, seed: int
) -> None:
    total = sum(unit.n_invited for unit in units)
    if total < minimum:
        with pytest.raises(Refusal):
            plan(units, minimum=minimum)
        return
    blocks = plan(units, minimum=minimum)
    sizes = {unit.id: unit.n_invited for unit in units}
    joined = sorted(id for block in blocks for id in block.unit_ids)
    assert joined == sorted(id for id, size in sizes.items() if size)
    assert all(b.n_invited == sum(sizes[id] for id in b.unit_ids) for b in blocks)
    assert all(block.n_invited >= minimum for block in blocks)
    assert len({block.code for block in blocks}) == len(blocks)
    assert all(bool(block.reason) == (len(block.unit_ids) > 1) for block in blocks)
    shuffled = random.Random(seed).sample(units, len(units))
    assert plan(shuffled, minimum=minimum) == blocks


@given(units=_trees())
def test_units_are_joined_only_where_one_of_them_is_small(units: list[RosterUnit]) -> None:
    if sum(unit.n_invited for unit in units) < 8:
        return
    small = {unit.id for unit in units if unit.n_invited < 8}
    for block in plan(units, minimum=8):
        large = set(block.unit_ids) - small
        assert len(large) <= 1


def test_blocks_of_the_last_wave_stay_while_they_still_fit() -> None:
    before = [
        RosterUnit(1, "a", "A", 9, 4),
        RosterUnit(2, "b", "B", 9, 8),
        RosterUnit(3, "c", "C", 9, 9),
    ]
    first = plan(before, minimum=8)
    assert [block.unit_ids for block in first] == [(1, 2), (3,)]
    # C has become the smallest, so that a fresh plan would join A with it.
    after = [
        RosterUnit(1, "a", "A", 9, 4),
        RosterUnit(2, "b", "B", 9, 9),
        RosterUnit(3, "c", "C", 9, 8),
    ]
    assert [block.unit_ids for block in plan(after, minimum=8)] == [(1, 3), (2,)]
    stays = kept(after, [block.unit_ids for block in first], minimum=8)
    assert stays is not None
    assert [(block.unit_ids, block.n_invited) for block in stays] == [((1, 2), 13), ((3,), 8)]


def test_blocks_are_planned_afresh_when_one_is_too_small_or_a_unit_is_new() -> None:
    a, b = RosterUnit(1, "a", "A", 9, 7), RosterUnit(2, "b", "B", 9, 9)
    assert kept([a, b], [(1,), (2,)], minimum=8) is None
    assert kept([b, RosterUnit(3, "c", "C", 9, 9)], [(2,)], minimum=8) is None
    # A block whose people have all left takes no other block with it.
    assert kept([b], [(1,), (2,)], minimum=8) is not None
    assert kept([], [], minimum=8) is None
    assert kept([b], [], minimum=8) is None


def test_a_unit_that_has_grown_stays_joined_and_the_plan_says_why() -> None:
    units = [RosterUnit(1, "a", "A", 9, 10), RosterUnit(2, "b", "B", 9, 9)]
    (block,) = kept(units, [(1, 2)], minimum=8) or ()
    assert block.reason == "A and B stay together as in the last wave."
