"""Nobody is asked again too soon, by whichever survey, and everybody is asked again after that."""

from datetime import timedelta

from survey.intake.rules import Rules
from survey.store.database import rows
from tests.conftest import NOW
from tests.decided import ANN, ask_about, fresh, invited_by, outcomes
from tests.surveys import make_live_survey

PHONE = "+4930901820"
CALLS = Rules(channels=("phone",))
CHATS = {"channels": ("chat",)}


def after(days: float, *records):
    """Outcomes after contacts that close so many days later."""
    now = NOW + timedelta(days=days)
    closed = [
        one._replace(closed_at=now - timedelta(hours=1), opened_at=None, closed_on=(now).date())
        for one in records
    ]
    return ask_about(*closed, now=now)


def test_a_returning_customer_is_asked_again_after_the_quarantine(both_stores):
    """chatwoot/chatwoot#10628: never asked again; #2653, #4526: asked once per conversation."""
    make_live_survey(rules=Rules(quarantine_days=30))
    found = ask_about(fresh("first"))
    found = after(29.9, fresh("second"))
    found = after(30.1, fresh("third"))
    assert found == {"first": "invited", "second": "quarantined", "third": "invited"}


def test_being_left_out_does_not_begin_the_quarantine_anew(both_stores):
    make_live_survey(rules=Rules(quarantine_days=30))
    ask_about(fresh("first"))
    for day in (10, 20, 29):
        after(day, fresh(f"day {day}"))
    assert after(31, fresh("last"))["last"] == "invited"


def test_a_person_is_known_by_reference_or_by_any_address(both_stores):
    make_live_survey(rules=Rules(via="mail_or_sms"))
    assert ask_about(
        fresh("first", customer_ref="K-1", phone=PHONE),
        fresh("by reference", customer_ref="K-1", email="other@example.org"),
        fresh("by mail", email=ANN.upper()),
        fresh("by phone", email=None, phone=PHONE),
        fresh("somebody else", customer_ref="K-2", email="bob@example.org"),
    ) == {
        "first": "invited",
        "by reference": "quarantined",
        "by mail": "quarantined",
        "by phone": "quarantined",
        "somebody else": "invited",
    }


def test_of_two_contacts_in_one_batch_one_is_asked_about(both_stores):
    """fbsamples/original-coast-clothing#18: CSAT is sent twice."""
    make_live_survey()
    assert ask_about(fresh("a"), fresh("b")) == {"a": "invited", "b": "quarantined"}
    assert rows("SELECT count(*) FROM delivery") == [(1,)]


def test_two_customers_of_one_family_phone_are_one_person(both_stores):
    make_live_survey(rules=Rules(via="sms"))
    found = ask_about(
        fresh("a", customer_ref="K-1", email=None, phone=PHONE),
        fresh("b", customer_ref="K-2", email=None, phone=PHONE),
    )
    assert found == {"a": "invited", "b": "quarantined"}


def test_every_survey_counts_unless_one_says_that_only_its_own_do(both_stores):
    """PostHog/posthog#22965: the wait period blocks all surveys, NPS and CES side by side."""
    make_live_survey("calls", rules=CALLS)
    make_live_survey("chats", rules=Rules(**CHATS, is_own_quarantine=True))
    make_live_survey("rest")
    ask_about(fresh("call"), fresh("chat", channel="chat"), fresh("mail", channel="email"))
    assert invited_by() == {"call": "calls", "chat": "chats"}
    assert after(1, fresh("again", channel="chat"))["again"] == "quarantined"


def test_an_override_asks_regardless_and_still_counts_for_the_others(both_stores):
    """PostHog/posthog#30379: an override per survey type."""
    make_live_survey("chats", rules=Rules(**CHATS, ignores_quarantine=True))
    make_live_survey("calls", rules=CALLS)
    ask_about(fresh("one", channel="chat"), fresh("two", channel="chat"), fresh("call"))
    assert outcomes() == {"one": "invited", "two": "invited", "call": "quarantined"}


def test_no_days_mean_no_quarantine(both_stores):
    """chatwoot/chatwoot#4526: ask again each time a conversation ends."""
    make_live_survey(rules=Rules(quarantine_days=0))
    assert ask_about(fresh("a"), fresh("b")) == {"a": "invited", "b": "invited"}


def test_a_customer_of_whom_nothing_is_known_is_nobody_else(both_stores):
    make_live_survey(rules=Rules(via="link"))
    assert ask_about(fresh("a", email=None), fresh("b", email=None)) == {
        "a": "invited",
        "b": "invited",
    }


def test_only_digests_of_people_are_kept_with_an_asking(both_stores):
    make_live_survey()
    ask_about(fresh(customer_ref="K-1"))
    kept = [bytes(row[0]) for row in rows("SELECT person FROM asking")]
    assert [len(one) for one in kept] == [16, 16]
