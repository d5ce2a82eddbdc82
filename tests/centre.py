"""A small contact centre: a root, two sites, four teams, ten agents each, and a user per role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.operations import people
from survey.store.database import transaction

FROM = date(2025, 1, 1)
SITES = {"north": "North", "south": "South"}
TEAMS = {
    "n1": ("Billing", "north"),
    "n2": ("Orders", "north"),
    "s1": ("Technical help", "south"),
    "s2": ("Contracts", "south"),
}
AGENTS_PER_TEAM = 10


@dataclass(frozen=True, slots=True)
class Centre:
    """Ids by code (`users` by role). Leader l-north leads the site north; l-n1 leads n1; and so on.

    Agents of team n1 are n1-01 to n1-10; the agent's user is n1-01.
    """

    units: dict[str, int]
    agents: dict[str, int]
    leaders: dict[str, int]
    users: dict[str, int]


def build() -> Centre:
    """The centre, kept in the connected database in one transaction."""
    with transaction():
        units = {"centre": people.add_unit("centre", "Contact centre")}
        for code, name in SITES.items():
            units[code] = people.add_unit(code, name, parent="centre")
        for code, (name, site) in TEAMS.items():
            units[code] = people.add_unit(code, name, parent=site)
        return Centre(units, _add_agents(), _add_leaders(), _add_users())


def _add_agents() -> dict[str, int]:
    agents = {}
    for team in TEAMS:
        for number in range(1, AGENTS_PER_TEAM + 1):
            code = f"{team}-{number:02}"
            agents[code] = people.add_agent(code, f"Agent {code}")
            people.set_membership(code, team, from_on=FROM)
    return agents


def _add_leaders() -> dict[str, int]:
    leaders = {}
    for unit in (*SITES, *TEAMS):
        leaders[f"l-{unit}"] = people.add_leader(f"l-{unit}", f"Leader {unit}")
        people.set_leadership(unit, f"l-{unit}", from_on=FROM)
    return leaders


def _add_users() -> dict[str, int]:
    return {
        "administrator": people.add_user("adam@example.org", "Adam", role="administrator"),
        "analyst": people.add_user("ana@example.org", "Ana", role="analyst"),
        "leader": people.add_user("lea@example.org", "Lea", role="leader", leader="l-north"),
        "executive": people.add_user("eva@example.org", "Eva", role="executive"),
        "agent": people.add_user("gus@example.org", "Gus", role="agent", agent="n1-01"),
    }
