"""The report on what agents ask for: how many wrote about each driver, and some of their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from survey.insight.asks import AskGroup, ask_groups
from survey.insight.words.constructs import question_words
from survey.privacy import gate
from survey.render.speech import say, say_n

MOST_QUOTES = 8
# What a quarter of a page holds, in characters, with what a quotation costs beyond its letters.
ROOM = 640
COST = 30
# A quotation longer than this is cut at a word; the whole of it stands on the wave's page.
LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an agent, and how many wrote exactly these."""

    text: str
    times: int


@dataclass(frozen=True, slots=True)
class Theme:
    """Words that many remarks share, how many do, and the remark that is most about them."""

    words: str
    n: int
    quote: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One open question: how many answered it and some of what they wrote, or why it is hidden.

    `n_others` are in none of the `themes`; the `quotes` are of these.
    """

    driver: str
    question: str
    n: int
    themes: tuple[Theme, ...]
    n_others: int
    quotes: tuple[Quote, ...]
    why_not: str


@dataclass(frozen=True, slots=True)
class Asks:
    """Every open question of the wave, and in one line which drew the most remarks."""

    asks: tuple[Ask, ...]
    finding: str

    @property
    def n(self) -> int:
        """How many remarks were released."""
        return sum(ask.n for ask in self.asks)


def asks_of(wave: gate.WaveRef) -> Asks:
    """What agents of the whole centre wrote; of shuffled remarks the first are as good as any."""
    asks = tuple(_ask(group) for group in ask_groups(wave))
    return Asks(asks, _finding(asks))


def _ask(group: AskGroup) -> Ask:
    themes = _themes(group)
    return Ask(
        driver=group.driver,
        question=question_words(group.question),
        n=len(group.texts),
        themes=themes,
        n_others=len(group.texts) - sum(one.n for one in themes),
        quotes=_quotes(_others(group, len(themes)), room=ROOM - sum(_cost(one) for one in themes)),
        why_not=group.why_not,
    )


def _themes(group: AskGroup) -> tuple[Theme, ...]:
    """The largest themes, as many as fit."""
    made = [Theme(one.words, len(one.texts), _cut(one.typical)) for one in group.themes]
    room = accumulate(_cost(one) for one in made)
    return tuple(one for one, taken in zip(made, room, strict=True) if taken <= ROOM)


def _others(group: AskGroup, n_themes: int) -> tuple[str, ...]:
    """What stands in none of the first themes, in the order of its release."""
    printed = {text for theme in group.themes[:n_themes] for text in theme.texts}
    return tuple(text for text in group.texts if text not in printed)


def _cost(theme: Theme) -> int:
    """The room a theme takes: a line of words, and its quotation."""
    return len(theme.words) + len(theme.quote) + 2 * COST


def _quotes(texts: Sequence[str], *, room: int) -> tuple[Quote, ...]:
    """The first few different remarks in the order of their release, as many as fit."""
    times = Counter(_key(text) for text in texts)
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(_key(text), text)
    chosen: list[Quote] = []
    for key, text in list(first.items())[:MOST_QUOTES]:
        quote = Quote(_cut(text), times[key])
        room -= len(quote.text) + COST
        if room < 0:
            break
        chosen.append(quote)
    return tuple(chosen)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _cut(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    kept = line[:LONGEST_QUOTE].rsplit(" ", 1)[0]
    return f"{kept.rstrip('.,;:')} …"


def _finding(asks: Sequence[Ask]) -> str:
    shown = [ask for ask in asks if ask.n]
    if not shown:
        return say("Too few agents wrote to us for any remark to be shown")
    most = max(ask.n for ask in shown)
    leading = [ask.driver for ask in shown if ask.n == most]
    if len(leading) == 1:
        return say_n(
            "Most remarks, %(num)s, answer what would help with %(driver)s",
            "Most remarks, %(num)s, answer what would help with %(driver)s",
            most,
            driver=about(leading[0]),
        )
    return say_n(
        "%(num)s remark, spread over every question",
        "%(num)s remarks, spread over every question",
        sum(ask.n for ask in shown),
    )


def about(driver: str) -> str:
    """What an ask under this driver is about, inside a sentence."""
    words = {
        "Cost": say("cost"),
        "Quality": say("quality"),
        "Customers": say("customers"),
        "Agents": say("work itself"),
    }
    return words.get(driver, driver)


def driver_words(driver: str) -> str:
    """What an ask is about, as a heading has it."""
    words = {
        "Cost": say("Cost"),
        "Quality": say("Quality"),
        "Customers": say("Satisfaction"),
        "Commerce": say("Commerce"),
        "Agents": say("Work itself"),
    }
    return words.get(driver, driver)
