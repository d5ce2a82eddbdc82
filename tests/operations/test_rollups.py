"""Maintained rollups against rebuilt ones, after anything that can happen to contacts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from survey.errors import Conflict
from survey.intake.contact import ContactRecord
from survey.operations import contacts, satisfaction
from survey.operations.rollups import rebuild
from survey.store import rollup_writes
from survey.store.database import rows, run
from tests.contact_records import OPENED_AT, Rollups, accept, record, rollups

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LATE_IN_FEBRUARY = OPENED_AT - timedelta(days=4)


def _some_record(chance: random.Random) -> ContactRecord:
    """One of few contacts, placed and scored by chance, so that most are sent again."""
    closed_at = LATE_IN_FEBRUARY + timedelta(days=chance.randrange(6), minutes=10)
    return record(
        f"C-{chance.randrange(30)}",
        team=chance.choice(["north", "south"]),
        channel=chance.choice(["phone", "chat"]),
        queue=chance.choice(["Billing", "Orders"]),
        agent=chance.choice(["a1", "a2"]),
        leader=chance.choice([None, "l1"]),
        opened_at=chance.choice([None, LATE_IN_FEBRUARY]),
        closed_at=chance.choice([None, closed_at]),
        closed_on=closed_at.date(),
        score=chance.choice([None, 1, 4, 5]),
        comment=chance.choice([None, "Words"]),
    )


def _import(chance: random.Random) -> None:
    records = [_some_record(chance) for _ in range(chance.randrange(1, 25))]
    accept(*records, correct=chance.random() < 0.4, dry_run=chance.random() < 0.1)


def _invite_and_answer(chance: random.Random) -> None:
    """Invite a few; some of them answer, some of those twice."""
    uninvited = rows(
        "SELECT id FROM contact WHERE id NOT IN (SELECT contact_id FROM response)"
        " AND id NOT IN (SELECT contact_id FROM invitation) ORDER BY id"
    )
    for (contact_id,) in uninvited[:3]:
        token = f"{chance.getrandbits(120):030x}"
        satisfaction.invite(contact_id, now=NOW, token=token)
        for _ in range(chance.randrange(3)):
            try:
                satisfaction.record_response(
                    token, {"csat": chance.randrange(1, 6)}, comment=None, now=NOW
                )
            except Conflict:
                continue


@pytest.mark.parametrize("seed", range(4))
def test_maintained_counts_equal_rebuilt_ones_after_anything(
    both_stores: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "BATCH_ROWS", 7)
    chance = random.Random(seed)
    for _ in range(12):
        chance.choice([_import, _import, _invite_and_answer])(chance)
        maintained = rollups()
        rebuild()
        assert rollups() == maintained
    assert maintained.contacts


def test_a_month_whose_last_contact_moves_away_is_gone(both_stores: str) -> None:
    accept(record(score=4))
    later = OPENED_AT + timedelta(days=30)
    accept(record(score=4, opened_at=later, closed_at=later, closed_on=later.date()), correct=True)
    assert rows("SELECT month FROM contact_month") == [("2026-04",)]
    assert rows("SELECT month FROM answer_month") == [("2026-04",)]


def test_rebuilding_nothing_leaves_nothing(both_stores: str) -> None:
    rebuild()
    assert rollups() == Rollups([], [], [], [])


def test_rebuilding_mends_wrong_counts(both_stores: str) -> None:
    accept(record(score=4), record("C-2"))
    right = rollups()
    run("UPDATE contact_rollup SET n_contacts = 17")
    run("DELETE FROM answer_rollup")
    rebuild()
    assert rollups() == right


def test_an_invitation_in_a_cell_without_contacts_is_refused(both_stores: str) -> None:
    accept(record())
    run("DELETE FROM contact_rollup")
    with pytest.raises(Conflict, match="rebuild-rollups"):
        rollup_writes.count_invitation(rows("SELECT id FROM contact")[0][0])
