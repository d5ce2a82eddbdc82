"""Days, months and lengths of time as a language writes them, by its code; see `moments`."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from babel import Locale, dates, units

from survey.render import languages
from survey.render.languages import first_of_month, locale_of

Unit = Literal["hour", "minute", "second"]
_MANY = 4096


@lru_cache(maxsize=_MANY)
def day(language: str, value: date) -> str:
    """A day in full: "21. November 2026"."""
    return languages.day(language, value)


@lru_cache(maxsize=_MANY)
def short_day(language: str, value: date) -> str:
    """A day for a narrow place: "21. Nov. 2026"."""
    return first_of_month(language, value, _with_month_in_letters(language, "yMMMd", value))


@lru_cache(maxsize=_MANY)
def month(language: str, value: date) -> str:
    """A month: "Nov. 2026"."""
    return _with_month_in_letters(language, "yMMM", value)


def _with_month_in_letters(language: str, skeleton: str, value: date) -> str:
    """European Portuguese has digits ("11/2026") where its own periods have letters."""
    locale = locale_of(language)
    pattern = str(locale.datetime_skeletons[skeleton])
    if "MMM" not in pattern:
        pattern = locale.interval_formats[skeleton]["y"][-1]
    return dates.format_date(value, pattern, locale=locale)


@lru_cache(maxsize=_MANY)
def long_month(language: str, value: date) -> str:
    """A month in full: "November 2026"."""
    return dates.format_skeleton("yMMMM", value, locale=locale_of(language))


@lru_cache(maxsize=_MANY)
def period(language: str, first: date, last: date) -> str:
    """A period of days that says nothing twice: "3.–21. November 2026"."""
    locale = locale_of(language)
    start, end = _patterns(locale, first, last)
    pieces = ((first, start), (last, end))
    return "".join(
        first_of_month(language, value, dates.format_date(value, pattern, locale=locale))
        for value, pattern in pieces
    )


def _patterns(locale: Locale, first: date, last: date) -> tuple[str, str]:
    """Of the first day and of the last, with the month in full: few languages have these ready."""
    differ = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    ready = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    start, end = (
        pattern if "MMMM" in pattern else pattern.replace("MMM", "MMMM")
        for pattern in ready[differ]
    )
    return start, end


@lru_cache(maxsize=_MANY)
def months(language: str, first: date, last: date) -> str:
    """A period of whole months: "Nov. 2025 – Okt. 2026"."""
    return dates.format_interval(first, last, "yMMM", locale=locale_of(language))


def time(language: str, value: datetime) -> str:
    """The time of a moment, by its own zone: "14:05"."""
    return dates.format_time(value, "short", tzinfo=value.tzinfo, locale=locale_of(language))


@lru_cache(maxsize=_MANY)
def length(language: str, unit: Unit, n: int) -> str:
    """A length of time: "6 Min."."""
    return units.format_unit(n, f"duration-{unit}", "short", locale=locale_of(language))
