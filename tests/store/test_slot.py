"""The slot: one card, one ballot, whatever happens at the same time."""

from __future__ import annotations

import secrets

import pytest

from survey.errors import NotFound, Refusal
from survey.operations import pulse
from survey.privacy import gate
from survey.privacy.cards import digest_of
from survey.store import database
from survey.store.database import rows
from survey.store.pulse import slot
from tests import waves
from tests.at_once import at_once

pytestmark = pytest.mark.usefixtures("both_stores")


def _spend(code: str, answers: str = '{"vigour":4}') -> bool:
    spending = slot.spend(
        slot.Card(digest_of(code)),
        today=waves.OPENS_ON,
        answers=answers,
        remarks={"ask_cost": "Fewer systems", "ask_people": "A break"},
        randomness=secrets.token_bytes,
    )
    return spending == "kept"


def test_a_card_is_spent_once() -> None:
    waves.build_teams({"a": 8})
    code = waves.open_with_cards()["a"][0]
    assert _spend(code)
    assert not _spend(code)
    assert rows("SELECT count(*) FROM ballot") == [(1,)]
    assert rows("SELECT count(*) FROM remark") == [(2,)]
    assert rows("SELECT count(*) FROM ballot_card") == [(7,)]


def test_an_unknown_card_changes_nothing() -> None:
    waves.build_teams({"a": 8})
    waves.open_with_cards()
    assert not _spend("0" * 20)
    assert rows("SELECT count(*) FROM ballot") == rows("SELECT count(*) FROM remark") == [(0,)]


def test_of_eight_ballots_with_one_card_at_once_one_counts() -> None:
    waves.build_teams({"a": 8})
    code = waves.open_with_cards()["a"][0]
    kept = at_once([lambda: _spend(code)] * 8)
    assert sorted(kept) == [False] * 7 + [True]
    assert rows("SELECT count(*) FROM ballot") == [(1,)]
    assert rows("SELECT count(*) FROM remark") == [(2,)]


def test_a_ballot_that_comes_in_while_the_wave_closes_is_counted_or_refused() -> None:
    waves.build_teams({"a": 12})
    codes = waves.open_with_cards()["a"]
    closing = [lambda: bool(waves.close())]
    kept = at_once([*[lambda code=code: _spend(code) for code in codes], *closing])[:-1]
    (counted,) = gate.turnout(gate.wave(1).id).values()
    assert counted.n_answered == sum(kept)
    assert rows("SELECT count(*) FROM counted_ballot") == [(sum(kept),)]


def test_a_ballot_that_comes_in_while_cards_are_replaced_leaves_no_card_too_many() -> None:
    waves.build_teams({"a": 12})
    codes = waves.open_with_cards()["a"]

    def replace() -> bool:
        try:
            return bool(pulse.issue_cards(1, today=waves.OPENS_ON, randomness=secrets.token_bytes))
        except Refusal:
            return False

    at_once([*[lambda code=code: _spend(code) for code in codes[:6]], replace, replace])
    ((cards,),) = rows("SELECT count(*) FROM ballot_card")
    ((ballots,),) = rows("SELECT count(*) FROM ballot")
    assert cards + ballots == 12


def test_ballot_and_remarks_share_no_key() -> None:
    waves.build_teams({"a": 8})
    code = waves.open_with_cards()["a"][0]
    _spend(code)
    keys = [
        bytes(key) for (key,) in rows("SELECT key FROM ballot UNION ALL SELECT key FROM remark")
    ]
    assert len(set(keys)) == 3
    assert {len(key) for key in keys} == {16}
    assert not any(digest_of(code)[:8] in key for key in keys)


def test_a_ballot_is_kept_whole_or_not_at_all() -> None:
    waves.build_teams({"a": 8})
    code = waves.open_with_cards()["a"][0]
    with pytest.raises(database.DatabaseError):
        slot.spend(
            slot.Card(digest_of(code)),
            today=waves.OPENS_ON,
            answers="{}",
            remarks={"ask_cost": "kept", "ask_people": ""},
            randomness=secrets.token_bytes,
        )
    assert rows("SELECT count(*) FROM ballot") == rows("SELECT count(*) FROM remark") == [(0,)]
    assert _spend(code)


def test_a_card_of_a_closed_wave_is_gone() -> None:
    waves.build_teams({"a": 8})
    code = waves.open_with_cards()["a"][0]
    waves.close()
    assert slot.place_of(slot.Card(digest_of(code)), today=waves.OPENS_ON) is None
    with pytest.raises(NotFound):
        pulse.find_paper(code, today=waves.OPENS_ON)
