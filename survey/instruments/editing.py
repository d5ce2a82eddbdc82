"""Changes to a survey's questions: each gives the changed instrument and leaves the given one.

A change that makes no sound instrument is refused with `InvalidInput`, whose sentences name the
questions by their words, because whoever builds a survey never sees a code. `code` is always that
of an item; where there is none, `InvalidInput` too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from survey.errors import InvalidInput
from survey.instruments.items import Condition, Item
from survey.instruments.limits import find_excesses
from survey.instruments.meanings import find_broken_meanings, find_misuse
from survey.instruments.measures import MEASURES
from survey.instruments.model import Instrument
from survey.instruments.standard import standard_item, standard_words
from survey.instruments.wording import texts_of


def add_standard(instrument: Instrument, measure: str) -> Instrument:
    """With the question for a measure at the end, in every language of the survey that is shipped.

    A survey that led with no question leads with this one, if it has answers to choose from.

    Raises:
        InvalidInput: there is no such measure, or the survey asks it already.
    """
    if measure not in MEASURES:
        raise InvalidInput(["There is no such standard question. Choose one of the list."])
    if has_item(instrument, measure):
        raise InvalidInput([f"The survey asks {_named(instrument, measure)} already."])
    added = _with_item(instrument, standard_item(measure, instrument.language))
    translations = {
        language: {**own, **standard_words(measure, language)}
        for language, own in instrument.translations.items()
    }
    return checked(replace(added, translations=translations))


def add_item(instrument: Instrument, item: Item) -> Instrument:
    """With a question of one's own at the end; its code was made for it and is nobody else's.

    Raises:
        InvalidInput: its code is taken or kept for a standard question, or it is not sound.
    """
    if item.code in MEASURES or has_item(instrument, item.code):
        raise InvalidInput([f"The code {item.code} is taken. Give the question another one."])
    return checked(_with_item(instrument, item))


def replace_item(instrument: Instrument, item: Item, *, asked: Sequence[Instrument]) -> Instrument:
    """With the item of the same code as it is given now.

    `asked` are the versions customers have had: what an answer to one of them meant stays so.

    Raises:
        InvalidInput: its kind or its points would differ, or the value of an answer that was given
            up would be given to another, or it is not sound.
    """
    present = find_item(instrument, item.code)
    if item.kind != present.kind:
        raise InvalidInput(["A question keeps its kind. Add another question instead."])
    problems = find_broken_meanings(item, present, _former(item, asked))
    if problems:
        raise InvalidInput(problems)
    items = tuple(item if one.code == item.code else one for one in instrument.items)
    return checked(replace(instrument, items=items))


def replace_all(
    instrument: Instrument, given: Instrument, *, asked: Sequence[Instrument]
) -> Instrument:
    """Asking what `given` asks, under the name it has. `asked` are the versions customers have had.

    Raises:
        InvalidInput: an answer to one of them would mean something else, or `given` is not sound.
    """
    problems = [
        problem
        for item in given.items
        for problem in find_broken_meanings(item, _same(instrument, item), _former(item, asked))
    ]
    if problems:
        raise InvalidInput(problems)
    return checked(replace(given, name=instrument.name))


def move_item(instrument: Instrument, code: str, by: int) -> Instrument:
    """With the item so many places further down, or up where `by` is negative; ends stop it.

    Raises:
        InvalidInput: a question would come before the one whose answers show it.
    """
    item = find_item(instrument, code)
    others = [one for one in instrument.items if one.code != code]
    place = min(max(instrument.items.index(item) + by, 0), len(others))
    items = (*others[:place], item, *others[place:])
    codes = [one.code for one in items]
    for one in items:
        if one.condition and codes.index(one.condition.item) > codes.index(one.code):
            raise InvalidInput(
                [
                    f"“{one.text}” is shown by the answer to"
                    f" {_named(instrument, one.condition.item)}, so it has to come after it."
                ]
            )
    return replace(instrument, items=items)


def remove_item(instrument: Instrument, code: str) -> Instrument:
    """Without the item and its translations. A survey that led with it leads with none.

    Raises:
        InvalidInput: its answers show another question.
    """
    item = find_item(instrument, code)
    shown = [one for one in instrument.items if one.condition and one.condition.item == code]
    if shown:
        raise InvalidInput(
            [
                f"“{one.text}” is shown by the answer to “{item.text}”."
                " Take that condition away first."
                for one in shown
            ]
        )
    return _pruned(
        replace(
            instrument,
            items=tuple(one for one in instrument.items if one.code != code),
            headline="" if instrument.headline == code else instrument.headline,
        )
    )


def set_condition(
    instrument: Instrument, code: str, on: str, values: Iterable[int] = ()
) -> Instrument:
    """With the item shown only where `on`, an earlier item, has one of the values.

    Without an `on` it is always shown.

    Raises:
        InvalidInput: no such earlier item with answers to choose from, or no such answer of it.
    """
    chosen = tuple(sorted(set(values)))
    if not on:
        return _with_changed(instrument, code, condition=None)
    earlier = instrument.items[: instrument.items.index(find_item(instrument, code))]
    asked = next((one for one in earlier if one.code == on and one.values), None)
    if asked is None:
        raise InvalidInput(["Choose an earlier question that has answers to choose from."])
    if not chosen or not set(chosen) <= set(asked.values):
        raise InvalidInput([f"Choose which answers to “{asked.text}” show this question."])
    if code == instrument.headline:
        raise InvalidInput(["The question that the survey leads with is always shown."])
    return _with_changed(instrument, code, condition=Condition(on, chosen))


def set_required(instrument: Instrument, code: str, is_required: bool) -> Instrument:
    """With the item to be answered wherever it is shown, or left to the customer."""
    return _with_changed(instrument, code, is_required=is_required)


def set_headline(instrument: Instrument, code: str) -> Instrument:
    """Leading with this item: every response answers it, and pages show it first.

    Raises:
        InvalidInput: it has no answers to choose from, or is not always shown.
    """
    item = find_item(instrument, code)
    if not item.values or item.kind == "tick":
        raise InvalidInput(["A survey leads with a question that has answers to choose from."])
    if item.condition:
        raise InvalidInput([f"“{item.text}” is not always shown. Take its condition away first."])
    return replace(instrument, headline=code)


def find_item(instrument: Instrument, code: str) -> Item:
    """The item with this code.

    Raises:
        InvalidInput: there is none.
    """
    if not has_item(instrument, code):
        raise InvalidInput(["This question is no longer part of the survey."])
    return instrument.item(code)


def has_item(instrument: Instrument, code: str) -> bool:
    """Whether the instrument asks an item with this code."""
    return any(item.code == code for item in instrument.items)


def checked(instrument: Instrument) -> Instrument:
    """The instrument without translations that lead nowhere.

    Raises:
        InvalidInput: it holds too much, or a text that cannot be shown, or asks a standard
            question as no other survey does.
    """
    pruned = _pruned(instrument)
    problems = find_excesses(pruned) + find_misuse(pruned)
    if problems:
        raise InvalidInput(problems)
    return pruned


def _with_item(instrument: Instrument, item: Item) -> Instrument:
    leads = not instrument.headline and bool(item.values) and item.kind != "tick"
    return replace(
        instrument,
        items=(*instrument.items, item),
        headline=item.code if leads else instrument.headline,
    )


def _former(item: Item, asked: Sequence[Instrument]) -> list[Item]:
    return [one.item(item.code) for one in asked if has_item(one, item.code)]


def _same(instrument: Instrument, item: Item) -> Item | None:
    return instrument.item(item.code) if has_item(instrument, item.code) else None


def _with_changed(instrument: Instrument, code: str, **changes: Any) -> Instrument:
    changed = replace(find_item(instrument, code), **changes)
    items = tuple(changed if item.code == code else item for item in instrument.items)
    return checked(replace(instrument, items=items))


def _pruned(instrument: Instrument) -> Instrument:
    """Without translations of texts that are no more."""
    keys = texts_of(instrument).keys()
    translations = {
        language: {key: text for key, text in words.items() if key in keys and text}
        for language, words in instrument.translations.items()
    }
    return replace(instrument, translations=translations)


def _named(instrument: Instrument, code: str) -> str:
    return f"“{instrument.item(code).text}”"
