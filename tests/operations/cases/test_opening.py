"""An unhappy customer has one open case, whatever comes together."""

from __future__ import annotations

import threading

from survey.operations import cases
from survey.store import database
from survey.store.database import rows, run
from tests import invited
from tests.conftest import NOW
from tests.operations.cases import unhappy

N_AT_ONCE = 4


def test_a_low_score_opens_a_case_and_a_good_one_does_not(both_stores: str) -> None:
    low, good = unhappy.customers("c-1", "c-2")
    unhappy.answer(low, 2)
    unhappy.answer(good, 3)
    assert unhappy.entries() == [(low, "opened", None)]
    assert rows("SELECT cause, state, customer_ref FROM customer_case") == [
        ("low_score", "open", "c-1")
    ]
    assert rows("SELECT kind FROM job") == [("case_opened",)]


def test_a_wish_to_be_contacted_opens_a_case_whatever_the_score(store: str) -> None:
    (contact,) = unhappy.customers("c-1")
    unhappy.answer(contact, 5, call_back=1)
    assert rows("SELECT contact_id, cause FROM customer_case") == [(contact, "call_back")]


def test_a_second_unhappy_contact_goes_into_the_open_case(both_stores: str) -> None:
    first, second, third = unhappy.customers("c-1", "c-1", "c-1")
    unhappy.answer(first, 1)
    response = unhappy.answer(second, 2)
    cases.consider_response(response, now=NOW)
    assert unhappy.entries() == [(first, "opened", None), (first, "again", None)]
    assert rows("SELECT contact_id FROM case_entry WHERE kind = 'again'") == [(second,)]
    assert rows("SELECT version FROM customer_case") == [(2,)]
    run("UPDATE customer_case SET state = 'closed', closed_at = 9, outcome = 'recovered'")
    unhappy.answer(third, 1)
    assert unhappy.entries()[2:] == [(third, "opened", None)]


def test_customers_without_a_reference_have_a_case_each(both_stores: str) -> None:
    for contact in unhappy.customers(None, None):
        unhappy.answer(contact, 1)
    assert [kind for _, kind, _ in unhappy.entries()] == ["opened", "opened"]


def test_a_corrected_answer_is_noted_and_closes_nothing(both_stores: str) -> None:
    first, second, third = unhappy.customers("c-1", "c-1", "c-2")
    mistaken = unhappy.answer(first, 1)
    unhappy.correct(mistaken, 5)
    again = unhappy.answer(second, 2)
    unhappy.correct(again, 1)
    late = unhappy.answer(third, 4)
    unhappy.correct(late, 1)
    assert unhappy.entries() == [
        (first, "opened", None),
        (first, "corrected", "The answer is now 5."),
        (first, "again", None),
        (first, "corrected", "The answer is now 1."),
        (third, "opened", None),
    ]
    assert rows("SELECT DISTINCT state FROM customer_case") == [("open",)]


def test_a_low_correction_after_closing_opens_the_case_again(both_stores: str) -> None:
    (contact,) = unhappy.customers("c-1")
    response = unhappy.answer(contact, 2)
    run("UPDATE customer_case SET due_at = 8, owner_id = NULL")
    close()
    unhappy.correct(response, 4)
    assert rows("SELECT state FROM customer_case") == [("closed",)]
    unhappy.correct(response, 1)
    unhappy.correct(response, 1)
    assert rows("SELECT state, outcome, closed_at, due_at, escalated_at FROM customer_case") == [
        ("open", None, None, None, None)
    ]
    assert [kind for _, kind, _ in unhappy.entries()] == [
        "opened", "corrected", "corrected", "reopened", "corrected",
    ]  # fmt: skip
    assert rows("SELECT subject FROM job WHERE kind = 'case_reopened'") == [("case_reopened:1",)]


def test_a_wish_to_be_contacted_after_closing_opens_the_case_again(store: str) -> None:
    (contact,) = unhappy.customers(None)
    response = unhappy.answer(contact, 1)
    close()
    run("UPDATE answer SET value = 5")
    run("INSERT INTO answer VALUES (?, 'call_back', 1)", (response,))
    run("UPDATE response SET revised_at = 9")
    cases.consider_response(response, now=NOW)
    assert rows("SELECT state FROM customer_case") == [("open",)]


def test_a_low_correction_goes_into_the_other_open_case_of_the_customer(both_stores: str) -> None:
    first, second = unhappy.customers("c-1", "c-1")
    response = unhappy.answer(first, 1)
    close()
    unhappy.answer(second, 1)
    unhappy.correct(response, 2)
    unhappy.correct(response, 1)
    assert rows("SELECT contact_id, state FROM customer_case ORDER BY id") == [
        (first, "closed"),
        (second, "open"),
    ]
    assert rows("SELECT case_id, contact_id FROM case_entry WHERE kind = 'again'") == [(2, first)]
    assert rows("SELECT kind FROM job WHERE kind = 'case_again'") == [("case_again",)]


def test_an_erased_customers_case_stays_closed(store: str) -> None:
    (contact,) = unhappy.customers("c-1")
    response = unhappy.answer(contact, 2)
    close("erased")
    unhappy.correct(response, 1)
    assert [kind for _, kind, _ in unhappy.entries()] == ["opened", "corrected"]


def close(outcome: str = "recovered") -> None:
    """Close every case."""
    run("UPDATE customer_case SET state = 'closed', closed_at = 9, outcome = ?", (outcome,))


def test_what_came_from_another_system_opens_no_case(store: str) -> None:
    (contact,) = invited.add_contacts(1)
    invited.invite(contact)
    run(
        "INSERT INTO response (contact_id, instrument_digest, received_at)"
        " SELECT contact_id, instrument_digest, 1 FROM invitation"
    )
    run("INSERT INTO answer SELECT id, 'csat', 1 FROM response")
    cases.consider_response(1, now=NOW)
    assert unhappy.entries() == []


def test_the_survey_says_which_score_opens_a_case(store: str) -> None:
    contacts = unhappy.customers("c-1", "c-2")
    run(
        "INSERT INTO survey (code, name, draft, rules, position)"
        """ VALUES ('s', 'S', '{}', '{"case_at_most":3}', 1),"""
        """ ('t', 'T', '{}', '{"case_at_most":null}', 2)"""
    )
    for survey_id, contact in enumerate(contacts, 1):
        run("UPDATE invitation SET survey_id = ? WHERE contact_id = ?", (survey_id, contact))
        unhappy.answer(contact, 3 if survey_id == 1 else 1)
    assert unhappy.entries() == [(contacts[0], "opened", None)]


def test_of_many_answers_of_one_customer_at_once_one_opens_the_case(both_stores: str) -> None:
    contacts = unhappy.customers(*["c-1"] * N_AT_ONCE)
    start = threading.Barrier(N_AT_ONCE)

    def say(contact: int) -> None:
        start.wait(timeout=20)
        unhappy.answer(contact, 1)
        database.disconnect()

    threads = [threading.Thread(target=say, args=(contact,)) for contact in contacts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kinds = sorted(kind for _, kind, _ in unhappy.entries())
    assert kinds == ["again"] * (N_AT_ONCE - 1) + ["opened"]
    assert rows("SELECT count(*), min(version) FROM customer_case") == [(1, N_AT_ONCE)]
    kinds = sorted(kind for (kind,) in rows("SELECT kind FROM job"))
    assert kinds == ["case_again", "case_opened"]
