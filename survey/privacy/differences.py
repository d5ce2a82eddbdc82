"""The difference rule: nothing published may be subtracted down to fewer than t people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

Group = frozenset[int]


def difference_problems(
    published: Mapping[str, Group], n_answers: Mapping[int, int], *, threshold: int
) -> list[str]:
    """A sentence for every way to subtract published groups that leaves too few people.

    `published` names sets of blocks for which a figure of one measure is shown, `n_answers` gives
    the answers per block. For any two groups A and B the answers in A without B, and in B without
    A, must be none or at least `threshold`; so must what is left of a group once every published
    part of it is taken away.
    """
    problems = [
        f"{name} rests on {_size(group, n_answers)} answers."
        for name, group in published.items()
        if 0 < _size(group, n_answers) < threshold
    ]
    for one, other in sorted(_meeting(published)):
        for a, b in ((one, other), (other, one)):
            left = _size(published[a] - published[b], n_answers)
            if 0 < left < threshold:
                problems.append(f"{a} without {b} leaves {left} answers.")
    problems += _remainders(published, n_answers, threshold)
    return problems


def _size(group: Iterable[int], n_answers: Mapping[int, int]) -> int:
    return sum(n_answers.get(block, 0) for block in group)


def _meeting(published: Mapping[str, Group]) -> set[tuple[str, str]]:
    """Pairs of groups that share a block; the others differ by all they have."""
    names_by_block: dict[int, list[str]] = defaultdict(list)
    for name in sorted(published):
        for block in published[name]:
            names_by_block[block].append(name)
    return {pair for names in names_by_block.values() for pair in combinations(names, 2)}


def _remainders(
    published: Mapping[str, Group], n_answers: Mapping[int, int], threshold: int
) -> Iterator[str]:
    for name, group in published.items():
        if len(group) < 2:
            continue
        parts = [other for other in published.values() if other < group]
        left = _size(group - frozenset().union(*parts), n_answers)
        if 0 < left < threshold:
            yield f"{name} without all its published parts leaves {left} answers."
