"""Writing a survey's draft: its questions, its texts, its languages.

Each takes the number of the draft that was seen (`Edit.seen`) and is refused with a `Conflict`
where somebody else has changed the draft since, unless it says what stands there already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from survey.errors import InvalidInput
from survey.instruments import editing, translating
from survey.instruments.copying import with_own_codes
from survey.instruments.items import Item
from survey.instruments.measures import MEASURES
from survey.instruments.model import Instrument
from survey.operations.surveys import Change, edit_draft
from survey.store import reads_of_surveys


@dataclass(frozen=True, slots=True)
class Edit:
    """Which survey is edited, from which draft on, by whom and when."""

    code: str
    seen: int
    now: datetime
    user_id: int | None = None


def keep_question(edit: Edit, item: Item) -> None:
    """The survey asks this item: in the place of the one with its code, or else at the end."""

    def change(draft: Instrument) -> Instrument:
        plain = replace(item, condition=None, is_required=False)
        is_there = editing.has_item(draft, item.code)
        if is_there:
            _require_answers(draft, item)
        elif item.code in MEASURES:
            draft = editing.add_standard(draft, item.code)
        if is_there or item.code in MEASURES:
            asked = reads_of_surveys.asked_instruments(edit.code)
            changed = editing.replace_item(draft, plain, asked=asked)
        else:
            changed = editing.add_item(draft, plain)
        if item.condition:
            on, values = item.condition.item, item.condition.values
            changed = editing.set_condition(changed, item.code, on, values)
        return editing.set_required(changed, item.code, item.is_required)

    _edit(edit, change)


def add_standard(edit: Edit, measure: str) -> None:
    """The survey asks the question that means the same in every survey, in all its languages."""
    _edit(edit, lambda draft: editing.add_standard(draft, measure))


def move_question(edit: Edit, item: str, to: int) -> None:
    """The question stands at this place, counted from 1. Repeatable."""

    def change(draft: Instrument) -> Instrument:
        place = draft.items.index(editing.find_item(draft, item))
        return editing.move_item(draft, item, to - 1 - place)

    _edit(edit, change)


def remove_question(edit: Edit, item: str) -> None:
    """The survey asks the question no more; answers to it are kept. Repeatable."""

    def change(draft: Instrument) -> Instrument:
        return editing.remove_item(draft, item) if editing.has_item(draft, item) else draft

    _edit(edit, change)


def lead_with(edit: Edit, item: str) -> None:
    """The survey leads with this question."""
    _edit(edit, lambda draft: editing.set_headline(draft, item))


def set_texts(edit: Edit, texts: Mapping[str, str]) -> None:
    """The texts beside the questions read so; where one is empty the product's own stands in."""
    _edit(edit, lambda draft: translating.set_texts(draft, texts))


def add_language(edit: Edit, language: str) -> None:
    """The survey can be asked in this language too. Repeatable."""

    def change(draft: Instrument) -> Instrument:
        is_there = language in draft.languages
        return draft if is_there else translating.add_language(draft, language)

    _edit(edit, change)


def remove_language(edit: Edit, language: str) -> None:
    """The survey is asked in this language no more; its translations are gone. Repeatable."""

    def change(draft: Instrument) -> Instrument:
        is_there = language in draft.languages
        return translating.remove_language(draft, language) if is_there else draft

    _edit(edit, change)


def translate(edit: Edit, language: str, words: Mapping[str, str]) -> None:
    """The texts with these keys read so in that language; where one is empty its own stands in."""
    _edit(edit, lambda draft: translating.translate(draft, language, words))


def replace_all(edit: Edit, instrument: Instrument) -> None:
    """The draft is this instrument, with the name it had; answers mean what they have meant."""
    asked = reads_of_surveys.asked_instruments(edit.code)

    def change(draft: Instrument) -> Instrument:
        return editing.replace_all(draft, as_own(edit.code, draft, instrument), asked=asked)

    _edit(edit, change)


def as_own(code: str, draft: Instrument, instrument: Instrument) -> Instrument:
    """The instrument for this survey: what it has never asked is a question of its own.

    So it is counted with no other survey's, wherever the instrument comes from.
    """
    asked = (draft, *reads_of_surveys.asked_instruments(code))
    return with_own_codes(
        instrument, code, known={item.code for one in asked for item in one.items}
    )


def _edit(edit: Edit, change: Change) -> None:
    edit_draft(edit.code, change, seen=edit.seen, now=edit.now, user_id=edit.user_id)


def _require_answers(draft: Instrument, item: Item) -> None:
    """Refuse to take away an answer that shows another question."""
    texts = {option.value: option.text for option in draft.item(item.code).options}
    lost = [
        f"The answer “{texts.get(value, value)}” shows “{one.text}”. Take that condition away"
        " first."
        for one in draft.items
        if one.condition and one.condition.item == item.code
        for value in one.condition.values
        if value not in item.values
    ]
    if lost:
        raise InvalidInput(lost)
