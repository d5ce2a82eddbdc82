"""Keys of our own: round trips, values that are none, and faults that must give nothing away."""

from __future__ import annotations

import secrets
from dataclasses import replace

import gmpy2
import pytest

from survey.blind_signatures import client, keys, signing
from survey.blind_signatures.keys import SigningKey
from survey.errors import InvalidInput, Refusal


@pytest.fixture(scope="module")
def key() -> SigningKey:
    """A key as a block gets it."""
    return keys.draw_key()


def _credential(key: SigningKey) -> tuple[bytes, bytes, client.Blinding]:
    message = client.draw_message(secrets.token_bytes)
    blinding = client.blind(key.modulus, message, randomness=secrets.token_bytes)
    signed = signing.sign_blinded(key, blinding.blinded, randomness=secrets.token_bytes)
    return message, signed, blinding


def test_a_credential_is_good_under_its_own_key_and_no_other(key: SigningKey) -> None:
    message, signed, blinding = _credential(key)
    signature = client.finish(key.modulus, message, signed, blinding.inverse)
    assert signing.is_valid(key.modulus, message, signature)
    other = keys.draw_key()
    assert not signing.is_valid(other.modulus, message, signature)
    with pytest.raises(ValueError, match="does not fit the key"):
        client.finish(other.modulus, message, signed, blinding.inverse)


def test_the_same_message_is_never_blinded_alike(key: SigningKey) -> None:
    message = client.draw_message(secrets.token_bytes)
    seen = {
        client.blind(key.modulus, message, randomness=secrets.token_bytes).blinded
        for _ in range(20)
    }
    assert len(seen) == 20


def _malformed(key: SigningKey) -> dict[str, bytes]:
    n, length = int.from_bytes(key.modulus), len(key.modulus)
    values = {
        "zero": 0,
        "one": 1,
        "n - 1": n - 1,
        "n": n,
        "n + 2": n + 2,
        "p": key.p,
        "2 q": 2 * key.q,
    }
    fit = {name: value.to_bytes(length) for name, value in values.items()}
    return fit | {
        "largest": b"\xff" * length,
        "nothing": b"",
        "too short": bytes(length - 2) + b"\x05",
        "too long": bytes(length) + b"\x05",
    }


@pytest.mark.parametrize("name", _malformed(SigningKey(b"\x01" * 256, 3, 5)))
def test_what_is_no_blinded_value_is_not_signed(key: SigningKey, name: str) -> None:
    with pytest.raises(InvalidInput, match="not a blinded value"):
        signing.sign_blinded(key, _malformed(key)[name], randomness=secrets.token_bytes)


def test_the_smallest_and_the_largest_value_are_signed(key: SigningKey) -> None:
    n = int.from_bytes(key.modulus)
    for value in (2, n - 2):
        signed = signing.sign_blinded(
            key, value.to_bytes(len(key.modulus)), randomness=secrets.token_bytes
        )
        assert pow(int.from_bytes(signed), keys.EXPONENT, n) == value


def test_a_faulty_signature_never_leaves(key: SigningKey, monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong half would let anybody work out the primes: Boneh, DeMillo and Lipton, 1997."""
    real = gmpy2.powmod_sec

    def at_fault(base: int, exponent: int, prime: int) -> int:
        right = int(real(base, exponent, prime))
        return (right + 1) % prime if prime == key.q else right

    monkeypatch.setattr("survey.blind_signatures.signing.gmpy2.powmod_sec", at_fault)
    blinded = client.blind(
        key.modulus, client.draw_message(secrets.token_bytes), randomness=secrets.token_bytes
    ).blinded
    with pytest.raises(ArithmeticError, match="does not fit its key"):
        signing.sign_blinded(key, blinded, randomness=secrets.token_bytes)


def test_a_key_whose_primes_are_not_its_own_signs_nothing(key: SigningKey) -> None:
    blinded = client.blind(
        key.modulus, client.draw_message(secrets.token_bytes), randomness=secrets.token_bytes
    ).blinded
    with pytest.raises(ArithmeticError):
        signing.sign_blinded(
            replace(key, p=keys.draw_key().p), blinded, randomness=secrets.token_bytes
        )


@pytest.mark.parametrize("length", [0, 1, 255, 257])
def test_a_signature_of_another_length_is_none(key: SigningKey, length: int) -> None:
    assert not signing.is_valid(key.modulus, b"message", secrets.token_bytes(length))


def test_a_sealed_key_opens_with_its_secret_and_modulus_only(key: SigningKey) -> None:
    sealed = keys.seal_key(key, secret_key="ours", randomness=secrets.token_bytes)
    assert keys.open_key(sealed, key.modulus, secret_key="ours") == key
    assert key.p.to_bytes(128) not in sealed
    with pytest.raises(Refusal, match="SURVEY_SECRET_KEY is not the one"):
        keys.open_key(sealed, key.modulus, secret_key="another")
    with pytest.raises(Refusal):
        keys.open_key(sealed, keys.draw_key().modulus, secret_key="ours")
    assert "p=" not in repr(key)
    assert str(key.p) not in repr(key)


def test_a_fingerprint_is_eight_groups_that_differ_by_key(key: SigningKey) -> None:
    shown = keys.fingerprint(key.modulus)
    assert [len(group) for group in shown.split(" ")] == [4] * 8
    assert shown != keys.fingerprint(key.modulus[:-1] + b"\x00")
