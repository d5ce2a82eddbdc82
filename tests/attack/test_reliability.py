"""Alpha and omega beside means, n and spread leave every single ballot open."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from survey.instruments.pulse import ENGAGEMENT, PULSE
from survey.privacy import rules
from survey.privacy.figures import Cell, Published, Reliability
from survey.privacy.reliability import reliability

SCALE = rules.scale_of(PULSE, ENGAGEMENT)
ITEMS = [item.code for item in PULSE.items_of(ENGAGEMENT)]
MOST_TRIES = 2_000
Centre = list[list[list[int]]]
Seen = tuple[dict[int, Cell], float, Reliability | None]


def published(centre: Centre) -> Seen:
    """All that is published of a construct of three items."""
    scores = {id: [Fraction(sum(row), len(row)) for row in rows] for id, rows in enumerate(centre)}
    cells: dict[int, Cell] = {id: rules.cell(one, SCALE, threshold=5) for id, one in scores.items()}
    spread = rules.spread([*scores.values()], SCALE, n_items=len(ITEMS))
    ballots = {
        id: [dict(zip(ITEMS, row, strict=True)) for row in rows] for id, rows in enumerate(centre)
    }
    return cells, spread, reliability(PULSE, ENGAGEMENT, ballots, cells, spread)


def tight(rng: random.Random) -> Centre:
    """As few ballots as may be, many of them alike, one of them far off."""
    middle = rng.choice((2, 3, 4))
    spare = rng.choice((0.2, 0.5, 0.8))
    made = [
        [
            [
                min(5, max(1, middle + (rng.choice((-1, 1)) if rng.random() < spare else 0)))
                for _ in ITEMS
            ]
            for _ in range(rng.choice((17, 18, 20)))
        ]
        for _ in range(3)
    ]
    made[0][0] = [rng.choice((1, 5))] * len(ITEMS)
    return made


def hand_over(rows: list[list[int]], giver: int, taker: int, rng: random.Random) -> bool:
    """Whether a point could go from one ballot of the block to another, so that its mean stays."""
    one, other = rng.randrange(len(ITEMS)), rng.randrange(len(ITEMS))
    if rows[giver][one] == 1 or rows[taker][other] == 5 or (giver, one) == (taker, other):
        return False
    rows[giver][one] -= 1
    rows[taker][other] += 1
    return True


def another(
    centre: Centre, seen: Seen, block: int, person: int, rng: random.Random
) -> Centre | None:
    """A centre with the same figures in which this person's ballot is another one, if one is found.

    The person's ballot is changed, and then points are handed between all others until alpha and
    omega are what they were.
    """
    made = [[row[:] for row in rows] for rows in centre]
    others = [(b, p) for b, rows in enumerate(made) for p in range(len(rows))]
    others.remove((block, person))
    while made[block][person] == centre[block][person]:
        colleague = rng.choice([p for b, p in others if b == block])
        hand_over(made[block], *rng.sample([person, colleague], 2), rng)
    off = distance(made, seen)
    for _ in range(MOST_TRIES):
        if off == 0:
            return made
        b, giver = rng.choice(others)
        taker = rng.choice([p for c, p in others if c == b])
        kept = [row[:] for row in made[b]]
        if hand_over(made[b], giver, taker, rng):
            now = distance(made, seen)
            if now <= off:
                off = now
            else:
                made[b] = kept
    return None


def distance(centre: Centre, seen: Seen) -> float:
    """How far the figures of a centre are from those seen; 0 where they are the same."""
    cells, spread, found = published(centre)
    if cells != seen[0] or found is None or seen[2] is None:
        return 9.0
    if (found.omega is None) != (seen[2].omega is None):
        return 9.0
    off = abs((found.omega or 0) - (seen[2].omega or 0))
    return abs(found.alpha - seen[2].alpha) + off + abs(spread - seen[1])


@pytest.mark.parametrize("seed", range(6))
def test_no_ballot_follows_from_alpha_beside_the_other_figures(seed: int) -> None:
    rng = random.Random(seed)
    centre = tight(rng)
    while published(centre)[2] is None:
        centre = tight(rng)
    seen = published(centre)
    assert all(isinstance(cell, Published) for cell in seen[0].values())
    people = [(0, 0), *((block, rng.randrange(len(centre[block]))) for block in (0, 1, 2))]
    for block, person in people:
        assert another(centre, seen, block, person, rng) is not None, (block, person)
