"""The slot and credentials by link: one credential, one ballot, whatever happens at once."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from survey.errors import Conflict
from survey.privacy import gate
from survey.privacy.credentials import claim_digest
from survey.store import database
from survey.store.database import rows, transaction
from survey.store.pulse import credentials, slot
from survey.store.pulse.waves import mark_closed
from tests import links, waves
from tests.at_once import at_once

pytestmark = pytest.mark.usefixtures("both_stores")

WAITING = (
    "SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    " WHERE NOT granted AND datname = current_database()"
)


@pytest.fixture
def block() -> int:
    """The block of a wave of one team by link."""
    waves.build_teams({"a": 12})
    wave = links.open_by_link()
    return gate.blocks(wave.id)[0].id


def _spend(credential: slot.Credential, answers: str = '{"vigour":4}', *, days: int = 0) -> str:
    return slot.spend(
        credential,
        today=waves.CLOSES_ON + timedelta(days=days),
        answers=answers,
        remarks={"ask_cost": "Fewer systems", "ask_people": "A break"},
        randomness=secrets.token_bytes,
    )


def _credential(block: int, number: int = 1) -> slot.ByLink:
    return slot.ByLink(bytes([number]) * 32, block)


def _n(*tables: str) -> list[int]:
    return [rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_a_credential_is_spent_once_and_said_to_be_spent_before(block: int) -> None:
    assert _spend(_credential(block)) == "kept"
    assert _spend(_credential(block), '{"vigour":1}') == "already"
    assert rows("SELECT answers FROM ballot") == [('{"vigour":4}',)]
    assert _n("spent", "ballot", "remark") == [1, 1, 2]


def test_nothing_is_spent_once_the_last_day_is_over(block: int) -> None:
    assert _spend(_credential(block), days=1) == "refused"
    assert _n("spent", "ballot", "remark") == [0, 0, 0]


def test_nothing_is_spent_in_a_block_that_answers_by_card() -> None:
    waves.build_teams({"a": 8})
    waves.open_with_cards()
    ((block,),) = rows("SELECT id FROM block")
    assert _spend(_credential(block)) == _spend(_credential(block + 1)) == "refused"
    assert _n("spent", "ballot") == [0, 0]


def test_nothing_is_spent_in_a_closed_wave_not_even_again(block: int) -> None:
    assert _spend(_credential(block)) == "kept"
    waves.close()
    assert _spend(_credential(block)) == _spend(_credential(block, 2)) == "refused"
    assert _n("spent", "ballot", "remark", "counted_ballot") == [0, 0, 0, 1]


def test_credential_ballot_and_remarks_share_no_value(block: int) -> None:
    _spend(_credential(block))
    digest = _credential(block).digest
    keys = [
        bytes(key) for (key,) in rows("SELECT key FROM ballot UNION ALL SELECT key FROM remark")
    ]
    assert len(set(keys)) == 3
    assert {len(key) for key in keys} == {16}
    assert not any(key in digest or digest[:8] in key for key in keys)


def test_a_ballot_is_kept_whole_or_not_at_all_and_its_credential_with_it(block: int) -> None:
    with pytest.raises(database.DatabaseError):
        slot.spend(
            _credential(block),
            today=waves.OPENS_ON,
            answers="{}",
            remarks={"ask_cost": "kept", "ask_people": ""},
            randomness=secrets.token_bytes,
        )
    assert _n("spent", "ballot", "remark") == [0, 0, 0]
    assert _spend(_credential(block)) == "kept"


def test_of_eight_ballots_with_one_credential_at_once_one_counts(block: int) -> None:
    found = at_once([lambda: _spend(_credential(block))] * 8)
    assert sorted(found) == ["already"] * 7 + ["kept"]
    assert _n("spent", "ballot", "remark") == [1, 1, 2]


def test_a_ballot_by_link_that_meets_the_closing_is_counted_or_refused(block: int) -> None:
    ballots = [lambda n=n: _spend(_credential(block, n)) for n in range(1, 13)]
    found = at_once([*ballots[:6], lambda: waves.close().state, *ballots[6:]])
    kept = found.count("kept")
    assert set(found) <= {"kept", "refused", "closed"}
    assert rows("SELECT n_answered FROM turnout") == [(kept,)]
    assert _n("counted_ballot", "receipt", "spent", "ballot") == [kept, kept, 0, 0]


def test_two_closings_and_ballots_at_once_count_everything_once(block: int) -> None:
    ballots = [lambda n=n: _spend(_credential(block, 1 + n // 2)) for n in range(8)]

    def close() -> str:
        try:
            return waves.close().state
        except Conflict:  # the other one is rewriting the files
            return "to be closed again"

    found = at_once([*ballots, close, close])
    kept = found.count("kept")
    assert waves.close().is_closed
    assert _n("counted_ballot", "receipt", "turnout") == [kept, kept, 1]


@pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
@pytest.mark.parametrize("kind", ["ballot", "claim"])
def test_whoever_waits_for_a_closing_under_way_finds_the_wave_closed(block: int, kind: str) -> None:
    """On PostgreSQL the statement was begun while the wave was open, and still must not count."""
    token = links.tokens()["a"][0]

    def late() -> str | bool:
        try:
            if kind == "ballot":
                return _spend(_credential(block))
            digest = claim_digest(token)
            return credentials.use_claim(digest, bytes(32), today=waves.OPENS_ON)
        finally:
            database.disconnect()

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            assert mark_closed(gate.wave(1).id, waves.NOW)
            slot.lock()
            outcome = pool.submit(late)
            while not rows(WAITING):
                assert not outcome.done()
            slot.shred(gate.wave(1).id)
        assert outcome.result() in ("refused", False)
    assert _n("spent", "ballot", "claim") == [0, 0, 0]
