"""Who is asked by hand, by a link or at a kiosk is asked like the others, and counts like them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey.errors import Conflict
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.rules import Rules
from survey.operations import deciding, kiosks, links, stops
from survey.store.database import rows
from tests.conftest import NOW
from tests.contact_records import ZONE, accept
from tests.decided import ANN, KEY, ask_about, decide, fresh, outcomes
from tests.operations.test_quarantine import after
from tests.surveys import make_live_survey

CODE = "kiosk-code-of-a-test"


def contact(name: str) -> int:
    return int(rows("SELECT id FROM contact WHERE external_id = ?", (name,))[0][0])


def by_hand(name: str) -> links.Link:
    return links.make_link(contact(name), now=NOW, secret_key=KEY)


def by_api(name: str) -> deciding.Decided:
    return deciding.decide_one(contact(name), now=NOW, secret_key=KEY, zone=ZONE, via_link=True)


def at_kiosk(name: str) -> str:
    return kiosks.open_question(CODE, name, language="en", now=NOW, secret_key=KEY, zone=ZONE)


def stand_kiosk() -> None:
    survey_id = int(rows("SELECT id FROM survey")[0][0])
    kiosks.add_kiosk("Door", survey_id=survey_id, source="desk", code=CODE, now=NOW)


@pytest.mark.parametrize("ask", [by_hand, by_api, at_kiosk])
def test_the_quarantine_begins_however_somebody_is_asked(both_stores: str, ask) -> None:
    make_live_survey(rules=Rules(quarantine_days=30))
    stand_kiosk()
    accept(fresh("first", customer_ref="K-1"))
    ask("first")
    assert rows("SELECT count(*), max(asked_at) FROM asking") == [(2, int(NOW.timestamp()))]
    found = after(1, fresh("second", customer_ref="K-1"))
    assert found["second"] == "quarantined"
    assert after(31, fresh("third", customer_ref="K-1"))["third"] == "invited"


def test_the_live_survey_that_fits_asks(both_stores: str) -> None:
    make_live_survey("chats", rules=Rules(channels=("chat",)))
    make_live_survey("calls", rules=Rules(channels=("phone",)))
    accept(fresh("call", language="de"), fresh("mail", channel="email", email="b@example.org"))
    by_hand("call")
    by_hand("mail")
    found = dict(
        rows(
            "SELECT external_id, survey.code FROM invitation JOIN contact ON contact.id ="
            " contact_id LEFT JOIN survey ON survey.id = invitation.survey_id"
        )
    )
    assert found == {"call": "calls", "mail": None}
    asked = dict(rows("SELECT contact_id, instrument_digest FROM invitation"))
    assert asked[contact("mail")] == AFTER_CONTACT.digest
    assert decide() == 2
    assert set(outcomes().values()) == {"by_hand"}


def test_without_a_survey_the_quarantine_begins_all_the_same(both_stores: str) -> None:
    accept(fresh("first"))
    by_hand("first")
    make_live_survey(rules=Rules(quarantine_days=30))
    assert after(1, fresh("second"))["second"] == "quarantined"


def test_who_has_opted_out_gets_no_link(both_stores: str) -> None:
    make_live_survey()
    accept(fresh("first"))
    stops.stop_address(ANN, kind="opted_out", origin="staff", now=NOW)
    with pytest.raises(Conflict, match="no more questions"):
        by_hand("first")
    assert by_api("first").outcome == "opted_out"
    assert rows("SELECT count(*) FROM invitation") == [(0,)]


def test_who_opts_out_after_being_asked_gets_no_link_either(both_stores: str) -> None:
    make_live_survey()
    ask_about(fresh("first"))
    assert by_api("first").token is not None
    stops.stop_address(ANN, kind="opted_out", origin="page", now=NOW)
    decided = by_api("first")
    assert (decided.outcome, decided.token) == ("opted_out", None)
    with pytest.raises(Conflict, match="no more questions"):
        by_hand("first")


def test_who_walks_up_to_a_kiosk_may_answer_all_the_same(both_stores: str) -> None:
    """Nobody asks them: they come of their own accord."""
    make_live_survey()
    stand_kiosk()
    accept(fresh("first"))
    stops.stop_address(ANN, kind="opted_out", origin="staff", now=NOW)
    assert at_kiosk("first").startswith("/c/")


def test_an_address_that_bounced_keeps_nobody_from_a_link(both_stores: str) -> None:
    make_live_survey()
    accept(fresh("first"))
    stops.stop_address(ANN, kind="bounced", origin="dsn", now=NOW)
    assert by_hand("first").is_new


def test_a_link_that_is_told_again_is_no_second_asking(both_stores: str) -> None:
    accept(fresh("first"))
    first = by_hand("first")
    later = NOW + timedelta(days=3)
    again = links.make_link(contact("first"), now=later, secret_key=KEY)
    assert (again.path, again.is_new) == (first.path, False)
    assert rows("SELECT count(*), max(asked_at) FROM asking") == [(1, int(NOW.timestamp()))]
