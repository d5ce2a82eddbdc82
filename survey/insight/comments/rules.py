"""The rules that put comments into baskets, and what a new one would catch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from survey.insight.comments.typed import Typed
from survey.intake.routing import BASKETS, caught, find_problems
from survey.store import reads_of_comments, reads_of_rules
from survey.store.reads_of_rules import RuleRow

DAYS = 28
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What the words typed would have caught in the last 28 days: how many of how many comments."""

    n: int
    n_comments: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Rules in force with the name of their basket, the form as typed, and what it would catch."""

    rules: tuple[tuple[RuleRow, str], ...]
    baskets: tuple[tuple[str, str], ...]
    typed: Typed
    preview: Preview | None


def rules(values: Mapping[str, str], *, today: date, conflict: str = "") -> RulesPage:
    """The page; with `words` among the values also a preview, or what is wrong with them."""
    is_asked = "words" in values
    basket, words = values.get("basket", ""), values.get("words", "").strip()
    errors = find_problems(basket, words) if is_asked else []
    preview = _preview(words, today) if is_asked and not errors else None
    if conflict:
        errors = [*errors, ("words", conflict)]
    return RulesPage(
        rules=tuple((rule, BASKETS[rule.basket]) for rule in reads_of_rules.rules()),
        baskets=tuple(BASKETS.items()),
        typed=Typed({"basket": basket, "words": words}, tuple(errors)),
        preview=preview,
    )


def _preview(words: str, today: date) -> Preview:
    found = reads_of_comments.texts_between(today - timedelta(days=DAYS - 1), today)
    texts = [(id_, text) for id_, _, text in found]
    ids = set(caught(words, texts))
    examples = [text for id_, text in reversed(texts) if id_ in ids][:SHOWN]
    return Preview(len(ids), len(texts), tuple(examples))
