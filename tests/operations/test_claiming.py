"""Claiming: one signature for each mailed token, and no way to tell one refusal from another."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from survey.blind_signatures import client
from survey.errors import InvalidInput, NotFound, Refusal
from survey.operations import pulse
from survey.operations.pulse.claiming import UNUSABLE_LINK
from survey.operations.tokens import pulse_token
from survey.store.database import rows, run
from tests import links, waves
from tests.at_once import at_once

pytestmark = pytest.mark.usefixtures("both_stores")


@pytest.fixture
def token() -> str:
    """The first token of a wave of one block."""
    waves.build_teams({"a": 8})
    links.open_by_link()
    return links.tokens()["a"][0]


def _blinded(token: str) -> bytes:
    """A fresh blinded value for the token's block."""
    modulus = pulse.find_claim(token, today=waves.OPENS_ON).modulus
    message = client.draw_message(secrets.token_bytes)
    return client.blind(modulus, message, randomness=secrets.token_bytes).blinded


def _refusal(token: str, blinded: bytes, **changes: object) -> str:
    with pytest.raises(NotFound) as refused:
        links.sign(token, blinded, **changes)  # type: ignore[arg-type]  # today
    return refused.value.message


def test_the_same_blinded_value_gets_the_same_signature_ever_again(token: str) -> None:
    blinded = _blinded(token)
    first = links.sign(token, blinded)
    kept = rows("SELECT * FROM claim ORDER BY digest")
    assert [links.sign(token, blinded) for _ in range(3)] == [first] * 3
    assert rows("SELECT * FROM claim ORDER BY digest") == kept
    assert rows("SELECT count(*), count(blinded) FROM claim") == [(8, 1)]


def test_another_blinded_value_is_refused_as_if_the_link_were_unknown(token: str) -> None:
    links.sign(token, _blinded(token))
    other = _blinded(token)
    assert _refusal(token, other) == UNUSABLE_LINK
    assert _refusal("A" * 24, other) == UNUSABLE_LINK
    assert _refusal("", other) == UNUSABLE_LINK


def test_used_and_unused_links_show_the_same(token: str) -> None:
    before = pulse.find_claim(token, today=waves.OPENS_ON)
    links.sign(token, _blinded(token))
    assert pulse.find_claim(token, today=waves.OPENS_ON) == before
    assert (before.wave.number, before.block.code) == (1, "a")


def test_late_and_closed_links_are_refused_whatever_they_were_used_for(token: str) -> None:
    blinded = _blinded(token)
    links.sign(token, blinded, today=waves.CLOSES_ON)
    late = waves.CLOSES_ON + timedelta(days=1)
    fresh = links.tokens()["a"][1]
    assert {_refusal(one, blinded, today=late) for one in (token, fresh)} == {UNUSABLE_LINK}
    waves.close()
    assert {_refusal(one, blinded) for one in (token, fresh)} == {UNUSABLE_LINK}
    for one in (token, fresh, "unknown"):
        with pytest.raises(NotFound, match="This link cannot be used"):
            pulse.find_claim(one, today=waves.OPENS_ON)


@pytest.mark.parametrize("kind", ["none", "short", "long", "huge", "0", "1", "n - 1", "n", "n + 1"])
def test_what_is_no_blinded_value_is_refused_and_nothing_is_kept(token: str, kind: str) -> None:
    n = int.from_bytes(pulse.find_claim(token, today=waves.OPENS_ON).modulus)
    numbers = {"0": 0, "1": 1, "n - 1": n - 1, "n": n, "n + 1": n + 1}
    lengths = {"none": 0, "short": 255, "long": 257, "huge": 1_000_000}
    sent = b"\x01" * lengths[kind] if kind in lengths else numbers[kind].to_bytes(256)
    with pytest.raises(InvalidInput):
        links.sign(token, sent)
    assert rows("SELECT count(blinded) FROM claim") == [(0,)]
    blinded = _blinded(token)
    assert links.sign(token, blinded) == links.sign(token, blinded)
    # Used or not makes no difference to what is malformed.
    with pytest.raises(InvalidInput):
        links.sign(token, sent)


def test_a_key_sealed_with_another_secret_signs_nothing(token: str) -> None:
    blinded = _blinded(token)
    with pytest.raises(Refusal, match="SURVEY_SECRET_KEY"):
        pulse.claim(
            token,
            blinded,
            today=waves.OPENS_ON,
            secret_key="another",
            randomness=secrets.token_bytes,
        )
    assert rows("SELECT count(blinded) FROM claim") == [(0,)]


def test_of_eight_claims_with_one_token_at_once_one_is_signed(token: str) -> None:
    values = [_blinded(token) for _ in range(8)]

    def sign(blinded: bytes) -> bytes | None:
        try:
            return links.sign(token, blinded)
        except NotFound:
            return None

    signed = at_once([lambda one=one: sign(one) for one in values])
    assert sum(one is not None for one in signed) == 1
    assert rows("SELECT count(blinded) FROM claim") == [(1,)]


def test_eight_claims_with_one_blinded_value_at_once_get_one_signature(token: str) -> None:
    blinded = _blinded(token)
    assert len(set(at_once([lambda: links.sign(token, blinded)] * 8))) == 1
    assert rows("SELECT count(blinded) FROM claim") == [(1,)]


def test_a_claim_that_meets_the_closing_is_issued_and_counted_or_refused(token: str) -> None:
    mailed = links.tokens()["a"]

    def sign(one: str, blinded: bytes) -> int:
        try:
            return len(links.sign(one, blinded)) // 256
        except NotFound:
            return 0

    pairs = [(one, _blinded(one)) for one in mailed]
    signed = at_once(
        [
            *[lambda pair=pair: sign(*pair) for pair in pairs],
            lambda: waves.close().number - 1,
        ]
    )
    assert rows("SELECT n_issued FROM block_key") == [(sum(signed),)]
    assert rows("SELECT count(*) FROM claim") == [(0,)]


def test_a_block_that_answers_by_card_has_nothing_to_claim() -> None:
    waves.build_teams({"a": 8, "b": 8})
    links.give_addresses()
    run("DELETE FROM app_user WHERE email = 'b-3@agents.example'")
    links.open_by_link(with_addresses=False)
    ids = [id for (id,) in rows("SELECT id FROM agent WHERE code LIKE 'b-%' ORDER BY id")]
    for id in ids:
        with pytest.raises(NotFound):
            pulse.find_claim(pulse_token(1, id, secret_key=links.SECRET), today=waves.OPENS_ON)
    assert rows("SELECT count(*) FROM claim") == [(8,)]
