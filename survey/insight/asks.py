"""What agents ask for: released remarks by driver, grouped by the words they have in common.

Grouping is worked out from remarks that everybody may read anyway, so it says nothing new, however
small a theme is. Inside a theme they stand in the order of their release, which is shuffled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from survey.instruments.pulse import ASK_DRIVERS
from survey.privacy import gate
from survey.stats.shared_words import group_by_word
from survey.stats.themes import FEWEST_TEXTS, find_themes, telling_words
from survey.store import themes

WORDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class AskTheme:
    """Remarks with words in common; `typical` is the one that is most of all about these.

    Where the remarks are few, all of a theme share its first word and the first stands for them.
    """

    words: str
    texts: tuple[str, ...]
    typical: str


@dataclass(frozen=True, slots=True)
class AskGroup:
    """What was answered to one open question, or why nothing is shown.

    `texts` are all remarks; each is in one of the `themes` or among the `others`.
    """

    driver: str
    question: str
    texts: tuple[str, ...]
    themes: tuple[AskTheme, ...]
    others: tuple[str, ...]
    why_not: str


def ask_groups(wave: gate.WaveRef) -> tuple[AskGroup, ...]:
    """What the whole centre answered to each open question."""
    released = gate.remarks(wave.id)
    names = frozenset(part for name in themes.names_of_people() for part in name.split())
    return tuple(
        _ask_group(
            item.text,
            ASK_DRIVERS.get(item.code, item.code),
            released[item.code],
            wave.instrument.language,
            names,
        )
        for item in wave.instrument.text_items
    )


def _ask_group(
    question: str,
    driver: str,
    found: tuple[str, ...] | gate.Suppressed,
    language: str,
    names: frozenset[str],
) -> AskGroup:
    if isinstance(found, gate.Suppressed):
        return AskGroup(driver, question, (), (), (), found.reason)
    # What everybody was asked about says nothing about what they answered, and no theme is a name.
    (asked,) = telling_words([question], language=language)
    grouped = _themes_of(found, language, names | asked)
    inside = {text for theme in grouped for text in theme.texts}
    others = tuple(text for text in found if text not in inside)
    return AskGroup(driver, question, found, grouped, others, "")


# What a closed wave released never changes.
@lru_cache(maxsize=64)
def _themes_of(
    texts: tuple[str, ...], language: str, leave_out: frozenset[str]
) -> tuple[AskTheme, ...]:
    """The themes, the largest first."""
    if len(texts) < FEWEST_TEXTS:
        return tuple(
            AskTheme(
                ", ".join(group.words),
                tuple(texts[place] for place in group.members),
                texts[group.members[0]],
            )
            for group in group_by_word(texts, language=language, leave_out=leave_out)
        )
    return _learnt(texts, language, leave_out)


def _learnt(
    texts: tuple[str, ...], language: str, leave_out: frozenset[str]
) -> tuple[AskTheme, ...]:
    """The themes of many remarks; one that is about two of them is in the one it is more about."""
    found = find_themes(texts, language=language, leave_out=leave_out)
    weightiest: dict[int, tuple[float, int]] = {}
    for at, theme in enumerate(found):
        for place, weight in theme.members:
            weightiest[place] = max(weightiest.get(place, (0.0, 0)), (weight, -at))
    made = []
    for at, theme in enumerate(found):
        members = [place for place, _ in theme.members if weightiest[place][1] == -at]
        if members:
            inside = tuple(texts[place] for place in sorted(members))
            words = ", ".join(theme.words[:WORDS_NAMED])
            made.append(AskTheme(words, inside, texts[members[0]]))
    return tuple(sorted(made, key=lambda theme: -len(theme.texts)))
