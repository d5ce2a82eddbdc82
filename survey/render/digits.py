"""The ground under `numbers` and `moments`: what counts as a number, rounding, and the gaps."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

MINUS = "\u2212"
THIN = "\u202f"
NO_DATA = "no data"

# Wide enough for any float, so that no value is too large to print.
_CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)


def parsed(value: Any) -> Decimal | None:
    """Give the value as a decimal that reads as the float prints, or None if it is no number."""
    if value is None or isinstance(value, (str, bool)):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
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
    digits = f"{rounded.copy_abs():,.{places}f}".replace(",", THIN)
    return f"{MINUS}{digits}" if rounded < 0 else digits


def signed(number: Decimal, places: int) -> str:
    """Give the number with its sign; zero has none."""
    text = fixed(number, places)
    return f"+{text}" if _rounded(number, places) > 0 else text


def missing(value: Any) -> str:
    """Give the words for a value that is no number: withheld, or simply not there."""
    threshold = getattr(value, "threshold", None)
    return hidden(threshold) if isinstance(threshold, int) else NO_DATA


def hidden(threshold: int = 5) -> str:
    """Give the words for a value that is withheld: "hidden: fewer than 5 answers"."""
    return f"hidden: fewer than {threshold} answers"


def counted(count: Any, one: str, many: str = "") -> str:
    """Give a count with its noun: "1 team", "9 teams"; the plural adds an s unless given."""
    number = parsed(count)
    if number is None:
        return missing(count)
    return f"{fixed(number, 0)} {one if number == 1 else many or one + 's'}"
