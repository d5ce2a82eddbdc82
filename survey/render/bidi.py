"""Text of one direction inside text of the other, set apart so that neither turns the other round.

Unicode's isolates work where there is no markup: in a figure's labels, in a plain sentence.
"""

from __future__ import annotations

import re
from typing import Literal

OPENING, CLOSING = "\u2068", "\u2069"
_LEFTWARD_OPENING = "\u2067"
_APART = re.compile(f"{OPENING}[^{OPENING}{CLOSING}]*{CLOSING}")
_LETTER = re.compile(r"[^\W\d_]")
# The blocks of scripts that run from right to left: Hebrew to Arabic, their forms, the old ones.
_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FOREIGN = {"ltr": re.compile(f"[{_LEFTWARD}]"), "rtl": re.compile(rf"[^\W\d_{_LEFTWARD}]")}


def isolated(text: str, around: Literal["ltr", "rtl"]) -> str:
    """The text between isolates where it has letters of the other direction, else as it is.

    >>> isolated("Hamburg", "ltr"), isolated("Hamburg", "rtl") == f"{OPENING}Hamburg{CLOSING}"
    ('Hamburg', True)
    """
    return f"{OPENING}{text}{CLOSING}" if _FOREIGN[around].search(text) else text


def runs(text: str) -> Literal["ltr", "rtl"]:
    """Where a text of its own begins its lines, by its first letter: from the left without any.

    >>> runs("82% of Hamburg"), runs("المدينة 2")
    ('ltr', 'rtl')
    """
    first = _LETTER.search(text)
    return "rtl" if first is not None and _FOREIGN["ltr"].match(first.group()) else "ltr"


def label(text: str) -> str:
    """A line that stands alone between things from left to right, turned by its own first letter.

    The first letter outside of what is set apart counts, whatever marks stand before it.

    >>> label("82%"), label("المدينة 2") == "\u2067المدينة 2\u2069"
    ('82%', True)
    """
    leftward = _FOREIGN["ltr"]
    if not leftward.search(text):
        return text
    first = _LETTER.search(_APART.sub("", text)) or _LETTER.search(text)
    is_leftward = first is not None and leftward.match(first.group())
    return f"{_LEFTWARD_OPENING if is_leftward else OPENING}{text}{CLOSING}"
