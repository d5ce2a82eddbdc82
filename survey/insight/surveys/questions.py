"""The page of a survey's questions, and the one on which a question is added."""

from __future__ import annotations

from dataclasses import dataclass

from survey.errors import NotFound
from survey.insight.surveys.drafts import Meanwhile, meanwhile
from survey.insight.surveys.one import existing
from survey.insight.surveys.typed import Typed
from survey.instruments.items import Item
from survey.instruments.measures import MEASURES
from survey.instruments.model import Instrument
from survey.instruments.standard import standard_item
from survey.intake.question import SHAPES
from survey.store import reads_of_surveys
from survey.store.reads_of_surveys import Survey

KIND_WORDS = {
    "choice": "One of {n} answers",
    "choices": "Several of {n} answers",
    "matrix": "A table of {n} lines",
    "tick": "A box to tick",
    "text": "The customer’s own words",
}
SHAPE_WORDS = {
    "five-points": ("Points from 1 to 5", "A scale with a word for each point."),
    "seven-points": ("Points from 1 to 7", "The same with finer steps."),
    "eleven-points": ("Points from 0 to 10", "The same with eleven points."),
    "choose-one": ("Choose one", "One of several answers."),
    "choose-several": ("Choose several", "As many of several answers as fit."),
    "table": ("A table", "Several lines on the same scale from 1 to 5."),
    "box": ("A box to tick", "Yes where it is ticked, no where it is not."),
    "words": ("Own words", "A field to write in."),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in its place: how it is answered, and when it is shown, in words.

    `was_asked` tells whether customers have had it.
    """

    item: Item
    kind: str
    answers: tuple[str, ...]
    shown: str
    is_lead: bool
    is_first: bool
    is_last: bool
    was_asked: bool


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """Every question in order. `leads` are those the survey can lead with."""

    survey: Survey
    questions: tuple[QuestionLine, ...]
    leads: tuple[tuple[str, str], ...]
    meanwhile: Meanwhile
    typed: Typed


@dataclass(frozen=True, slots=True)
class RemovalPage:
    """A question about to be removed; `followers` are shown by its answers and keep it there."""

    survey: Survey
    item: Item
    was_asked: bool
    is_lead: bool
    followers: tuple[str, ...]
    meanwhile: Meanwhile
    typed: Typed


@dataclass(frozen=True, slots=True)
class AdditionPage:
    """What can be added: (value, name, what it is) of standard questions and of one's own."""

    survey: Survey
    standard: tuple[tuple[str, str, str], ...]
    own: tuple[tuple[str, str, str], ...]
    meanwhile: Meanwhile
    typed: Typed


def questions_page(code: str, *, seen: int = 0, typed: Typed | None = None) -> QuestionsPage:
    """The survey's questions; where something was not kept, with what changed since `seen`.

    Raises:
        NotFound: there is no such survey.
    """
    survey = existing(code)
    draft = survey.draft
    asked = reads_of_surveys.asked_instruments(code)
    return QuestionsPage(
        survey=survey,
        questions=tuple(_line(draft, place, asked) for place in range(len(draft.items))),
        leads=tuple(
            (item.code, item.text)
            for item in draft.items
            if item.values and item.kind != "tick" and not item.condition
        ),
        meanwhile=meanwhile(survey, seen),
        typed=typed or Typed(),
    )


def addition_page(code: str, *, seen: int = 0, typed: Typed | None = None) -> AdditionPage:
    """What can still be added to the survey.

    Raises:
        NotFound: there is no such survey.
    """
    survey = existing(code)
    present = {item.code for item in survey.draft.items}
    offered = [standard_item(one, survey.draft.language) for one in MEASURES if one not in present]
    return AdditionPage(
        survey=survey,
        standard=tuple((item.code, item.text, kind_words(item)) for item in offered),
        own=tuple((shape, *SHAPE_WORDS[shape]) for shape in SHAPES),
        meanwhile=meanwhile(survey, seen),
        typed=typed or Typed(),
    )


def removal_page(
    code: str, item_code: str, *, seen: int = 0, typed: Typed | None = None
) -> RemovalPage:
    """The question before it is removed.

    Raises:
        NotFound: there is no such survey, or no such question in it (any more).
    """
    survey = existing(code)
    item = next((one for one in survey.draft.items if one.code == item_code), None)
    if item is None:
        raise NotFound("This question is no longer part of the survey.")
    return RemovalPage(
        survey=survey,
        item=item,
        was_asked=_was_asked(item, reads_of_surveys.asked_instruments(code)),
        is_lead=survey.draft.headline == item.code,
        followers=tuple(
            one.text
            for one in survey.draft.items
            if one.condition and one.condition.item == item.code
        ),
        meanwhile=meanwhile(survey, seen),
        typed=typed or Typed(),
    )


def kind_words(item: Item) -> str:
    """How an item is answered, in words."""
    if item.kind == "scale":
        assert item.scale is not None
        return f"Points from {item.scale.low} to {item.scale.high}"
    return KIND_WORDS[item.kind].format(n=len(item.rows or item.options))


def answer_words(item: Item, value: int) -> str:
    """One answer to an item, in words."""
    if item.kind == "scale":
        assert item.scale is not None
        label = item.scale.label(value)
        return label if label == str(value) else f"{value} {label}"
    if item.kind == "tick":
        return "Ticked" if value else "Not ticked"
    return next(option.text for option in item.options if option.value == value)


def _line(draft: Instrument, place: int, asked: list[Instrument]) -> QuestionLine:
    item = draft.items[place]
    return QuestionLine(
        item=item,
        kind=kind_words(item),
        answers=_answers(item),
        shown=_shown(draft, item),
        is_lead=draft.headline == item.code,
        is_first=place == 0,
        is_last=place == len(draft.items) - 1,
        was_asked=_was_asked(item, asked),
    )


def _answers(item: Item) -> tuple[str, ...]:
    if item.kind == "matrix":
        return tuple(row.text for row in item.rows)
    if item.scale is not None:
        return tuple(answer_words(item, point) for point in item.scale.points)
    return tuple(f"{o.text} (and own words)" if o.is_open else o.text for o in item.options)


def _shown(draft: Instrument, item: Item) -> str:
    if item.condition is None:
        return ""
    on = draft.item(item.condition.item)
    answers = " or ".join(f"“{answer_words(on, value)}”" for value in item.condition.values)
    return f"Shown only if “{on.text}” was answered {answers}."


def _was_asked(item: Item, asked: list[Instrument]) -> bool:
    return any(one.code == item.code for instrument in asked for one in instrument.items)
