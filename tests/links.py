"""Waves that are answered by link: keys drawn once, addresses, claims and credentials."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from survey.blind_signatures import client
from survey.blind_signatures.keys import RandomBytes, SigningKey, draw_key
from survey.intake.ballots import FilledBallot
from survey.operations import pulse
from survey.operations.tokens import pulse_token
from survey.privacy import gate
from survey.store.database import load_rows, rows, transaction
from survey.store.pulse import rosters
from tests import waves

SECRET = "a-secret-for-tests-only"  # as in the settings of every test
POOL = 8  # blocks of one wave that have keys of their own; more share them


@dataclass(frozen=True, slots=True)
class Credential:
    """What a browser holds once it has claimed."""

    wave: int
    block: str
    message: bytes
    signature: bytes


@cache
def _pooled_key(number: int) -> SigningKey:
    return draw_key()


def key_source(secret_key: str = SECRET) -> pulse.KeySource:
    """A source of keys that have been drawn before in this run of the tests, from the first on."""

    def numbers() -> Iterator[int]:
        while True:
            yield from range(POOL)

    following = numbers()
    return pulse.KeySource(
        secret_key, secrets.token_bytes, draw=lambda: _pooled_key(next(following))
    )


def give_addresses() -> None:
    """Every agent who has no user gets one, with a mail address."""
    without = rows(
        "SELECT agent.id, code, agent.name FROM agent LEFT JOIN app_user ON agent_id = agent.id"
        " WHERE agent_id IS NULL ORDER BY agent.id"
    )
    with transaction():
        load_rows(
            "app_user",
            ("email", "name", "role", "agent_id"),
            [(f"{code.lower()}@agents.example", name, "agent", id) for id, code, name in without],
        )


def open_by_link(
    number: int = 1, *, with_addresses: bool = True, **changes: object
) -> gate.WaveRef:
    """A wave just opened, by link in every block whose agents all have an address."""
    if with_addresses:
        give_addresses()
    new = waves.new_wave(number, **({"mode": "link"} | changes))
    return pulse.open_wave(new, now=waves.NOW, keys=key_source())


def tokens(number: int = 1) -> dict[str, list[str]]:
    """The tokens in the mails of a wave, by block code, for blocks that answer by link."""
    wave = gate.wave(number)
    invited = rosters.invited(wave.id)
    return {
        block.code: [pulse_token(number, id, secret_key=SECRET) for id in invited[block.id]]
        for block in gate.blocks(wave.id)
        if block.mode == "link"
    }


def claim(
    token: str,
    *,
    message: bytes | None = None,
    today: date = waves.OPENS_ON,
    randomness: RandomBytes = secrets.token_bytes,
) -> Credential:
    """What an honest browser makes of a mailed link; `message` instead of a random one."""
    paper = pulse.find_claim(token, today=today)
    message = message or client.draw_message(randomness)
    blinding = client.blind(paper.modulus, message, randomness=randomness)
    signed = sign(token, blinding.blinded, today=today)
    signature = client.finish(paper.modulus, message, signed, blinding.inverse)
    return Credential(paper.wave.number, paper.block.code, message, signature)


def sign(token: str, blinded: bytes, *, today: date = waves.OPENS_ON) -> bytes:
    """The blind signature the server gives for a token and a blinded value."""
    return pulse.claim(
        token, blinded, today=today, secret_key=SECRET, randomness=secrets.token_bytes
    )


def answer(credential: Credential, ballot: FilledBallot, *, today: date = waves.OPENS_ON) -> str:
    """The receipt for a ballot."""
    return pulse.record_link_ballot(
        credential.wave,
        credential.block,
        credential.message,
        credential.signature,
        ballot,
        today=today,
        randomness=secrets.token_bytes,
    )


def claim_and_answer(token: str, ballot: FilledBallot, *, today: date = waves.OPENS_ON) -> str:
    """The receipt for a ballot sent with a credential just claimed."""
    return answer(claim(token, today=today), ballot, today=today)


def answer_all(mailed: Iterable[str], ballots: Sequence[FilledBallot]) -> list[str]:
    """Claim and answer with the next token for each ballot; the receipts."""
    return [claim_and_answer(token, one) for token, one in zip(mailed, ballots, strict=False)]
