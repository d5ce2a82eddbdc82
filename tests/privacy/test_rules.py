"""The publication rules, one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.instruments.pulse import AGREEMENT, ENGAGEMENT, ENPS, PULSE, RECOMMENDATION
from survey.privacy import rules
from survey.privacy.figures import Cell, Published, Suppressed


def _scores(*values: float) -> list[Fraction]:
    return [Fraction(str(value)) for value in values]


def test_a_score_is_the_mean_of_the_items_answered_with_reversed_ones_turned_round() -> None:
    assert rules.construct_score(PULSE, "tools", {"tools_work": 4, "tools_switch": 1}) == Fraction(
        9, 2
    )
    assert rules.construct_score(PULSE, ENGAGEMENT, {"vigour": 4, "pride": 5}) == Fraction(9, 2)


def test_a_score_needs_half_of_the_items() -> None:
    assert rules.construct_score(PULSE, ENGAGEMENT, {"vigour": 4}) is None
    assert rules.construct_score(PULSE, "tools", {"tools_work": 4}) == 4
    assert rules.construct_score(PULSE, ENPS, {}) is None


@pytest.mark.parametrize("n", range(5))
def test_a_cell_below_the_threshold_holds_no_number(n: int) -> None:
    hidden = rules.cell(_scores(*[3] * n), AGREEMENT, threshold=5)
    assert hidden == Suppressed("Fewer than 5 people answered.")
    assert not any(isinstance(getattr(hidden, name), int | float) for name in hidden.__slots__)


def test_a_cell_is_the_mean_to_two_decimals_and_n() -> None:
    assert rules.cell(_scores(1, 2, 3, 4, 4, 4), AGREEMENT, threshold=5) == Published(
        3.0, "exact", 6
    )
    assert rules.cell(_scores(1, 2, 3, 3, 3, 4, 4), AGREEMENT, threshold=5) == Published(
        2.86, "exact", 7
    )


def test_a_mean_near_an_end_is_a_bound() -> None:
    assert rules.cell(_scores(*[5, 4] * 5), AGREEMENT, threshold=5) == Published(
        4.5, "at_least", 10
    )
    assert rules.cell(_scores(*[5] * 10), AGREEMENT, threshold=5) == Published(4.5, "at_least", 10)
    assert rules.cell(_scores(*[1] * 10), AGREEMENT, threshold=5) == Published(1.5, "at_most", 10)
    assert rules.cell(_scores(*[10] * 9, 0), RECOMMENDATION, threshold=5) == Published(
        8.75, "at_least", 10
    )


@pytest.mark.parametrize("n", range(4, 13))
def test_all_but_one_at_an_end_is_always_a_bound(n: int) -> None:
    for end, other in ((5, 1), (5, 4), (1, 5), (1, 2), (5, 5), (1, 1)):
        cell = rules.cell(_scores(*[end] * (n - 1), other), AGREEMENT, threshold=4)
        assert isinstance(cell, Published)
        assert cell.form == ("at_least" if end == 5 else "at_most")


def test_a_bound_does_not_tell_which_of_the_cells_beyond_it_stands_behind_it() -> None:
    behind = [
        answers
        for answers in combinations_with_replacement(range(1, 6), 6)
        if rules.cell(_scores(*answers), AGREEMENT, threshold=5) == Published(4.16, "at_least", 6)
    ]
    assert (5, 5, 5, 5, 5, 5) in behind
    assert (4, 4, 4, 4, 5, 5) in behind
    assert len(behind) > 10


@given(st.lists(st.integers(1, 5), min_size=5, max_size=20), st.randoms())
def test_a_cell_depends_on_the_answers_and_not_on_their_order(
    answers: list[int], draw: object
) -> None:
    shuffled = answers.copy()
    draw.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands in a Random
    assert rules.cell(_scores(*answers), AGREEMENT, threshold=5) == rules.cell(
        _scores(*shuffled), AGREEMENT, threshold=5
    )


HIDDEN = rules.too_few(5)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([Published(3.0, "exact", 10), Published(4.0, "exact", 30)], Published(3.75, "exact", 40)),
        ([Published(3.0, "exact", 10), HIDDEN], Published(3.0, "exact", 10)),
        (
            [Published(3.0, "exact", 10), Published(4.5, "at_least", 10)],
            Published(3.75, "at_least", 20),
        ),
        (
            [Published(3.0, "exact", 10), Published(1.5, "at_most", 10)],
            Published(2.25, "at_most", 20),
        ),
        ([HIDDEN, HIDDEN], Suppressed("No block has enough answers.")),
        ([], Suppressed("No block has enough answers.")),
    ],
)
def test_the_centre_is_made_of_published_cells_only(cells: list[Cell], expected: Cell) -> None:
    assert rules.centre(cells) == expected


def test_a_centre_with_bounds_at_both_ends_has_no_figure() -> None:
    both = [Published(4.5, "at_least", 10), Published(1.5, "at_most", 10)]
    assert isinstance(rules.centre(both), Suppressed)


def test_the_spread_is_pooled_within_blocks() -> None:
    # Squared deviations 40 + 40 over 59 + 59 = 0.68; the blocks' own means do not count.
    assert rules.spread(
        [_scores(*[1, 2, 3] * 20), _scores(*[3, 4, 5] * 20)], AGREEMENT, n_items=3
    ) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("n", "n_items", "expected"), [(10, 1, 1.0), (10, 3, 0.8), (60, 2, 0.4), (10_000, 3, 0.3)]
)
def test_a_spread_so_small_that_it_tells_single_answers_is_never_shown(
    n: int, n_items: int, expected: float
) -> None:
    alike = [_scores(*[level] * n) for level in (3, 4, 3)]
    assert rules.spread(alike, AGREEMENT, n_items=n_items) == expected


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [((10, 10, 10), True), ((20, 20), False), ((9, 10, 10), False), ((), False)],
)
def test_pooled_figures_need_three_blocks_and_thirty_answers(
    sizes: tuple[int, ...], expected: bool
) -> None:
    assert rules.may_pool([Published(3.0, "exact", n) for n in sizes]) is expected
