"""Answers in the small centre of `tests.centre`, many at once, and when they came in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from survey.operations import people
from survey.store.database import rows, run, transaction
from tests.answers import Told, tell
from tests.centre import FROM, Centre

ZONE = ZoneInfo("Europe/Berlin")
# A Wednesday: the week that ended on Sunday 2026-03-29 is shown from today.
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
DAY = date(2026, 3, 20)


def answered(
    centre: Centre,
    agent: str,
    scores: list[int],
    *,
    day: date = DAY,
    came: datetime | None = None,
    channel: str = "phone",
    queue: str = "Orders",
) -> None:
    """These customers answered about the agent's contacts of one day, by default two days later."""
    at = came or datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=2)
    first = rows("SELECT count(*) FROM contact")[0][0] + 1
    told = [Told(agent, day, score, channel=channel, queue=queue) for score in scores]
    contacts = tell(centre, told, first=first)
    with transaction():
        for contact in contacts:
            run(
                "UPDATE response SET received_at = ? WHERE contact_id = ?",
                (int(at.timestamp()), contact),
            )


def around(mean: int, n: int) -> list[int]:
    """So many scores that scatter evenly by one point around this one."""
    return [mean + (at % 3) - 1 for at in range(n)]


def add_team(centre: Centre, code: str, name: str, site: str) -> None:
    """One more team with an agent and a leader, known to the centre's dictionaries."""
    with transaction():
        centre.units[code] = people.add_unit(code, name, parent=site)
        centre.agents[f"{code}-01"] = people.add_agent(f"{code}-01", f"Agent {code}-01")
        people.set_membership(f"{code}-01", code, from_on=FROM)
        centre.leaders[f"l-{code}"] = people.add_leader(f"l-{code}", f"Leader {code}")
        people.set_leadership(code, f"l-{code}", from_on=FROM)
