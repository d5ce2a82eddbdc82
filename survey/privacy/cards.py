"""Codes of ballot cards: drawn, grouped for typing, and read back however they were typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

# Crockford's choice: no I, L, O or U, so that nothing can be read two ways. 5 bits each.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20  # 100 bits: nobody finds a card by trying
GROUP = 5
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SEPARATORS = re.compile(r"[\s.\-–—_]+")

RandomBytes = Callable[[int], bytes]


def draw_code(randomness: RandomBytes) -> str:
    """A fresh code of 100 random bits; `randomness` gives that many bytes, all values alike."""
    # 256 is a multiple of 32, so that every letter is equally likely.
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness(LENGTH))


def grouped(code: str) -> str:
    """The code as it is printed: "7Q2MX-0D9KT-...".

    >>> grouped("7Q2MX0D9KTAAAAABBBBB")
    '7Q2MX-0D9KT-AAAAA-BBBBB'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> str | None:
    """The code someone typed, whatever the case, spaces and hyphens; None where it can be none.

    The letters I and L are read as 1 and O as 0, which are not in the alphabet otherwise.

    >>> read_code(" 7q2mx 0d9kt-aaaaa.bbbbb ")
    '7Q2MX0D9KTAAAAABBBBB'
    """
    code = _SEPARATORS.sub("", typed).upper().translate(_LOOKALIKES)
    is_code = len(code) == LENGTH and all(letter in ALPHABET for letter in code)
    return code if is_code else None


def digest_of(code: str) -> bytes:
    """What is kept of a code: its SHA-256. The code itself is only ever on the printed card."""
    return hashlib.sha256(f"ballot card {code}".encode()).digest()
