"""The 52 weeks a band is made from, in whole weeks of the centre's clock.

One length for everybody, so that nobody can look for the weeks in which somebody lies low.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from survey.insight.agents_first import FULL_DAYS, begin_of, weeks_shown
from survey.insight.period import DAY, Period, spanning

N_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Year:
    """52 weeks that end with a Sunday, and from which day those who lead may see them."""

    period: Period
    zone: tzinfo

    @property
    def shown_from(self) -> date:
        """The first day on which anybody but the agent sees what these weeks say of an agent."""
        return self.period.until_on + DAY * (FULL_DAYS + 1)

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """The first instant of the weeks and the first one after them."""
        return (
            begin_of(self.period.from_on, self.zone),
            begin_of(self.period.until_on + DAY, self.zone),
        )


def year_shown(*, now: datetime, zone: tzinfo) -> Year:
    """The newest 52 weeks that agents have had for two full days, to the last Sunday."""
    return _until(weeks_shown(now=now, zone=zone).last.until_on, zone)


def year_so_far(*, now: datetime, zone: tzinfo) -> Year:
    """The 52 weeks that end with this week's Sunday: everything that has come in until now."""
    today = now.astimezone(zone).date()
    return _until(today + DAY * (7 - today.isoweekday()), zone)


def year_ended(*, now: datetime, zone: tzinfo) -> Year:
    """The 52 weeks that end with the last Sunday that is over, shown to those who lead or next."""
    today = now.astimezone(zone).date()
    return _until(today - DAY * today.isoweekday(), zone)


def _until(sunday: date, zone: tzinfo) -> Year:
    return Year(spanning(sunday - DAY * (7 * N_WEEKS - 1), sunday), zone)
