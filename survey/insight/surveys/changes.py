"""What differs between two drafts of a survey, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from survey.instruments.items import Item
from survey.instruments.model import Instrument
from survey.instruments.wording import texts_of
from survey.render.languages import LANGUAGES

TEXT_NAMES = {
    "intro": "Introduction",
    "thanks": "Thanks",
    "subject": "Subject of the mail",
    "invitation": "Text of the mail",
    "reminder_subject": "Subject of the reminder",
    "reminder": "Text of the reminder",
    "sms": "Text message",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the question or text it is about, what it read before and what it reads now.

    `before` and `after` are empty where the sentence says everything.
    """

    kind: Literal["added", "removed", "changed"]
    about: str
    sentence: str
    before: str = ""
    after: str = ""


def changes(old: Instrument | None, new: Instrument) -> tuple[Change, ...]:
    """Everything that differs, in the order of the page; all of it where nothing was before."""
    if old is None:
        return tuple(Change("added", item.text, "New question.") for item in new.items)
    return tuple(_changes(old, new))


def language_name(code: str) -> str:
    """The language in its own words, or its code where we have no name for it."""
    known = LANGUAGES.get(code)
    return known.name if known else code


def _changes(old: Instrument, new: Instrument) -> Iterator[Change]:
    were = {item.code: item for item in old.items}
    stay = {item.code for item in new.items}
    for item in new.items:
        before = were.get(item.code)
        if before is None:
            yield Change("added", item.text, "New question.")
        else:
            yield from _in_item(before, item)
    for item in old.items:
        if item.code not in stay:
            yield Change("removed", item.text, "Question removed. Answers to it are kept.")
    if [c for c in were if c in stay] != [item.code for item in new.items if item.code in were]:
        yield Change("changed", "Order", "The questions stand in another order.")
    if old.headline != new.headline:
        yield Change(
            "changed", "Leading question", "", _text(old, old.headline), _text(new, new.headline)
        )
    yield from _in_texts(old, new)
    yield from _in_languages(old, new)


def _in_item(old: Item, new: Item) -> Iterator[Change]:
    before, after = _words(old), _words(new)
    for key in sorted(before.keys() | after.keys(), key=[*after, *before].index):
        if before.get(key) != after.get(key):
            yield Change("changed", new.text, "", before.get(key, ""), after.get(key, ""))
    if old.condition != new.condition:
        yield Change("changed", new.text, "When it is shown has changed.")
    if old.is_required != new.is_required:
        needed = "needs an answer now" if new.is_required else "can be left open now"
        yield Change("changed", new.text, f"It {needed}.")
    if _shape(old) != _shape(new):
        yield Change("changed", new.text, "How it is answered has changed.")


def _shape(item: Item) -> object:
    scale = item.scale and (item.scale.low, item.scale.high, item.scale.favourable_from)
    return item.kind, scale, tuple(o.is_open for o in item.options)


def _words(item: Item) -> dict[str, str]:
    return texts_of(Instrument("satisfaction", "", (_bare(item),)))


def _bare(item: Item) -> Item:
    return Item(
        item.code, item.text, item.kind, item.scale, None, False, item.hint, item.options, item.rows
    )


def _in_texts(old: Instrument, new: Instrument) -> Iterator[Change]:
    for key, name in TEXT_NAMES.items():
        before, after = old.texts.get(key, ""), new.texts.get(key, "")
        if before != after:
            yield Change("changed", name, "", before, after)


def _in_languages(old: Instrument, new: Instrument) -> Iterator[Change]:
    if old.language != new.language:
        before, after = language_name(old.language), language_name(new.language)
        yield Change("changed", "Language it is written in", "", before, after)
    for code in sorted(old.translations.keys() | new.translations.keys()):
        was, now = old.translations.get(code), new.translations.get(code)
        name = language_name(code)
        if was is None:
            yield Change("added", name, "New language.")
        elif now is None:
            yield Change("removed", name, "Language removed. Its customers are asked in another.")
        elif was != now:
            yield Change("changed", name, " ".join(_retranslated(old, new, was, now)))


def _retranslated(
    old: Instrument, new: Instrument, was: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[str]:
    """What became of one language's texts: those that came or went with a question apart."""
    changed = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    went = changed - texts_of(new).keys()
    came = changed - texts_of(old).keys()
    anew = changed - went - came
    for keys, sentence in (
        (anew, "Translated anew: {}."),
        (came, "{} came with what was added."),
        (went, "{} went with what was removed."),
    ):
        if keys:
            yield sentence.format("1 text" if len(keys) == 1 else f"{len(keys)} texts")


def _text(instrument: Instrument, code: str) -> str:
    return next((item.text for item in instrument.items if item.code == code), "none")
