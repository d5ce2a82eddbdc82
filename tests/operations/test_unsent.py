"""A message that ends unsent has asked nobody; one that comes too late is not sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta

import pytest

from survey.intake.rules import Rules
from survey.operations import deliveries, stops
from survey.operations.deliveries import Outgoing
from survey.store.database import rows, run
from tests.conftest import NOW
from tests.decided import ANN, ask_about, fresh
from tests.operations.test_quarantine import after
from tests.surveys import make_live_survey

AWAKE = Rules(quiet_from="00:00", quiet_until="00:00", quarantine_days=30, latest_hours=24)
SOON = NOW + timedelta(hours=1)


def state() -> str:
    return str(rows("SELECT state FROM delivery WHERE kind = 'invitation' ORDER BY id")[0][0])


def n_askings() -> int:
    return int(rows("SELECT count(*) FROM asking")[0][0])


def claimed() -> Outgoing:
    claim = deliveries.take(["mail"], now=SOON)
    assert claim is not None
    outgoing = deliveries.look(claim, now=SOON, zone=UTC)
    assert outgoing is not None
    return outgoing


def look(now=SOON) -> None:
    claim = deliveries.take(["mail"], now=now)
    assert claim is not None
    assert deliveries.look(claim, now=now, zone=UTC) is None


def retired() -> None:
    run("UPDATE survey SET state = 'retired', retired_at = 1")
    look()


def expired() -> None:
    run("UPDATE invitation SET created_at = 1, expires_at = 2")
    look()


def given_up() -> None:
    run("UPDATE delivery SET attempts = ?", (deliveries.MOST_ATTEMPTS - 1,))
    deliveries.fail(claimed(), "No.", now=SOON)


def refused() -> None:
    deliveries.refuse(claimed(), "No such mailbox.", now=SOON)
    stops.lift_stop(ANN)


def stopped() -> None:
    stops.stop_address(ANN, kind="opted_out", origin="staff", now=NOW)
    stops.lift_stop(ANN)


@pytest.mark.parametrize(
    ("end", "state_then"),
    [
        (retired, "stopped"),
        (expired, "expired"),
        (given_up, "given_up"),
        (refused, "refused"),
        (stopped, "stopped"),
    ],
)
def test_who_was_sent_nothing_is_not_in_quarantine(
    both_stores: str, end: Callable[[], None], state_then: str
) -> None:
    make_live_survey(rules=AWAKE)
    ask_about(fresh("first", customer_ref="K-1"))
    assert n_askings() == 2
    end()
    assert (state(), n_askings()) == (state_then, 0)
    run("UPDATE survey SET state = 'live', retired_at = NULL")
    assert after(1, fresh("next", customer_ref="K-1"))["next"] == "invited"


def test_who_was_sent_something_is(both_stores: str) -> None:
    make_live_survey(rules=AWAKE)
    ask_about(fresh("first"))
    outgoing = claimed()
    assert deliveries.hand_over(outgoing, now=SOON)
    deliveries.confirm(outgoing, now=SOON)
    deliveries.refuse(outgoing, "Too late to say so.", now=SOON)
    assert (state(), n_askings()) == ("sent", 1)
    assert after(1, fresh("next"))["next"] == "quarantined"


def test_what_is_tried_again_after_it_was_given_up_begins_the_quarantine(both_stores: str) -> None:
    make_live_survey(rules=AWAKE)
    ask_about(fresh("first", customer_ref="K-1"))
    given_up()
    assert deliveries.retry_given_up(now=SOON) == 1
    assert deliveries.retry_given_up(now=SOON) == 0
    assert (state(), n_askings()) == ("waiting", 2)
    assert after(1, fresh("next"))["next"] == "quarantined"


@pytest.mark.parametrize("knows_time", [True, False])
def test_a_message_that_comes_later_than_the_rules_ask_is_not_sent(
    both_stores: str, knows_time: bool
) -> None:
    """chatwoot/chatwoot#11569, PR #11584: sent outside its window, and nobody said why not.

    The hours after a contact count when the message is sent, not only when it is decided.
    """
    make_live_survey(rules=AWAKE)
    ask_about(fresh("first"))
    if not knows_time:
        run("UPDATE contact SET closed_at = NULL, opened_at = NULL")
    # It closed at eleven; where the day alone is known, that counts as its end.
    hours = 24 if knows_time else 37
    claim = deliveries.take(["mail"], now=NOW + timedelta(hours=hours - 1))
    assert claim is not None
    assert deliveries.look(claim, now=NOW + timedelta(hours=hours - 1), zone=UTC) is not None
    look(now=NOW + timedelta(hours=hours))
    assert (state(), n_askings()) == ("expired", 0)
    assert "longer ago" in rows("SELECT note FROM delivery")[0][0]


def test_a_reminder_may_come_later_than_that(both_stores: str) -> None:
    make_live_survey(rules=AWAKE)
    ask_about(fresh("first"))
    assert deliveries.hand_over(claimed(), now=SOON)
    days = NOW + timedelta(days=5)
    claim = deliveries.take(["mail"], now=days)
    assert claim is not None
    assert claim.kind == "reminder"
    assert deliveries.look(claim, now=days, zone=UTC) is not None
