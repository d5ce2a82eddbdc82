"""Text of one direction inside text of the other, set apart so that neither turns the other round.

Unicode's isolates work where there is no markup: in a figure's labels, in a plain sentence.
"""

from __future__ import annotations

import re
from typing import Literal

OPENING, CLOSING = "\u2068", "\u2069"
# The blocks of scripts that run from right to left: Hebrew to Arabic, their forms, the old ones.
_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FOREIGN = {"ltr": re.compile(f"[{_LEFTWARD}]"), "rtl": re.compile(rf"[^\W\d_{_LEFTWARD}]")}


def isolated(text: str, around: Literal["ltr", "rtl"]) -> str:
    """The text between isolates where it has letters of the other direction, else as it is.

    >>> isolated("Hamburg", "ltr"), isolated("Hamburg", "rtl") == f"{OPENING}Hamburg{CLOSING}"
    ('Hamburg', True)
    """
    return f"{OPENING}{text}{CLOSING}" if _FOREIGN[around].search(text) else text
