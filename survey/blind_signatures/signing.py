"""The issuer's side: signing a blinded value, and checking a signature that comes back."""

from __future__ import annotations

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from survey.blind_signatures.keys import EXPONENT, RandomBytes, SigningKey
from survey.errors import InvalidInput

SALT_BYTES = 48
PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT_BYTES)


def sign_blinded(key: SigningKey, blinded: bytes, *, randomness: RandomBytes) -> bytes:
    """The blind signature of a blinded value: BlindSign of RFC 9474, section 4.3.

    The power is taken of a value blinded once more (by `randomness`), in constant time, modulo
    each prime; the result is checked against the public half, so that a fault gives nothing away.

    Raises:
        InvalidInput: this is no value below the modulus, of the modulus's length.
    """
    n = int.from_bytes(key.modulus)
    value = int.from_bytes(blinded)
    if len(blinded) != len(key.modulus) or not 1 < value < n - 1 or gmpy2.gcd(value, n) != 1:
        raise InvalidInput(["This is not a blinded value. Open the link in your mail again."])
    mask = _unit(n, len(key.modulus), randomness)
    masked = value * pow(mask, EXPONENT, n) % n
    signature = _power(key, masked) * int(gmpy2.invert(mask, n)) % n
    if pow(signature, EXPONENT, n) != value:
        raise ArithmeticError("a signature does not fit its key")
    return signature.to_bytes(len(key.modulus))


def is_valid(modulus: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message is good under the key (RSASSA-PSS, SHA-384)."""
    public = rsa.RSAPublicNumbers(EXPONENT, int.from_bytes(modulus)).public_key()
    try:
        public.verify(signature, message, PSS, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def _unit(n: int, length: int, randomness: RandomBytes) -> int:
    """A random number that can be divided by modulo n."""
    while True:
        drawn = int.from_bytes(randomness(length + 16)) % n
        if gmpy2.gcd(drawn, n) == 1:
            return drawn


def _power(key: SigningKey, value: int) -> int:
    """`value` to the private exponent, by the Chinese remainder theorem."""
    halves = []
    for prime in (key.p, key.q):
        exponent = gmpy2.invert(EXPONENT, prime - 1)
        halves.append(int(gmpy2.powmod_sec(value % prime, exponent, prime)))
    at_p, at_q = halves
    lift = (at_p - at_q) * int(gmpy2.invert(key.q, key.p)) % key.p
    return at_q + lift * key.q
