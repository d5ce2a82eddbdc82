"""Fill an empty database with the demo centre, through the same operations everybody uses."""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.demo import (
    asking,
    ballots,
    calendar,
    casework,
    cast,
    programs,
    receivers,
    traffic,
    truth,
)
from survey.demo.comments import Asks
from survey.demo.decisions import record_decisions
from survey.instruments.measures import CSAT
from survey.intake.ballots import FilledBallot
from survey.operations import people, pulse, satisfaction
from survey.operations.contacts import accept_contacts
from survey.privacy import gate
from survey.store.database import rows, transaction
from survey.working_hours import WorkingHours

SEED = 20_260_905
ON_PROGRESS = Callable[[str], None]
USERS = (
    ("administrator", "Robin Hale", None, None),
    ("analyst", "Ines Aldous", None, None),
    ("executive", "Margaret Bell", None, None),
    ("leader", "Marcus Ode", None, "leader-hillcrest"),
    ("agent", None, "A001", None),
)
# Invitations and replies kept per transaction: few enough to show progress, many enough to be fast.
PER_TRANSACTION = 2_000
PER_PROGRESS = 5 * PER_TRANSACTION
ASK_SHARE = 0.18


@dataclass(frozen=True, slots=True)
class Handles:
    """What lets somebody try the demo: paths of unanswered customer links, and ballot codes."""

    customer_paths: tuple[str, ...]
    ballot_codes: tuple[str, ...]


def email_of(role: str) -> str:
    """The address of the demo's user with this role."""
    return f"{role}@larkfield.example"


def fill(
    *,
    now: datetime,
    zone: ZoneInfo,
    working_hours: WorkingHours,
    secret_key: str,
    on_progress: ON_PROGRESS,
) -> Handles:
    """A year of the demo centre up to yesterday; the same days give the same centre."""
    rng = random.Random(SEED)  # noqa: S311  # a repeatable story, not a secret
    today = now.astimezone(zone).date()
    first_day, yesterday = calendar.first_day(today), today - timedelta(days=1)
    agents = cast.agents(rng, first_day=first_day, last_day=yesterday)
    year = truth.draw(rng)
    on_progress(f"{len(cast.TEAMS)} teams and {len(agents)} agents")
    with transaction():
        _add_people(agents, first_day)
        receivers.set_up(now=_noon(first_day))
    contacts = list(traffic.contacts(rng, agents, year, first_day=first_day, last_day=yesterday))
    on_progress(f"{len(contacts):,} contacts")
    first_by_rule = asking.first_day_by_rule(today)
    by_hand = [one for one in contacts if one.record.closed_on < first_by_rule]
    accept_contacts(
        # Addresses are forgotten after a while: those of the first months are gone.
        (contact.record._replace(reach=None) for contact in by_hand),
        zone=zone,
        creation=asking.NO_NEW_PEOPLE,
    )
    _invite_and_answer(by_hand, now=now, on_progress=on_progress)
    centre = asking.Centre(secret_key, zone, random.Random(SEED + 1), now)  # noqa: S311  # as above
    asking.decide(centre, now=_noon(first_by_rule))
    asking.go_live(at=_noon(first_by_rule))
    paths = asking.ask_and_answer(contacts[len(by_hand) :], centre, on_progress=on_progress)
    casework.work_cases(centre.rng, calendar=working_hours, now=now)
    receivers.quote_and_send(centre.rng, secret_key=secret_key, zone=zone, now=now)
    programs.open_ahead(centre.rng, first_day=first_by_rule, last_day=yesterday)
    for wave in calendar.closed_waves(today):
        _hold(rng, wave, year, on_progress=on_progress)
    codes = _open(rng, calendar.open_wave(today), year, now=now)
    record_decisions(calendar.closed_waves(today))
    return Handles(paths, codes)


def _add_people(agents: tuple[cast.DemoAgent, ...], first_day: date) -> None:
    centre, name = cast.CENTRE
    people.add_unit(centre, name)
    for code, site in cast.SITES:
        people.add_unit(code, site, parent=centre)
    for team in cast.TEAMS:
        people.add_unit(team.code, team.name, parent=team.site)
    for code, leader, unit in cast.leaders():
        people.add_leader(code, leader)
        people.set_leadership(unit, code, from_on=first_day)
    for agent in agents:
        people.add_agent(agent.code, agent.name)
        for stay in agent.stays:
            people.set_membership(agent.code, stay.team, from_on=stay.from_on)
    names = {agent.code: agent.name for agent in agents}
    for role, user, agent_code, leader_code in USERS:
        people.add_user(
            email_of(role),
            user or names[agent_code or ""],
            role=role,
            agent=agent_code,
            leader=leader_code,
        )


