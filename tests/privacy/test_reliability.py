"""Alpha of the centre: exact where many answers lie apart, nothing where they do not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest

from survey.instruments.pulse import ENGAGEMENT, PULSE
from survey.privacy import rules
from survey.privacy.figures import Cell, Reliability
from survey.privacy.reliability import Ballots, reliability
from survey.stats.omega import omega_total
from survey.stats.reliability import cronbach_alpha

ITEMS = [item.code for item in PULSE.items_of(ENGAGEMENT)]
Rows = dict[int, list[dict[str, int]]]


def centre(sizes: Sequence[int], *, seed: int = 1) -> Rows:
    """Ballots of people who differ, so that no block is at an end and the spread is wide."""
    rng = random.Random(seed)
    made: Rows = {}
    for block, size in enumerate(sizes, start=1):
        levels = [rng.choice((2, 3, 4)) for _ in range(size)]
        made[block] = [
            {item: level + rng.choice((-1, 0, 0, 1)) for item in ITEMS} for level in levels
        ]
    return made


def released(ballots: Ballots) -> Reliability | None:
    scores = {
        id: [
            one
            for row in rows
            if (one := rules.construct_score(PULSE, ENGAGEMENT, row)) is not None
        ]
        for id, rows in ballots.items()
    }
    scale = rules.scale_of(PULSE, ENGAGEMENT)
    cells: dict[int, Cell] = {id: rules.cell(one, scale, threshold=5) for id, one in scores.items()}
    shown = [one for one in scores.values() if len(one) >= 5]
    spread = rules.spread(shown, scale, n_items=len(ITEMS)) if len(shown) > 2 else None
    return reliability(PULSE, ENGAGEMENT, ballots, cells, spread)


def test_alpha_is_that_of_all_complete_ballots() -> None:
    ballots = centre([20, 20, 20])
    matrix = [[row[item] for item in ITEMS] for rows in ballots.values() for row in rows]
    found = released(ballots)
    assert found is not None
    alpha = cronbach_alpha(matrix).value
    assert alpha is not None
    assert (found.n_items, found.n) == (3, 60)
    assert found.alpha == float(round(Fraction(alpha), 2))
    omega = omega_total(matrix).model_implied.value
    assert omega is not None
    assert found.omega == float(round(Fraction(omega), 2))


def test_the_order_of_ballots_changes_nothing() -> None:
    ballots = centre([20, 20, 20])
    turned = {id: rows[::-1] for id, rows in reversed(ballots.items())}
    assert released(ballots) == released(turned)


def test_nothing_is_shown_from_fewer_than_fifty_complete_ballots() -> None:
    ballots = centre([17, 17, 16])
    assert released(ballots) is not None
    del ballots[1][0][ITEMS[0]]
    assert released(ballots) is None
    assert released({}) is None


def test_how_many_left_an_item_out_cannot_be_counted() -> None:
    ballots = centre([20, 20, 20])
    whole = released(ballots)
    assert whole is not None
    ballots[1] += [dict(ballots[1][0]) for _ in range(5)]
    for row in ballots[1][:4]:
        del row[ITEMS[0]]
    found = released(ballots)
    assert found is not None
    assert found.n == whole.n == 60


def test_a_centre_of_nearly_equal_ballots_shows_nothing() -> None:
    alike = {id: [dict.fromkeys(ITEMS, 3) for _ in range(20)] for id in (1, 2, 3)}
    assert released(alike) is None
    alike[1][0][ITEMS[1]] = 1
    assert released(alike) is None


def test_a_hidden_block_and_a_block_at_an_end_stay_out() -> None:
    ballots = centre([60, 60, 60])
    before = released(ballots)
    assert before is not None
    hidden = ballots | {4: centre([4], seed=9)[1]}
    assert released(hidden) == before
    hidden[4][0] = dict.fromkeys(ITEMS, 1)
    assert released(hidden) == before
    at_an_end = ballots | {4: [dict.fromkeys(ITEMS, 5) for _ in range(12)]}
    assert released(at_an_end) == before


def test_wide_blocks_at_an_end_do_not_open_nearly_equal_ones() -> None:
    alike = {id: [dict.fromkeys(ITEMS, 3) for _ in range(20)] for id in (1, 2, 3)}
    alike[1][0][ITEMS[1]] = 1
    wide = [dict.fromkeys(ITEMS, 1 if at < 5 else 5) for at in range(40)]
    assert released(alike | {4: wide, 5: wide}) is None


def test_one_block_among_others_at_an_end_has_no_alpha_of_its_own() -> None:
    at_an_end = [dict.fromkeys(ITEMS, 5) for _ in range(6)]
    blocks = dict.fromkeys((4, 5), at_an_end)
    assert released(centre([90]) | blocks) is None
    assert released(centre([90, 90]) | blocks) is None
    assert released(centre([90, 90, 90]) | blocks) is not None


@pytest.mark.parametrize("seed", range(4))
def test_answers_that_hang_together_fully_are_told_no_more_exactly_than_that(seed: int) -> None:
    rng = random.Random(seed)
    ballots = {
        id: [dict.fromkeys(ITEMS, rng.choice((1, 2, 3, 4, 5))) for _ in range(20)]
        for id in (1, 2, 3)
    }
    found = released(ballots)
    assert found is not None
    assert found.alpha == 0.95
