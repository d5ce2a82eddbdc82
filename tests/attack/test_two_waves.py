"""Two waves of a block between which one person left or joined.

Answers are given anew in each wave. Whoever assumes that all others answered as they did before
subtracts two published sums and has an answer; that is the assumption's, not the publication's.
Looked for here is what follows without it: among all answers to both waves that would have given
the same figures, one that is always the same.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations_with_replacement, product

import pytest

from survey.instruments.pulse import AGREEMENT
from survey.privacy.figures import Published
from tests.attack.consistent import leaks, sums_behind
from tests.attack.organisations import MOOD, WAVE, measured

# What somebody in both waves answered: before and after.
Both = tuple[int, int]
# What those answered who were in both waves, and the one who was in the larger only.
Possible = tuple[tuple[Both, ...], int]
N_STAYED = 5


def _figure(answers: Sequence[int]) -> Published:
    shown = measured({0: answers}, MOOD).cells[0]
    assert isinstance(shown, Published)
    return shown


def _sums(figure: Published) -> list[int]:
    return sums_behind(figure, AGREEMENT, threshold=WAVE.threshold)


def _assumed(larger: Published, smaller: Published) -> set[int]:
    """What the one person answered, if all others answered the same in both waves."""
    return {a - b for a, b in product(_sums(larger), _sums(smaller))} & set(AGREEMENT.points)


@cache
def _stayed() -> dict[int, list[tuple[Both, ...]]]:
    """Everything that five people can answer in two waves, by the sum in the smaller."""
    found = defaultdict(list)
    pairs = list(product(AGREEMENT.points, repeat=2))
    for answers in combinations_with_replacement(pairs, N_STAYED):
        found[sum(smaller for _, smaller in answers)].append(answers)
    return found


def _possible(larger: Published, smaller: Published) -> Iterator[Possible]:
    """Everything that may have been answered in both waves, given what is published of them."""
    sums = _sums(larger)
    for total in _sums(smaller):
        for stayed in _stayed()[total]:
            for whole in sums:
                alone = whole - sum(one for one, _ in stayed)
                if alone in AGREEMENT.points:
                    yield stayed, alone


def _certain(possible: Sequence[Possible]) -> list[str]:
    """Whose answer is certain, as seen by a stranger, by each colleague, and by the one person."""
    found = []
    if len({alone for _, alone in possible}) == 1:
        found.append("the one person, to a stranger")
    alone_by_own: dict[Both, set[int]] = defaultdict(set)
    others: dict[tuple[object, int], set[int]] = defaultdict(set)
    for stayed, alone in possible:
        for at, own in enumerate(stayed):
            alone_by_own[own].add(alone)
            for view in ("a stranger", alone):
                others[view, 0].add(own[0])
                others[view, 1].add(own[1])
            for other in (*stayed[:at], *stayed[at + 1 :]):
                others[own, 0].add(other[0])
                others[own, 1].add(other[1])
    found += [f"the one person, to {own}" for own, told in alone_by_own.items() if len(told) == 1]
    found += [f"a colleague, to {view}" for view, told in others.items() if len(told) == 1]
    return found


def test_whoever_assumes_that_all_others_answered_as_before_works_out_who_left() -> None:
    """10 x 3.3 - 9 x 3.56 = 0.96: a one."""
    stayed = [4] * 6 + [3] * 2 + [2]
    before, after = _figure([*stayed, 1]), _figure(stayed)
    assert (before.value, before.n, after.value, after.n) == (3.3, 10, 3.56, 9)
    assert round(before.n * before.value - after.n * after.value, 2) == 0.96
    assert _assumed(before, after) == {1}


def test_the_same_figures_fit_a_leaver_who_answered_anything_else() -> None:
    """The assumption is often wrong, and nothing that is published tells when."""
    now = [4] * 6 + [3] * 2 + [2]
    before = [*now, 1]
    (total,) = _sums(_figure(before))
    for answer in (2, 3, 4, 5):
        fours = total - answer - 27
        then = [4] * fours + [3] * (9 - fours)
        assert _figure([*then, answer]) == _figure(before)
    assert _leaks(before) == _leaks(now) == []


def _leaks(answers: Sequence[int]) -> list[object]:
    """What is certain from one of the waves alone."""
    blocks = {0: answers}
    return [*leaks(measured(blocks, MOOD), blocks, AGREEMENT, threshold=WAVE.threshold)]


def _lived(seed: int) -> tuple[list[int], list[int]]:
    """Six answers and five: all but one alike, at random, or most of them unchanged."""
    draw = random.Random(seed)
    level = draw.choice(AGREEMENT.points)
    larger = [draw.choice([level, level, draw.choice(AGREEMENT.points)]) for _ in range(6)]
    smaller = [one if draw.random() < 0.8 else draw.choice(AGREEMENT.points) for one in larger[1:]]
    return larger, smaller


@pytest.mark.parametrize("seed", range(6))
def test_without_the_assumption_two_waves_determine_nobody(seed: int) -> None:
    """The same for one who left and one who joined: only which wave was first differs."""
    larger, smaller = _lived(seed)
    possible = list(_possible(_figure(larger), _figure(smaller)))
    truth = tuple(sorted(zip(larger[1:], smaller, strict=True)))
    assert (truth, larger[0]) in possible, "the truth fits what is published"
    assert _certain(possible) == []


def test_with_the_assumption_the_same_search_finds_who_joined() -> None:
    after, before = [2, 3, 3, 4, 3, 2], [3, 3, 4, 3, 2]
    possible = list(_possible(_figure(after), _figure(before)))
    unchanged = [one for one in possible if all(a == b for a, b in one[0])]
    assert {alone for _, alone in unchanged} == _assumed(_figure(after), _figure(before)) == {2}
    assert "the one person, to a stranger" in _certain(unchanged)
    # One of the others free to answer anew, and it may have been any answer.
    nearly = [one for one in possible if sum(a != b for a, b in one[0]) <= 1]
    assert {alone for _, alone in nearly} == set(AGREEMENT.points)
