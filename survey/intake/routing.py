"""Baskets, and the words of a rule that puts comments into one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from survey.intake.plain_letters import plain_letters

BASKETS = {
    "product": "Product improvement",
    "market": "Market opportunity",
    "competitor": "Competitor information",
    "testimonial": "Testimonial candidate",
}
MOST_TERMS = 30
SHORTEST_TERM = 3
LONGEST_WORDS = 500


def split_terms(words: str) -> tuple[str, ...]:
    """What a rule looks for, as typed with commas between: each once, blanks tidied.

    >>> split_terms("cheaper  elsewhere, cancel ,, Cancel")
    ('cheaper elsewhere', 'cancel')
    """
    found: dict[str, str] = {}
    for term in words.split(","):
        tidy = " ".join(term.split())
        found.setdefault(plain_letters(tidy) or "", tidy)
    return tuple(term for plain, term in found.items() if plain)


def find_problems(basket: str, words: str) -> list[tuple[str, str]]:
    """What is wrong with a rule about to be made: pairs of field and sentence."""
    problems = []
    terms = split_terms(words)
    if basket not in BASKETS:
        problems.append(("basket", "Choose a basket."))
    if not terms:
        problems.append(("words", "Write at least one word or phrase."))
    elif len(words) > LONGEST_WORDS or len(terms) > MOST_TERMS:
        problems.append(
            (
                "words",
                f"Write at most {MOST_TERMS} words or phrases, in {LONGEST_WORDS} characters.",
            )
        )
    elif short := [term for term in terms if len(term) < SHORTEST_TERM]:
        problems.append(("words", f"“{short[0]}” is too short: it would catch nearly everything."))
    elif not words.isprintable():
        problems.append(("words", "Write the words in one line, with commas between."))
    return problems


def caught(words: str, texts: Iterable[tuple[int, str]]) -> list[int]:
    """The ids of the texts in which a word begins with one of the terms, whatever its accents.

    >>> caught("refund, cheaper elsewhere", [(1, "No REFUNDS."), (2, "prefund"), (3, "Fine")])
    [1]
    """
    pattern = _pattern(split_terms(words))
    return [
        id_ for id_, text in texts if pattern.search(" ".join((plain_letters(text) or "").split()))
    ]


@lru_cache(maxsize=256)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    written = "|".join(re.escape(plain_letters(term) or "") for term in terms)
    return re.compile(rf"(?<![^\W_])(?:{written})")
