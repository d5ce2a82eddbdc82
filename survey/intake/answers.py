"""What a customer put into the form: read without knowing the questions, then held against them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.errors import InvalidInput
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import COMMENT
from survey.intake.fields import LONGEST_COMMENT, check_comment
from survey.intake.problems import Unfit

CHOOSE_ONE = "Choose one of the answers."
TOO_LONG = f"Your comment is too long. Please keep it under {LONGEST_COMMENT:,} characters."

_NUMBER = re.compile(r"-?[0-9]{1,4}")
# Characters that turn the direction of whatever follows them, other people's words included.
# The plain direction marks stay: right-to-left text needs them, and they reach no further.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

Typed = Mapping[str, Sequence[str]]  # a form: all values given under each name


@dataclass(frozen=True, slots=True)
class Answers:
    """The number chosen under each name of a form, if it is exactly one, and the comment."""

    values: Mapping[str, int | None]
    comment: str | None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why one item's answer cannot be taken, and what to do."""

    item: str
    message: str


def read_answers(typed: Typed) -> Answers:
    """What a form says, before anybody knows what was asked.

    Raises:
        InvalidInput: the comment is too long.
    """
    try:
        return Answers(_read_values(typed), read_comment(_first(typed, COMMENT)))
    except Unfit as error:
        raise InvalidInput([TOO_LONG]) from error


def find_objections(instrument: Instrument, typed: Typed) -> tuple[Objection, ...]:
    """Everything that keeps a form from being an answer to the instrument."""
    unanswered = find_unanswered(instrument, _read_values(typed))
    objections = [Objection(code, CHOOSE_ONE) for code in unanswered]
    try:
        read_comment(_first(typed, COMMENT))
    except Unfit:
        objections.append(Objection(COMMENT, TOO_LONG))
    return tuple(objections)


def find_unanswered(instrument: Instrument, values: Mapping[str, int | None]) -> list[str]:
    """The codes of the items without a permitted value; names that are no item do not count."""
    return [
        item.code
        for item in instrument.scale_items
        if item.scale is not None and values.get(item.code) not in item.scale.points
    ]


def read_comment(text: str) -> str | None:
    """The comment without what cannot be seen, or None where nothing is left to read.

    Raises:
        Unfit: it is over 10,000 characters long.
    """
    comment = check_comment(_TURNING.sub("", text).strip())
    return comment if any(c.isprintable() and c != " " for c in comment) else None


def _read_values(typed: Typed) -> dict[str, int | None]:
    return {
        name: int(texts[0]) if len(texts) == 1 and _NUMBER.fullmatch(texts[0]) else None
        for name, texts in typed.items()
    }


def _first(typed: Typed, name: str) -> str:
    return "".join(typed.get(name, ())[:1])
