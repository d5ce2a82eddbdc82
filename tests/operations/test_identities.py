"""How a customer can be reached is kept with the contact, filled in, and brought up to date."""

from typing import Any

import pytest

from survey.intake.reach import Reach
from survey.store.database import rows, run
from tests.conftest import NOW
from tests.contact_records import accept, counts, record

ANN = Reach("ann@example.org", None, None, None)
GERMAN = Reach(None, "+4930901820", "de", "Europe/Berlin")


def kept() -> list[tuple[Any, ...]]:
    return rows(
        "SELECT external_id, email, phone, language, timezone FROM contact_identity"
        " JOIN contact ON contact.id = contact_id ORDER BY external_id"
    )


def decide(outcome: str) -> None:
    """What was decided about every contact."""
    rule = "language" if outcome == "not_eligible" else None
    run(
        "INSERT INTO survey_decision (contact_id, outcome, rule, decided_at)"
        " SELECT id, CAST(? AS TEXT), CAST(? AS TEXT), ? FROM contact",
        (outcome, rule, int(NOW.timestamp())),
    )


def waiting() -> list[tuple[Any, ...]]:
    return rows("SELECT contact_id FROM contact_to_decide")


def test_nothing_is_kept_of_a_customer_of_whom_nothing_is_said(both_stores):
    accept()
    accept(record("a"), record("b"))
    assert kept() == []


def test_one_and_two_customers_are_kept_and_stay_where_nothing_new_is_said(both_stores):
    accept(record("a", reach=ANN))
    accept(record("b"), record("c", reach=GERMAN))
    wanted = [("a", "ann@example.org", None, None, None), ("c", None, *GERMAN[1:])]
    assert kept() == wanted
    assert counts(accept(record("a"), record("b"), record("c"))) == (0, 0, 3, 0)
    assert kept() == wanted


def test_a_contact_sent_again_fills_in_and_brings_up_to_date(both_stores):
    accept(record("a", reach=ANN))
    assert counts(accept(record("a", reach=GERMAN))) == (0, 1, 0, 0)
    assert kept() == [("a", "ann@example.org", "+4930901820", "de", "Europe/Berlin")]
    moved = Reach("ann@new.example", None, None, None)
    assert counts(accept(record("a", reach=moved))) == (0, 1, 0, 0)
    assert counts(accept(record("a", reach=moved))) == (0, 0, 1, 0)
    assert kept() == [("a", "ann@new.example", "+4930901820", "de", "Europe/Berlin")]


def test_a_contact_met_twice_in_one_file_ends_as_its_later_row_says(both_stores):
    accept(record("a", reach=ANN), record("b"), record("a", reach=GERMAN), record("b", reach=ANN))
    assert kept() == [
        ("a", "ann@example.org", "+4930901820", "de", "Europe/Berlin"),
        ("b", "ann@example.org", None, None, None),
    ]


def test_a_dry_run_keeps_nothing(both_stores):
    accept(record("a", reach=ANN), dry_run=True)
    assert kept() == []


@pytest.mark.parametrize("outcome", ["no_address", "not_eligible"])
def test_a_contact_that_learns_something_is_decided_again(both_stores, outcome):
    accept(record("a"), record("b"))
    decide(outcome)
    accept(record("a"), record("b"))
    assert waiting() == []
    accept(record("a", reach=ANN), record("b"))
    assert waiting() == rows("SELECT id FROM contact WHERE external_id = 'a'")
    accept(record("a", reach=GERMAN))
    assert len(waiting()) == 1


def test_a_handle_time_that_is_learnt_counts_as_well(both_stores):
    accept(record("a", handle_seconds=None))
    decide("not_eligible")
    accept(record("a", handle_seconds=300))
    assert len(waiting()) == 1


@pytest.mark.parametrize("outcome", ["invited", "by_hand", "sampled_out", "opted_out", "answered"])
def test_one_that_was_invited_or_left_out_for_good_is_not(both_stores, outcome):
    accept(record("a"))
    decide(outcome)
    accept(record("a", reach=ANN))
    assert waiting() == []


def test_an_erased_customer_stays_erased_when_the_contact_is_sent_again(both_stores):
    accept(record("a"))
    run("UPDATE contact SET customer_ref = NULL")
    run("INSERT INTO erased_contact SELECT id, 1 FROM contact")
    assert counts(accept(record("a", reach=ANN))) == (0, 0, 1, 0)
    assert kept() == []
    assert rows("SELECT customer_ref FROM contact") == [(None,)]
