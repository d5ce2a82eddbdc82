"""Mean, n, spread and eNPS together never leave one answer only, for strangers or colleagues.

The criterion: whatever anybody of a block may have answered, given all that is published and, for
a colleague, the own answer, there are always at least two possibilities. From mean and n alone a
stranger can rule out no answer on the scale at all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import pytest

from survey.instruments.items import Scale
from survey.instruments.pulse import AGREEMENT, ENPS, RECOMMENDATION
from survey.privacy import promoters, rules
from survey.privacy.figures import Published
from tests.attack.consistent import Leak, leaks, sums_behind
from tests.attack.organisations import MOOD, PAIR, WAVE, measured, sharp_centre
from tests.conftest import SHARED

REFERENCE = SHARED / "refcases" / "32_disclosure_control" / "expected.json"
N_CENTRES = 40
CONSTRUCTS = {MOOD: (AGREEMENT, 1), PAIR: (AGREEMENT, 2), ENPS: (RECOMMENDATION, 1)}
Blocks = Mapping[int, Sequence[int]]
# Everybody in the first block alike, at a whole point; the others as close together as they can.
TIGHT: Blocks = {0: [3] * 10, 1: [3, 4] * 5, 2: [3, 4] * 5}
OUTLIER: Blocks = {0: [1] + [4] * 9, 1: [4] * 10, 2: [4] * 10}
OUTLIER_OF_PAIRS: Blocks = {0: [2] + [8] * 9, 1: [8] * 10, 2: [8] * 10}
EDGE: Blocks = {0: [6] * 10, 1: [6] * 10, 2: [6] * 6 + [8] * 4}


def _reference(part: str) -> list[Any]:
    if not REFERENCE.exists():
        return []
    return list(json.loads(REFERENCE.read_text(encoding="utf-8"))[part])


def _found(blocks: Blocks, construct: str) -> list[Leak]:
    shown = measured(blocks, construct)
    scale, n_items = CONSTRUCTS[construct]
    return leaks(shown, blocks, scale, threshold=WAVE.threshold, n_items=n_items)


def _centres(n: int, construct: str) -> list[Blocks]:
    scale, n_items = CONSTRUCTS[construct]
    low, high = scale.low * n_items, scale.high * n_items
    return [sharp_centre(random.Random(seed), low, high) for seed in range(n)]


@pytest.mark.parametrize("example", _reference("single_item_examples"), ids=str)
def test_what_a_plain_mean_would_tell_is_what_the_reference_cases_say(
    example: dict[str, Any],
) -> None:
    n, mean = example["n"], Fraction(str(example["published_mean_2dp"]))
    fitting = [
        list(answers)
        for answers in combinations_with_replacement(AGREEMENT.points, n)
        if round(Fraction(sum(answers), n), 2) == mean
    ]
    assert fitting == example["multisets"]
    # Where the reference calls all answers known, the rules show a bound or nothing instead.
    if example["all_answers_known"]:
        scores = [Fraction(one) for one in fitting[0]]
        shown = rules.cell(scores, AGREEMENT, threshold=WAVE.threshold)
        assert not (isinstance(shown, Published) and shown.form == "exact")


@pytest.mark.parametrize("scale", [AGREEMENT, RECOMMENDATION], ids=["agreement", "enps"])
@pytest.mark.parametrize("n", [*range(4, 13), 16])
def test_from_mean_and_n_a_stranger_can_rule_out_no_answer_at_all(n: int, scale: Scale) -> None:
    shown = {
        rules.cell([Fraction(total, n)] * n, scale, threshold=4)
        for total in range(n * scale.low, n * scale.high + 1)
    }
    for cell in shown:
        assert isinstance(cell, Published)
        sums = sums_behind(cell, scale, threshold=4)
        for one in scale.points:
            least, most = one + (n - 1) * scale.low, one + (n - 1) * scale.high
            assert any(least <= total <= most for total in sums), (cell, one)


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_no_answer_follows_from_all_figures_of_a_construct(construct: str) -> None:
    for blocks in (*_centres(N_CENTRES, construct), TIGHT, OUTLIER, EDGE, OUTLIER_OF_PAIRS):
        scale, n_items = CONSTRUCTS[construct]
        if max(map(max, blocks.values())) <= scale.high * n_items:
            assert _found(blocks, construct) == [], blocks


@pytest.mark.slow
@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_no_answer_follows_in_thousands_of_centres(construct: str) -> None:
    for blocks in _centres(1_000, construct):
        assert _found(blocks, construct) == [], blocks


# ---------------------------------------------------------------- with a rule switched off


def _n_found(construct: str, n: int = 40) -> int:
    return sum(bool(_found(blocks, construct)) for blocks in _centres(n, construct))


def test_without_bounds_whole_blocks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "bounds", _no_bounds)
    assert _found({0: [5] * 6}, MOOD) == [Leak(0, 5, None), Leak(0, 5, 5)]
    assert _n_found(MOOD) > 5


def _no_bounds(scale: Scale, n: int) -> tuple[Fraction, Fraction]:
    return scale.low - Fraction(1), scale.high + Fraction(1)


@pytest.mark.parametrize("n", range(5, 10))
def test_without_inward_bounds_the_one_who_differs_finds_all_others(
    monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    blocks = {0: [1] + [5] * (n - 1)}
    assert _found(blocks, MOOD) == []
    monkeypatch.setattr(rules, "bounds", _bounds_of_many)
    assert _found(blocks, MOOD) == [Leak(0, 5, 1)]


def _bounds_of_many(scale: Scale, n: int) -> tuple[Fraction, Fraction]:
    """The bounds that many answers have, for any number."""
    share = rules.BOUND_SHARE * (scale.high - scale.low)
    return scale.high - share, scale.low + share


def test_without_a_floor_the_spread_tells_what_everybody_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "spread_floor", lambda *_, **__: 0.0)
    assert _found(TIGHT, MOOD)[0] == Leak(0, 3, None)
    assert _found({at: [3] * 10 for at in range(3)}, MOOD)
    assert Leak(0, 4, 1) in _found(OUTLIER, MOOD)


def test_with_the_same_floor_for_few_as_for_many_the_outlier_finds_all_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "spread_floor", lambda *_, **__: 0.3)
    assert Leak(0, 4, 1) in _found(OUTLIER, MOOD)
    assert Leak(0, 8, 2) in _found(OUTLIER_OF_PAIRS, PAIR)


def test_without_the_pooling_minimum_the_spread_of_one_block_tells_its_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only where the floor, which looks at how many there are, is off as well."""
    alone: Blocks = {0: [3] * 6}
    monkeypatch.setattr(rules, "may_pool", bool)
    assert _found(alone, MOOD) == []
    monkeypatch.setattr(rules, "spread_floor", lambda *_, **__: 0.0)
    assert _found(alone, MOOD) == [Leak(0, 3, None), Leak(0, 3, 3)]


def test_without_its_margin_enps_tells_what_whole_blocks_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(promoters, "MARGIN", 0)
    assert Leak(0, 6, None) in _found(EDGE, ENPS)
