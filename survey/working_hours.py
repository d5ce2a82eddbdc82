"""When the centre works: the hours of its week, its holidays, and what so many hours later is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"
HINT = "write hours such as Mo-Fr 09:00-17:00; Sa 10:00-12:00,13:00-15:00, or 24/7"
_RANGE = re.compile(r"([0-2]\d):([0-5]\d)-([0-2]\d):([0-5]\d)", re.ASCII)
_DAY_MINUTES = 24 * 60
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Shift:
    """Work that begins on one weekday (0: Monday), in minutes of its day.

    One that ends at or before its beginning ends on the next day.
    """

    weekday: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The shifts of a week on the centre's clock, and the days on which none begins."""

    shifts: tuple[Shift, ...]
    holidays: frozenset[date]
    zone: tzinfo

    def after(self, instant: datetime, hours: int) -> datetime:
        """The instant at which so many working hours have passed since this one.

        No hours have passed at the instant itself. Hours are real ones: a night in which the clock
        goes back is an hour longer.
        """
        left, reached = timedelta(hours=hours), instant
        for begins, ends in self._spans(instant):
            if not left:
                break
            # Shifts may overlap; what has been counted is not counted again.
            begins = max(begins, reached)
            if begins >= ends:
                continue
            worked = min(left, ends - begins)
            left, reached = left - worked, begins + worked
        return reached

    def _spans(self, instant: datetime) -> Iterator[Span]:
        """Beginning and end of every shift from the day before on, in the order they begin."""
        first = instant.astimezone(self.zone).date() - timedelta(days=1)
        for number in count():
            day = first + timedelta(days=number)
            if day in self.holidays:
                continue
            today = [shift for shift in self.shifts if shift.weekday == day.weekday()]
            for shift in sorted(today, key=lambda shift: shift.begins):
                yield self._at(day, shift.begins), self._end(day, shift)

    def _end(self, day: date, shift: Shift) -> datetime:
        is_overnight = shift.ends <= shift.begins
        return self._at(day + timedelta(days=1) if is_overnight else day, shift.ends)

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, _DAY_MINUTES)
        clock = time(*divmod(rest, 60))
        local = datetime.combine(day + timedelta(days=days), clock, self.zone)
        return local.astimezone(UTC)


def parse_shifts(text: str) -> tuple[Shift, ...]:
    """The shifts written like "Mo-Fr 09:00-17:00; Sa 10:00-12:00,13:00-15:00", or "24/7".

    Raises:
        ValueError: the text is nothing of the kind.
    """
    if text.strip() == ALWAYS:
        text = "Mo-Su 00:00-24:00"
    shifts = tuple(shift for part in text.split(";") if part.strip() for shift in _part(part))
    if not shifts:
        raise ValueError(HINT)
    return shifts


def parse_holidays(text: str) -> frozenset[date]:
    """The days written like "2026-12-25, 2026-12-26"; none in an empty text.

    Raises:
        ValueError: one of them is no day.
    """
    try:
        return frozenset(date.fromisoformat(one) for one in text.replace(",", " ").split())
    except ValueError as error:
        raise ValueError("write days such as 2026-12-25, 2026-12-26") from error


def _part(part: str) -> Iterator[Shift]:
    days, _, hours = part.strip().partition(" ")
    for span in hours.replace(" ", "").split(","):
        found = _RANGE.fullmatch(span)
        if found is None:
            raise ValueError(HINT)
        from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
        begins, ends = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if begins >= _DAY_MINUTES or ends > _DAY_MINUTES or begins == ends:
            raise ValueError(HINT)
        yield from (Shift(weekday, begins, ends) for weekday in _weekdays(days))


def _weekdays(text: str) -> Iterator[int]:
    """The days of "Mo-Fr" or "Mo,We"; "Fr-Mo" goes over the weekend."""
    for one in text.split(","):
        first, _, last = one.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(HINT)
        begin, end = DAYS.index(first), DAYS.index(last or first)
        yield from ((begin + step) % 7 for step in range((end - begin) % 7 + 1))
