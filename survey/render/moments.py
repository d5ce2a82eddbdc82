"""Days, moments and lengths of time as text; `numbers` offers the same names."""

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from survey.render.digits import MINUS, NO_DATA, counted, missing, parsed

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: date | None) -> str:
    """Give a day in full: "21 November 2026"."""
    return NO_DATA if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | None) -> str:
    """Give a day for a narrow place: "21 Nov 2026"."""
    return NO_DATA if value is None else f"{value.day} {_short(value)} {value.year}"


def month(value: date | None) -> str:
    """Give a month: "Nov 2026"."""
    return NO_DATA if value is None else f"{_short(value)} {value.year}"


def period(first: date | None, last: date | None) -> str:
    """Give a period of days, saying nothing twice: "3 to 21 November 2026"."""
    if first is None or last is None:
        return NO_DATA
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def months(first: date | None, last: date | None) -> str:
    """Give a period of whole months: "Nov 2025 to Oct 2026"."""
    if first is None or last is None:
        return NO_DATA
    return month(last) if month(first) == month(last) else f"{month(first)} to {month(last)}"


def instant(value: datetime | None, zone: tzinfo | None = None) -> str:
    """Give a moment to the minute with its zone: "21 November 2026, 14:05 UTC".

    Raises ValueError for a naive datetime: a wall clock without a zone is not a moment.
    """
    if value is None:
        return NO_DATA
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    local = value.astimezone(zone) if zone else value
    return f"{day(local)}, {local:%H:%M} {local.tzname()}"


def time_of_day(value: datetime, zone: tzinfo) -> str:
    """Give the minute of a moment where its day is said beside it: "14:05"."""
    return f"{value.astimezone(zone):%H:%M}"


def duration(value: timedelta | float | None) -> str:
    """Give a length of time (a number means seconds) in its two largest units.

    >>> duration(372), duration(48), duration(7500), duration(timedelta(days=3))
    ('6 min 12 s', '48 s', '2 h 5 min', '3 days')
    """
    number = parsed(value.total_seconds() if isinstance(value, timedelta) else value)
    if number is None:
        return missing(value)
    seconds = int(abs(number) + Decimal("0.5"))
    sign = MINUS if number < 0 and seconds else ""
    return sign + _clock(seconds)


def _clock(seconds: int) -> str:
    minutes, seconds_left = divmod(seconds, 60)
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return counted(days, "day") + (f" {hours_left} h" if hours_left else "")
    if hours:
        return f"{hours} h" + (f" {minutes_left} min" if minutes_left else "")
    if minutes:
        return f"{minutes} min" + (f" {seconds_left} s" if seconds_left else "")
    return f"{seconds_left} s"


def _short(value: date) -> str:
    return _MONTHS[value.month - 1][:3]
