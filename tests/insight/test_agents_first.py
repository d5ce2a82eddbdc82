"""When an answer, and a week of answers, is for those who lead the agent it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from survey.insight.agents_first import held_from, is_held, weeks_shown

BERLIN = ZoneInfo("Europe/Berlin")
SANTIAGO = ZoneInfo("America/Santiago")


def at(text: str, zone: ZoneInfo) -> datetime:
    """The instant at which clocks in the zone show this, as the program meets it: in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


# Clocks change in Berlin on Sundays 2026-03-29 and 2026-10-25, in Santiago on Sunday 2026-09-06
# at midnight, so that this day begins at one o'clock.
@pytest.mark.parametrize(
    ("zone", "sunday", "tuesday", "wednesday"),
    [
        (BERLIN, date(2026, 3, 15), "2026-03-17T23:59:59", "2026-03-18T00:00"),
        (BERLIN, date(2026, 3, 29), "2026-03-31T23:59:59", "2026-04-01T00:00"),
        (BERLIN, date(2026, 10, 25), "2026-10-27T23:59:59", "2026-10-28T00:00"),
        (SANTIAGO, date(2026, 9, 6), "2026-09-08T23:59:59", "2026-09-09T00:00"),
    ],
)
def test_a_week_is_shown_from_the_wednesday_after_it_by_the_centre_s_clock(
    zone: ZoneInfo, sunday: date, tuesday: str, wednesday: str
) -> None:
    before = weeks_shown(now=at(tuesday, zone), zone=zone)
    after = weeks_shown(now=at(wednesday, zone), zone=zone)
    assert (sunday - before.last.until_on).days == 7
    assert before.next_on == at(wednesday, zone).astimezone(zone).date()
    assert after.last.until_on == sunday
    assert (after.last.n_days, after.all.n_days) == (7, 84)
    assert after.all.until_on == sunday
    assert after.next_on.isoweekday() == 3


def test_a_week_begins_and_ends_with_the_days_of_the_centre() -> None:
    weeks = weeks_shown(now=at("2026-04-01T12:00", BERLIN), zone=BERLIN)
    first, end = weeks.instants(weeks.last)
    assert first == at("2026-03-23T00:00", BERLIN)
    assert end == at("2026-03-30T00:00", BERLIN)
    # An hour is missing on the Sunday of this week.
    assert (end.astimezone(UTC) - first.astimezone(UTC)).total_seconds() == (7 * 24 - 1) * 3600


def test_every_day_of_the_week_shows_one_week() -> None:
    shown = [
        weeks_shown(now=datetime(2026, 3, day, 12, tzinfo=UTC), zone=ZoneInfo("UTC")).last.until_on
        for day in range(16, 24)
    ]
    assert shown == [date(2026, 3, 8)] * 2 + [date(2026, 3, 15)] * 6


def test_an_answer_is_held_until_two_full_days_have_gone_by() -> None:
    answered = at("2026-03-27T00:30", BERLIN)
    for now, is_it in (("2026-03-29T23:59:59", True), ("2026-03-30T00:00", False)):
        since = held_from("leader", now=at(now, BERLIN), zone=BERLIN, agents_see=True)
        assert is_held(answered, since) is is_it
    assert not is_held(None, since)


def test_what_came_in_at_midnight_belongs_to_the_day_that_begins() -> None:
    since = held_from("leader", now=at("2026-03-30T12:00", BERLIN), zone=BERLIN, agents_see=True)
    assert is_held(at("2026-03-28T00:00", BERLIN), since)
    assert not is_held(at("2026-03-27T23:59:59", BERLIN), since)


def test_nothing_is_held_from_analysts_or_where_agents_do_not_see_their_answers() -> None:
    now = datetime(2026, 3, 10, tzinfo=UTC)
    assert held_from("analyst", now=now, zone=UTC, agents_see=True) is None
    assert held_from("leader", now=now, zone=UTC, agents_see=False) is None
    assert held_from("executive", now=now, zone=UTC, agents_see=True) is not None
    assert not is_held(now, None)
