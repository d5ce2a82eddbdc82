"""Titles name what is clear of chance among all cuts of the figure, and nothing else."""

from __future__ import annotations

import random

import pytest

from survey.insight.findings import Named, blocks_apart, clear_of_chance, standing_out
from survey.insight.satisfaction import Satisfaction, total
from survey.privacy.figures import Cell, Published, Suppressed


def team(label: str, n_satisfied: int, n: int) -> Named:
    return Named(label, Satisfaction({5: n_satisfied, 1: n - n_satisfied}))


def title(*teams: Named) -> str:
    whole = total(one.cut for one in teams)
    return standing_out(teams, whole, place="the centre", thing="team")


def test_a_team_far_below_is_named_and_so_are_the_sides() -> None:
    usual = [team(f"Team {at}", 80, 100) for at in range(6)]
    assert title(*usual) == "Teams differ no more than chance explains"
    low, high = team("Billing", 50, 100), team("Orders", 99, 100)
    assert title(low, *usual) == "Billing is below the 76% of the centre"
    assert title(low, high, *usual) == "Billing is below the 79% of the centre, Orders is above"
    assert title(high, *usual) == "Orders is above the 83% of the centre"


def test_of_two_one_is_below_the_other() -> None:
    assert title(team("Chat", 50, 100), team("Phone", 90, 100)) == "Chat is below Phone"
    assert blocks(exact(2.5), exact(4.0)) == "Team 0 is below Team 1"
    assert title(team("Chat", 80, 100), team("Phone", 82, 100)) == (
        "Teams differ no more than chance explains"
    )


def test_one_in_a_dozen_beyond_its_own_interval_is_not_named() -> None:
    # 71 of 100 is beyond its 95% interval beside 80%: that happens to one in twenty by chance.
    usual = [team(f"Team {at}", 80, 100) for at in range(11)]
    lowest = team("Billing", 71, 100)
    assert lowest.cut.share.interval is not None
    assert lowest.cut.share.interval.high < 0.8
    assert title(lowest, *usual) == "Teams differ no more than chance explains"


def test_teams_that_are_alike_are_named_in_few_figures() -> None:
    chance = random.Random(11)
    n_named = 0
    for _ in range(400):
        teams = [
            team(str(at), sum(chance.random() < 0.8 for _ in range(80)), 80) for at in range(12)
        ]
        n_named += title(*teams) != "Teams differ no more than chance explains"
    assert n_named / 400 <= 0.05


def test_too_few_answers_are_never_named() -> None:
    usual = [team(f"Team {at}", 80, 100) for at in range(3)]
    assert title(team("Billing", 0, 29), *usual) == "Teams differ no more than chance explains"
    assert title(team("a", 1, 1), team("b", 0, 1)) == (
        "Too few answers to tell one team from another"
    )
    # Nor are those held against too few: here the others together have 29.
    assert title(team("Chat", 10, 100), team("Phone", 29, 29)) == (
        "Too few answers to tell one team from another"
    )
    assert title(team("Chat", 10, 100), team("Phone", 30, 30)) == "Chat is below Phone"
    assert title(team("a", 1, 1), team("b", 0, 0)) == "All answers are about one team, a"
    assert title(team("a", 0, 0)) == "No team has answers in these days"


def blocks(*cells: Cell, spread: float | None = 0.8) -> str:
    named = [(f"Team {at}", cell) for at, cell in enumerate(cells)]
    return blocks_apart(named, spread, otherwise="Engagement by block")


def exact(value: float, n: int = 16) -> Published:
    return Published(value, "exact", n)


def test_blocks_are_named_beside_the_other_blocks() -> None:
    usual = [exact(3.5)] * 4
    assert blocks(*usual) == "Blocks differ no more than chance explains"
    assert blocks(exact(2.5), *usual) == "Team 0 is below the other blocks"
    assert blocks(exact(2.5), *usual, exact(4.4)) == (
        "Team 0 is below the other blocks, Team 5 is above"
    )


def test_blocks_that_are_alike_are_named_in_few_figures() -> None:
    chance = random.Random(12)
    n_named = 0
    for _ in range(400):
        cells = [exact(round(chance.gauss(3.6, 0.8 / 3), 2), 9) for _ in range(12)]
        n_named += blocks(*cells) != "Blocks differ no more than chance explains"
    assert n_named / 400 <= 0.06


def test_a_bound_is_only_held_against_what_it_surely_passes() -> None:
    top, bottom = Published(4.5, "at_least", 16), Published(1.5, "at_most", 16)
    middle = [exact(3.0)] * 4
    assert blocks(top, *middle) == "Team 0 is above the other blocks"
    assert blocks(bottom, *middle) == "Team 0 is below the other blocks"
    # The others' mean is a bound too: it may be higher, so nobody is surely above it.
    assert "Team 1" not in blocks(top, exact(4.4), *middle)
    assert "Team 1 is below" in blocks(top, exact(1.8), exact(4.0), exact(4.0))


@pytest.mark.parametrize(
    "cells",
    [(), (exact(3.0),), (exact(3.0), Suppressed("Fewer than 5 people answered."))],
)
def test_blocks_that_cannot_be_compared_get_a_plain_title(cells: tuple[Cell, ...]) -> None:
    assert blocks(*cells) == "Engagement by block"
    assert blocks(exact(1.6), exact(4.4), spread=None) == "Engagement by block"


def test_the_family_is_judged_together() -> None:
    assert clear_of_chance([0.04]) == (True,)
    assert clear_of_chance([0.04, 0.5, 0.6]) == (False, False, False)
    assert clear_of_chance([]) == ()
