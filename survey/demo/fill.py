"""Fill an empty database with the demo centre, through the same operations everybody uses."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.demo import (
    asking,
    calendar,
    casework,
    cast,
    context,
    foresight,
    meetings,
    printing,
    programs,
    receivers,
    thanks,
    traffic,
    trouble,
    truth,
    unusual,
    waves,
)
from survey.instruments.measures import CSAT
from survey.operations import people, satisfaction
from survey.operations.contacts import accept_contacts
from survey.store import reads_of_people
from survey.store.database import rows, transaction
from survey.working_hours import WorkingHours

SEED = 20_260_905
DOMAIN = "larkfield.example"
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


@dataclass(frozen=True, slots=True)
class Handles:
    """What lets somebody try the demo: paths of customers' and agents' links, and ballot codes."""

    customer_paths: tuple[str, ...]
    ballot_codes: tuple[str, ...]
    claim_paths: tuple[str, ...]


def email_of(role: str) -> str:
    """The address of the demo's user with this role."""
    return f"{role}@{DOMAIN}"


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
    _begin(agents, first_day)
    contacts = _tell(rng, agents, year, today=today)
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
    left = _hold_pulse(agents, waves.Fielding(year, rng, secret_key, zone), now, on_progress)
    thanks.thank_and_praise(rng, agent_in_demo=USERS[-1][2], today=today)
    unusual.look_back(email_of("analyst"), today=today, now=now)
    meetings.plan_next(today=today)
    printing.plan(executive=email_of("executive"), today=today)
    return Handles(paths, left.codes, left.paths)


def _begin(agents: tuple[cast.DemoAgent, ...], first_day: date) -> None:
    """Who works here, who gets letters, and what was settled before the year began."""
    with transaction():
        _add_people(agents, first_day)
        receivers.set_up(now=_noon(first_day))
        foresight.settle(email_of("analyst"), now=_noon(first_day))


def _tell(
    rng: random.Random, agents: tuple[cast.DemoAgent, ...], year: truth.Truth, *, today: date
) -> list[traffic.DemoContact]:
    """Every contact up to yesterday; what other systems count of the year is brought at once."""
    # Chance of its own, so that the rest of the story does not depend on it.
    aside = random.Random(SEED + 2)  # noqa: S311  # a repeatable story, not a secret
    first_day, yesterday = calendar.first_day(today), today - timedelta(days=1)
    usual = traffic.contacts(rng, agents, year, first_day=first_day, last_day=yesterday)
    contacts = trouble.with_bad_week(usual, aside, today=today)
    context.bring(aside, context.Year(agents, year, contacts, today))
    return contacts


def _hold_pulse(
    agents: tuple[cast.DemoAgent, ...],
    fielding: waves.Fielding,
    now: datetime,
    on_progress: ON_PROGRESS,
) -> waves.LeftOver:
    """Hold the year's waves, open today's, and let the forums answer what was asked."""
    today = now.astimezone(fielding.zone).date()
    closed = calendar.closed_waves(today)
    waves.hold_waves(closed, fielding, on_progress=on_progress)
    _let_go(agents, today=today, now=now)
    left = waves.open_todays(calendar.open_wave(today), fielding, now=now)
    analyst = reads_of_people.user_with(email_of("analyst"))
    assert analyst is not None  # among the people above
    meetings.Ledger(closed, analyst.id, today, now).write()
    return left


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
    signs_in = {agent_code for *_, agent_code, _ in USERS}
    for agent in agents:
        if agent.code not in signs_in:
            people.add_user(_address_of(agent), agent.name, role="agent", agent=agent.code)


def _address_of(agent: cast.DemoAgent) -> str:
    return f"{agent.name.lower().replace(' ', '.')}@{DOMAIN}"


def _let_go(agents: tuple[cast.DemoAgent, ...], *, today: date, now: datetime) -> None:
    """Whoever has left signs in no longer."""
    left = {agent.code for agent in agents if agent.team_on(today) is None}
    found = rows(
        "SELECT app_user.id, agent.code FROM app_user JOIN agent ON agent.id = agent_id ORDER BY 1"
    )
    for user_id, code in found:
        if code in left:
            people.deactivate_user(user_id, now=now)


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


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
