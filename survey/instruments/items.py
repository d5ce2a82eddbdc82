"""Scale, option, row, condition and item: what one question is made of, as frozen data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from survey.errors import InvalidInput

ItemKind = Literal["scale", "choice", "choices", "matrix", "tick", "text"]

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LARGEST_VALUE = 9_999


@dataclass(frozen=True, slots=True)
class Scale:
    """The permitted points of an item, from `low` to `high`, with a label per point.

    `favourable_from` is the lowest point that counts into the top box.
    """

    low: int
    high: int
    labels: tuple[str, ...]
    favourable_from: int

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise InvalidInput(["A scale needs at least two points, the lowest first."])
        if len(self.labels) != self.high - self.low + 1:
            raise InvalidInput(["A scale needs one label for each of its points."])
        if not self.low < self.favourable_from <= self.high:
            raise InvalidInput(["The top box must begin above the lowest point of the scale."])

    @property
    def points(self) -> range:
        """Every permitted value, lowest first."""
        return range(self.low, self.high + 1)

    def label(self, value: int) -> str:
        """The word for one point."""
        return self.labels[value - self.low]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a `choice` or `choices` item. `value` is kept and never given to another.

    An open option asks for words of one's own beside it; an item has one at most.
    """

    value: int
    text: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a `matrix` item, answered on the item's scale."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown only where an earlier item was answered with one of these values."""

    item: str
    values: tuple[int, ...]

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether these answers show the item."""
        return values.get(self.item) in self.values


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `construct` names what it measures; `hint` stands below the question.

    A scale item and a matrix have a scale, a matrix has rows, the choices have options. Answers
    are kept under the item's code; a ticked option of `choices` also under `code.value`, a row of
    a matrix under `code.row`. A `tick` is one box: 1 where it is ticked, 0 where it was left.
    """

    code: str
    text: str
    kind: ItemKind
    scale: Scale | None = None
    construct: str | None = None
    reverse: bool = False
    hint: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    condition: Condition | None = None
    is_required: bool = False

    def __post_init__(self) -> None:
        problems = self._find_problems()
        if problems:
            raise InvalidInput([f"Item {self.code}: {problem}" for problem in problems])

    def _find_problems(self) -> list[str]:
        problems = []
        if not CODE.fullmatch(self.code):
            problems.append("a code is made of small letters, digits and _, at most 40 of them.")
        if (self.kind in ("scale", "matrix")) != (self.scale is not None):
            problems.append("a scale item or matrix has a scale, no other item has one.")
        if (self.kind in ("choice", "choices")) != bool(self.options):
            problems.append("a question with options to choose from has options, no other has any.")
        if (self.kind == "matrix") != bool(self.rows):
            problems.append("a matrix has rows, no other item has any.")
        if len({option.value for option in self.options}) != len(self.options):
            problems.append("each option needs a value of its own.")
        if not all(0 <= option.value <= LARGEST_VALUE for option in self.options):
            problems.append(f"an option has a value from 0 to {LARGEST_VALUE:,}.")
        if sum(option.is_open for option in self.options) > 1:
            problems.append("only one option can ask for words of one's own.")
        if not all(CODE.fullmatch(row.code) for row in self.rows):
            problems.append("the code of a row is made like that of an item.")
        if len({row.code for row in self.rows}) != len(self.rows):
            problems.append("each row needs a code of its own.")
        return problems

    @property
    def values(self) -> tuple[int, ...]:
        """Every value the item itself can be answered with; none for a text item or a matrix."""
        if self.kind == "scale":
            assert self.scale is not None
            return tuple(self.scale.points)
        if self.kind == "choice":
            return tuple(option.value for option in self.options)
        return (0, 1) if self.kind == "tick" else ()

    def keyed(self, value: int) -> int:
        """The value with reverse-keyed items turned round, so that more always means more."""
        assert self.scale is not None
        return self.scale.low + self.scale.high - value if self.reverse else value

    def is_shown(self, values: Mapping[str, int]) -> bool:
        """Whether these answers to earlier items show this one."""
        return self.condition is None or self.condition.holds(values)


@dataclass(frozen=True, slots=True)
class Construct:
    """What several items measure together. `higher_is_better` is false for strain."""

    code: str
    name: str
    higher_is_better: bool = True
