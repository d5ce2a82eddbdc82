"""Every contact gets one decision: its customer is asked, or there is a reason why not."""

from datetime import UTC, datetime, timedelta

import pytest

from survey.errors import NotFound
from survey.intake.reach import Reach
from survey.intake.rules import Rules
from survey.operations import surveys
from survey.operations.deciding import decide_one
from survey.operations.stops import stop_address
from survey.operations.tokens import invitation_token
from survey.store import reads_of_invitations
from survey.store.database import rows
from tests.conftest import NOW
from tests.contact_records import ZONE, accept
from tests.decided import (
    ANN,
    KEY,
    ask_about,
    decide,
    deliveries,
    fresh,
    invited_by,
    n_invited,
    outcomes,
)
from tests.surveys import make_live_survey

ONE_DAY = timedelta(days=1)


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def one(external_id: str = "C-1", **options):
    (found,) = rows("SELECT id FROM contact WHERE external_id = ?", (external_id,))
    return decide_one(found[0], now=NOW, secret_key=KEY, zone=ZONE, **options)


def test_nothing_to_decide_is_nothing(both_stores):
    make_live_survey()
    assert decide() == 0
    assert outcomes() == {}


def test_a_customer_is_invited_with_everything_that_follows(both_stores):
    survey = make_live_survey()
    assert ask_about(fresh()) == {"C-1": "invited"}
    (contact,) = rows("SELECT id FROM contact")
    token = invitation_token(contact[0], secret_key=KEY)
    invited = reads_of_invitations.find(token)
    assert invited is not None
    due = NOW
    assert invited.expires_at == due + timedelta(days=Rules().expires_days)
    assert (invited.via, invited.language) == ("mail", "en")
    assert deliveries() == {"C-1": ("mail", "waiting", seconds(due))}
    assert rows("SELECT survey_id FROM survey_decision") == [(survey,)]
    assert rows("SELECT count(*) FROM asking") == [(1,)]
    assert n_invited() == (1, 1)


def test_a_contact_is_decided_about_once_however_often_it_is_sent(both_stores):
    make_live_survey()
    ask_about(fresh("a"), fresh("b", email="bob@example.org"))
    before = rows("SELECT * FROM survey_decision ORDER BY contact_id")
    accept(fresh("a"), fresh("b", email="bob@new.example"))
    assert decide(now=NOW + ONE_DAY) == 0
    assert rows("SELECT * FROM survey_decision ORDER BY contact_id") == before
    assert n_invited() == (2, 2)


def test_batches_follow_each_other_until_all_are_decided(both_stores):
    make_live_survey()
    accept(*(fresh(f"c{number}", email=f"{number}@example.org") for number in range(5)))
    assert [decide(n=2) for _ in range(4)] == [2, 2, 1, 0]
    assert set(outcomes().values()) == {"invited"}
    assert n_invited() == (5, 5)


def test_every_contact_carries_its_reason(both_stores):
    """chatwoot/chatwoot#11569: support has to answer why no survey was sent."""
    make_live_survey(rules=Rules(channels=("phone",), queues=("Billing",)))
    stop_address("out@example.org", kind="opted_out", origin="page", now=NOW)
    stop_address("gone@example.org", kind="bounced", origin="dsn", now=NOW)
    assert ask_about(
        fresh("scored", score=5),
        fresh("chat", channel="chat"),
        fresh("orders", queue="Orders"),
        fresh("late", closed_at=NOW - timedelta(hours=73)),
        fresh("nobody", email=None),
        fresh("out", email="Out@Example.org"),
        fresh("gone", email="gone@example.org"),
        fresh("first"),
        fresh("second"),
    ) == {
        "scored": "answered",
        "chat": "not_eligible: channel",
        "orders": "not_eligible: queue",
        "late": "too_late",
        "nobody": "no_address",
        "out": "opted_out",
        "gone": "bounced",
        "first": "invited",
        "second": "quarantined",
    }
    assert n_invited() == (1, 1)


def test_without_a_live_survey_nobody_asks(both_stores):
    assert ask_about(fresh()) == {"C-1": "no_survey"}
    make_live_survey()
    assert decide() == 0, "what was decided before there was a survey stands"


def test_a_retired_survey_asks_nobody(both_stores):
    make_live_survey()
    surveys.retire("after-a-contact", now=NOW)
    assert ask_about(fresh()) == {"C-1": "no_survey"}


def test_the_first_survey_whose_rules_fit_asks(both_stores):
    make_live_survey("chats", rules=Rules(channels=("chat",)))
    make_live_survey("calls", rules=Rules(channels=("phone",)))
    make_live_survey("rest")
    ask_about(
        fresh("call"),
        fresh("chat", channel="chat", email="bob@example.org"),
        fresh("mail", channel="email", email="cy@example.org"),
    )
    assert invited_by() == {"call": "calls", "chat": "chats", "mail": "rest"}


def test_where_none_fits_the_reason_is_that_of_the_nearest(both_stores):
    make_live_survey("chats", rules=Rules(channels=("chat",)))
    make_live_survey("german", rules=Rules(channels=("phone",), languages=("de",)))
    make_live_survey("orders", rules=Rules(queues=("Orders",)))
    assert ask_about(fresh(language="fr")) == {"C-1": "not_eligible: language"}


