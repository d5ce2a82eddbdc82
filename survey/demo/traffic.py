"""A year of contacts at a centre's daily rhythm, and what its customers answered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from survey.demo.calendar import wave_number_on
from survey.demo.cast import TEAMS, DemoAgent, Team, tenure_words
from survey.demo.comments import customer_comment
from survey.demo.customers import reach_of
from survey.demo.truth import Truth, score
from survey.demo.voices import voice
from survey.intake.contact import ContactRecord

SOURCE = "demo-helpdesk"
PER_AGENT_AND_DAY = 1.5
WEEKDAYS = (1.25, 1.1, 1.0, 1.0, 0.95, 0.45, 0.25)
MONTHS = (1.1, 0.95, 0.95, 0.95, 0.9, 0.9, 0.95, 0.9, 1.0, 1.0, 1.15, 1.3)
HOURS = (1, 2, 3, 3, 2.6, 2.2, 2.4, 2.6, 2.4, 2, 1.6, 1.2)
FIRST_HOUR = 8
INVITED_SHARE = 0.6
# The very happy and the unhappy answer more often than those in between.
ANSWERED_SHARE = {1: 0.36, 2: 0.3, 3: 0.22, 4: 0.27, 5: 0.33}
COMMENTED_SHARE = {1: 0.6, 2: 0.5, 3: 0.3, 4: 0.14, 5: 0.18}
REASONS = ("Question", "Complaint", "Change", "Follow-up")
MEDIAN_HANDLE_SECONDS = {"phone": 390, "chat": 540, "email": 420, "social": 300}


@dataclass(frozen=True, slots=True)
class Reply:
    """What one customer answers if asked, and how long after that."""

    score: int
    comment: str | None
    after: timedelta


@dataclass(frozen=True, slots=True)
class DemoContact:
    """A contact as it is accepted, what its customer replies if asked, and whether the centre
    handed out a link in the days when it did so itself."""

    record: ContactRecord
    is_invited: bool
    reply: Reply | None


def contacts(
    rng: random.Random,
    agents: tuple[DemoAgent, ...],
    truth: Truth,
    *,
    first_day: date,
    last_day: date,
) -> Iterator[DemoContact]:
    """Every contact from the first to the last day, in order of days."""
    teams = {team.code: team for team in TEAMS}
    number = 0
    for offset in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=offset)
        rate = PER_AGENT_AND_DAY * WEEKDAYS[day.weekday()] * MONTHS[day.month - 1]
        wave = wave_number_on(day, first=first_day)
        for agent in agents:
            team = teams.get(agent.team_on(day) or "")
            if team is None:
                continue
            for _ in range(_poisson(rng, rate)):
                number += 1
                yield _contact(rng, number, day, agent, team, truth.satisfaction[team.code, wave])


def _poisson(rng: random.Random, rate: float) -> int:
    """A Poisson draw by counting exponential gaps; rates here are small."""
    count, elapsed = 0, rng.expovariate(1.0)
    while elapsed < rate:
        count += 1
        elapsed += rng.expovariate(1.0)
    return count


def _contact(
    rng: random.Random, number: int, day: date, agent: DemoAgent, team: Team, latent: float
) -> DemoContact:
    channel = rng.choices(tuple(team.channels), tuple(team.channels.values()))[0]
    handle = int(rng.lognormvariate(0, 0.55) * MEDIAN_HANDLE_SECONDS[channel]) + 20
    closed_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        hours=rng.choices(range(FIRST_HOUR, FIRST_HOUR + len(HOURS)), HOURS)[0],
        seconds=rng.randrange(3600),
    )
    queue = rng.choice(team.queues)
    customer = f"C{rng.randrange(40_000):05d}"
    record = ContactRecord(
        source=SOURCE,
        external_id=f"D{number:06d}",
        queue=queue,
        channel=channel,
        reason=rng.choices(REASONS, (5, 2, 2, 1))[0],
        agent=agent.code,
        agent_name=agent.name,
        team=team.code,
        leader=f"leader-{team.code}",
        opened_at=closed_at - timedelta(seconds=handle),
        closed_at=closed_at,
        closed_on=day,
        handle_seconds=handle,
        score=None,
        comment=None,
        customer_ref=customer,
        tenure=tenure_words(agent.hired_on, day),
        shift=agent.shift,
        reach=reach_of(customer),
    )
    is_invited = rng.random() < INVITED_SHARE
    return DemoContact(record, is_invited, _reply(rng, record, latent))


def _reply(rng: random.Random, record: ContactRecord, latent: float) -> Reply | None:
    given = score(rng, latent=latent, channel=record.channel)
    if rng.random() >= ANSWERED_SHARE[given]:
        return None
    comment = None
    if rng.random() < COMMENTED_SHARE[given]:
        first_name = (record.agent_name or record.agent).split()[0]
        comment = customer_comment(
            rng, score=given, queue=record.queue, agent_first_name=first_name
        )
        language = None if record.reach is None else record.reach.language
        comment = voice(comment, score=given, language=language, contact=record.external_id)
    return Reply(given, comment, timedelta(minutes=int(rng.expovariate(1 / 300)) + 2))
