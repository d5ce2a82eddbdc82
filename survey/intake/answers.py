"""What a customer typed into the form, as checked answers or with every objection at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.instruments.model import Instrument, Item
from survey.intake.fields import LONGEST_COMMENT, check_comment
from survey.intake.problems import Unfit

# Characters that turn the direction of whatever follows them, other people's words included.
# The plain direction marks stay: right-to-left text needs them, and they reach no further.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers: a permitted value for every scale item, and the comment, if any."""

    values: Mapping[str, int]
    comment: str | None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why one item's answer cannot be taken, and what to do."""

    item: str
    message: str


def parse_answers(
    instrument: Instrument, typed: Mapping[str, Sequence[str]]
) -> Answers | tuple[Objection, ...]:
    """The answers to an instrument, or every objection; `typed` holds all values of each name."""
    objections: list[Objection] = []
    values: dict[str, int] = {}
    for item in instrument.scale_items:
        value = _point(item, typed.get(item.code, ()))
        if value is None:
            objections.append(Objection(item.code, "Choose one of the answers."))
        else:
            values[item.code] = value
    comment = None
    for item in instrument.text_items:
        try:
            comment = read_comment("".join(typed.get(item.code, ())[:1]))
        except Unfit:
            objections.append(Objection(item.code, _TOO_LONG))
    return tuple(objections) or Answers(values, comment)


def read_comment(text: str) -> str | None:
    """The comment without what cannot be seen, or None where nothing is left to read.

    Raises:
        Unfit: it is over 10,000 characters long.
    """
    comment = check_comment(_TURNING.sub("", text).strip())
    return comment if any(c.isprintable() and c != " " for c in comment) else None


def _point(item: Item, typed: Sequence[str]) -> int | None:
    """The chosen point; none chosen, two chosen or one that is not on the scale is no answer."""
    assert item.scale is not None
    return {str(point): point for point in item.scale.points}.get("|".join(typed))


_TOO_LONG = f"Your comment is too long. Please keep it under {LONGEST_COMMENT:,} characters."
