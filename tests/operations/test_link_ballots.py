"""Ballots by link: one credential counts once, and its receipt is found after closing."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from survey.blind_signatures import client
from survey.blind_signatures.keys import draw_key
from survey.errors import InvalidInput, NotFound
from survey.operations import pulse
from survey.operations.pulse.link_ballots import UNUSABLE
from survey.privacy import gate
from survey.store.database import rows, run
from tests import links, waves

pytestmark = pytest.mark.usefixtures("both_stores")


def test_an_agent_claims_answers_and_finds_the_receipt_after_closing() -> None:
    waves.build_teams({"a": 8, "b": 9})
    wave = links.open_by_link()
    mailed = links.tokens()
    receipts = {
        team: links.answer_all(mailed[team], [waves.ballot(4, ask_cost="Less")] * n)
        for team, n in (("a", 6), ("b", 5))
    }
    assert gate.receipts(wave.id) == {}
    assert {key.n_issued for key in gate.block_keys(wave.id).values()} == {None}
    waves.close()
    ids = {block.code: block.id for block in gate.blocks(wave.id)}
    found = gate.receipts(wave.id)
    assert {code: list(found[ids[code]]) for code in ids} == {
        code: sorted(one) for code, one in receipts.items()
    }
    keys = gate.block_keys(wave.id)
    assert [keys[ids[code]].n_issued for code in ("a", "b")] == [6, 5]
    for table in ("claim", "spent", "sealed_key", "ballot", "remark"):
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert gate.turnout(wave.id)[ids["a"]] == gate.TurnoutRef(8, 6)


@pytest.fixture
def credential() -> links.Credential:
    """A credential of block a, in a wave with the blocks a and b."""
    waves.build_teams({"a": 8, "b": 8})
    links.open_by_link()
    return links.claim(links.tokens()["a"][0])


def _refusal(credential: links.Credential, *, today: date = waves.OPENS_ON) -> str:
    with pytest.raises(NotFound) as refused:
        links.answer(credential, waves.ballot(5), today=today)
    return refused.value.message


def _n(*tables: str) -> list[int]:
    return [rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_the_first_ballot_counts_and_every_repetition_gets_its_receipt(
    credential: links.Credential,
) -> None:
    first = links.answer(credential, waves.ballot(5, ask_cost="First"))
    again = [links.answer(credential, waves.ballot(1, ask_cost="Later")) for _ in range(3)]
    assert again == [first] * 3
    assert rows("SELECT answers FROM ballot") == [('{"dedication":5,"pride":5,"vigour":5}',)]
    assert rows("SELECT text FROM remark") == [("First",)]
    assert _n("spent") == [1]
    assert len(first) == 12


def test_another_signature_of_the_same_credential_is_the_same_credential(
    credential: links.Credential,
) -> None:
    """Two who agree on one message hold one right between them."""
    token = links.tokens()["a"][1]
    modulus = pulse.find_claim(token, today=waves.OPENS_ON).modulus
    blinding = client.blind(modulus, credential.message, randomness=secrets.token_bytes)
    signed = links.sign(token, blinding.blinded)
    signature = client.finish(modulus, credential.message, signed, blinding.inverse)
    assert signature != credential.signature
    first = links.answer(credential, waves.ballot(5))
    assert links.answer(replace(credential, signature=signature), waves.ballot(1)) == first
    assert _n("spent", "ballot") == [1, 1]


@pytest.mark.parametrize(
    "change",
    [
        {"signature": bytes(256)},
        {"signature": b""},
        {"signature": b"\x01" * 257},
        {"signature": b"\xff" * 1_000_000},
        {"message": bytes(64)},
        {"message": b""},
        {"message": b"\x01" * 1_000_000},
        {"block": "b"},
        {"block": "nowhere"},
        {"block": ""},
        {"wave": 2},
        {"wave": 0},
    ],
)
def test_what_does_not_fit_is_refused_in_one_way_and_changes_nothing(
    credential: links.Credential, change: dict[str, Any]
) -> None:
    assert _refusal(replace(credential, **change)) == UNUSABLE
    assert _n("spent", "ballot", "remark") == [0, 0, 0]
    assert links.answer(credential, waves.ballot(5))


def test_a_message_of_another_length_is_refused_though_signed() -> None:
    waves.build_teams({"a": 8})
    links.open_by_link()
    token = links.tokens()["a"][0]
    modulus = pulse.find_claim(token, today=waves.OPENS_ON).modulus
    blinding = client.blind(modulus, b"short", randomness=secrets.token_bytes)
    signed = links.sign(token, blinding.blinded)
    signature = client.finish(modulus, b"short", signed, blinding.inverse)
    assert _refusal(links.Credential(1, "a", b"short", signature)) == UNUSABLE


def test_late_and_closed_are_refused_in_the_same_way_spent_or_not(
    credential: links.Credential,
) -> None:
    unspent = links.claim(links.tokens()["a"][1])
    links.answer(credential, waves.ballot(5), today=waves.CLOSES_ON)
    late = waves.CLOSES_ON + timedelta(days=1)
    assert {_refusal(one, today=late) for one in (credential, unspent)} == {UNUSABLE}
    waves.close()
    assert {_refusal(one) for one in (credential, unspent)} == {UNUSABLE}
    for number, block in ((1, "a"), (1, "nowhere"), (9, "a")):
        with pytest.raises(NotFound) as refused:
            pulse.find_link_paper(number, block, today=waves.OPENS_ON)
        assert refused.value.message == UNUSABLE
    assert _n("counted_ballot") == [1]


def test_a_credential_of_the_last_wave_is_no_good_in_the_next() -> None:
    waves.build_teams({"a": 8})
    links.open_by_link()
    credential = links.claim(links.tokens()["a"][0])
    waves.close()
    new = waves.new_wave(2, mode="link")
    pulse.open_wave(new, now=waves.NOW, keys=replace(links.key_source(), draw=draw_key))
    assert _refusal(credential) == _refusal(replace(credential, wave=2)) == UNUSABLE


def test_a_blank_ballot_is_refused_and_the_credential_stays_good(
    credential: links.Credential,
) -> None:
    with pytest.raises(InvalidInput, match="Nothing is answered yet"):
        links.answer(credential, waves.ballot())
    assert _n("spent") == [0]
    assert links.answer(credential, waves.ballot(ask_cost="Only words"))


def test_a_block_that_answers_by_card_takes_no_ballot_by_link() -> None:
    waves.build_teams({"a": 8, "b": 8})
    b = rows("SELECT id FROM unit WHERE code = 'b'")[0][0]
    wave = links.open_by_link(card_unit_ids=frozenset({b}))
    with pytest.raises(NotFound):
        pulse.find_link_paper(1, "b", today=waves.OPENS_ON)
    assert len(gate.block_keys(wave.id)) == 1
    sheet = pulse.issue_cards(1, today=waves.OPENS_ON, randomness=secrets.token_bytes)
    assert [(one.block.code, len(one.codes)) for one in sheet.blocks] == [("b", 8)]


def test_two_credentials_made_to_share_a_receipt_do_not_hinder_the_closing(
    credential: links.Credential,
) -> None:
    wave = gate.wave(1)
    ((block,),) = rows("SELECT id FROM block WHERE code = 'a'")
    for end in (1, 2):
        run("INSERT INTO spent (digest, block_id) VALUES (?, ?)", (bytes(31) + bytes([end]), block))
    waves.close()
    assert gate.receipts(wave.id) == {block: ("0" * 12, "0" * 12)}


def test_everybody_in_a_block_may_answer_the_same() -> None:
    waves.build_teams({"a": 8})
    wave = links.open_by_link()
    receipts = links.answer_all(links.tokens()["a"], [waves.ballot(5)] * 8)
    waves.close()
    (found,) = gate.receipts(wave.id).values()
    assert list(found) == sorted(receipts)
    assert len(set(found)) == 8
    assert rows("SELECT n_answered FROM turnout") == [(8,)]
