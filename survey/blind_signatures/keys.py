"""Signing keys: drawn for one block of one wave, kept sealed, shown by their fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey.errors import Refusal

BITS = 2048  # a key lives for weeks, and its signatures are worth nothing once the wave is closed
EXPONENT = 65537
NONCE_BYTES = 12
SEALING_BYTES = 32

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Both halves of a key; the primes are never printed."""

    modulus: bytes
    p: int = field(repr=False)
    q: int = field(repr=False)


def draw_key(bits: int = BITS) -> SigningKey:
    """A fresh key; takes some tens of milliseconds, and lets other threads run meanwhile."""
    numbers = rsa.generate_private_key(EXPONENT, bits).private_numbers()
    return SigningKey((numbers.p * numbers.q).to_bytes(bits // 8), numbers.p, numbers.q)


def fingerprint(modulus: bytes) -> str:
    """The key's public half in a form that people can compare: 8 groups of 4 hex digits."""
    digest = hashlib.sha256(b"both ends block key " + modulus).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def seal_key(key: SigningKey, *, secret_key: str, randomness: RandomBytes) -> bytes:
    """The key under the installation's secret, so that the database alone can sign nothing."""
    nonce = randomness(NONCE_BYTES)
    prime = key.p.to_bytes(len(key.modulus) // 2)
    return nonce + AESGCM(_sealing_key(secret_key)).encrypt(nonce, prime, key.modulus)


def open_key(sealed: bytes, modulus: bytes, *, secret_key: str) -> SigningKey:
    """The key that was sealed.

    Raises:
        Refusal: it was sealed with another secret.
    """
    cipher = AESGCM(_sealing_key(secret_key))
    try:
        prime = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], modulus)
    except InvalidTag as error:
        raise Refusal(
            "SURVEY_SECRET_KEY is not the one with which this wave was opened. Set it again, so"
            " that agents can fetch their ballots."
        ) from error
    p = int.from_bytes(prime)
    return SigningKey(modulus, p, int.from_bytes(modulus) // p)


def _sealing_key(secret_key: str) -> bytes:
    derive = HKDF(hashes.SHA256(), SEALING_BYTES, salt=None, info=b"both ends block key")
    return derive.derive(secret_key.encode())
