"""Subtracting published figures must never leave a handful of people."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from survey.privacy.differences import difference_problems


def _problems(published: dict[str, set[int]], *sizes: int) -> list[str]:
    groups = {name: frozenset(blocks) for name, blocks in published.items()}
    return difference_problems(groups, dict(enumerate(sizes, start=1)), threshold=5)


def test_blocks_and_their_total_are_fine() -> None:
    assert _problems({"a": {1}, "b": {2}, "centre": {1, 2}}, 5, 9) == []
    assert _problems({}, 3) == []


def test_a_group_below_the_threshold_is_a_problem() -> None:
    assert _problems({"a": {1}}, 4) == ["a rests on 4 answers."]


def test_a_total_that_includes_a_hidden_block_gives_it_away() -> None:
    assert "centre without a leaves 4 answers." in _problems({"a": {1}, "centre": {1, 2}}, 9, 4)


def test_the_union_of_hidden_blocks_counts() -> None:
    found = _problems({"a": {1}, "b": {2}, "centre": {1, 2, 3, 4}}, 9, 9, 2, 2)
    assert "centre without all its published parts leaves 4 answers." in found


def test_overlapping_groups_are_compared_both_ways() -> None:
    found = _problems({"one": {1, 2}, "other": {2, 3}}, 4, 9, 9)
    assert found == ["one without other leaves 4 answers."]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.data())
def test_every_bad_pair_is_found(sizes: list[int], data: st.DataObject) -> None:
    blocks = st.sets(st.integers(1, len(sizes)), min_size=1)
    groups = [frozenset(one) for one in data.draw(st.lists(blocks, min_size=1, max_size=4))]
    published = {f"g{n}": group for n, group in enumerate(groups)}
    n_answers = dict(enumerate(sizes, start=1))

    def is_bad(group: frozenset[int]) -> bool:
        return 0 < sum(n_answers[block] for block in group) < 5

    bad = any(is_bad(group) for group in groups) or any(
        is_bad(a - b) or is_bad(b - a) for a, b in combinations(groups, 2)
    )
    found = difference_problems(published, n_answers, threshold=5)
    assert bool(found) >= bad
