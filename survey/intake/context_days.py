"""The days that a value of a context series is about, read from a file's own writing of them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Container
from datetime import date
from zoneinfo import ZoneInfo

from survey.intake.moments import LocalTimes
from survey.intake.problems import Unfit, shorten
from survey.intake.time_format import ISO, TimeFormat

Days = tuple[date, date]
ReadDay = Callable[[str], date]

# Days of a file are days wherever it was written: no clock is moved on the way.
_UNMOVED = ZoneInfo("UTC")
_ISO_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)


def day_reader(pattern: str, *, field: str, missing: Container[str]) -> ReadDay:
    """A function from a cell's text to its day. It raises Unfit with the reason."""
    times = LocalTimes(TimeFormat(pattern), _UNMOVED, field=field, missing=missing, required=True)

    def read(text: str) -> date:
        _, on = times[text]
        assert on is not None, "a missing day is refused"
        return on

    return read


def month_reader(pattern: str, *, field: str, missing: Container[str]) -> ReadDay:
    """A function from a cell's text to the first day of its month: "2026-03", or by the pattern.

    It raises Unfit with the reason.
    """
    read_day = day_reader(pattern, field=field, missing=missing)

    def read(text: str) -> date:
        stripped = text.strip()
        if pattern != ISO or stripped in missing:
            return read_day(text).replace(day=1)
        if not _ISO_MONTH.fullmatch(stripped):
            raise Unfit(f"'{shorten(text)}' is not a month such as 2026-01. Declare its format.")
        return read_day(f"{stripped}-01")

    return read


def whole_month(first: date) -> Days:
    """The first and the last day of the month that begins on this day."""
    return first, first.replace(day=monthrange(first.year, first.month)[1])
