"""The demo's year: six closed waves of two months each, and one that is open today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from survey.demo.truth import N_CLOSED_WAVES

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoWave:
    """A wave of the demo with its days and the calendar window of its CSAT, both ends included."""

    number: int
    name: str
    opens_on: date
    closes_on: date
    window_from: date
    window_until: date


def month_start(today: date, *, months_ago: int) -> date:
    """The first day of the month that many months before today's (negative: after it)."""
    index = today.year * 12 + today.month - 1 - months_ago
    return date(index // 12, index % 12 + 1, 1)


def first_day(today: date) -> date:
    """The first day with contacts: twelve months before this month's first."""
    return month_start(today, months_ago=2 * N_CLOSED_WAVES)


def closed_waves(today: date) -> tuple[DemoWave, ...]:
    """The six waves before this month, each asking in its window's last two weeks."""
    return tuple(_closed(today, number) for number in range(1, N_CLOSED_WAVES + 1))


def open_wave(today: date) -> DemoWave:
    """The wave that is open today."""
    window_from = month_start(today, months_ago=0)
    return DemoWave(
        number=N_CLOSED_WAVES + 1,
        name=_name(window_from, month_start(today, months_ago=-1)),
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=11),
        window_from=window_from,
        window_until=month_start(today, months_ago=-2) - timedelta(days=1),
    )


def wave_number_on(day: date, *, first: date) -> int:
    """The number of the wave whose window the day falls in."""
    months = (day.year - first.year) * 12 + day.month - first.month
    return min(months // 2, N_CLOSED_WAVES) + 1


def _closed(today: date, number: int) -> DemoWave:
    months_ago = 2 * (N_CLOSED_WAVES + 1 - number)
    window_from = month_start(today, months_ago=months_ago)
    second = month_start(today, months_ago=months_ago - 1)
    window_until = month_start(today, months_ago=months_ago - 2) - timedelta(days=1)
    return DemoWave(
        number=number,
        name=_name(window_from, second),
        opens_on=window_until - timedelta(days=13),
        closes_on=window_until,
        window_from=window_from,
        window_until=window_until,
    )


def _name(first: date, second: date) -> str:
    return f"{MONTHS[first.month - 1]} and {MONTHS[second.month - 1]} {second.year}"
