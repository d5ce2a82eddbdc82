"""When the invitation leaves: delay, quiet hours on the customer's clock, clocks that change."""

from datetime import UTC, datetime, timedelta

import pytest

from survey.insight.asking.example import example_sentence
from survey.intake.quiet_hours import awake_at
from survey.intake.rules import Rules
from survey.store.database import rows, run
from tests.contact_records import ZONE, accept
from tests.decided import ask_about, decide, deliveries, fresh, outcomes
from tests.surveys import make_live_survey


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def due(closes: str, *, timezone: str | None = None, **rules) -> datetime:
    """When the customer of a contact that closes at an instant, and is known at once, is asked."""
    make_live_survey(rules=Rules(**rules))
    ask_about(fresh(closed_at=at(closes), timezone=timezone), now=at(closes))
    return datetime.fromtimestamp(deliveries()["C-1"][2], UTC)


@pytest.mark.parametrize(
    ("closes", "timezone", "asked"),
    [
        # The centre is in Berlin; 30 minutes after the contact, not from 20:00 to 08:00.
        ("2026-03-09T12:00+01:00", None, "2026-03-09T12:30+01:00"),
        ("2026-03-09T19:29+01:00", None, "2026-03-09T19:59+01:00"),
        ("2026-03-09T19:30+01:00", None, "2026-03-10T08:00+01:00"),
        ("2026-03-10T03:00+01:00", None, "2026-03-10T08:00+01:00"),
        # Elsewhere it is another hour, in some places not a whole one.
        ("2026-03-09T12:00+01:00", "Asia/Kathmandu", "2026-03-09T12:30+01:00"),
        ("2026-03-09T18:00+01:00", "Asia/Kathmandu", "2026-03-10T08:00+05:45"),
        ("2026-03-09T12:00+01:00", "Australia/Eucla", "2026-03-10T08:00+08:45"),
        ("2026-03-09T12:00+01:00", "America/St_Johns", "2026-03-09T09:00-02:30"),
        ("2026-03-09T12:00+01:00", "Pacific/Kiritimati", "2026-03-10T08:00+14:00"),
        # The night in which clocks go forward, and the one in which they go back.
        ("2026-03-28T21:00+01:00", None, "2026-03-29T08:00+02:00"),
        ("2026-10-24T21:00+02:00", None, "2026-10-25T08:00+01:00"),
        ("2026-03-07T21:00-08:00", "America/Los_Angeles", "2026-03-08T08:00-07:00"),
    ],
)
def test_the_message_waits_for_the_morning_of_the_customer(both_stores, closes, timezone, asked):
    assert due(closes, timezone=timezone) == at(asked)


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        # 02:30 does not exist on this day: the clocks go from 02:00 to 03:00.
        ("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"),
        # 02:30 exists twice on this one, and so does every minute of the hour.
        ("2026-10-25T02:15+02:00", "2026-10-25T02:30+02:00"),
        ("2026-10-25T02:45+02:00", "2026-10-25T02:45+02:00"),
        ("2026-10-25T02:15+01:00", "2026-10-25T02:30+01:00"),
    ],
)
def test_quiet_hours_that_end_while_the_clocks_change(moment, asked):
    quiet = Rules(quiet_from="22:00", quiet_until="02:30").quiet_times
    assert awake_at(at(moment), zone=ZONE, quiet=quiet) == at(asked)


def test_without_quiet_hours_it_leaves_at_night(both_stores):
    closes = "2026-03-09T23:00+01:00"
    found = due(closes, quiet_from="00:00", quiet_until="00:00", delay_minutes=0)
    assert found == at(closes)


def test_quiet_hours_may_lie_within_a_day(both_stores):
    found = due("2026-03-09T12:00+01:00", quiet_from="12:00", quiet_until="14:00")
    assert found == at("2026-03-09T14:00+01:00")


def test_a_contact_that_comes_late_is_asked_from_now_on(both_stores):
    make_live_survey()
    now = at("2026-03-09T15:00+01:00")
    ask_about(fresh(closed_at=now - timedelta(hours=20)), now=now)
    assert deliveries()["C-1"][2] == int(now.timestamp())


def test_the_link_works_for_its_days_from_when_it_is_sent(both_stores):
    asked = due("2026-03-09T21:00+01:00", expires_days=7, reminder_days=0)
    (found,) = rows("SELECT expires_at FROM invitation")
    assert found[0] == int((asked + timedelta(days=7)).timestamp())


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({}, "A call to Billing that closes at 19:50 in Berlin is asked on the next day at 08:00"),
        ({"channels": ("chat",)}, "A chat to Billing"),
        ({"queues": ("Orders",), "quiet_from": "22:00"}, "to Orders that closes at 19:50"),
        ({"quiet_from": "22:00"}, "is asked on the same day at 20:20, by mail."),
        ({"delay_minutes": 2_880}, "is asked 2 days later at 19:50, by mail."),
        ({"latest_hours": 1}, "is asked about by nobody"),
        ({"via": "link"}, "gets a link at once, which others pass on."),
    ],
)
def test_an_example_says_what_rules_come_to(rules, said):
    day = datetime(2026, 3, 9, tzinfo=ZONE).date()
    assert said in example_sentence(Rules(**rules), queue="Billing", on=day, zone=ZONE)


def test_a_time_zone_that_nobody_knows_here_stops_no_decision(both_stores):
    """The centre's own clock is the customer's then."""
    make_live_survey()
    names = {"a": "Europe/Atlantis", "b": "../etc", "c": "Europe"}
    accept(*(fresh(name, email=f"{name}@example.org") for name in ("a", "b", "c", "d")))
    for name, zone in names.items():
        run(
            "INSERT INTO contact_identity (contact_id, email, timezone) SELECT id, ?, ?"
            " FROM contact WHERE external_id = ? ON CONFLICT (contact_id)"
            " DO UPDATE SET timezone = excluded.timezone",
            (f"{name}@example.org", zone, name),
        )
    assert decide() == 4
    assert set(outcomes().values()) == {"invited"}
    assert len({due_at for _, _, due_at in deliveries().values()}) == 1
