"""Who works in the demo centre: sites, teams, agents and leaders, with a year of moves."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

CENTRE = ("larkfield", "Larkfield Support")
SITES = (("riverside", "Riverside"), ("hillcrest", "Hillcrest"), ("quayside", "Quayside"))


@dataclass(frozen=True, slots=True)
class Team:
    """A team and the character the generator gives it.

    `engagement` and `satisfaction` are standing levels in standard deviations of all teams;
    `trouble_from` is the wave from which the team goes downhill; `turnout` is the share that
    answers the pulse. `channels` are weights.
    """

    code: str
    name: str
    site: str
    size: int
    queues: tuple[str, ...]
    channels: dict[str, float]
    engagement: float
    satisfaction: float
    turnout: float = 0.74
    trouble_from: int | None = None


PHONE_FIRST = {"phone": 0.72, "email": 0.2, "chat": 0.08}
CHAT_FIRST = {"chat": 0.68, "phone": 0.2, "social": 0.12}
MIXED = {"phone": 0.45, "chat": 0.3, "email": 0.2, "social": 0.05}

TEAMS = (
    Team("orders-a", "Orders A", "riverside", 16, ("Orders",), MIXED, 0.7, -0.2),
    Team("orders-b", "Orders B", "riverside", 15, ("Orders", "Delivery"), MIXED, 0.1, 0.7),
    Team("returns", "Returns", "riverside", 13, ("Returns", "Delivery"), PHONE_FIRST, -0.2, -0.8),
    # Hardly anyone here answers the pulse, so there is nothing to report about it.
    Team("payments", "Payments", "riverside", 15, ("Payments",), PHONE_FIRST, 0.0, 0.3, 0.12),
    Team("evening", "Evening chat", "riverside", 5, ("Orders", "Delivery"), CHAT_FIRST, 0.4, 0.0),
    Team("broadband", "Broadband", "hillcrest", 14, ("Faults", "Moves"), PHONE_FIRST, -0.5, 0.2),
    Team("mobile", "Mobile", "hillcrest", 14, ("Mobile", "Faults"), MIXED, 0.3, -0.6),
    # The team in trouble: engagement and satisfaction fall together from the fourth wave on.
    Team("billing", "Billing", "hillcrest", 15, ("Billing",), PHONE_FIRST, -0.3, -0.2, 0.7, 4),
    Team("technical", "Technical help", "hillcrest", 10, ("Faults",), MIXED, 0.8, -0.4),
    Team("night", "Night desk", "hillcrest", 4, ("Faults",), PHONE_FIRST, -0.2, 0.2),
    Team("business", "Business", "quayside", 15, ("Contracts", "Billing"), PHONE_FIRST, 0.5, -0.2),
    Team("retention", "Retention", "quayside", 14, ("Contracts",), MIXED, -0.6, 0.8),
)

FIRST_NAMES = (
    "Amara Ben Carla Dmitri Elif Farid Grace Hanna Idris Jana Kofi Lena Marek Nadia Omar Priya"
    " Quentin Rosa Samir Tessa Umar Vera Wanda Xenia Yusuf Zofia Aled Bruno Chioma Dara Emil"
    " Freya Goran Hugo Ines Jonas Kaya Luca Mina Niko"
).split()
LAST_NAMES = (
    "Adeyemi Bauer Castro Dobson Eriksen Ferreira Greene Haddad Ivanova Jensen Kaur Lindqvist"
    " Mbeki Novak Okafor Petrov Quinn Rossi Sato Tanner Ueda Varga Walsh Yilmaz Zeman Abbott"
    " Bianchi Conti Dlamini Evans"
).split()


@dataclass(frozen=True, slots=True)
class Stay:
    """From this day the agent is in this team; None means the agent has left."""

    from_on: date
    team: str | None


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """An agent with tenure, shift and the teams of the year, first to last."""

    code: str
    name: str
    shift: str
    hired_on: date
    stays: tuple[Stay, ...]

    def team_on(self, day: date) -> str | None:
        """The code of the team on that day, or None before the first and after the last."""
        current = None
        for stay in self.stays:
            if stay.from_on <= day:
                current = stay.team
        return current


def agents(rng: random.Random, *, first_day: date, last_day: date) -> tuple[DemoAgent, ...]:
    """About 150 agents: most stay, some leave and are replaced, a few change team."""
    names = _names(rng, 200)
    hired: list[DemoAgent] = []
    for team in TEAMS:
        for _ in range(team.size):
            hired.append(_settled(rng, len(hired) + 1, next(names), team, first_day))
    span = (last_day - first_day).days
    movable = [i for i, agent in enumerate(hired) if _large(agent.stays[0].team)]
    for place, index in enumerate(rng.sample(movable, 16)):
        change_on = first_day + timedelta(days=rng.randrange(30, span - 30))
        agent = hired[index]
        left = agent.stays[0].team
        if place < 4:
            hired[index] = _with_stay(agent, Stay(change_on, rng.choice(TEAMS[:3]).code))
            continue
        hired[index] = _with_stay(agent, Stay(change_on, None))
        hired.append(_joiner(rng, len(hired) + 1, next(names), left, change_on))
    return tuple(hired)


def leaders() -> tuple[tuple[str, str, str], ...]:
    """(code, name, code of the unit led) for every team and site."""
    names = (
        "Ruth Castellan", "Tom Achterberg", "Mei Lindgren", "Paul Okoro", "Sara Whitlock",
        "Victor Anselm", "Bea Marchetti", "Colin Draper", "Noor Hakimi", "Ivan Brandt",
        "Judith Eastman", "Leo Farrow", "Helen Strand", "Marcus Ode", "Anita Perez",
    )  # fmt: skip
    led = [team.code for team in TEAMS] + [code for code, _ in SITES]
    return tuple((f"leader-{unit}", name, unit) for name, unit in zip(names, led, strict=True))


def _names(rng: random.Random, count: int):  # type: ignore[no-untyped-def]
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    return iter([f"{first} {last}" for first, last in rng.sample(pairs, count)])


def _large(team: str | None) -> bool:
    return next(t.size for t in TEAMS if t.code == team) >= 13


def _settled(rng: random.Random, number: int, name: str, team: Team, first_day: date) -> DemoAgent:
    hired_on = first_day - timedelta(days=int(rng.expovariate(1 / 600)) + 1)
    return DemoAgent(
        code=f"A{number:03d}",
        name=name,
        shift=rng.choices(("Day", "Late", "Night"), (0.66, 0.29, 0.05))[0],
        hired_on=hired_on,
        stays=(Stay(first_day, team.code),),
    )


def _joiner(
    rng: random.Random, number: int, name: str, team: str | None, left_on: date
) -> DemoAgent:
    start = left_on + timedelta(days=rng.randrange(5, 25))
    return DemoAgent(f"A{number:03d}", name, "Day", start, (Stay(start, team),))


def _with_stay(agent: DemoAgent, stay: Stay) -> DemoAgent:
    return DemoAgent(agent.code, agent.name, agent.shift, agent.hired_on, (*agent.stays, stay))


def tenure_words(hired_on: date, on: date) -> str:
    """How long somebody has been there, as a workforce system would bucket it."""
    days = (on - hired_on).days
    for limit, words in ((30, "up to 1 month"), (90, "1 to 3 months"), (365, "3 to 12 months")):
        if days <= limit:
            return words
    return "over 1 year"
