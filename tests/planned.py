"""Schedules of waves, and turns of the calendar over them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.intake.wave_schedule import SchedulePlan
from survey.operations.pulse import calendar, schedules
from survey.store.pulse.schedules import Schedule, find_schedule
from tests import links

ZONE = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 3, 2)


def plan(**changes: object) -> SchedulePlan:
    """A monthly pulse of twelve days from 2 March on, by card."""
    usual: dict[str, object] = {
        "name": "Pulse",
        "next_on": FIRST,
        "every": "month",
        "open_days": 12,
        "remind_days": (4, 9),
        "mode": "cards",
    }
    return SchedulePlan(**(usual | changes))  # type: ignore[arg-type]  # checked by the plan


def make(*, today: date = date(2026, 2, 1), **changes: object) -> int:
    """The id of a schedule just planned."""
    return schedules.create_schedule(plan(**changes), today=today, now=noon(today))


def found(schedule_id: int) -> Schedule:
    """The schedule as it stands."""
    kept = find_schedule(schedule_id)
    assert kept is not None
    return kept


def noon(day: date) -> datetime:
    """An instant on the centre's day."""
    return datetime.combine(day, time(12), ZONE).astimezone(UTC)


def turn(day: date, *, later: timedelta = timedelta(0)) -> bool:
    """One turn of the calendar on that day."""
    return calendar.turn(now=noon(day) + later, zone=ZONE, keys=links.key_source())


def turn_all(day: date) -> int:
    """How many turns on that day had something to do."""
    n = 0
    while turn(day):
        n += 1
        assert n < 20
    return n
