"""Letters as a search compares them: small, and without accents.

The same table makes the function that both database engines know as `plain_letters`.
"""

from __future__ import annotations

import unicodedata

# What is left of a letter is its base: é and É become e, أ becomes ا.
_REACH = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x622, 0x628))
_OTHERS = {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ى": "ي", "ة": "ه"}
# Letters that are written as two where they are missing.
IN_TWO = {"ß": "ss", "æ": "ae", "œ": "oe"}
_CAPITALS = {"ẞ": "ß", "Æ": "æ", "Œ": "œ"}
# Marks that stand on a letter, and what shows nothing.
DROPPED = "".join(
    map(chr, (*range(0x300, 0x370), *range(0x64B, 0x653), 0x640, 0xAD, *range(0x200B, 0x2010)))
)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()


PAIRS = (
    _OTHERS
    | _CAPITALS
    | {
        chr(at): _base(chr(at))
        for at in _REACH
        if chr(at) not in _OTHERS and _base(chr(at)) != chr(at)
    }
)
_TABLE = str.maketrans(
    PAIRS
    | IN_TWO
    | {capital: IN_TWO[small] for capital, small in _CAPITALS.items()}
    | dict.fromkeys(DROPPED, "")
)


def plain_letters(text: str | None) -> str | None:
    """The text with every letter small and bare; None stays None, as in a database.

    >>> plain_letters("Zażółć ÉTÉ, Über die Straße")
    'zazolc ete, uber die strasse'
    """
    if text is None:
        return None
    # A search asks this of every comment of its period.
    return text.lower() if text.isascii() else text.translate(_TABLE)
