"""Quiet hours go by the customer's clock, on days on which it changes as well."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from survey.intake.quiet_hours import awake_at

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = (time(20), time(8))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("2026-03-10 12:00", "2026-03-10 12:00"),
        ("2026-03-10 18:59", "2026-03-10 18:59"),
        ("2026-03-10 19:00", "2026-03-11 07:00"),
        ("2026-03-11 02:00", "2026-03-11 07:00"),
        ("2026-03-11 07:00", "2026-03-11 07:00"),
        # Clocks go forward in this night, and back in that one.
        ("2026-03-28 22:00", "2026-03-29 06:00"),
        ("2026-10-24 22:00", "2026-10-25 07:00"),
    ],
)
def test_nights_end_on_the_customers_clock(moment: str, awake: str) -> None:
    assert awake_at(at(moment), zone=BERLIN, quiet=NIGHT) == at(awake)


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = (time(12), time(14))
    assert awake_at(at("2026-03-10 11:30"), zone=BERLIN, quiet=noon) == at("2026-03-10 13:00")
    assert awake_at(at("2026-03-10 10:30"), zone=BERLIN, quiet=noon) == at("2026-03-10 10:30")


def test_an_end_that_does_not_exist_comes_when_clocks_have_gone_forward() -> None:
    early = (time(23), time(2, 30))
    assert awake_at(at("2026-03-29 00:30"), zone=BERLIN, quiet=early) == at("2026-03-29 01:30")


def test_without_quiet_hours_nobody_waits() -> None:
    assert awake_at(at("2026-03-10 23:00"), zone=BERLIN, quiet=None) == at("2026-03-10 23:00")
