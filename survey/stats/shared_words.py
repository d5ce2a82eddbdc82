"""What a few short texts have in common: groups that share a word.

Made for lists too short to learn themes from (`survey.stats.themes`): every group can be checked by
eye, because each of its texts holds the word the group is named after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from survey.stats.themes import telling_words

FEWEST_TOGETHER = 3
WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SharedWord:
    """The word that all of a group share, others most of it shares, and the texts by place."""

    words: tuple[str, ...]
    members: tuple[int, ...]


def group_by_word(
    texts: Sequence[str], *, language: str, leave_out: Collection[str] = ()
) -> tuple[SharedWord, ...]:
    """The groups, the largest first; a text is in one at most, and no group is below three.

    The word in most texts makes the first group, the word in most of the others the next, and so
    on; of words in equally many texts the longest, then the first by letter. Words in `leave_out`,
    such as names and those of the question, make no group. Nothing is random.

    >>> found = group_by_word(["new chair", "a chair", "chairs!", "tea"], language="en")
    >>> [(group.words, group.members) for group in found]
    [(('chair',), (0, 1, 2))]
    """
    told = telling_words(texts, language=language, leave_out=leave_out)
    left = dict(enumerate(told))
    groups: list[SharedWord] = []
    while True:
        in_texts = Counter(word for words in left.values() for word in words)
        word = min(in_texts, key=lambda one: (-in_texts[one], -len(one), one), default="")
        if in_texts[word] < FEWEST_TOGETHER:
            return tuple(groups)
        members = tuple(at for at, words in left.items() if word in words)
        groups.append(SharedWord(_named(word, [left[at] for at in members]), members))
        left = {at: words for at, words in left.items() if word not in words}


def _named(word: str, told: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """The shared word, and after it those that at least half of the group hold as well."""
    others = Counter(one for words in told for one in words - {word})
    common = [one for one, n in others.items() if 2 * n >= len(told)]
    common.sort(key=lambda one: (-others[one], one))
    return (word, *common[: WORDS_SHOWN - 1])
