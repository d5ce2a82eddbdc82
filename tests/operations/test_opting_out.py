"""Who opts out by the link in a message is not asked again, at whichever address."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from survey.intake.rules import Rules
from survey.operations import deliveries, stops, unsubscribing
from survey.store.database import rows
from tests import decided
from tests.conftest import NOW
from tests.decided import ANN, ask_about, fresh, outcomes
from tests.operations.test_quarantine import after
from tests.surveys import make_live_survey

OTHER = "other@example.org"
ALWAYS = Rules(ignores_quarantine=True, quiet_from="00:00", quiet_until="00:00")


def opt_out() -> None:
    unsubscribing.stop(1, origin="one_click", now=NOW)


def test_another_address_of_the_same_reference_is_not_asked(both_stores: str) -> None:
    make_live_survey(rules=ALWAYS)
    ask_about(fresh("first", customer_ref="K-1"))
    opt_out()
    found = after(1, fresh("same", customer_ref="K-1", email=OTHER), fresh("else", email=OTHER))
    assert found == {"first": "invited", "same": "opted_out", "else": "invited"}
    assert rows("SELECT count(*), count(DISTINCT length(address)) FROM address_stop") == [(2, 1)]


def test_without_a_reference_the_address_alone_is_known(both_stores: str) -> None:
    make_live_survey(rules=ALWAYS)
    ask_about(fresh("first"))
    opt_out()
    assert after(1, fresh("same"), fresh("else", email=OTHER)) == {
        "first": "invited",
        "same": "opted_out",
        "else": "invited",
    }


def test_what_waits_for_the_same_reference_elsewhere_is_stopped(both_stores: str) -> None:
    make_live_survey(rules=ALWAYS)
    ask_about(fresh("first", customer_ref="K-1"), fresh("b", customer_ref="K-1", email=OTHER))
    opt_out()
    assert {state for _, state, _ in decided.deliveries().values()} == {"stopped"}


def test_who_opts_out_elsewhere_while_a_message_is_on_its_way_does_not_get_it(
    both_stores: str,
) -> None:
    make_live_survey(rules=ALWAYS)
    ask_about(fresh("first", customer_ref="K-1"), fresh("b", customer_ref="K-1", email=OTHER))
    soon = NOW + timedelta(hours=1)
    assert deliveries.take(["mail"], now=soon) is not None
    claim = deliveries.take(["mail"], now=soon)
    assert claim is not None
    outgoing = deliveries.look(claim, now=soon, zone=UTC)
    assert outgoing is not None
    opt_out()
    assert not deliveries.hand_over(outgoing, now=soon)


@pytest.mark.parametrize("by_staff", [False, True])
def test_lifting_the_stop_lifts_both(both_stores: str, by_staff: bool) -> None:
    make_live_survey(rules=ALWAYS)
    ask_about(fresh("first", customer_ref="K-1"))
    opt_out()
    if by_staff:
        stops.lift_stop(ANN)
    else:
        unsubscribing.undo(1)
        unsubscribing.undo(1)
    assert rows("SELECT * FROM address_stop") == []
    assert after(1, fresh("b", customer_ref="K-1", email=OTHER))["b"] == "invited"
    assert outcomes()["first"] == "invited"
