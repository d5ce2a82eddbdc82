"""The marks between the digits of a number, by language, as Unicode's CLDR has them.

Our digits are Western ones in every language. In Arabic readers west of Egypt and in business
everywhere read them; Babel writes days and the customers' pages with them; and they line up with
the codes, digests and figures around them, which a font with one set of digits can set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from survey.render.languages import locale_of

MINUS = "\u2212"
# What CLDR calls "minimum grouping digits", which Babel does not carry: "1204" but "12 040".
_FIVE_TO_GROUP = ("es", "it", "pl", "pt", "pt-PT")
_LATIN = "latn"


@dataclass(frozen=True, slots=True)
class Marks:
    """How a language writes numbers; `first` and `others` are the sizes of groups of digits.

    `from_digits` is the fewest digits before the point that are parted into groups. The percent
    sign stands before or after the number, with what parts them.
    """

    point: str
    group: str
    first: int
    others: int
    from_digits: int
    minus: str
    plus: str
    before_percent: str
    after_percent: str

    def grouped(self, digits: str) -> str:
        """The digits before the point, parted into groups."""
        if len(digits) < self.from_digits:
            return digits
        parts = [digits[-self.first :]]
        rest = digits[: -self.first]
        while rest:
            parts.append(rest[-self.others :])
            rest = rest[: -self.others]
        return self.group.join(reversed(parts))


@lru_cache(maxsize=64)
def marks_of(language: str) -> Marks:
    """The marks of a language."""
    locale = locale_of(language)
    symbols = locale.number_symbols[_LATIN]
    first, others = locale.decimal_formats[None].grouping
    before, after = _around_percent(locale, symbols["percentSign"])
    return Marks(
        point=symbols["decimal"],
        group=symbols["group"],
        first=first,
        others=others,
        from_digits=first + (2 if language in _FIVE_TO_GROUP else 1),
        # A mark that sets the direction stays before the sign, or it would end up behind.
        minus=symbols["minusSign"].replace("-", MINUS),
        plus=symbols["plusSign"],
        before_percent=before,
        after_percent=after,
    )


def _around_percent(locale: Locale, sign: str) -> tuple[str, str]:
    before, _, after = locale.percent_formats[None].pattern.split(";")[0].partition("#")
    tail = after.lstrip("#,0.")
    return before.replace("%", sign), tail.replace("%", sign)
