"""Codes of ballot cards."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.privacy import cards


def test_a_code_holds_a_hundred_random_bits() -> None:
    assert 2 ** (5 * cards.LENGTH) == len(cards.ALPHABET) ** cards.LENGTH == 2**100
    assert set(cards.draw_code(lambda n: bytes(range(n)))) <= set(cards.ALPHABET)
    assert len({cards.draw_code(secrets.token_bytes) for _ in range(500)}) == 500


def test_every_letter_is_equally_likely() -> None:
    drawn = [cards.draw_code(lambda n, byte=byte: bytes([byte] * n))[0] for byte in range(256)]
    assert {letter: drawn.count(letter) for letter in drawn} == dict.fromkeys(cards.ALPHABET, 8)


@given(st.binary(min_size=20, max_size=20), st.booleans(), st.sampled_from(["", " ", "-", " – "]))
def test_a_code_is_read_however_it_is_typed(random: bytes, is_lower: bool, between: str) -> None:
    code = cards.draw_code(lambda _: random)
    typed = cards.grouped(code).replace("-", between)
    assert cards.read_code(typed.lower() if is_lower else typed) == code


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert cards.read_code("oO0iI1lL1-OOOOOOOOOOO") == "00011111100000000000"


@pytest.mark.parametrize(
    "typed", ["", "7Q2MX", "7Q2MX0D9KTAAAAABBBBBC", "U" * 20, "é" * 20, "\x00" * 20]
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert cards.read_code(typed) is None


def test_what_is_kept_of_a_code_is_a_digest() -> None:
    code = "7Q2MX0D9KTAAAAABBBBB"
    assert len(cards.digest_of(code)) == 32
    assert code.encode() not in cards.digest_of(code)
    assert cards.digest_of(code) != cards.digest_of(code.lower())
