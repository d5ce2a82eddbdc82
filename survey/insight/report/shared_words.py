"""Words that several comments of a basket share: a place to begin reading, never a quotation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from survey.insight.period import Period
from survey.intake.comment_language import UNKNOWN
from survey.stats.shared_words import group_by_word
from survey.store.reads_of_baskets import basket_texts
from survey.store.themes import names_of_people

# Fewer people than these could be told by a word they share.
FEWEST = 5
MOST_SHOWN = 4
# So many of the latest comments are looked at: more would say the same and take longer.
MOST_READ = 1_000


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Words that many comments have in common, and how many hold the first of them."""

    words: str
    n: int


def shared_words(days: Period, codes: Collection[str]) -> dict[str, tuple[SharedWords, ...]]:
    """For each of these baskets the words that at least five of its comments share, the most first.

    Comments of one language are looked at together; names of people who work here are no words.
    """
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in basket_texts(days.from_on, days.until_on, limit=MOST_READ):
        # Of a language nobody recognised it is not known which words say nothing.
        if one.basket in codes and one.language != UNKNOWN:
            texts[one.basket, one.language].append(one.text)
    if not texts:
        return {}
    names = frozenset(part for name in names_of_people() for part in name.split())
    found: dict[str, list[SharedWords]] = defaultdict(list)
    for (basket, language), written in sorted(texts.items()):
        for group in group_by_word(written, language=language, leave_out=names):
            if len(group.members) >= FEWEST:
                found[basket].append(SharedWords(", ".join(group.words), len(group.members)))
    return {
        basket: tuple(sorted(groups, key=lambda one: (-one.n, one.words))[:MOST_SHOWN])
        for basket, groups in found.items()
    }
