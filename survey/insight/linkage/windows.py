"""Which days a period of another system means, where its name says so."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

Window = tuple[date, date]

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")


def window_of(period: str) -> Window | None:
    """The first and last day of a period, or None where its name does not tell.

    Readable names are a year, a month, a quarter and two days.

    >>> window_of("2026-Q1")
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    >>> window_of("2026-02-01/2026-02-14")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 14))
    >>> window_of("wave 3") is None
    True
    """
    if found := _YEAR.fullmatch(period):
        return _months(int(found[1]), 1, 12)
    if (found := _MONTH.fullmatch(period)) and 1 <= int(found[2]) <= 12:
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if found := _QUARTER.fullmatch(period):
        last = 3 * int(found[2])
        return _months(int(found[1]), last - 2, last)
    if found := _DAYS.fullmatch(period):
        return _days(found[1], found[2])
    return None


def _months(year: int, first: int, last: int) -> Window | None:
    if year < 1:
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _days(first: str, last: str) -> Window | None:
    try:
        window = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return window if window[0] <= window[1] else None
