"""What other systems of the demo centre count: absence, leavers, lost customers and the like."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean

from survey.demo import calendar, truth
from survey.demo.cast import TEAMS, DemoAgent, Team
from survey.demo.traffic import DemoContact
from survey.intake.context import ContextRecord
from survey.intake.context_days import Days, whole_month
from survey.intake.context_mapping import parse_context_mapping
from survey.operations.context import accept_context

N_MONTHS = 2 * truth.N_CLOSED_WAVES
WORKING_DAYS = 21
WEEK = timedelta(days=7)
# Contacts of a team that somebody listens to in a week.
LISTENED_TO = (6, 12)
MAPPING = """
context = "{name}"
measures = "{measures}"
adds = "{adds}"
[fields]
unit = "team"
from = "from"
until = "until"
value = "value"
base = "base"
"""
Line = tuple[str, Days, float, float]


@dataclass(frozen=True, slots=True)
class Year:
    """What the series are made of: the people, what is true, and every contact."""

    agents: Sequence[DemoAgent]
    truth: truth.Truth
    contacts: Sequence[DemoContact]
    today: date

    @property
    def months(self) -> tuple[Days, ...]:
        """The whole months of the year, the oldest first."""
        firsts = (
            calendar.month_start(self.today, months_ago=ago) for ago in range(N_MONTHS, 0, -1)
        )
        return tuple(whole_month(first) for first in firsts)

    @property
    def weeks(self) -> tuple[Days, ...]:
        """The whole weeks of the year, Monday to Sunday."""
        first = calendar.first_day(self.today)
        monday = first + timedelta(days=-first.weekday() % 7)
        n_weeks = (self.today - monday) // WEEK
        return tuple(
            (monday + at * WEEK, monday + (at + 1) * WEEK - timedelta(days=1))
            for at in range(n_weeks)
        )

    def heads(self, team: Team, day: date) -> int:
        """How many belong to the team on a day."""
        return sum(agent.team_on(day) == team.code for agent in self.agents)


def bring(rng: random.Random, year: Year) -> None:
    """Bring every series, as files of the other systems would."""
    _keep("Absence", "absence", "count", _absence(rng, year))
    _keep("Leavers", "leavers", "count", _leavers(year))
    _keep("Customer loss", "customer_loss", "count", _lost(rng, year))
    calls = _contacts_by_week(year)
    _keep("Service level", "service_level", "mean", _service_level(rng, year, calls))
    _keep("Quality scores", "quality", "mean", _quality(rng, year))


def _keep(name: str, measures: str, adds: str, lines: Iterator[Line]) -> None:
    mapping = parse_context_mapping(MAPPING.format(name=name, measures=measures, adds=adds))
    records = (
        ContextRecord(row, row + 1, team, *days, value, base)
        for row, (team, days, value, base) in enumerate(lines, start=1)
    )
    accept_context(records, mapping)


def _absence(rng: random.Random, year: Year) -> Iterator[Line]:
    first = calendar.first_day(year.today)
    for team in TEAMS:
        for days in year.months:
            wave = calendar.wave_number_on(days[0], first=first)
            share = truth.absence_share(rng, truth.movement(year.truth, team, wave))
            planned = year.heads(team, days[0]) * WORKING_DAYS
            absent = sum(rng.random() < share for _ in range(planned))
            if planned:
                yield team.code, days, absent, planned


def _leavers(year: Year) -> Iterator[Line]:
    """Counted from the cast: nobody leaves for a reason that the year knows of."""
    for team in TEAMS:
        for days in year.months:
            left = sum(
                stay.team is None
                and days[0] <= stay.from_on <= days[1]
                and agent.team_on(stay.from_on - timedelta(days=1)) == team.code
                for agent in year.agents
                for stay in agent.stays
            )
            heads = year.heads(team, days[0])
            if heads:
                yield team.code, days, left, heads


def _lost(rng: random.Random, year: Year) -> Iterator[Line]:
    customers: dict[tuple[str, date], set[str]] = {}
    scores: dict[tuple[str, date], list[int]] = {}
    for contact in year.contacts:
        record = contact.record
        month = (record.team, record.closed_on.replace(day=1))
        customers.setdefault(month, set()).add(record.customer_ref or record.external_id)
        if contact.reply is not None:
            scores.setdefault(month, []).append(contact.reply.score)
    for team in TEAMS:
        for before, days in pairwise(year.months):
            month = (team.code, before[0])
            known = len(customers.get(month, ()))
            if known and month in scores:
                share = truth.loss_share(fmean(scores[month]))
                lost = sum(rng.random() < share for _ in range(known))
                yield team.code, days, lost, known


def _contacts_by_week(year: Year) -> dict[tuple[str, date], int]:
    found: dict[tuple[str, date], int] = {}
    for contact in year.contacts:
        day = contact.record.closed_on
        key = (contact.record.team, day - timedelta(days=day.weekday()))
        found[key] = found.get(key, 0) + 1
    return found


def _service_level(
    rng: random.Random, year: Year, calls: dict[tuple[str, date], int]
) -> Iterator[Line]:
    for team in TEAMS:
        for days in year.weeks:
            level = rng.gauss(truth.SERVICE_LEVEL, truth.SERVICE_LEVEL_SPREAD)
            if n := calls.get((team.code, days[0])):
                yield team.code, days, round(min(level, 100.0), 1), n


def _quality(rng: random.Random, year: Year) -> Iterator[Line]:
    for team in TEAMS:
        for days in year.weeks:
            score = rng.gauss(truth.QUALITY, truth.QUALITY_SPREAD)
            yield team.code, days, round(min(score, 100.0), 1), rng.randint(*LISTENED_TO)
