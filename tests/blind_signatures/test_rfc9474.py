"""Our side and the server's give, step by step, what RFC 9474 publishes."""

from __future__ import annotations

import secrets

import gmpy2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from survey.blind_signatures import client, signing
from survey.blind_signatures.keys import EXPONENT
from tests.blind_signatures.rfc9474 import INVERSE, KEY, VECTORS, Vector

EVERY = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
N = int.from_bytes(KEY.modulus)
FACTOR = int(gmpy2.invert(int.from_bytes(INVERSE), N))


@EVERY
def test_a_message_is_blinded_as_published(vector: Vector) -> None:
    blinding = client.blind_with(KEY.modulus, vector.message, salt=vector.salt, factor=FACTOR)
    assert blinding.blinded == vector.blinded
    assert blinding.inverse == int.from_bytes(INVERSE)


@EVERY
def test_a_blinded_value_is_signed_as_published_whatever_masks_it(vector: Vector) -> None:
    for _ in range(2):
        signed = signing.sign_blinded(KEY, vector.blinded, randomness=secrets.token_bytes)
        assert signed == vector.blind_signature


@EVERY
def test_the_published_signature_comes_out_and_is_good(vector: Vector) -> None:
    inverse = int.from_bytes(INVERSE)
    signature = client.unblind(KEY.modulus, vector.blind_signature, inverse)
    assert signature == vector.signature
    public = rsa.RSAPublicNumbers(EXPONENT, N).public_key()
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=len(vector.salt))
    public.verify(signature, vector.message, scheme, hashes.SHA384())
    encoded = client.encode(vector.message, N.bit_length() - 1, salt=vector.salt)
    assert pow(int.from_bytes(signature), EXPONENT, N) == int.from_bytes(encoded)


@EVERY
def test_only_our_variants_length_of_salt_counts_as_good(vector: Vector) -> None:
    is_ours = len(vector.salt) == signing.SALT_BYTES
    assert signing.is_valid(KEY.modulus, vector.message, vector.signature) == is_ours
    if is_ours:
        finished = client.finish(
            KEY.modulus, vector.message, vector.blind_signature, int.from_bytes(INVERSE)
        )
        assert finished == vector.signature


def test_one_changed_bit_makes_a_signature_worthless() -> None:
    vector = VECTORS[0]
    for place in (0, 300, 511):
        changed = bytearray(vector.signature)
        changed[place] ^= 1
        assert not signing.is_valid(KEY.modulus, vector.message, bytes(changed))
    other = bytes([vector.message[0] ^ 1]) + vector.message[1:]
    assert not signing.is_valid(KEY.modulus, other, vector.signature)
