"""What is kept of tokens and credentials, and the receipt a respondent keeps."""

from __future__ import annotations

import hashlib

from survey.privacy.cards import ALPHABET

RECEIPT_LENGTH = 12


def claim_digest(token: str) -> bytes:
    """What is kept of a mailed token: its SHA-256, under the wave's claims."""
    return hashlib.sha256(f"pulse claim {token}".encode()).digest()


def spent_digest(message: bytes) -> bytes:
    """What is kept of a credential that was spent: the SHA-256 of its message."""
    return hashlib.sha256(b"pulse credential " + message).digest()


def receipt_code(spent: bytes) -> str:
    """The receipt of a spent credential: its digest's first 60 bits in the cards' letters.

    >>> receipt_code(bytes(32))
    '000000000000'
    """
    bits = int.from_bytes(spent[:8]) >> 4
    letters = (ALPHABET[bits >> shift & 31] for shift in range(55, -1, -5))
    return "".join(letters)
