"""A question as a form of the builder describes it: one item, or all that is wrong at once.

Fields are called `text`, `hint`, `is_required`, `label-<point>`, `top`, `option-<value>`, `open`,
`row-<code>` and `when-<item>`. A line that was left empty is no option and no row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from survey.errors import InvalidInput
from survey.instruments.items import Condition, Item, ItemKind, Option, Row, Scale
from survey.instruments.limits import LONGEST_ANSWER, LONGEST_QUESTION, text_problems

Fields = Mapping[str, Sequence[str]]  # a form: all values given under each name
Errors = list[tuple[str, str]]  # field's name and sentence

_NUMBER = re.compile(r"[0-9]{1,4}")
FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """How a question is answered; `low` and `high` are the ends of its scale, if it has one."""

    kind: ItemKind
    low: int = 0
    high: int = 0

    @property
    def points(self) -> range:
        """The points of its scale; none where it has none."""
        return range(self.low, self.high + 1) if self.kind in ("scale", "matrix") else range(0)


# Questions of one's own that can be added, by a word for the address.
SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "five-points": Shape("scale", 1, 5),
        "seven-points": Shape("scale", 1, 7),
        "eleven-points": Shape("scale", 0, 10),
        "choose-one": Shape("choice"),
        "choose-several": Shape("choices"),
        "table": Shape("matrix", 1, 5),
        "box": Shape("tick"),
        "words": Shape("text"),
    }
)


def shape_of(item: Item) -> Shape:
    """How an item is answered."""
    return Shape(item.kind, *((item.scale.low, item.scale.high) if item.scale else (0, 0)))


def parse_question(fields: Fields, *, code: str, shape: Shape) -> Item:
    """The item with this code that the form describes.

    Raises:
        WrongFields: something is missing, too long or contradicts itself.
    """
    errors: Errors = []
    parts = (
        _text(fields, errors),
        shape.kind,
        _scale(fields, shape, errors),
        _options(fields, shape, errors),
        _rows(fields, shape, errors),
        _condition(fields, errors),
    )
    if errors:
        raise WrongFields(errors)
    text, kind, scale, options, rows, condition = parts
    return Item(
        code,
        text,
        kind,
        scale,
        hint=_first(fields, "hint"),
        options=options,
        rows=rows,
        condition=condition,
        is_required=bool(_first(fields, "is_required")),
    )


class WrongFields(InvalidInput):
    """What is wrong with a form; `errors` say it field by field."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = tuple(errors)
        super().__init__([sentence for _, sentence in errors])


def _first(fields: Fields, name: str) -> str:
    return "".join(fields.get(name, ())[:1]).replace("\r\n", "\n").strip()


def _check(errors: Errors, field: str, what: str, text: str, longest: int) -> None:
    errors += [(field, one) for one in text_problems(what, text, longest=longest)]


def _text(fields: Fields, errors: Errors) -> str:
    text, hint = _first(fields, "text"), _first(fields, "hint")
    _check(errors, "text", "The question", text, LONGEST_QUESTION)
    if hint:
        _check(errors, "hint", "The hint", hint, LONGEST_QUESTION)
    return text


def _scale(fields: Fields, shape: Shape, errors: Errors) -> Scale | None:
    if not shape.points:
        return None
    # A point without words of its own stands as its number.
    labels = tuple(_first(fields, f"label-{point}") or str(point) for point in shape.points)
    for point, label in zip(shape.points, labels, strict=True):
        _check(errors, f"label-{point}", f"The word for point {point}", label, LONGEST_ANSWER)
    top = _first(fields, "top")
    points = [point for point in shape.points if point > shape.low]
    from_point = int(top) if _NUMBER.fullmatch(top) else points[-1]
    if from_point not in points:
        errors.append(("top", "Choose from which point on an answer counts as good."))
        return None
    return Scale(shape.low, shape.high, labels, from_point)


def _options(fields: Fields, shape: Shape, errors: Errors) -> tuple[Option, ...]:
    if shape.kind not in ("choice", "choices"):
        return ()
    found = []
    for name, value in _lines(fields, "option-"):
        text = _first(fields, name)
        if text and _NUMBER.fullmatch(value):
            _check(errors, name, f"The answer “{text[:20]}”", text, LONGEST_ANSWER)
            found.append(Option(int(value), text, is_open=_first(fields, "open") == value))
    if len(found) < FEWEST_OPTIONS:
        first = next((name for name, _ in _lines(fields, "option-")), "text")
        errors.append((first, "Write at least two answers to choose from."))
    _check_twice(errors, [(f"option-{one.value}", one.text) for one in found])
    return _moved_up(tuple(found), _first(fields, "up"))


def _moved_up(options: tuple[Option, ...], value: str) -> tuple[Option, ...]:
    place = next((n for n, one in enumerate(options) if str(one.value) == value), 0)
    if not place:
        return options
    before, (above, moved), after = (
        options[: place - 1],
        options[place - 1 : place + 1],
        options[place + 1 :],
    )
    return (*before, moved, above, *after)


def _rows(fields: Fields, shape: Shape, errors: Errors) -> tuple[Row, ...]:
    if shape.kind != "matrix":
        return ()
    found = []
    for name, code in _lines(fields, "row-"):
        text = _first(fields, name)
        if text:
            _check(errors, name, f"The line “{text[:20]}”", text, LONGEST_ANSWER)
            found.append(Row(code, text))
    if not found:
        first = next((name for name, _ in _lines(fields, "row-")), "text")
        errors.append((first, "Write at least one line of the table."))
    _check_twice(errors, [(f"row-{row.code}", row.text) for row in found])
    return tuple(found)


def _check_twice(errors: Errors, lines: Sequence[tuple[str, str]]) -> None:
    """Object to every line that reads as an earlier one does, whatever is written large."""
    seen: set[str] = set()
    for name, text in lines:
        plain = " ".join(text.split()).casefold()
        if plain in seen:
            errors.append((name, f"“{text[:40]}” stands there twice. Word one of them otherwise."))
        seen.add(plain)


def _condition(fields: Fields, errors: Errors) -> Condition | None:
    ticked = [
        (code, tuple(sorted({int(one) for one in fields[name] if _NUMBER.fullmatch(one)})))
        for name, code in _lines(fields, "when-")
    ]
    if len(ticked) > 1:
        name = f"when-{ticked[1][0]}"
        errors.append((name, "Only one earlier question can decide. Tick answers to one of them."))
    return Condition(*ticked[0]) if ticked else None


def _lines(fields: Fields, stem: str) -> list[tuple[str, str]]:
    return [(name, name.removeprefix(stem)) for name in fields if name.startswith(stem)]
