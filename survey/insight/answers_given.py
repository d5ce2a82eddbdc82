"""What a customer answered, question by question, in the words in which it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.instruments.items import Item
from survey.instruments.measures import COMMENT
from survey.instruments.model import Instrument
from survey.instruments.reading import from_definition
from survey.store import reads_of_one_contact
from survey.store.reads_of_invitations import Given


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question and what was answered: "2 of 5, dissatisfied".

    `words` are the customer's own, beside the answer or in place of it; `language` is the
    question's, empty where no instrument asked it.
    """

    question: str
    answer: str
    words: str = ""
    language: str = ""


def other_answers(contact_id: int) -> tuple[AnswerLine, ...]:
    """What the contact's customer answered beside the comment."""
    asked = reads_of_one_contact.asked(contact_id)
    if asked is None:
        return ()
    texts = {code: words for code, words in asked.given.texts.items() if code != COMMENT}
    return lines_of(from_definition(asked.definition), Given(asked.given.values, texts))


def lines_of(instrument: Instrument, given: Given) -> tuple[AnswerLine, ...]:
    """Every question that was answered, in the order in which they were asked."""
    lines = [
        AnswerLine(question, answer, words, instrument.language)
        for item in instrument.items
        for question, answer, words in _lines(item, given.values, given.texts.get(item.code, ""))
    ]
    # A system that sends scores may send a comment with them that no item asked for.
    if COMMENT in given.texts and all(item.code != COMMENT for item in instrument.items):
        lines.append(AnswerLine("Comment", "", given.texts[COMMENT]))
    return tuple(lines)


def _lines(item: Item, given: Mapping[str, int], words: str) -> Iterator[tuple[str, str, str]]:
    for row in item.rows:
        point = given.get(f"{item.code}.{row.code}")
        if point is not None:
            yield f"{item.text} {row.text}", _point(item, point), ""
    answer = _answer(item, given)
    if answer or words:
        yield item.text, answer, words


def _answer(item: Item, given: Mapping[str, int]) -> str:
    if item.options:
        return ", ".join(one.text for one in item.options if _is_chosen(item, one.value, given))
    if item.code not in given:
        return ""
    if item.kind == "tick":
        return "Yes" if given[item.code] else ""
    return _point(item, given[item.code])


def _is_chosen(item: Item, value: int, given: Mapping[str, int]) -> bool:
    if item.kind == "choices":
        return given.get(f"{item.code}.{value}") == 1
    return given.get(item.code) == value


def _point(item: Item, value: int) -> str:
    assert item.scale is not None
    label = item.scale.label(value).lower()
    return f"{value} of {item.scale.high}" + (f", {label}" if label != str(value) else "")
