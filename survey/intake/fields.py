"""The checks of single values, shared by files and the JSON door.

A check takes a text (or a number) and gives back the clean value or raises `Unfit`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Sequence, Set
from typing import Any, Protocol

from survey.intake.problems import Unfit, shorten

CHANNELS = ("phone", "chat", "email", "social")
LONGEST_NAME = 200
LONGEST_COMMENT = 10_000
LONGEST_HANDLE_SECONDS = 31 * 86_400
LARGEST_COUNT = 1_000_000_000
REMEMBERED_TEXTS = 20_000

# ASCII digits only: float() would also take "nan", "1_000" and digits of other scripts.
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Reader(Protocol):
    """What turns the text of one column into its value, `reader[text]`, or many at once."""

    def __getitem__(self, text: str, /) -> Any: ...

    def read_all(self, texts: Sequence[str], /) -> list[Any]: ...


class Remembering(dict[str, Any]):
    """A reader that keeps what it has read, because columns repeat themselves.

    A hit costs one dictionary look-up. At the limit everything is forgotten, so memory stays flat.
    """

    def __init__(self, convert: Callable[[str], Any], *, limit: int = REMEMBERED_TEXTS) -> None:
        super().__init__()
        self._convert = convert
        self._limit = limit

    def __missing__(self, text: str) -> Any:
        value = self._convert(text)
        if len(self) >= self._limit:
            self.clear()
        self[text] = value

        return value

    def read_all(self, texts: Sequence[str], /) -> list[Any]:
        """The values of many texts."""
        return list(map(self.__getitem__, texts))


class RememberingGaps(Remembering):
    """A reader for texts that seldom repeat, such as identifiers: it keeps empty ones only."""

    def __missing__(self, text: str) -> Any:
        return self._convert(text) if text else super().__missing__(text)


class Identifiers(RememberingGaps):
    """A reader of identifiers and codes that looks at many at once before it looks at each."""

    def __init__(self, convert: Callable[[str], Any], *, missing: Set[str]) -> None:
        super().__init__(convert)
        self._missing = missing

    def read_all(self, texts: Sequence[str], /) -> list[Any]:
        """The values of many texts.

        Where all are plain, the checks would give every text back as it is.
        """
        joined = "".join(texts)
        is_plain = joined.isascii() and joined.isprintable() and " " not in joined
        if is_plain and max(map(len, texts)) <= LONGEST_NAME and self._missing.isdisjoint(texts):
            return list(texts)

        return super().read_all(texts)


def read_cell(
    check: Callable[[str], Any], *, field: str, missing: Container[str], required: bool
) -> Callable[[str], Any]:
    """A function from a cell's text to its value, None where the cell is missing."""

    def read(text: str) -> Any:
        stripped = text.strip()
        if stripped not in missing:
            return check(stripped)
        if required:
            raise Unfit(f"{field} is missing.")

        return None

    return read


def check_identifier(text: str) -> str:
    """The text itself: an identifier is never altered, only refused.

    Raises Unfit over 200 characters or with a character that cannot be printed.
    """
    if len(text) <= LONGEST_NAME and text.isprintable():
        return text
    if len(text) > LONGEST_NAME:
        raise Unfit(f"It has {len(text):,} characters; at most {LONGEST_NAME} fit.")
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            raise Unfit(f"It holds the unprintable character U+{ord(character):04X}. Remove it.")

    return text


def check_name(text: str) -> str:
    """The text in Unicode's composed form, so that one name written two ways stays one name."""
    return check_identifier(unicodedata.normalize("NFC", text))


def check_comment(text: str) -> str:
    """The comment with line ends as \\n and without control characters, which show nothing.

    Raises Unfit over 10,000 characters.

    >>> check_comment("slow\\r\\nbut kind\\x00")
    'slow\\nbut kind'
    """
    if not text.isprintable():
        text = _CONTROL.sub("", _LINE_ENDS.sub("\n", text))
        text = _LONE_SURROGATE.sub("\ufffd", text).strip()
    if len(text) > LONGEST_COMMENT:
        raise Unfit(f"The comment has {len(text):,} characters; at most {LONGEST_COMMENT:,} fit.")

    return text


def check_channel(text: str) -> str:
    """One of phone, chat, email, social."""
    if text not in CHANNELS:
        raise Unfit(f"'{shorten(text)}' is not a channel. The channels are {', '.join(CHANNELS)}.")

    return text


def read_number(text: str, decimal: str = ".") -> float:
    """The number a text writes, with the declared decimal mark.

    >>> read_number("3,5", ",")
    3.5
    """
    if decimal != ".":
        text = text.replace(".", "?").replace(decimal, ".")
    if not _NUMBER.fullmatch(text):
        raise Unfit(f"It is not a number with the decimal mark '{decimal}'.")

    return float(text)


def read_whole(text: str) -> int:
    """The whole number a text writes; "5.0" is 5, because spreadsheets write it so.

    >>> read_whole("5.0")
    5
    """
    number = read_number(text)
    if not number.is_integer():
        raise Unfit("It is not a whole number.")

    return int(number)


def check_score(score: int, low: int, high: int) -> int:
    """The score, if it lies on the declared scale from `low` to `high`."""
    if not low <= score <= high:
        raise Unfit(f"The score {score} is outside {low} to {high}.")

    return score


def check_handle_seconds(seconds: float) -> int:
    """The handle time in whole seconds, 0 to 31 days."""
    if seconds < 0:
        raise Unfit("The handle time is below zero.")
    if seconds > LONGEST_HANDLE_SECONDS:
        raise Unfit("The handle time is over 31 days. Check its unit.")

    return round(seconds)


def check_count(number: int) -> int:
    """The count of people behind a value: a whole number from 0."""
    if not 0 <= number <= LARGEST_COUNT:
        raise Unfit(
            f"n is {number:,}; it counts people and cannot be below zero or over a billion."
        )

    return number
