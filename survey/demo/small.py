"""Centres at the edge: without data, of one unit, and one of which nothing may be shown."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.demo.ballots import ballot
from survey.insight.period import months_back
from survey.intake.ballots import FilledBallot
from survey.intake.contact import ContactRecord
from survey.operations import people, pulse
from survey.operations.contacts import accept_contacts
from survey.privacy import gate
from survey.store.database import transaction

ROOT = "centre"
SEED = 6
ENGAGEMENT = 0.2
CONTACTS_A_DAY = 6
SCORES = (5, 4, 5, 3, 5, 4, 2, 5, 4, 1)


def build_empty() -> None:
    """A centre that has just been set up: a unit, and nothing else."""
    people.add_unit(ROOT, "Newfield Support")


def build_one_unit(*, today: date) -> None:
    """Twelve agents at one desk: four months of contacts, and a pulse that nine answered."""
    _people("The repair desk", {ROOT: 12}, today=today)
    _contacts((ROOT,), n_months=4, today=today)
    _hold_wave({ROOT: 9}, today=today)


def build_teams(n_teams: int, *, today: date) -> None:
    """So many teams of nine: a day of contacts in each of two months, a pulse that all answered."""
    teams = {f"team-{number:04}": 9 for number in range(n_teams)}
    _people("Newfield Support", teams, today=today)
    first = months_back(today.replace(day=1), 2)
    days = (first, months_back(first, -1))
    accept_contacts(
        [
            _record(team, len(days) * CONTACTS_A_DAY * place + len(days) * at + nth, day)
            for place, team in enumerate(teams)
            for at in range(CONTACTS_A_DAY)
            for nth, day in enumerate(days)
        ],
        zone=ZoneInfo("UTC"),
    )
    _hold_wave(teams, today=today)


def build_suppressed(*, today: date) -> None:
    """Three teams with a pulse that two of each answered, and a contact for each team."""
    teams = {"east": 9, "west": 9, "night": 9}
    _people("Newfield Support", teams, today=today)
    accept_contacts(
        [_record(team, at, months_back(today.replace(day=1), 1)) for at, team in enumerate(teams)],
        zone=ZoneInfo("UTC"),
    )
    _hold_wave(dict.fromkeys(teams, 2), today=today)


def _people(name: str, sizes: Mapping[str, int], *, today: date) -> None:
    """The centre with its teams, or as its own only team, and their agents since two years ago."""
    with transaction():
        people.add_unit(ROOT, name)
        people.add_leader("leader", "Dana Whit")
        people.set_leadership(ROOT, "leader", from_on=today - timedelta(days=730))
        for team, size in sizes.items():
            if team != ROOT:
                people.add_unit(team, f"Team {team}", parent=ROOT)
            for number in range(size):
                code = f"{team}-{number:02}"
                people.add_agent(code, f"Agent {code}")
                people.set_membership(code, team, from_on=today - timedelta(days=730))


def _contacts(teams: Sequence[str], *, n_months: int, today: date) -> None:
    """A few contacts a day of each team, all answered, up to the end of the last month."""
    day, end = months_back(today.replace(day=1), n_months), today.replace(day=1)
    records: list[ContactRecord] = []
    while day < end:
        records += [
            _record(team, len(records) + at, day) for team in teams for at in range(CONTACTS_A_DAY)
        ]
        day += timedelta(days=1)
    accept_contacts(records, zone=ZoneInfo("UTC"))


def _record(team: str, at: int, day: date) -> ContactRecord:
    closed_at = datetime.combine(day, time(9 + at % 8), UTC)
    return ContactRecord(
        source="desk",
        external_id=f"D-{team}-{at}",
        queue="Repairs",
        channel=("phone", "email", "chat")[at % 3],
        reason=None,
        agent=f"{team}-{at % 9:02}",
        agent_name=None,
        team=team,
        leader="leader",
        opened_at=None,
        closed_at=closed_at,
        closed_on=day,
        handle_seconds=None,
        score=SCORES[at % len(SCORES)],
        comment=None,
        customer_ref=None,
        tenure=None,
        shift=None,
    )


def _hold_wave(n_answers: Mapping[str, int], *, today: date) -> None:
    """A wave of the last month by card, in which so many agents of each team answered."""
    rng = random.Random(SEED)  # noqa: S311  # a repeatable story, not a secret
    first = months_back(today.replace(day=1), 1)
    opens_on, closes_on = first + timedelta(days=6), first + timedelta(days=19)
    wave = pulse.NewWave(
        number=1,
        name=f"{first:%B %Y}",
        opens_on=opens_on,
        closes_on=closes_on,
        window_from=months_back(first, 1),
        window_until=first - timedelta(days=1),
    )
    pulse.open_wave(wave, now=datetime.combine(opens_on, time(8), UTC))
    sheet = pulse.issue_cards(1, today=opens_on, randomness=rng.randbytes)
    codes = {cards.block.code: cards.codes for cards in sheet.blocks}
    for team, n in n_answers.items():
        for code in codes[team][:n]:
            filled = FilledBallot(ballot(rng, engagement=ENGAGEMENT), {})
            pulse.record_ballot(code, filled, today=opens_on, randomness=rng.randbytes)
    closed_at = datetime.combine(closes_on, time(18), UTC)
    pulse.close_wave(1, today=gate.wave(1).closes_on, now=closed_at, randomness=rng.randbytes)
