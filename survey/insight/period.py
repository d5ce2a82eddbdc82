"""The days a page is about: parsed from an address, named for a reader, compared with those before.

A period comes as `period=90` (the last 30, 90 or 365 days, today included), as `period=2026-03`
(a calendar month) or as `from=2026-03-01&to=2026-03-31`. Days are the centre's own: `today` is
the day in its time zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from survey.errors import InvalidInput
from survey.render import numbers
from survey.render.speech import say_n

DAY = timedelta(days=1)
LAST_DAYS = (30, 90, 365)
DEFAULT_DAYS = 90
EARLIEST = date(2000, 1, 1)
LATEST = date(2099, 12, 31)
MOST_DAYS = 3_660

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `from_on` to `until_on`, both included, under a name such as "Last 90 days"."""

    from_on: date
    until_on: date
    label: str

    @property
    def n_days(self) -> int:
        """How many days it has."""
        return (self.until_on - self.from_on).days + 1

    @property
    def words(self) -> str:
        """The days written out: "1 to 31 March 2026"."""
        return numbers.period(self.from_on, self.until_on)

    @property
    def query(self) -> dict[str, str]:
        """The period as parameters of an address; parsing them gives the same days."""
        return {"from": str(self.from_on), "to": str(self.until_on)}

    @property
    def previous(self) -> Period:
        """The days just before: as many, or as many calendar months where these are whole months.

        >>> month_of(date(2026, 3, 1)).previous.words
        '1 to 28 February 2026'
        """
        until_on = self.from_on - DAY
        from_on = self.from_on - timedelta(days=self.n_days)
        if self.from_on.day == 1 and (self.until_on + DAY).day == 1:
            from_on = months_back(self.from_on, len(self.months))
        return spanning(from_on, until_on)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of every calendar month the period touches."""
        first, last = self.from_on.replace(day=1), self.until_on.replace(day=1)
        many = (last.year - first.year) * 12 + last.month - first.month
        return tuple(months_back(first, -step) for step in range(many + 1))


def last_days(n_days: int, *, today: date) -> Period:
    """The period of so many days that ends today."""
    return Period(today - timedelta(days=n_days - 1), today, _last(n_days))


def _last(n_days: int) -> str:
    return say_n("Last %(num)s day", "Last %(num)s days", n_days)


def month_of(day: date) -> Period:
    """The calendar month the day is in.

    >>> month_of(date(2026, 2, 10)).until_on
    datetime.date(2026, 2, 28)
    """
    first = day.replace(day=1)
    return Period(first, months_back(first, -1) - DAY, numbers.month(first))


def spanning(from_on: date, until_on: date) -> Period:
    """The period between two days, both included, under the name of its month where it is one."""
    month = month_of(from_on)
    if (month.from_on, month.until_on) == (from_on, until_on):
        return month
    return Period(from_on, until_on, numbers.period(from_on, until_on))


def year_until(day: date) -> Period:
    """The twelve calendar months that end with the month of the day."""
    return spanning(months_back(day.replace(day=1), 11), month_of(day).until_on)


def months_back(first: date, many: int) -> date:
    """The first day of the month so many months before; `first` is the first day of one.

    >>> months_back(date(2026, 1, 1), 2), months_back(date(2026, 12, 1), -1)
    (datetime.date(2025, 11, 1), datetime.date(2027, 1, 1))
    """
    year, month = divmod(first.year * 12 + first.month - 1 - many, 12)
    return date(year, month + 1, 1)


def parse_period(query: Mapping[str, str], *, today: date) -> Period:
    """The period an address asks for, the last 90 days where it asks for none.

    Raises:
        InvalidInput: naming every value that cannot be used, and what to write instead.
    """
    given = {name: query.get(name, "").strip() for name in ("period", "from", "to")}
    if given["from"] or given["to"]:
        if given["period"]:
            raise InvalidInput(["Period: give either period, or from and to, not both."])
        return _between(given["from"], given["to"])
    if not given["period"]:
        return last_days(DEFAULT_DAYS, today=today)
    return _named(given["period"], today=today)


def _named(text: str, *, today: date) -> Period:
    if text in {str(many) for many in LAST_DAYS}:
        return last_days(int(text), today=today)
    found = _MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12 and EARLIEST.year <= int(found[1]) <= LATEST.year:
        return month_of(date(int(found[1]), int(found[2]), 1))
    raise InvalidInput(
        [f"Period: {_quoted(text)} is not a period. Write 30, 90, 365 or a month such as 2026-03."]
    )


def _between(first: str, last: str) -> Period:
    problems: list[str] = []
    from_on = _parse_day("From", first, problems)
    until_on = _parse_day("To", last, problems)
    if from_on and until_on:
        if until_on < from_on:
            problems.append(f"To: {last} is before {first}. Choose a later day, or swap the two.")
        elif (until_on - from_on).days >= MOST_DAYS:
            problems.append("From and to: at most ten years fit on one page. Choose fewer days.")
    if problems or not from_on or not until_on:
        raise InvalidInput(problems)
    return spanning(from_on, until_on)


def _parse_day(name: str, text: str, problems: list[str]) -> date | None:
    if not text:
        problems.append(f"{name}: give both days, or neither.")
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        problems.append(
            f"{name}: {_quoted(text)} is not a day between 2000 and 2099."
            " Write it as year-month-day, such as 2026-03-31."
        )
        return None
    return day


def _quoted(text: str) -> str:
    # What came from outside is repeated, but not at any length.
    return f"“{text[:40]}”"
