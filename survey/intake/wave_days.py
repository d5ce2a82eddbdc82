"""The calendar of waves: when they open and close, and which months they stand for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count, islice
from typing import Literal

Every = Literal["once", "month", "two_months", "quarter", "half_year"]
# Months from one opening to the next; none after the only one.
MONTHS: Mapping[Every, int] = {
    "once": 0,
    "month": 1,
    "two_months": 2,
    "quarter": 3,
    "half_year": 6,
}


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that is too short for it.

    >>> months_on(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def openings(first_on: date, every: Every, *, after: date) -> Iterator[date]:
    """The opening days after a day, counted from the first: a 31st comes back after February."""
    step = MONTHS[every]
    days = (months_on(first_on, n * step) for n in count()) if step else iter((first_on,))
    return (day for day in days if day > after)


def next_opening(first_on: date, every: Every, *, after: date) -> date | None:
    """The first opening day after a day, or None where there is none."""
    return next(openings(first_on, every, after=after), None)


def next_openings(
    next_on: date, first_on: date, every: Every, open_days: int, *, n: int
) -> tuple[date, ...]:
    """The next so many opening days from `next_on`; one that falls into its wave is left out."""
    later = openings(first_on, every, after=last_day(next_on, open_days))
    return (next_on, *islice(later, n - 1))


def last_day(opens_on: date, open_days: int) -> date:
    """The last day to answer of a wave that is open for so many days, the first one included."""
    return opens_on + timedelta(days=open_days - 1)


def window_of_wave(opens_on: date, every: Every) -> tuple[date, date]:
    """The first and last day of the months a wave stands for: those up to the one it opens in."""
    last = opens_on.replace(day=monthrange(opens_on.year, opens_on.month)[1])
    return months_on(opens_on.replace(day=1), 1 - (MONTHS[every] or 1)), last
