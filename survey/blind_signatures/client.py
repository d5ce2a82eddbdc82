"""The respondent's side, as `static/pulse/blind.js` does it in the browser: blind, then finish.

The demo, the benchmarks and the tests answer with it. The server never does: whoever knew message
and blinded value together could link them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import gmpy2

from survey.blind_signatures.keys import EXPONENT, RandomBytes
from survey.blind_signatures.signing import SALT_BYTES, is_valid

NONCE_BYTES = 32
PREFIX_BYTES = 32
MESSAGE_BYTES = PREFIX_BYTES + NONCE_BYTES
DIGEST_BYTES = 48
TRAILER = b"\xbc"


@dataclass(frozen=True, slots=True)
class Blinding:
    """What is sent to be signed, and what takes the blinding off again."""

    blinded: bytes
    inverse: int


def draw_message(randomness: RandomBytes) -> bytes:
    """A fresh nonce behind the random prefix that the Randomized variant asks for."""
    return randomness(PREFIX_BYTES) + randomness(NONCE_BYTES)


def blind(modulus: bytes, message: bytes, *, randomness: RandomBytes) -> Blinding:
    """The message, encoded and blinded: Blind of RFC 9474, section 4.2."""
    salt = randomness(SALT_BYTES)
    factor = int.from_bytes(randomness(len(modulus) + 16)) % int.from_bytes(modulus)
    return blind_with(modulus, message, salt=salt, factor=factor)


def blind_with(modulus: bytes, message: bytes, *, salt: bytes, factor: int) -> Blinding:
    """The same with salt and blinding factor given.

    Raises:
        ZeroDivisionError: the factor has no inverse modulo n.
    """
    n = int.from_bytes(modulus)
    encoded = encode(message, n.bit_length() - 1, salt=salt)
    blinded = int.from_bytes(encoded) * pow(factor, EXPONENT, n) % n
    return Blinding(blinded.to_bytes(len(modulus)), int(gmpy2.invert(factor, n)))


def finish(modulus: bytes, message: bytes, signed: bytes, inverse: int) -> bytes:
    """The signature of the message: Finalize of RFC 9474, section 4.4.

    Raises:
        ValueError: the signer gave something else.
    """
    signature = unblind(modulus, signed, inverse)
    if not is_valid(modulus, message, signature):
        raise ValueError("the signature does not fit the key")
    return signature


def unblind(modulus: bytes, signed: bytes, inverse: int) -> bytes:
    """What was signed, without its blinding; nothing is checked."""
    n = int.from_bytes(modulus)
    return (int.from_bytes(signed) * inverse % n).to_bytes(len(modulus))


def encode(message: bytes, bits: int, *, salt: bytes) -> bytes:
    """EMSA-PSS encoding with SHA-384 and MGF1 (RFC 8017, section 9.1.1)."""
    length = (bits + 7) // 8
    digest = hashlib.sha384(message).digest()
    hashed = hashlib.sha384(bytes(8) + digest + salt).digest()
    padded = bytes(length - len(salt) - DIGEST_BYTES - 2) + b"\x01" + salt
    mask = _mgf1(hashed, length - DIGEST_BYTES - 1)
    masked = bytearray(a ^ b for a, b in zip(padded, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + hashed + TRAILER


def _mgf1(seed: bytes, length: int) -> bytes:
    blocks = (
        hashlib.sha384(seed + count.to_bytes(4)).digest()
        for count in range(-(-length // DIGEST_BYTES))
    )
    return b"".join(blocks)[:length]
