"""What is written into the forum's forms."""

from __future__ import annotations

from datetime import date

import pytest

from survey.intake.answers import Objection
from survey.intake.decision import NewDecision, Progress, parse_decision, parse_progress

TODAY = date(2026, 3, 20)
GOOD = {
    "driver": "Cost",
    "ask": "  See the\n delivery status ",
    "mandate": "Read access",
    "money": "",
    "owner": "Ann",
    "due_on": "2026-03-20",
}


def test_a_good_form_becomes_a_decision_on_single_lines() -> None:
    assert parse_decision(GOOD, today=TODAY) == NewDecision(
        "Cost", "See the delivery status", "Read access", None, "Ann", TODAY
    )
    assert parse_decision(GOOD | {"due_on": "", "money": "£5"}, today=TODAY) == NewDecision(
        "Cost", "See the delivery status", "Read access", "£5", "Ann", None
    )


def test_an_empty_form_gets_every_objection_at_once() -> None:
    found = parse_decision({}, today=TODAY)
    assert isinstance(found, tuple)
    assert [one.item for one in found] == ["driver", "ask", "mandate", "owner"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("driver", "Weather", "Choose what the ask is about."),
        ("ask", "x" * 301, "Please keep it under 300 characters."),
        ("ask", "x" * 20_000, "Please keep it under 300 characters."),
        ("ask", "\u200b \u202e", "Write what was asked for."),
        ("money", "x" * 81, "Please keep it under 80 characters."),
        ("due_on", "2026-03-19", "This day is over. Choose today or a later day."),
        ("due_on", "31.12.2026", "Write the day as year-month-day"),
        ("due_on", "2026-02-30", "Write the day as year-month-day"),
        ("due_on", "9999-01-01", "Write the day as year-month-day"),
    ],
)
def test_what_cannot_be_kept_is_named(name: str, value: str, message: str) -> None:
    found = parse_decision(GOOD | {name: value}, today=TODAY)
    assert isinstance(found, tuple)
    assert [one.item for one in found] == [name]
    assert found[0].message.startswith(message)


def test_what_is_over_needs_an_outcome_and_what_is_not_may_have_one() -> None:
    assert parse_progress({"state": "under_way"}) == Progress("under_way", None)
    assert parse_progress({"state": "done", "outcome": "It helped."}) == Progress(
        "done", "It helped."
    )
    for state in ("done", "declined"):
        found = parse_progress({"state": state, "outcome": "  "})
        assert isinstance(found, tuple)
        assert found[0].item == "outcome"
    assert parse_progress({"state": "gone", "outcome": "x" * 501}) == (
        Objection("outcome", "Please keep it under 500 characters."),
        Objection("state", "Choose where the decision stands."),
    )
