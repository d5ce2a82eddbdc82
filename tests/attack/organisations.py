"""Random centres for the attacker: trees of units, turnout, and answers, some of them extreme."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from survey.errors import Refusal
from survey.instruments.items import Construct, Item, Scale
from survey.instruments.model import Instrument
from survey.instruments.pulse import AGREEMENT, ENPS, RECOMMENDATION
from survey.privacy.blocks import PlannedBlock, RosterUnit, plan
from survey.privacy.gate import WaveRef
from survey.privacy.release import Measured, measure

MOOD = "mood"
PAIR = "pair"
# One item to a construct is the sharpest case: every score is a whole point.
SHARP = Instrument(
    kind="pulse",
    name="Sharp",
    headline=MOOD,
    constructs=(
        Construct(MOOD, "Mood"),
        Construct(PAIR, "Pair"),
        Construct(ENPS, "Would recommend"),
    ),
    items=(
        Item(MOOD, "I feel fine.", "scale", AGREEMENT, MOOD),
        Item("pair_one", "I am well.", "scale", AGREEMENT, PAIR),
        Item("pair_two", "I am fit.", "scale", AGREEMENT, PAIR),
        Item(ENPS, "Would you recommend us?", "scale", RECOMMENDATION, ENPS),
    ),
)
DAY = date(2026, 3, 2)
WAVE = WaveRef(1, 1, "Wave", DAY, DAY, DAY, DAY, 5, 10, 8, "closed", "Statement", "", SHARP)
SCALES: Mapping[str, Scale] = {MOOD: AGREEMENT, ENPS: RECOMMENDATION}
# Construct, unit: the answers given there.
Answers = dict[str, dict[int, list[int]]]
MOST_ANSWERS = 13


@dataclass(frozen=True, slots=True)
class Organisation:
    """A centre, its plan of blocks, and what every unit answered."""

    units: tuple[RosterUnit, ...]
    blocks: tuple[PlannedBlock, ...]
    answers: Answers

    def of_blocks(self, construct: str) -> dict[int, list[int]]:
        """The answers of every block, by its place in the plan."""
        by_unit = self.answers[construct]
        return {
            at: [one for unit in block.unit_ids for one in by_unit.get(unit, ())]
            for at, block in enumerate(self.blocks)
        }

    def published(self, wave: WaveRef = WAVE) -> dict[str, Measured]:
        """All that is published of the wave."""
        ballots: dict[int, list[str]] = {at: [] for at, _ in enumerate(self.blocks)}
        for construct in SCALES:
            for at, values in self.of_blocks(construct).items():
                ballots[at] += [json.dumps({construct: value}) for value in values]
        return measure(wave, ballots)


def tree(draw: random.Random) -> tuple[RosterUnit, ...]:
    """A tree of one to four levels, whose units have up to thirty people of their own."""
    units = [RosterUnit(1, "u01", "Unit 1", None, _size(draw))]
    level = [1]
    for _ in range(draw.randint(0, 3)):
        below = []
        for parent in level:
            for _ in range(draw.randint(1, 3)):
                id = len(units) + 1
                units.append(RosterUnit(id, f"u{id:02}", f"Unit {id}", parent, _size(draw)))
                below.append(id)
        level = below if len(units) < 20 else []
    return tuple(units)


def _size(draw: random.Random) -> int:
    return draw.choice([0, 0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 20, 30])


def organisation(
    draw: random.Random, *, planned: Callable[..., tuple[PlannedBlock, ...]] = plan
) -> Organisation | None:
    """A centre with its answers, or None where there are too few people for a wave."""
    units = tree(draw)
    try:
        blocks = planned(units, minimum=WAVE.block_minimum)
    except Refusal:
        return None
    answers = {
        construct: {unit.id: _answers(draw, scale, unit.n_invited) for unit in units}
        for construct, scale in SCALES.items()
    }
    return Organisation(units, blocks, answers)


def _answers(draw: random.Random, scale: Scale, n_invited: int) -> list[int]:
    """Few, all or some of a unit: at random, all alike, all but one, or two neighbouring points."""
    n = draw.choice([n_invited, draw.randint(0, n_invited), min(n_invited, WAVE.threshold)])
    points = scale.points
    level = draw.choice(list(points))
    beside = level + 1 if level < scale.high else level - 1
    kind = draw.randrange(4)
    if kind == 0:
        return [draw.choice(list(points)) for _ in range(n)]
    if kind == 1:
        return [level] * n
    if kind == 2:
        return [draw.choice([scale.low, scale.high, beside]), *[level] * n][:n]
    return [draw.choice([level, beside]) for _ in range(n)]


def sharp_centre(draw: random.Random, low: int, high: int) -> dict[int, list[int]]:
    """Blocks of few answers, nearly all alike: what tells most beside means, spread and eNPS."""
    blocks = {}
    for at in range(draw.randint(1, 5)):
        n = draw.randint(WAVE.threshold, MOST_ANSWERS)
        level = draw.randint(low, high)
        other = draw.choice([max(level - 1, low), min(level + 1, high), low])
        some = draw.choice([0, 0, 1, n // 2, draw.randint(0, n)])
        blocks[at] = [other] * some + [level] * (n - some)
    if draw.random() < 0.5:
        blocks[0][0] = draw.choice([low, high])
    return blocks


def measured(blocks: Mapping[int, Sequence[int]], construct: str) -> Measured:
    """What is published of one construct of these blocks; of `PAIR` values add up two items."""
    ballots = {
        at: [json.dumps(_given(construct, value)) for value in values]
        for at, values in blocks.items()
    }
    return measure(WAVE, ballots)[construct]


def _given(construct: str, value: int) -> dict[str, int]:
    if construct == PAIR:
        return {"pair_one": value // 2, "pair_two": value - value // 2}
    return {construct: value}
