"""The form of one question: what stands in every field, from the draft or as it was sent."""

from __future__ import annotations

from dataclasses import dataclass

from survey.errors import NotFound
from survey.insight.surveys.drafts import Meanwhile, meanwhile
from survey.insight.surveys.one import existing
from survey.insight.surveys.questions import SHAPE_WORDS, answer_words, kind_words
from survey.insight.surveys.typed import Typed
from survey.instruments.items import Item
from survey.instruments.meanings import next_value
from survey.instruments.measures import MEASURES
from survey.instruments.model import Instrument
from survey.intake.question import SHAPES, Fields, Shape, shape_of
from survey.store import reads_of_surveys
from survey.store.reads_of_surveys import Survey

SPARE_LINES, FIRST_LINES = 2, 8

NO_MORE = "This question is no longer part of the survey."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form: its field's name, what it stands for, and what is in it."""

    name: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class When:
    """An earlier question whose answers may show this one: (value, answer, is ticked)."""

    name: str
    text: str
    answers: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question's form. `code` is the item's; `is_standard` means its answers are fixed.

    `labels` belong to the points of a scale, `options` and `rows` to the answers and lines there
    are, with empty ones to add more.
    """

    survey: Survey
    code: str
    shape: str
    kind: str
    is_new: bool
    is_standard: bool
    is_lead: bool
    was_asked: bool
    labels: tuple[Line, ...]
    tops: tuple[tuple[str, str], ...]
    options: tuple[Line, ...]
    rows: tuple[Line, ...]
    whens: tuple[When, ...]
    meanwhile: Meanwhile
    typed: Typed


@dataclass(frozen=True, slots=True)
class MissingQuestionPage:
    """The address of a question that the survey does not have; `sentence` says why."""

    survey: Survey
    sentence: str


def missing_page(code: str, item_code: str) -> MissingQuestionPage:
    """The page where an item is not, or was never, part of the survey.

    Raises:
        NotFound: there is no such survey.
    """
    survey = existing(code)
    asked = reads_of_surveys.asked_instruments(code)
    was_there = any(item.code == item_code for one in asked for item in one.items)
    was_there = was_there or reads_of_surveys.had_item(survey.id, item_code)
    sentence = NO_MORE if was_there else "There is no such question: it was not kept yet."
    return MissingQuestionPage(survey, sentence)


def question_page(
    code: str,
    item_code: str,
    shape_name: str = "",
    *,
    sent: Fields | None = None,
    seen: int = 0,
    typed: Typed | None = None,
) -> QuestionPage:
    """The form of an item, or of one to be added where a shape is named; as it was `sent`.

    Raises:
        NotFound: there is no such survey, or no such item and no shape to make one of.
    """
    survey = existing(code)
    item = next((one for one in survey.draft.items if one.code == item_code), None)
    if item is None and shape_name not in SHAPES:
        raise NotFound(NO_MORE)
    shape = shape_of(item) if item else SHAPES[shape_name]
    asked = reads_of_surveys.asked_instruments(code)
    former = [one for instrument in asked for one in instrument.items if one.code == item_code]
    fields = sent if sent is not None else _fields_of(item)
    lines = _Lines(fields, item, former, has_spare=item_code not in MEASURES)
    values = {name: given[0] for name, given in fields.items() if given}
    return QuestionPage(
        survey=survey,
        code=item_code,
        shape=_name_of(shape),
        kind=_kind(item, shape),
        is_new=item is None,
        is_standard=item_code in MEASURES,
        is_lead=bool(item) and survey.draft.headline == item_code,
        was_asked=bool(former),
        labels=tuple(_label(point, values) for point in shape.points),
        tops=tuple((str(p), f"{p} and above") for p in shape.points[1:]),
        options=lines.options() if shape.kind in ("choice", "choices") else (),
        rows=lines.rows() if shape.kind == "matrix" else (),
        whens=_whens(survey.draft, item, fields),
        meanwhile=meanwhile(survey, seen),
        typed=Typed(values, typed.errors, typed.conflict) if typed else Typed(values),
    )


def shape_in(survey_code: str, item_code: str, shape_name: str) -> Shape:
    """How an item of the survey is answered; where it has none of that code, as the shape says.

    Raises:
        NotFound: there is no such survey, or neither item nor shape.
    """
    for item in existing(survey_code).draft.items:
        if item.code == item_code:
            return shape_of(item)
    if shape_name not in SHAPES:
        raise NotFound(NO_MORE)
    return SHAPES[shape_name]


class _Lines:
    """The lines of a form for the answers or rows of a question."""

    def __init__(
        self, fields: Fields, item: Item | None, former: list[Item], *, has_spare: bool
    ) -> None:
        self._fields, self._item, self._former = fields, item, former
        n = SPARE_LINES if item else FIRST_LINES
        self._n_spare = n if has_spare else 0

    def options(self) -> tuple[Line, ...]:
        """The answers in order, then empty ones under values that no answer ever had."""
        filled = self._filled("option-")
        known = [*([self._item] if self._item else []), *self._former]
        first = next_value(known[0], known) if known else 1
        used = [int(line.value) for line in filled if line.value.isdecimal()]
        first = max([first - 1, *used]) + 1
        spare = (str(value) for value in range(first, first + self._n_spare))
        return (*filled, *(Line(f"option-{value}", value, "") for value in spare))

    def rows(self) -> tuple[Line, ...]:
        """The lines in order, then empty ones under codes that no line ever had."""
        filled = self._filled("row-")
        known = [*([self._item] if self._item else []), *self._former]
        used = {row.code for item in known for row in item.rows} | {one.value for one in filled}
        codes = (f"row_{number}" for number in range(1, len(used) + self._n_spare + 1))
        spare = [code for code in codes if code not in used][: self._n_spare]
        return (*filled, *(Line(f"row-{code}", code, "") for code in spare))

    def _filled(self, stem: str) -> tuple[Line, ...]:
        return tuple(
            Line(name, name.removeprefix(stem), given[0])
            for name, given in self._fields.items()
            if name.startswith(stem) and given and given[0].strip()
        )


def _fields_of(item: Item | None) -> Fields:
    """What a form says that describes the item as it is."""
    if item is None:
        return {}
    fields = {"text": [item.text], "hint": [item.hint]}
    if item.is_required:
        fields["is_required"] = ["yes"]
    if item.scale is not None:
        fields |= {f"label-{p}": [item.scale.label(p)] for p in item.scale.points}
        fields["top"] = [str(item.scale.favourable_from)]
    fields |= {f"option-{option.value}": [option.text] for option in item.options}
    fields["open"] = [str(option.value) for option in item.options if option.is_open]
    fields |= {f"row-{row.code}": [row.text] for row in item.rows}
    if item.condition:
        fields[f"when-{item.condition.item}"] = [str(value) for value in item.condition.values]
    return fields


def _label(point: int, values: dict[str, str]) -> Line:
    return Line(f"label-{point}", str(point), values.get(f"label-{point}", ""))


def _whens(draft: Instrument, item: Item | None, fields: Fields) -> tuple[When, ...]:
    end = draft.items.index(item) if item else len(draft.items)
    return tuple(
        When(
            f"when-{one.code}",
            one.text,
            tuple(
                (value, answer_words(one, value), str(value) in fields.get(f"when-{one.code}", ()))
                for value in one.values
            ),
        )
        for one in draft.items[:end]
        if one.values
    )


def _name_of(shape: Shape) -> str:
    return next((name for name, one in SHAPES.items() if one == shape), "")


def _kind(item: Item | None, shape: Shape) -> str:
    return kind_words(item) if item else SHAPE_WORDS[_name_of(shape)][0]
