"""Praise and thanks that agents agreed to show, what waits for an agent, and whom to thank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.instruments.measures import CSAT
from survey.store.database import rows
from survey.store.recognition import State


@dataclass(frozen=True, slots=True)
class ThanksRow:
    """Thanks that were not withdrawn; `by_id` and `by` are the user who gave them."""

    id: int
    agent_id: int
    agent: str
    by_id: int
    by: str
    text: str
    given_on: date
    state: State


@dataclass(frozen=True, slots=True)
class PraiseRow:
    """A customer's words that an agent agreed to show, and when; nothing about the customer."""

    response_id: int
    agent_id: int
    agent: str
    text: str
    agreed_on: date


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent who signs in, with the unit of today."""

    id: int
    name: str
    unit: str


def shown_thanks(*, limit: int) -> tuple[ThanksRow, ...]:
    """The latest thanks that the agent agreed to show."""
    return _thanks("thanks.state = 'shown'", (), limit)


def thanks_to(agent_id: int, *, limit: int) -> tuple[ThanksRow, ...]:
    """The latest thanks to an agent, whatever the agent said to them; withdrawn ones are gone."""
    return _thanks("thanks.agent_id = ? AND thanks.state <> 'withdrawn'", (agent_id,), limit)


def thanks_by(user_id: int, *, limit: int) -> tuple[ThanksRow, ...]:
    """The latest thanks a user gave and did not withdraw."""
    return _thanks("thanks.from_user_id = ? AND thanks.state <> 'withdrawn'", (user_id,), limit)


def thanks_of_day(user_id: int, day: date) -> tuple[tuple[int, int, str, State], ...]:
    """Id, agent, text and state of everything a user gave on one day, withdrawn or not."""
    found = rows(
        "SELECT id, agent_id, text, state FROM thanks WHERE from_user_id = ?"
        " AND CAST(given_on AS TEXT) = ? ORDER BY id",
        (user_id, str(day)),
    )
    return tuple((row[0], row[1], row[2], row[3]) for row in found)


def shown_praise(*, top: int, limit: int) -> tuple[PraiseRow, ...]:
    """The latest words that agents agreed to show, where their score is still `top`."""
    found = rows(_SHOWN_PRAISE, (CSAT, top, limit))
    return tuple(
        PraiseRow(response_id, agent_id, agent, text, date.fromisoformat(day))
        for response_id, agent_id, agent, text, day in found
    )


def shown_between(from_on: date, until_on: date, *, top: int) -> dict[str, tuple[int, int]]:
    """{month: (praises, thanks)} that agents show, by when they agreed or were thanked.

    Of the whole centre, months like 2026-03; both days are included.
    """
    days = (str(from_on), str(until_on))
    found: dict[str, tuple[int, int]] = {}
    for month, n_praise, n_thanks in rows(_SHOWN_BETWEEN, (CSAT, top, *days, *days)):
        praise, thanks = found.get(month, (0, 0))
        found[month] = (praise + int(n_praise), thanks + int(n_thanks))
    return found


def agents(*, today: date) -> tuple[AgentRow, ...]:
    """Every agent who can sign in and belongs to a unit today, by name."""
    found = [AgentRow(*row) for row in rows(_AGENTS, (str(today),))]
    # Sorted here, because the engines order letters differently.
    return tuple(sorted(found, key=lambda one: (one.name, one.unit, one.id)))


def _thanks(where: str, values: tuple[Any, ...], limit: int) -> tuple[ThanksRow, ...]:
    found = rows(_THANKS.format(where=where), (*values, limit))
    return tuple(
        ThanksRow(id_, agent_id, agent, by_id, by, text, date.fromisoformat(day), state)
        for id_, agent_id, agent, by_id, by, text, day, state in found
    )


_THANKS = """
SELECT thanks.id, thanks.agent_id, agent.name, app_user.id, app_user.name, thanks.text,
    CAST(thanks.given_on AS TEXT), thanks.state
FROM thanks
JOIN agent ON agent.id = thanks.agent_id
JOIN app_user ON app_user.id = thanks.from_user_id
WHERE {where}
ORDER BY thanks.given_on DESC, thanks.id DESC LIMIT ?
"""
_SHOWN_PRAISE = """
SELECT response.id, agent.id, agent.name, response.comment, CAST(praise.agreed_on AS TEXT)
FROM praise
JOIN response ON response.id = praise.response_id
JOIN answer ON answer.response_id = response.id AND answer.item = ?
JOIN contact ON contact.id = response.contact_id
JOIN agent ON agent.id = contact.agent_id
WHERE response.comment IS NOT NULL AND answer.value = ?
ORDER BY praise.agreed_on DESC, response.id DESC LIMIT ?
"""
_SHOWN_BETWEEN = """
SELECT substr(CAST(praise.agreed_on AS TEXT), 1, 7), count(*), 0
FROM praise
JOIN response ON response.id = praise.response_id
JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE response.comment IS NOT NULL AND answer.value = ?
    AND praise.agreed_on >= ? AND praise.agreed_on <= ?
GROUP BY 1
UNION ALL
SELECT substr(CAST(given_on AS TEXT), 1, 7), 0, count(*)
FROM thanks
WHERE state = 'shown' AND given_on >= ? AND given_on <= ?
GROUP BY 1
"""
_AGENTS = """
SELECT agent.id, agent.name, unit.name
FROM agent
JOIN membership ON membership.agent_id = agent.id AND membership.from_on = (
    SELECT max(from_on) FROM membership AS newest
    WHERE newest.agent_id = agent.id AND CAST(newest.from_on AS TEXT) <= ?)
JOIN unit ON unit.id = membership.unit_id
WHERE EXISTS (SELECT 1 FROM app_user WHERE app_user.agent_id = agent.id
    AND app_user.deactivated_at IS NULL)
"""
