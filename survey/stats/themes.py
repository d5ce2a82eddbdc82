"""What many short texts have in common: groups of words that occur together.

The words of each text are weighted by how rare they are (TF-IDF) and the table of texts by words
is written as a product of two small tables without negative numbers (Lee and Seung 1999, Nature
401:788-791), by hierarchical alternating least squares (Cichocki and Phan 2009, IEICE Trans
E92-A:708-721) from a start worked out from the singular vectors (Boutsidis and Gallopoulos 2008,
Pattern Recognition 41:1350-1362). Nothing is random: the same texts give the same themes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from survey.stats.stop_words import STOP_WORDS

Table = npt.NDArray[np.float64]

FEWEST_TEXTS = 40
MOST_THEMES = 12
MOST_WORDS = 1_500
WORDS_SHOWN = 5
ROUNDS = 60
# Eight thousand texts of 1,500 words are a table of 96 MB.
MOST_LEARNT_FROM = 8_000
AT_ONCE = 8_000
SMALLEST = 1e-12
# A text belongs to a theme that makes up at least this much of what it is made of.
LEAST_SHARE = 0.4

# Letters with the marks that Arabic and Devanagari put on them; an apostrophe inside a word.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0900-\u0963]|'(?=[^\W\d_]))+")
_PLURAL_IN_S = ("en", "es", "fr", "pt")
_MASKS = re.compile(r"\[(?:mail|phone|card|account|agent)\]")


@dataclass(frozen=True, slots=True)
class Theme:
    """Words that occur together, and the texts (by their place) with how much each is of it."""

    words: tuple[str, ...]
    members: tuple[tuple[int, float], ...]


def find_themes(
    texts: Sequence[str], *, language: str, leave_out: Collection[str] = ()
) -> tuple[Theme, ...]:
    """The themes, the largest first; none where the texts are too few to group.

    What is in `leave_out`, such as names, defines no theme.

    Of very many texts some thousand, evenly spread, say what the themes are; then every text is
    held against these.

    >>> find_themes(["too slow"] * 3, language="en")
    ()
    """
    if len(texts) < FEWEST_TEXTS:
        return ()
    stop = _stop_words(language) | {_plain(word) for word in leave_out}
    some = [_words(text, stop) for text in texts[:: -(-len(texts) // MOST_LEARNT_FROM)]]
    places, rarity = _vocabulary(some, language)
    if len(rarity) < WORDS_SHOWN:
        return ()
    n_themes = min(MOST_THEMES, max(2, round(len(texts) ** 0.5 / 3)), len(rarity) // 2)
    by_word = _learn(_weights(some, places, rarity), n_themes)
    by_text = np.vstack(
        [
            _held_against(_weights([_words(text, stop) for text in batch], places, rarity), by_word)
            for batch in (texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE))
        ]
    )
    vocabulary = {place: word for word, place in reversed(places.items())}
    return _themes(by_text, by_word, vocabulary)


def telling_words(
    texts: Sequence[str], *, language: str, leave_out: Collection[str] = ()
) -> tuple[frozenset[str], ...]:
    """The words of each text that say something, a plural in -s as its singular where both occur.

    >>> [sorted(words) for words in telling_words(["The chairs", "one chair"], language="en")]
    [['chair'], ['chair']]
    """
    stop = _stop_words(language) | {_plain(word) for word in leave_out}
    told = [[word for word in _words(text, stop) if " " not in word] for text in texts]
    single = _singles(told, language)
    return tuple(frozenset(single.get(word, word) for word in words) for words in told)


def _words(text: str, stop: frozenset[str]) -> list[str]:
    """The words that say something, and pairs of neighbours among them."""
    found = _WORD.findall(_plain(_MASKS.sub(" ", text)))
    words = [one for one in found if one not in stop and one.removesuffix("'s") not in stop]
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower().replace("’", "'")


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(STOP_WORDS.get(language, "").split())


def _vocabulary(told: Sequence[Sequence[str]], language: str) -> tuple[dict[str, int], Table]:
    """The place of every word that occurs in enough texts and not in most, and how rare each is.

    A plural in -s has the place of its singular where both occur.
    """
    single = _singles(told, language)
    in_texts = Counter(word for words in told for word in {single.get(one, one) for one in words})
    least, most = max(3, len(told) // 200), len(told) // 2
    fit = [(word, n) for word, n in in_texts.items() if least <= n <= most]
    fit.sort(key=lambda one: (-one[1], one[0]))
    places = {word: at for at, (word, _) in enumerate(fit[:MOST_WORDS])}
    counts = np.array([n for _, n in fit[:MOST_WORDS]], dtype=float)
    for plural, word in sorted(single.items()):
        if word in places:
            places[plural] = places[word]
    return places, np.log((1 + len(told)) / (1 + counts)) + 1


def _singles(told: Sequence[Sequence[str]], language: str) -> dict[str, str]:
    """Plurals in -s with their singulars, where both occur."""
    known = {word for words in told for word in words} if language in _PLURAL_IN_S else set()
    plurals = (word for word in known if word[-1] == "s" and word[-3:] != "ies")
    return {word: word[:-1] for word in plurals if word[:-1] in known}


def _weights(told: Sequence[Sequence[str]], places: dict[str, int], rarity: Table) -> Table:
    table = np.zeros((len(told), len(rarity)))
    for at, words in enumerate(told):
        for word in words:
            place = places.get(word)
            if place is not None:
                table[at, place] += 1
    table = np.log1p(table) * rarity
    length = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.where(length > 0, length, 1.0))


def _learn(table: Table, n_themes: int) -> Table:
    """How much of each word makes up each theme."""
    by_text, by_word = _start(table, n_themes)
    for _ in range(ROUNDS):
        by_text = _improved(by_text, table @ by_word.T, by_word @ by_word.T)
        by_word = _improved(by_word.T, table.T @ by_text, by_text.T @ by_text).T
    return by_word


def _held_against(table: Table, by_word: Table) -> Table:
    """How much of each theme makes up each text, the themes being what they are."""
    by_text = np.full((table.shape[0], by_word.shape[0]), SMALLEST)
    product, square = table @ by_word.T, by_word @ by_word.T
    for _ in range(ROUNDS):
        by_text = _improved(by_text, product, square)
    return by_text


def _improved(factor: Table, product: Table, square: Table) -> Table:
    """One round over the columns, each as good as it can be while the others stand."""
    for at in range(factor.shape[1]):
        change = (product[:, at] - factor @ square[:, at]) / max(square[at, at], SMALLEST)
        factor[:, at] = np.maximum(factor[:, at] + change, SMALLEST)
    return factor


def _start(table: Table, n_themes: int) -> tuple[Table, Table]:
    """The parts of the leading singular vectors that have one sign, whichever is the larger."""
    values, vectors = np.linalg.eigh(table.T @ table)
    by_text = np.full((table.shape[0], n_themes), 1e-6)
    by_word = np.full((n_themes, table.shape[1]), 1e-6)
    for theme in range(n_themes):
        right = vectors[:, -1 - theme]
        size = max(values[-1 - theme], 0.0) ** 0.5
        left = table @ right / max(size, 1e-12)
        best = max(
            ((np.maximum(sign * left, 0), np.maximum(sign * right, 0)) for sign in (1, -1)),
            key=lambda pair: float(np.linalg.norm(pair[0]) * np.linalg.norm(pair[1])),
        )
        norms = [max(float(np.linalg.norm(one)), 1e-12) for one in best]
        scale = (size * norms[0] * norms[1]) ** 0.5
        by_text[:, theme] += scale * best[0] / norms[0]
        by_word[theme] += scale * best[1] / norms[1]
    return by_text, by_word


def _themes(by_text: Table, by_word: Table, vocabulary: dict[int, str]) -> tuple[Theme, ...]:
    part = by_text * np.linalg.norm(by_word, axis=1)
    total = part.sum(axis=1, keepdims=True)
    share = part / np.where(total > 1e-6, total, np.inf)
    found = []
    for theme in range(by_word.shape[0]):
        members = [
            (int(at), round(float(part[at, theme]), 6))
            for at in np.flatnonzero(share[:, theme] >= LEAST_SHARE)
        ]
        if members:
            members.sort(key=lambda one: (-one[1], one[0]))
            found.append(Theme(_telling(by_word[theme], vocabulary), tuple(members)))
    return tuple(sorted(found, key=lambda theme: (-len(theme.members), theme.words)))


def _telling(weights: Table, vocabulary: dict[int, str]) -> tuple[str, ...]:
    """The words that define a theme; of a pair and a word in it only the weightier."""
    shown: list[str] = []
    for at in np.argsort(-weights, kind="stable"):
        word = vocabulary[int(at)]
        if not any(set(word.split()) & set(other.split()) for other in shown):
            shown.append(word)
        if len(shown) == WORDS_SHOWN:
            break
    return tuple(shown)
