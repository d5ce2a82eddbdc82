"""Agents read an answer first: where others meet it before the agent had two full days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from survey.store.database import rows, run
from tests.answers import Told, tell
from tests.centre import Centre
from tests.operations.cases import unhappy
from tests.pages import Client

SignedIn = Callable[[str], Client]
NAME, CODE = "Agent n1-01", "n1-01"
NOW = datetime.now(UTC)


def answered(centre: Centre, *, days_ago: int) -> int:
    """Id of a contact that was answered so many days ago."""
    day = NOW.date() - timedelta(days=days_ago)
    (contact,) = tell(centre, [Told("n1-01", day, 2, "Too long.")])
    at = int((NOW - timedelta(days=days_ago)).timestamp())
    run("UPDATE response SET received_at = ? WHERE contact_id = ?", (at, contact))
    return contact


def places(contact: int) -> tuple[str, ...]:
    return (
        "/contacts?score=rated",
        f"/contacts/{contact}",
        "/surveys/funnel/contacts?place=contacts",
        "/surveys/export/contacts.csv",
        "/surveys/export/contacts.json",
        "/comments",
    )


def test_a_leader_meets_a_fresh_answer_without_its_agent(
    signed_in: SignedIn, centre: Centre
) -> None:
    contact = answered(centre, days_ago=2)
    leader = signed_in("leader")
    for place in places(contact):
        reply = leader.get(place)
        assert reply.status_code == 200, place
        assert NAME not in reply.text, place
        assert CODE not in reply.text, place
    assert "Agent reads it first" in leader.get("/contacts").text
    assert "their name stands beside it after two full days" in leader.get("/contacts").text
    assert "after two full days" not in signed_in("analyst").get("/contacts").text
    assert "Reads the answer first" in leader.get(f"/contacts/{contact}").text
    assert NAME not in signed_in("executive").get("/contacts").text


def test_after_two_full_days_the_name_stands_there(signed_in: SignedIn, centre: Centre) -> None:
    contact = answered(centre, days_ago=3)
    for place in places(contact)[:-1]:
        assert NAME in signed_in("leader").get(place).text, place


def test_a_corrected_answer_counts_from_its_correction(signed_in: SignedIn, centre: Centre) -> None:
    contact = answered(centre, days_ago=3)
    run("UPDATE response SET revised_at = ?", (int(NOW.timestamp()),))
    assert NAME not in signed_in("leader").get(f"/contacts/{contact}").text
    assert NAME not in signed_in("leader").get("/surveys/export/contacts.csv").text


def test_a_contact_without_an_answer_has_its_agent(signed_in: SignedIn, centre: Centre) -> None:
    (contact,) = tell(centre, [Told("n1-01", NOW.date())])
    assert NAME in signed_in("leader").get(f"/contacts/{contact}").text
    assert NAME in signed_in("leader").get("/contacts").text


@pytest.mark.parametrize("agents_see", [True, False])
def test_analysts_look_after_the_data_and_nobody_waits_for_agents_who_see_nothing(
    app: Flask, signed_in: SignedIn, centre: Centre, agents_see: bool
) -> None:
    app.config["SURVEY"] = replace(app.config["SURVEY"], agents_see_answers=agents_see)
    contact = answered(centre, days_ago=0)
    for place in places(contact)[:-1]:
        assert NAME in signed_in("analyst").get(place).text, place
        assert (NAME in signed_in("leader").get(place).text) is not agents_see, place


def test_a_case_names_the_agent_at_once_because_its_customer_waits(
    signed_in: SignedIn, centre: Centre
) -> None:
    (contact,) = tell(centre, [Told("n1-01", NOW.date())])
    unhappy.invite(contact, 1)
    unhappy.answer(contact, 1, now=NOW)
    ((case_id,),) = rows("SELECT id FROM customer_case")
    leader = signed_in("leader")
    assert NAME in leader.get(f"/cases/{case_id}").text
    assert NAME not in leader.get(f"/contacts/{contact}").text
