"""No reply tells more than it says: status, headers, body, size and, as far as measured, time."""

from __future__ import annotations

import random
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from werkzeug.test import TestResponse

from survey.store.database import run
from tests import links, waves
from tests.pages import Client

TODAY = datetime.now(UTC).date()
ANSWERS = {"vigour": "4", "enps": "9", "ask_cost": "Fewer systems."}
PATH = "/pulse/answer/1/a"
UNKNOWN = "A" * 24
# What may lie between two kinds of request beside chance: one of them writes, and waits for the
# disk. A busy machine makes single requests slower and none faster, for both kinds by turns. So the
# lowest tenths are compared, which such requests do not reach, and what chance gives is drawn from
# this very run: on a loaded machine it is wider. (Medians would not do: mixed from two kinds that
# differ they jump from one to the other, and chance would excuse the leak.)
ONE_WRITE = 0.03
N_TIMED = 25
Reply = tuple[int, tuple[tuple[str, str], ...], bytes]


@pytest.fixture
def mailed(client: Client) -> list[str]:
    """The tokens of block a of a wave that is open today; in block b others answer."""
    waves.build_teams({"a": 8 + 2 * N_TIMED, "b": 9})
    days = {"opens_on": TODAY - timedelta(days=3), "closes_on": TODAY + timedelta(days=8)}
    links.open_by_link(**days)
    return links.tokens()["a"]


def _reply(sent: TestResponse) -> Reply:
    """All of the reply, but the second in which it was sent."""
    headers = sorted((name, value) for name, value in sent.headers if name != "Date")
    return sent.status_code, tuple(headers), sent.data


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _credential(token: str) -> dict[str, str]:
    claimed = links.claim(token, today=TODAY)
    return {"message": _text(claimed.message), "signature": _text(claimed.signature)}


def _blinded(seed: int) -> dict[str, str]:
    return {"blinded": _text(b"\1" + random.Random(seed).randbytes(255))}


def _late() -> None:
    run("UPDATE wave SET closes_on = ?", (str(TODAY - timedelta(days=1)),))


def _closed() -> None:
    run("UPDATE wave SET closes_on = ?", (str(TODAY),))
    waves.close()


def test_unknown_late_closed_and_used_elsewhere_links_are_refused_in_the_same_bytes(
    client: Client, mailed: list[str]
) -> None:
    links.claim(mailed[0], today=TODAY)
    address = f"/pulse/claim/{mailed[0]}"
    unknown = _reply(client.post(f"/pulse/claim/{UNKNOWN}", json=_blinded(1)))
    assert unknown[0] == 404
    assert _reply(client.post(address, json=_blinded(2))) == unknown
    nowhere = _reply(client.get(f"/pulse/claim/{UNKNOWN}"))
    for change in (_late, _closed):
        change()
        for token in mailed[:2]:
            assert _reply(client.post(f"/pulse/claim/{token}", json=_blinded(3))) == unknown
            assert _reply(client.get(f"/pulse/claim/{token}")) == nowhere


def test_a_used_and_an_unused_link_open_the_same_page(client: Client, mailed: list[str]) -> None:
    token = mailed[0]
    before = _reply(client.get(f"/pulse/claim/{token}"))
    links.claim(token, today=TODAY)
    after = _reply(client.get(f"/pulse/claim/{token}"))
    other = _reply(client.get(f"/pulse/claim/{mailed[1]}"))
    assert before == after
    assert other[2].replace(mailed[1].encode(), token.encode()) == before[2]


def test_a_spent_credential_gets_the_bytes_an_unspent_one_got(
    client: Client, mailed: list[str]
) -> None:
    one, other = _credential(mailed[0]), _credential(mailed[1])
    first = _reply(client.post(PATH, data=ANSWERS | one))
    assert first[0] == 200
    assert _reply(client.post(PATH, data=ANSWERS | one)) == first
    assert _reply(client.post(PATH, data={"vigour": "1"} | one)) == first
    another = _reply(client.post(PATH, data=ANSWERS | other))
    # Another credential has another receipt, and nothing else is different.
    assert another[:2] == first[:2]
    assert len(another[2]) == len(first[2])
    blank = _reply(client.post(PATH, data=one))
    assert blank == _reply(client.post(PATH, data=_credential(mailed[2])))


