"""Agents read what their customers answered first: when it is for those who lead them.

Agents see an answer at once. Its agent's name stands beside it for leaders and executives after
the agent has had it for two full days of the centre, and a week's answers are put together by
agent from the Wednesday after it. See docs/decisions/0012-agents-first.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from survey.access import ANALYST
from survey.insight.period import DAY, Period, spanning

FULL_DAYS = 2
N_WEEKS = 12
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The newest week that may be shown, and the twelve that end with it; both end on a Sunday.

    Answers belong to the week in which they came in, by the clock of the centre.
    """

    last: Period
    all: Period
    zone: tzinfo

    @property
    def next_on(self) -> date:
        """From which day the week after this one is shown."""
        return self.last.until_on + _WEEK + DAY * (FULL_DAYS + 1)

    def instants(self, period: Period) -> tuple[datetime, datetime]:
        """The first instant of the period and the first one after it."""
        return begin_of(period.from_on, self.zone), begin_of(period.until_on + DAY, self.zone)


def weeks_shown(*, now: datetime, zone: tzinfo) -> Weeks:
    """The weeks that may be shown now: none whose Sunday is less than two full days past."""
    newest = now.astimezone(zone).date() - DAY * (FULL_DAYS + 1)
    sunday = newest - DAY * (newest.isoweekday() % 7)
    last = spanning(sunday - _WEEK + DAY, sunday)
    return Weeks(last, spanning(sunday - N_WEEKS * _WEEK + DAY, sunday), zone)


def held_from(role: str, *, now: datetime, zone: tzinfo, agents_see: bool) -> datetime | None:
    """The instant since when answers stand without their agent's name for this role.

    None where nothing is held back: analysts look after the data, and where agents do not see
    their answers there is nobody to wait for.
    """
    if role == ANALYST or not agents_see:
        return None
    return begin_of(now.astimezone(zone).date() - DAY * FULL_DAYS, zone)


def is_held(told_at: datetime | None, held_from: datetime | None) -> bool:
    """Whether an answer that came in then stands without its agent's name so far."""
    return told_at is not None and held_from is not None and told_at >= held_from


def begin_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day of the centre."""
    return datetime.combine(day, time.min, tzinfo=zone)