def _invite_and_answer(
    contacts: list[traffic.DemoContact], *, now: datetime, on_progress: ON_PROGRESS
) -> None:
    """The months in which the centre handed its links out itself."""
    ids = dict(rows("SELECT external_id, id FROM contact WHERE source = ?", (traffic.SOURCE,)))
    invited = [contact for contact in contacts if contact.is_invited]
    n_replies = sum(contact.reply is not None for contact in invited)
    on_progress(f"{len(invited):,} invitations and {n_replies:,} answers")
    for start in range(0, len(invited), PER_TRANSACTION):
        if start and start % PER_PROGRESS == 0:
            on_progress(f"{start:,} of them kept")
        with transaction():
            for contact in invited[start : start + PER_TRANSACTION]:
                _invite(contact, ids[contact.record.external_id], now=now)
        receivers.read_comments(now=contact.record.closed_at or now)


def _invite(contact: traffic.DemoContact, contact_id: int, *, now: datetime) -> None:
    closed_at = contact.record.closed_at
    assert closed_at is not None
    token = secrets.token_urlsafe(24)
    satisfaction.invite(contact_id, now=closed_at, token=token)
    reply = contact.reply
    if reply is not None and closed_at + reply.after < now:
        satisfaction.record_response(
            token, {CSAT: reply.score}, comment=reply.comment, now=closed_at + reply.after
        )


def _hold(
    rng: random.Random, wave: calendar.DemoWave, year: truth.Truth, *, on_progress: ON_PROGRESS
) -> None:
    """Open a wave of the past, let its ballots come in, and close it."""
    on_progress(f"pulse {wave.name}")
    opened_at, closed_at = _noon(wave.opens_on), _noon(wave.closes_on)
    _fill_in(rng, pulse.open_wave(_new_wave(wave), now=opened_at), year, share=1.0)
    pulse.close_wave(wave.number, today=wave.closes_on, now=closed_at, randomness=os.urandom)


def _open(
    rng: random.Random, wave: calendar.DemoWave, year: truth.Truth, *, now: datetime
) -> tuple[str, ...]:
    """Open today's wave with a third of its ballots in; some of the cards still good."""
    opened = pulse.open_wave(_new_wave(wave), now=now - timedelta(days=3))
    return _fill_in(rng, opened, year, share=0.33)


def _fill_in(
    rng: random.Random, wave: gate.WaveRef, year: truth.Truth, *, share: float
) -> tuple[str, ...]:
    """Spend cards block by block, each agent at their team's own turnout; give what is left."""
    sheet = pulse.issue_cards(wave.number, today=wave.opens_on, randomness=os.urandom)
    left: list[str] = []
    asks = Asks(rng)
    with transaction():
        for cards in sheet.blocks:
            codes: Iterator[str] = iter(cards.codes)
            for team in _roster_teams(wave.id, cards.block.id):
                code = next(codes)
                if rng.random() >= team.turnout * share:
                    left.append(code)
                    continue
                engagement = year.engagement[team.code, wave.number]
                filled = FilledBallot(
                    answers=ballots.ballot(rng, engagement=engagement),
                    remarks=asks.next(share=ASK_SHARE),
                )
                pulse.record_ballot(code, filled, today=wave.opens_on, randomness=os.urandom)
    return tuple(left[:8])


def _roster_teams(wave_id: int, block_id: int) -> list[cast.Team]:
    """The team of every invited agent of a block: who is made up answers as their team does."""
    by_code = {team.code: team for team in cast.TEAMS}
    found = rows(
        "SELECT unit.code, count(*) FROM roster"
        " JOIN wave ON wave.id = roster.wave_id"
        " JOIN membership ON membership.agent_id = roster.agent_id"
        " JOIN unit ON unit.id = membership.unit_id"
        " WHERE roster.wave_id = ? AND roster.block_id = ? AND membership.from_on = ("
        "   SELECT max(from_on) FROM membership AS earlier"
        "   WHERE earlier.agent_id = roster.agent_id AND earlier.from_on <= wave.opens_on)"
        " GROUP BY unit.code ORDER BY unit.code",
        (wave_id, block_id),
    )
    return [by_code[code] for code, count in found for _ in range(count)]


def _new_wave(wave: calendar.DemoWave) -> pulse.NewWave:
    return pulse.NewWave(
        number=wave.number,
        name=wave.name,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        window_from=wave.window_from,
        window_until=wave.window_until,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
