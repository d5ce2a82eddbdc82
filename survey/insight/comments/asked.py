"""Which comments an address asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survey.errors import InvalidInput
from survey.insight.contacts import SCORE_CHOICES
from survey.insight.selection import Selection, parse_selection
from survey.insight.units import ScopeTree
from survey.instruments.satisfaction import CSAT_SCALE
from survey.instruments.standard import LANGUAGES
from survey.intake.comment_language import UNKNOWN
from survey.intake.routing import BASKETS
from survey.render import languages
from survey.store.reads_of_comments import CommentFilter
from survey.store.reads_of_contacts import Position

MOST_WORDS = 8
LONGEST_SEARCH = 100
MOST_IDS = 2**31
QUOTABLE = "quotable"

SCORES = tuple(one for one in SCORE_CHOICES if one[0] != "rated")
BASKET_CHOICES = (
    ("", "In any basket or none"),
    *BASKETS.items(),
    (QUOTABLE, "May be quoted"),
)
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,10})", re.ASCII)
_THEME = re.compile(r"(\d{1,9})\.(\d{1,3})", re.ASCII)


def language_name(code: str | None) -> str:
    """A language by its own name; what was not recognised says so."""
    if code is None:
        return "Language not looked at yet"
    known = languages.LANGUAGES.get(code)
    return "Language not recognised" if code == UNKNOWN else known.name if known else code


LANGUAGE_CHOICES = (
    ("", "All languages"),
    *((code, language_name(code)) for code in LANGUAGES),
    (UNKNOWN, "Not recognised"),
)


@dataclass(frozen=True, slots=True)
class CommentsAsked:
    """What an address asks the list for, each value as it stands in the address."""

    selection: Selection
    words: str
    queue: str
    score: str
    language: str
    basket: str
    theme: str
    after: Position | None

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters of an address, without the place in the list."""
        chosen = {
            "q": self.words,
            "queue": self.queue,
            "score": self.score,
            "language": self.language,
            "basket": self.basket,
            "theme": self.theme,
        }
        return self.selection.query | {name: value for name, value in chosen.items() if value}

    @property
    def wanted(self) -> CommentFilter:
        """The same for the store."""
        chosen = self.selection
        low, _, high = self.score.partition("-")
        run_id, _, position = self.theme.partition(".")
        is_basket = self.basket in BASKETS
        return CommentFilter(
            unit_ids=chosen.inside.unit_ids,
            from_on=chosen.period.from_on,
            until_on=chosen.period.until_on,
            channel=chosen.channel,
            queue_id=int(self.queue) if self.queue else None,
            scores=tuple(range(int(low), int(high or low) + 1)) if low else (),
            language=self.language or None,
            basket=self.basket if is_basket else None,
            is_quotable=self.basket == QUOTABLE,
            theme=(int(run_id), int(position)) if self.theme else None,
            words=tuple(self.words.split()),
        )


def parse_comments(
    query: Mapping[str, str],
    *,
    tree: ScopeTree,
    queues: tuple[tuple[int, str], ...],
    today: date,
) -> CommentsAsked:
    """What an address asks the list for.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    problems: list[str] = []
    try:
        selection = parse_selection(query, tree=tree, today=today)
    except InvalidInput as refusal:
        problems.extend(refusal.problems)
    given = {name: query.get(name, "").strip() for name in ("q", "theme", "after")}
    words = " ".join(given["q"].replace("\x00", "").split())
    if len(words) > LONGEST_SEARCH or len(words.split()) > MOST_WORDS:
        problems.append(f"Words: look for at most {MOST_WORDS} words at once.")
    chosen = {
        name: _listed(query, name, {one[0] for one in choices}, problems)
        for name, choices in (
            ("queue", [("", ""), *((str(id_), name) for id_, name in queues)]),
            ("score", SCORES),
            ("language", LANGUAGE_CHOICES),
            ("basket", BASKET_CHOICES),
        )
    }
    if given["theme"] and not _THEME.fullmatch(given["theme"]):
        problems.append("Theme: choose one from the page of themes.")
    after = _place(given["after"], problems)
    if problems:
        raise InvalidInput(problems)
    return CommentsAsked(selection, words, **chosen, theme=given["theme"], after=after)


def score_label(score: int | None) -> str:
    """A score in words, or that there is none."""
    return "No score" if score is None else CSAT_SCALE.label(score)


def _listed(query: Mapping[str, str], name: str, known: set[str], problems: list[str]) -> str:
    value = query.get(name, "").strip()
    if value not in known:
        problems.append(f"{name.capitalize()}: “{value[:40]}” is not on the list. Choose from it.")
    return value


def _place(text: str, problems: list[str]) -> Position | None:
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    try:
        if found and int(found[2]) < MOST_IDS:
            return Position(date.fromisoformat(found[1]), int(found[2]))
    except ValueError:
        pass
    problems.append("After: this is not a place in the list. Start from the newest comments.")
    return None
