"""Inviting and recording: once per contact, whole or not at all, counted as it is kept."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from survey.errors import Conflict, InvalidInput, NotFound
from survey.instruments.items import Item, Scale
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import rollups, satisfaction
from survey.store.database import rows, run
from tests import invited
from tests.conftest import NOW

FIVE = {"csat": 5}


def _record(token: str, value: int | None = 4, *, comment: str | None = None) -> None:
    satisfaction.record_response(token, {"csat": value}, comment=comment, now=NOW)


def test_an_invitation_is_told_once_and_kept_as_a_digest(both_stores: str) -> None:
    contact = invited.add_contacts(1)[0]
    made = satisfaction.invite(contact, token=invited.token(), now=NOW)
    assert made.path == "/c/token-of-a-test-00000000"
    assert made.expires_at == NOW + timedelta(days=14)
    digest = hashlib.sha256(invited.token().encode()).digest()
    assert [bytes(row[0]) for row in rows("SELECT token_digest FROM invitation")] == [digest]
    assert rows("SELECT n_contacts, n_invited FROM contact_rollup") == [(1, 1)]


def test_a_contact_has_one_invitation_unless_a_new_one_is_asked_for(both_stores: str) -> None:
    contact = invited.add_contacts(1)[0]
    invited.invite(contact, 1)
    before = invited.kept()
    with pytest.raises(Conflict, match="already invited"):
        invited.invite(contact, 2)
    assert invited.kept() == before
    satisfaction.invite(contact, token=invited.token(3), now=NOW, replace=True)
    assert rows("SELECT count(*) FROM invitation") == [(1,)]
    assert rows("SELECT n_invited FROM contact_rollup") == [(1,)]
    with pytest.raises(NotFound):
        _record(invited.token(1))
    _record(invited.token(3))
    assert invited.n_answers() == (1, 1, 1)


def test_who_has_answered_is_not_invited_again(both_stores: str) -> None:
    contact = invited.add_contacts(1)[0]
    _record(invited.invite(contact))
    with pytest.raises(Conflict, match="already answered"):
        satisfaction.invite(contact, token=invited.token(2), now=NOW, replace=True)


def test_who_answered_elsewhere_is_not_invited(both_stores: str) -> None:
    contact = invited.add_contacts(1)[0]
    digest = satisfaction.ensure_instrument(AFTER_CONTACT)
    run(
        "INSERT INTO response (contact_id, instrument_digest, received_at) VALUES (?, ?, 0)",
        (contact, digest),
    )
    with pytest.raises(Conflict, match="already answered"):
        invited.invite(contact)


def test_an_unknown_contact_cannot_be_invited(both_stores: str) -> None:
    with pytest.raises(NotFound):
        invited.invite(1)
    assert rows("SELECT count(*) FROM invitation") == [(0,)]


@pytest.mark.parametrize(
    "token", ["", "short", "x" * 65, "with space in the middle...", "ünïcode" * 4]
)
def test_a_token_that_could_be_guessed_or_mangled_is_a_mistake_of_ours(
    store: str, token: str
) -> None:
    with pytest.raises(ValueError, match="a token is"):
        satisfaction.invite(invited.add_contacts(1)[0], token=token, now=NOW)


def test_an_instrument_is_kept_once(both_stores: str) -> None:
    assert satisfaction.ensure_instrument(AFTER_CONTACT) == AFTER_CONTACT.digest
    satisfaction.ensure_instrument(AFTER_CONTACT)
    assert rows("SELECT digest, definition FROM instrument") == [
        (AFTER_CONTACT.digest, AFTER_CONTACT.definition)
    ]


def test_a_response_is_kept_and_counted(both_stores: str) -> None:
    first, second = invited.add_contacts(2)
    _record(invited.invite(first, 1), 4, comment=invited.COMMENT)
    _record(invited.invite(second, 2), 4)
    assert rows("SELECT comment FROM response ORDER BY contact_id") == [(invited.COMMENT,), (None,)]
    assert rows("SELECT item, value FROM answer") == [("csat", 4), ("csat", 4)]
    assert rows("SELECT item, value, n FROM answer_rollup") == [("csat", 4, 2)]


def test_counting_as_it_comes_equals_counting_again(both_stores: str) -> None:
    for number, contact in enumerate(invited.add_contacts(6)):
        token = invited.invite(contact, number)
        if number % 2:
            _record(token, number)
    before = invited.kept()
    rollups.rebuild()
    assert invited.kept() == before


def test_a_second_response_changes_nothing(both_stores: str) -> None:
    token = invited.invite(invited.add_contacts(1)[0])
    _record(token, 2, comment="First.")
    before = invited.kept()
    with pytest.raises(Conflict, match="already answered"):
        _record(token, 5, comment="Second.")
    assert invited.kept() == before


def test_an_expired_invitation_takes_no_response(both_stores: str) -> None:
    token = invited.invite(invited.add_contacts(1)[0], valid_for=timedelta(seconds=1))
    late = NOW + timedelta(seconds=1)
    with pytest.raises(Conflict, match="over"):
        satisfaction.record_response(token, FIVE, comment=None, now=late)
    assert invited.n_answers() == (0, 0, 0)
    satisfaction.record_response(token, FIVE, comment=None, now=NOW)
    assert invited.n_answers() == (1, 1, 1)


@pytest.mark.parametrize("value", [None, 0, 6, -1, 2_000_000_000_000])
def test_a_value_off_the_scale_leaves_nothing_behind(both_stores: str, value: int | None) -> None:
    token = invited.invite(invited.add_contacts(1)[0])
    with pytest.raises(InvalidInput):
        _record(token, value, comment="Kept? No.")
    assert invited.n_answers() == (0, 0, 0)
    _record(token, 3)
    assert invited.n_answers() == (1, 1, 1)


@pytest.mark.parametrize(
    "token", [invited.token(9), "", "x" * 65, "\x00" * 22, "ñ" * 22, "' OR 1=1 --" * 3]
)
def test_a_forged_token_finds_nothing(both_stores: str, token: str) -> None:
    invited.invite(invited.add_contacts(1)[0])
    with pytest.raises(NotFound):
        satisfaction.record_response(token, FIVE, comment=None, now=NOW)
    assert invited.n_answers() == (0, 0, 0)


def test_every_item_of_the_instrument_asked_is_kept(both_stores: str) -> None:
    ease = Scale(1, 7, tuple("1234567"), favourable_from=5)
    two = Instrument(
        kind="satisfaction",
        name="Two items",
        headline="csat",
        items=(*AFTER_CONTACT.items, Item("ces", "How easy was it?", "scale", ease)),
    )
    contact = invited.add_contacts(1)[0]
    satisfaction.invite(contact, token=invited.token(), now=NOW, instrument=two)
    with pytest.raises(InvalidInput, match="ces"):
        satisfaction.record_response(invited.token(), {"csat": 4, "ces": 8}, comment=None, now=NOW)
    answers = {"csat": 4, "ces": 7, "not-asked": 1}
    satisfaction.record_response(invited.token(), answers, comment=None, now=NOW)
    assert rows("SELECT item, value, n FROM answer_rollup ORDER BY item") == [
        ("ces", 7, 1),
        ("csat", 4, 1),
    ]
