"""The forum's pages: the ledger of decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from survey.intake.decision import Progress
from survey.operations import forum
from survey.render import numbers
from survey.store.reads_of_forum import decisions
from tests import forums, waves
from tests.centre import Centre
from tests.conftest import NOW
from tests.pages import Client, Page

SignIn = Callable[[str], Client]
FILLED = {
    "wave": "1",
    "driver": "Cost",
    "ask": "See the delivery status",
    "mandate": "Read access",
    "owner": "Helen Strand",
}


@pytest.fixture
def decided(centre: Centre) -> int:
    """The id of a decision at the forum of a closed wave of the small centre."""
    assert centre
    forums.hold()
    return forum.record_decision(1, forums.DECISION, today=forums.TODAY)


def test_before_the_first_wave_has_closed_the_page_says_so(signed_in: SignIn) -> None:
    reply = signed_in("executive").get("/forum")
    assert "No wave has closed yet" in reply.text
    assert "Write down a decision" not in reply.text


@pytest.mark.usefixtures("decided")
def test_a_leader_reads_decisions_and_writes_none(signed_in: SignIn) -> None:
    leader = signed_in("leader")
    page = leader.get("/forum")
    assert "See the delivery status" in page.text
    for hidden in ("Write down a decision", "Reports on wave", "Follow up", "Plan a meeting"):
        assert hidden not in page.text
    assert leader.get("/forum/decisions/1").status_code == 403


def test_what_is_due_and_still_open_is_called_overdue(signed_in: SignIn, centre: Centre) -> None:
    assert centre
    forums.hold()
    today = datetime.now(UTC).date()
    for ask, due_on in (
        ("late", today - timedelta(days=2)),
        ("punctual", today + timedelta(days=2)),
    ):
        new = replace(forums.DECISION, ask=ask, due_on=due_on)
        forum.record_decision(1, new, today=forums.TODAY)
    browser = signed_in("leader")
    page = browser.get("/forum").text
    assert page.count("Overdue since") == 1
    assert f"Overdue since {numbers.short_day(today - timedelta(days=2))}" in page
    forum.follow_up(1, Progress("done", "It helped."), seen=Progress("agreed", None), now=NOW)
    assert "Overdue since" not in browser.get("/forum").text


@pytest.mark.parametrize("role", ["executive", "analyst"])
def test_a_decision_is_written_down(signed_in: SignIn, role: str) -> None:
    browser = signed_in(role)
    forums.hold()
    sent = browser.submit("/forum", "/forum", **FILLED)
    assert (sent.status_code, sent.location) == (303, "/forum")
    assert [one.ask for one in decisions()] == ["See the delivery status"]
    assert "Helen Strand" in browser.get("/forum").text


def test_a_form_with_problems_comes_back_filled_in(signed_in: SignIn) -> None:
    browser = signed_in("executive")
    forums.hold()
    wrong = FILLED | {"ask": "", "due_on": "2020-01-01", "driver": ""}
    sent = browser.submit("/forum", "/forum", **wrong)
    assert sent.status_code == 422
    assert "There are 3 problems" in sent.text
    assert 'value="Helen Strand"' in sent.text
    assert "<details open>" in sent.text
    assert decisions() == ()


@pytest.mark.parametrize("number", ["2", "7", "x", ""])
def test_a_decision_about_no_closed_wave_is_refused(signed_in: SignIn, number: str) -> None:
    browser = signed_in("executive")
    forums.hold()
    waves.open_with_cards(2)
    assert browser.submit("/forum", "/forum", **(FILLED | {"wave": number})).status_code == 422
    assert decisions() == ()


def test_a_decision_is_followed_up(signed_in: SignIn, decided: int) -> None:
    browser = signed_in("executive")
    address = f"/forum/decisions/{decided}"
    missing = browser.submit(address, state="done", outcome="")
    assert missing.status_code == 422
    assert "Write what came of it" in missing.text
    kept = browser.submit(address, state="done", outcome="Second contacts fell.")
    assert (kept.status_code, kept.location) == (303, "/forum")
    page = browser.get("/forum").text
    assert "Second contacts fell." in page
    assert browser.get("/forum/decisions/99").status_code == 404


def test_a_mistyped_decision_is_corrected_and_later_not_offered(
    signed_in: SignIn, decided: int
) -> None:
    browser = signed_in("executive")
    address = f"/forum/decisions/{decided}"
    wrong = browser.submit(
        address, f"{address}/wording", driver="Cost", owner="", due_on="2026-03-19"
    )
    assert wrong.status_code == 422
    assert "There are 2 problems" in wrong.text
    assert "<details open>" in wrong.text
    right = browser.submit(address, f"{address}/wording", driver="Cost", owner="Helen Strange")
    assert (right.status_code, right.location) == (303, "/forum")
    assert [one.owner for one in decisions()] == ["Helen Strange"]
    stale = Page(browser.get(address).text).form(f"{address}/wording")
    browser.submit(address, f"{address}/wording", driver="Cost", owner="Helen Strong")
    again = browser.post(
        f"{address}/wording", data=stale.values | {"driver": "Cost", "owner": "Ann"}
    )
    assert again.status_code == 409
    assert "Someone else has changed the wording" in again.text
    assert signed_in("leader").post(f"{address}/wording", data=stale.values).status_code in {
        400,
        403,
    }
    forums.hold(2, months_ago=0)
    assert "Correct the wording" not in browser.get(address).text


def test_who_comes_second_sees_how_it_stands_and_keeps_what_was_typed(
    signed_in: SignIn, decided: int
) -> None:
    first, second = signed_in("executive"), signed_in("analyst")
    address = f"/forum/decisions/{decided}"
    stale = Page(second.get(address).text).form(address)
    first.submit(address, state="under_way", outcome="Half of it is done.")
    sent = second.post(address, data={**stale.values, "state": "declined", "outcome": "No money."})
    assert sent.status_code == 409
    assert "Someone else has changed this decision" in sent.text
    assert "Half of it is done." in sent.text
    assert "No money." in sent.text
    # Seen, and meant: sent again from the page that shows how it stands, it is kept.
    again = Page(sent.text).form(address)
    assert again.values["seen_state"] == "under_way"
    kept = second.post(address, data={**again.values, "state": "declined", "outcome": "No money."})
    assert kept.status_code == 303
    assert [(one.state, one.outcome) for one in decisions()] == [("declined", "No money.")]


def test_every_step_of_a_decision_stands_in_its_history(signed_in: SignIn, decided: int) -> None:
    browser = signed_in("executive")
    address = f"/forum/decisions/{decided}"
    for words in ("Half of it is done.", "Nearly there."):
        browser.submit(address, state="under_way", outcome=words)
    # The same again is no step.
    browser.submit(address, state="under_way", outcome="Nearly there.")
    page = browser.get(address).text
    history = page.split('<ol class="steps">')[1].split("</ol>")[0]
    assert history.count("<li>") == 3
    assert history.index("Half of it is done.") < history.index("Nearly there.")
    assert ", Eva<" in history
    # Agents read the latest words only.
    said = signed_in("agent").get("/pulse/said").text
    assert "Nearly there." in said
    assert "Half of it is done." not in said