def test_a_survey_that_is_out_of_time_leaves_the_contact_to_the_next(both_stores):
    make_live_survey("quick", rules=Rules(latest_hours=1))
    make_live_survey("slow", rules=Rules(latest_hours=48))
    ask_about(fresh(closed_at=NOW - timedelta(hours=30)))
    assert invited_by() == {"C-1": "slow"}


def test_nothing_is_queued_that_would_come_after_the_last_hour_for_it(both_stores):
    """chatwoot/chatwoot#11569: sent outside the window in which it could be answered."""
    make_live_survey(rules=Rules(latest_hours=10, quiet_from="20:00", quiet_until="08:00"))
    evening = datetime(2026, 3, 9, 20, 0, tzinfo=UTC)  # 21:00 in Berlin; 08:00 is 11 hours away
    assert ask_about(fresh(closed_at=evening), now=evening) == {"C-1": "too_late"}
    assert deliveries() == {}


def test_a_contact_that_learns_an_address_is_decided_again(both_stores):
    make_live_survey()
    assert ask_about(fresh(email=None)) == {"C-1": "no_address"}
    assert ask_about(fresh()) == {"C-1": "invited"}
    assert n_invited() == (1, 1)
    assert rows("SELECT * FROM contact_to_decide") == []
    assert ask_about(fresh(email="ann@new.example")) == {"C-1": "invited"}
    assert n_invited() == (1, 1)


def test_a_handle_time_that_comes_later_is_looked_at(both_stores):
    make_live_survey(rules=Rules(least_handle_seconds=60))
    assert ask_about(fresh(handle_seconds=None)) == {"C-1": "not_eligible: handle_time"}
    assert ask_about(fresh(handle_seconds=61)) == {"C-1": "invited"}


def test_an_address_learnt_too_late_asks_nobody(both_stores):
    make_live_survey()
    ask_about(fresh(email=None))
    assert ask_about(fresh(), now=NOW + 4 * ONE_DAY) == {"C-1": "too_late"}


def test_where_only_the_day_is_known_it_counts_to_its_end(both_stores):
    make_live_survey(rules=Rules(latest_hours=36, delay_minutes=0))
    day_only = fresh("yesterday")._replace(
        closed_at=None, opened_at=None, closed_on=(NOW - ONE_DAY).date()
    )
    today = day_only._replace(
        external_id="today", closed_on=NOW.date(), reach=Reach("b@example.org", None, None, None)
    )
    assert ask_about(day_only, today) == {"yesterday": "invited", "today": "invited"}
    assert deliveries()["today"][2] == seconds(NOW)


@pytest.mark.parametrize(
    ("via", "email", "phone", "way"),
    [
        ("mail", ANN, "+4930901820", "mail"),
        ("sms", ANN, "+4930901820", "sms"),
        ("mail_or_sms", None, "+4930901820", "sms"),
        ("mail_or_sms", ANN, "+4930901820", "mail"),
        ("sms_or_mail", ANN, None, "mail"),
    ],
)
def test_the_message_goes_the_first_way_that_has_an_address(both_stores, via, email, phone, way):
    make_live_survey(rules=Rules(via=via))
    assert ask_about(fresh(email=email, phone=phone)) == {"C-1": "invited"}
    assert deliveries()["C-1"][0] == way


def test_a_bounced_address_leaves_the_other_way_open_but_an_opt_out_closes_both(both_stores):
    make_live_survey(rules=Rules(via="mail_or_sms"))
    stop_address(ANN, kind="bounced", origin="dsn", now=NOW)
    ask_about(fresh("bounced", phone="+4930901820"))
    assert deliveries()["bounced"][0] == "sms"
    stop_address("bob@example.org", kind="opted_out", origin="page", now=NOW)
    found = ask_about(fresh("out", email="bob@example.org", phone="+4930901821"))
    assert found["out"] == "opted_out"


def test_a_link_that_others_pass_on_needs_no_address_and_sends_nothing(both_stores):
    """chatwoot/chatwoot#12338, #10149: let me deliver it myself."""
    make_live_survey(rules=Rules(via="link"))
    assert ask_about(fresh(email=None)) == {"C-1": "invited"}
    assert deliveries() == {}
    assert rows("SELECT via FROM invitation") == [("link",)]


def test_a_link_at_once_is_the_same_link_ever_after(both_stores):
    make_live_survey()
    accept(fresh(email=None))
    made = one(via_link=True)
    assert (made.outcome, made.rule) == ("invited", None)
    assert made.token is not None
    assert reads_of_invitations.find(made.token) is not None
    assert one(via_link=True) == made
    assert decide() == 1, "the batch passes over it"
    assert outcomes() == {"C-1": "invited"}
    assert n_invited() == (1, 1)
    assert deliveries() == {}


def test_one_whose_batch_found_no_address_still_gets_a_link(both_stores):
    make_live_survey()
    ask_about(fresh(email=None))
    assert one().outcome == "no_address"
    assert one(via_link=True).token is not None
    assert n_invited() == (1, 1)


def test_a_link_at_once_keeps_to_the_rules(both_stores):
    make_live_survey(rules=Rules(sampling_percent=0))
    accept(fresh())
    assert (one(via_link=True).outcome, one(via_link=True).token) == ("sampled_out", None)


def test_a_contact_that_does_not_exist_is_not_found(both_stores):
    with pytest.raises(NotFound):
        decide_one(1, now=NOW, secret_key=KEY, zone=ZONE)
