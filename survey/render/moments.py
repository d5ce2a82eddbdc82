"""Days, moments and lengths of time as text; `numbers` offers the same names.

English is written here, in the house's words; every other language as CLDR says its readers do.
"""

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from survey.render import days_of
from survey.render.digits import counted, missing, parsed
from survey.render.languages import ENGLISH
from survey.render.marks_of_numbers import MINUS, marks_of
from survey.render.speech import say, spoken

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: date | None) -> str:
    """Give a day in full: "21 November 2026"."""
    if value is None:
        return missing(value)
    if spoken() != ENGLISH:
        return days_of.day(spoken(), value)
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | None) -> str:
    """Give a day for a narrow place: "21 Nov 2026"."""
    if value is None:
        return missing(value)
    if spoken() != ENGLISH:
        return days_of.short_day(spoken(), value)
    return f"{value.day} {_short(value)} {value.year}"


def month(value: date | None) -> str:
    """Give a month: "Nov 2026"."""
    if value is None:
        return missing(value)
    return (
        f"{_short(value)} {value.year}" if spoken() == ENGLISH else days_of.month(spoken(), value)
    )


def long_month(value: date) -> str:
    """Give a month in full, for a title: "November 2026"."""
    if spoken() != ENGLISH:
        return days_of.long_month(spoken(), value)
    return f"{_MONTHS[value.month - 1]} {value.year}"


def period(first: date | None, last: date | None) -> str:
    """Give a period of days, saying nothing twice: "3 to 21 November 2026"."""
    if first is None or last is None:
        return missing(None)
    if first == last:
        return day(last)
    if spoken() != ENGLISH:
        return days_of.period(spoken(), first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def months(first: date | None, last: date | None) -> str:
    """Give a period of whole months: "Nov 2025 to Oct 2026"."""
    if first is None or last is None:
        return missing(None)
    if month(first) == month(last):
        return month(last)
    if spoken() != ENGLISH:
        return days_of.months(spoken(), first, last)
    return f"{month(first)} to {month(last)}"


def instant(value: datetime | None, zone: tzinfo | None = None) -> str:
    """Give a moment to the minute with its zone: "21 November 2026, 14:05 UTC".

    Raises ValueError for a naive datetime: a wall clock without a zone is not a moment.
    """
    if value is None:
        return missing(value)
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    local = value.astimezone(zone) if zone else value
    return say(
        "%(day)s, %(time)s %(zone)s",
        day=day(local),
        time=_time(local),
        zone=local.tzname(),
    )


def time_of_day(value: datetime, zone: tzinfo) -> str:
    """Give the minute of a moment where its day is said beside it: "14:05"."""
    return _time(value.astimezone(zone))


def _time(local: datetime) -> str:
    return f"{local:%H:%M}" if spoken() == ENGLISH else days_of.time(spoken(), local)


def duration(value: timedelta | float | None) -> str:
    """Give a length of time (a number means seconds) in its two largest units.

    >>> duration(372), duration(48), duration(7500), duration(timedelta(days=3))
    ('6 min 12 s', '48 s', '2 h 5 min', '3 days')
    """
    number = parsed(value.total_seconds() if isinstance(value, timedelta) else value)
    if number is None:
        return missing(value)
    seconds = int(abs(number) + Decimal("0.5"))
    language = spoken()
    minus = MINUS if language == ENGLISH else marks_of(language).minus
    return (minus if number < 0 and seconds else "") + _clock(seconds)


def _clock(seconds: int) -> str:
    minutes, seconds_left = divmod(seconds, 60)
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return counted(days, "day") + _rest("hour", hours_left)
    if hours:
        return _length("hour", hours) + _rest("minute", minutes_left)
    if minutes:
        return _length("minute", minutes) + _rest("second", seconds_left)
    return _length("second", seconds_left)


def _rest(unit: days_of.Unit, n: int) -> str:
    return f" {_length(unit, n)}" if n else ""


def _length(unit: days_of.Unit, n: int) -> str:
    return days_of.length(spoken(), unit, n) if spoken() != ENGLISH else f"{n} {_SHORT[unit]}"


_SHORT: dict[days_of.Unit, str] = {"hour": "h", "minute": "min", "second": "s"}


def _short(value: date) -> str:
    return _MONTHS[value.month - 1][:3]