def test_forged_misplaced_late_and_closed_credentials_are_refused_in_the_same_bytes(
    client: Client, mailed: list[str]
) -> None:
    good, spent = _credential(mailed[0]), _credential(mailed[1])
    client.post(PATH, data=ANSWERS | spent)
    forged = good | {"signature": _text(random.Random(4).randbytes(256))}
    refused = _reply(client.post(PATH, data=ANSWERS | forged))
    assert refused[0] == 404
    assert _reply(client.post("/pulse/answer/1/b", data=ANSWERS | good)) == refused
    assert _reply(client.post("/pulse/answer/9/a", data=ANSWERS | good)) == refused
    assert _reply(client.post(PATH, data=ANSWERS)) == refused
    for change in (_late, _closed):
        change()
        for credential in (good, spent, forged):
            assert _reply(client.post(PATH, data=ANSWERS | credential)) == refused


# ---------------------------------------------- time: measured, with the cost of a write allowed


def _seconds(send: Callable[[], object]) -> float:
    started = time.perf_counter()
    send()
    return time.perf_counter() - started


def _apart(ones: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """Difference of the lowest tenths, and what chance alone gives in 99 of 100 permutations."""
    draw, both, n = np.random.default_rng(1), np.array([*ones, *others]), len(ones)
    chance = []
    for _ in range(1000):
        draw.shuffle(both)
        chance.append(abs(_lower(both[:n]) - _lower(both[n:])))
    return abs(_lower(ones) - _lower(others)), float(np.quantile(chance, 0.99))


def _lower(times: Sequence[float] | np.ndarray) -> float:
    return float(np.quantile(times, 0.1))


@pytest.mark.parametrize("busy", [0.0, 0.5])
def test_the_measure_finds_a_leak_and_is_not_misled_by_a_busy_machine(busy: float) -> None:
    draw = random.Random(6)

    def times(leak: float) -> list[float]:
        return [0.03 + leak + 0.01 * draw.random() + busy * (at % 3 == 0) for at in range(N_TIMED)]

    for leak, is_found in ((0.0, False), (0.05, True), (0.15, True)):
        measured, chance = _apart(times(leak), times(0.0))
        assert (measured > chance + ONE_WRITE) == is_found


@pytest.mark.slow
def test_time_does_not_tell_spent_from_unspent_to_a_person(
    client: Client, mailed: list[str]
) -> None:
    credentials = [_credential(token) for token in mailed[: 2 * N_TIMED]]
    known, fresh = credentials[:N_TIMED], credentials[N_TIMED:]
    for credential in known:
        client.post(PATH, data=ANSWERS | credential)
    spent, unspent = [], []
    for one, other in zip(known, fresh, strict=True):
        spent.append(_seconds(lambda one=one: client.post(PATH, data=ANSWERS | one)))
        unspent.append(_seconds(lambda other=other: client.post(PATH, data=ANSWERS | other)))
    measured, chance = _apart(unspent, spent)
    print(f"unspent and spent {measured:.4f} s, by chance up to {chance:.4f} s")
    assert measured < chance + ONE_WRITE


@pytest.mark.slow
def test_time_does_not_tell_unknown_from_late_links_to_a_person(
    client: Client, mailed: list[str]
) -> None:
    _late()
    unknown, late = [], []
    for at in range(N_TIMED):
        strange, address = f"/pulse/claim/{at:024}", f"/pulse/claim/{mailed[at]}"
        unknown.append(_seconds(lambda to=strange: client.post(to, json=_blinded(5))))
        late.append(_seconds(lambda to=address: client.post(to, json=_blinded(5))))
    measured, chance = _apart(late, unknown)
    print(f"late and unknown {measured:.4f} s, by chance up to {chance:.4f} s")
    assert measured < chance + ONE_WRITE
