"""Agents who sign in, praise about them, and thanks to them, in the small centre."""

from __future__ import annotations

from datetime import date, timedelta

from survey.intake.thanks import NewThanks
from survey.operations import people, recognition
from survey.store.database import rows
from tests.answers import Told, tell
from tests.centre import Centre

TODAY = date(2026, 3, 10)
WORDS = "Stayed on the line until the bill was right."


def sign_up(centre: Centre, agent: str = "n1-02") -> int:
    """Id of a user for the agent, signed in under the agent's code."""
    user_id = people.add_user(f"{agent}@example.org", f"Agent {agent}", role="agent", agent=agent)
    centre.users[agent] = user_id
    return user_id


def praise(centre: Centre, text: str = "Gus was great.", *, agent: str = "n1-01", score: int = 5,
           day: date = TODAY - timedelta(days=5)) -> int:  # fmt: skip
    """Id of a response with these words about the agent."""
    first = 1 + rows("SELECT count(*) FROM contact")[0][0]
    (contact,) = tell(centre, [Told(agent, day, score, text)], first=first)
    return int(rows("SELECT id FROM response WHERE contact_id = ?", (contact,))[0][0])


def thank(centre: Centre, text: str = WORDS, *, by: str = "leader", agent: str = "n1-01",
          today: date = TODAY) -> int:  # fmt: skip
    """Id of thanks from a user of the centre to the agent."""
    new = NewThanks(centre.agents[agent], text)
    return recognition.give_thanks(centre.users[by], new, own_agent_id=None, today=today)
