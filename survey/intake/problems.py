"""Why a value, a row or a file was not taken, in sentences a person can act on."""

from __future__ import annotations

from typing import NamedTuple

from survey.errors import Refusal

SHOWN_CHARACTERS = 80


class UnreadableFile(Refusal):
    """The file as a whole cannot be read: nothing of it was taken."""


class Unfit(ValueError):
    """One value cannot be taken; the text of the error is the reason."""


class Problem(NamedTuple):
    """One reason against one row. `row` counts data rows from 1, `line` is the file's line."""

    row: int
    line: int
    field: str
    value: str
    message: str


class Rejected(NamedTuple):
    """A row that was not taken, with every reason against it.

    `codes` are the (field, code) that could be read in it: whoever knows the codes adds what is
    wrong with those.
    """

    row: int
    line: int
    problems: tuple[Problem, ...]
    codes: tuple[tuple[str, str], ...] = ()


def shorten(value: object) -> str:
    """The value as shown beside a reason: one line, at most 80 characters.

    >>> shorten("a\\nb")
    'a b'
    """
    text = " ".join(str(value)[: SHOWN_CHARACTERS * 2].split())
    if len(text) > SHOWN_CHARACTERS:
        return text[: SHOWN_CHARACTERS - 1] + "…"

    return text
