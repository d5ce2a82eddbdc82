"""The ground under `numbers` and `moments`: what counts as a number, rounding, and the gaps."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from survey.render.languages import ENGLISH
from survey.render.marks_of_numbers import MINUS, marks_of
from survey.render.nouns import NOUNS
from survey.render.speech import say, say_n, spoken

THIN = "\u202f"

# Wide enough for any float, so that no value is too large to print.
_CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)


def parsed(value: Any) -> Decimal | None:
    """Give the value as a decimal that reads as the float prints, or None if it is no number."""
    if value is None or isinstance(value, (str, bool)):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if type(value) is int:
        return Decimal(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return Decimal(repr(number)) if math.isfinite(number) else None


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)


def fixed(number: Decimal, places: int) -> str:
    """Give the number with so many decimals, thin spaces, a real minus sign and no minus zero."""
    rounded = _rounded(number, places)
    language = spoken()
    if language != ENGLISH:
        return _fixed_in(language, rounded, places)
    digits = f"{rounded.copy_abs():,.{places}f}".replace(",", THIN)
    return f"{MINUS}{digits}" if rounded < 0 else digits


def _fixed_in(language: str, rounded: Decimal, places: int) -> str:
    marks = marks_of(language)
    before, _, after = f"{rounded.copy_abs():.{places}f}".partition(".")
    digits = marks.grouped(before) + (f"{marks.point}{after}" if after else "")
    return f"{marks.minus}{digits}" if rounded < 0 else digits


def signed(number: Decimal, places: int) -> str:
    """Give the number with its sign; zero has none."""
    text = fixed(number, places)
    if _rounded(number, places) <= 0:
        return text
    language = spoken()
    return f"+{text}" if language == ENGLISH else f"{marks_of(language).plus}{text}"


def percent(digits: str) -> str:
    """Give the digits with the percent sign where readers expect it: "83%"."""
    language = spoken()
    if language == ENGLISH:
        return f"{digits}%"
    marks = marks_of(language)
    return f"{marks.before_percent}{digits}{marks.after_percent}"


def missing(value: Any) -> str:
    """Give the words for a value that is no number: withheld, or simply not there."""
    threshold = getattr(value, "threshold", None)
    return hidden(threshold) if isinstance(threshold, int) else say("no data")


def hidden(threshold: int = 5) -> str:
    """Give the words for a value that is withheld: "hidden: fewer than 5 answers"."""
    return say_n(
        "hidden: fewer than %(num)s answer", "hidden: fewer than %(num)s answers", threshold
    )


def counted(count: Any, one: str, many: str = "") -> str:
    """Give a count with its noun: "1 team", "9 teams"; the plural adds an s unless given.

    In another language the noun is one of `NOUNS`; any other stays English.
    """
    number = parsed(count)
    if number is None:
        return missing(count)
    if spoken() != ENGLISH and one in NOUNS and number == int(number):
        return say_n(*NOUNS[one], int(number))
    return f"{fixed(number, 0)} {one if number == 1 else many or one + 's'}"
