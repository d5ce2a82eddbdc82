"""What is published, seen by somebody who wants to know more: random centres, subtractions."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.instruments.pulse import ENGAGEMENT, PULSE
from survey.privacy import rules
from survey.privacy.figures import Published, Suppressed
from survey.privacy.gate import WaveRef
from survey.privacy.release import Measured, measure, problems_of

DAY = date(2026, 3, 2)
WAVE = WaveRef(1, 1, "Wave", DAY, DAY, DAY, DAY, 5, 10, 8, "closed", "Statement", "", PULSE)
Ballots = dict[int, list[str]]


def _ballot(draw: random.Random, *, skip: float = 0.2) -> str:
    answers = {
        item.code: draw.choice(list(item.scale.points))
        for item in PULSE.scale_items
        if item.scale is not None and draw.random() > skip
    }
    return json.dumps(answers, sort_keys=True)


@st.composite
def _centres(draw: st.DrawFn) -> tuple[Ballots, random.Random]:
    source = random.Random(draw(st.integers(0, 2**32)))
    sizes = draw(st.lists(st.integers(0, 14), min_size=1, max_size=6))
    ballots = {id: [_ballot(source) for _ in range(n)] for id, n in enumerate(sizes, start=1)}
    return ballots, source


@settings(max_examples=60, deadline=None)
@given(_centres())
def test_nothing_published_depends_on_the_answers_of_a_hidden_block(
    centre: tuple[Ballots, random.Random],
) -> None:
    ballots, source = centre
    before = measure(WAVE, ballots)
    small = {id for id, one in ballots.items() if len(one) < WAVE.threshold}
    other = {
        id: [_ballot(source) for _ in one] if id in small else one for id, one in ballots.items()
    }
    assert measure(WAVE, other) == before


@settings(max_examples=60, deadline=None)
@given(_centres())
def test_no_sum_or_difference_of_published_groups_leaves_fewer_than_the_threshold(
    centre: tuple[Ballots, random.Random],
) -> None:
    for code, one in measure(WAVE, centre[0]).items():
        assert problems_of(code, one, WAVE.threshold) == []
        groups = [frozenset({id}) for id in one.published] + [frozenset(one.published)]
        sizes = {id: cell.n for id, cell in one.published.items()}
        for chosen in chain.from_iterable(combinations(groups, k) for k in (1, 2, 3)):
            taken = frozenset().union(*chosen[1:])
            left = sum(sizes[id] for id in chosen[0] - taken)
            assert left == 0 or left >= WAVE.threshold


@settings(max_examples=60, deadline=None)
@given(_centres())
def test_the_order_of_the_ballots_changes_nothing(centre: tuple[Ballots, random.Random]) -> None:
    ballots, source = centre
    shuffled = {id: source.sample(one, len(one)) for id, one in ballots.items()}
    assert measure(WAVE, shuffled) == measure(WAVE, ballots)


@settings(max_examples=60, deadline=None)
@given(_centres())
def test_every_figure_is_a_mean_a_bound_or_hidden_and_says_how_many(
    centre: tuple[Ballots, random.Random],
) -> None:
    for code, one in measure(WAVE, centre[0]).items():
        low, high = rules.bounds(rules.scale_of(PULSE, code), 20)
        for cell in one.cells.values():
            assert isinstance(cell, Suppressed) or cell.n >= WAVE.threshold
            if isinstance(cell, Published) and cell.form == "exact":
                assert low < Fraction(str(cell.value)) < high
        assert one.spread is None or one.spread >= 0.3


def test_a_centre_that_answered_alike_shows_bounds_only() -> None:
    same = json.dumps({item.code: 5 for item in PULSE.items_of(ENGAGEMENT)})
    shown = measure(WAVE, {id: [same] * 10 for id in (1, 2, 3)})[ENGAGEMENT]
    assert set(shown.cells.values()) == {Published(4.5, "at_least", 10)}
    assert shown.spread == 0.8


def test_a_figure_that_breaks_the_difference_rule_is_named() -> None:
    hidden = Suppressed("")
    bad = Measured({1: Published(3.0, "exact", 4), 2: hidden}, None, None)
    assert problems_of(ENGAGEMENT, bad, 5) == [
        "engagement of block 1 rests on 4 answers.",
        "engagement of the centre rests on 4 answers.",
    ]


def test_a_higher_threshold_of_the_wave_holds() -> None:
    ballots = {1: [_ballot(random.Random(n), skip=0) for n in range(7)]}
    assert isinstance(measure(WAVE, ballots)[ENGAGEMENT].cells[1], Published)
    strict = replace(WAVE, threshold=8)
    assert measure(strict, ballots)[ENGAGEMENT].cells[1] == rules.too_few(8)
