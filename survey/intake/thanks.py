"""What was written into the form for thanks: whom and what for, or every objection at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from survey.intake.answers import Objection, read_comment
from survey.intake.masking import mask
from survey.intake.problems import Unfit

SHORTEST, LONGEST = 10, 500
MOST_IDS = 2**31


@dataclass(frozen=True, slots=True)
class NewThanks:
    """Thanks to one agent; the text holds nothing that cannot be seen, and no numbers of people."""

    agent_id: int
    text: str


def parse_thanks(typed: Mapping[str, str]) -> NewThanks | tuple[Objection, ...]:
    """The thanks, or every objection; the fields are `agent` and `text`."""
    agent_id = parse_id(typed.get("agent", ""))
    objections = []
    if not agent_id:
        objections.append(Objection("agent", "Choose whom you thank."))
    text = _text(typed.get("text", ""))
    if isinstance(text, Objection):
        objections.append(text)
    if objections or isinstance(text, Objection):
        return tuple(objections)
    return NewThanks(agent_id, text)


def _text(typed: str) -> str | Objection:
    try:
        text = read_comment(typed) or ""
    except Unfit:
        text = "x" * (LONGEST + 1)
    if len(text) > LONGEST:
        return Objection("text", f"Please keep it under {LONGEST} characters.")
    if len(text) < SHORTEST:
        return Objection("text", "Write what you are thankful for, in a few words.")
    return mask(text)


def parse_id(text: str) -> int:
    """The id that a form sent, or 0, which nothing has."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
    return number if number < MOST_IDS else 0


def mark_of(text: str) -> str:
    """What tells these words from others in a form.

    >>> mark_of("Kind.") == mark_of("Kind!")
    False
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]
