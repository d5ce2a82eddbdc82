"""What customers said about one agent's contacts. Rollups hold no agent, so these read responses;
one agent has few enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.instruments.measures import CSAT, DRIVERS, STRENGTHS
from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class Comment:
    """What one customer wrote; `score` is None where only words came.

    `is_shown` where the agent agreed to show it to colleagues.
    """

    day: date
    channel: str
    queue: str
    score: int | None
    text: str
    response_id: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """How many answers of one value came from one channel, queue and reason; it may be empty."""

    channel: str
    queue: str
    reason: str
    value: int
    n: int


def answers_by_month(agent_id: int, *, from_on: date, until_on: date) -> dict[str, dict[int, int]]:
    """The agent's answers per calendar month of closing: {"2026-03": {point: how many}}."""
    counts: dict[str, dict[int, int]] = {}
    for month, value, n in rows(_BY_MONTH, (CSAT, agent_id, str(from_on), str(until_on))):
        counts.setdefault(month, {})[value] = int(n)
    return counts


def answers_by_cut(agent_id: int, *, from_on: date, until_on: date) -> tuple[AnswerCell, ...]:
    """The agent's answers about contacts that closed on these days, cut as finely as can be."""
    found = rows(_BY_CUT, (CSAT, agent_id, str(from_on), str(until_on)))
    return tuple(
        AnswerCell(channel, queue, reason, value, int(n))
        for channel, queue, reason, value, n in found
    )


def ticks(agent_id: int, *, from_on: date, until_on: date) -> dict[str, int]:
    """What customers ticked as deciding their score: {"drivers.1": how many ticked it}.

    Under the question's own code stands how many were asked it and sent their answer.
    """
    found = rows(_TICKS, (agent_id, str(from_on), str(until_on), DRIVERS, STRENGTHS))
    return {item: int(n) for item, n in found}


def definitions(agent_id: int, *, from_on: date, until_on: date) -> tuple[str, ...]:
    """The instruments that the agent's customers answered in these days, latest answered last."""
    found = rows(_DEFINITIONS, (agent_id, str(from_on), str(until_on)))
    return tuple(row[0] for row in found)


def latest_comments(
    agent_id: int, *, from_on: date, until_on: date, limit: int, top: int, is_praise: bool
) -> tuple[Comment, ...]:
    """The latest comments about the agent's contacts that closed on these days, by closing day.

    Those that came with the score `top`, or all others.
    """
    sql = _COMMENTS.format(
        scores="answer.value = ?" if is_praise else "(answer.value IS NULL OR answer.value <> ?)"
    )
    found = rows(sql, (CSAT, agent_id, str(from_on), str(until_on), top, limit))
    return tuple(
        Comment(date.fromisoformat(day), channel, queue, score, text, response_id, bool(is_shown))
        for day, channel, queue, score, text, response_id, is_shown in found
    )


_BY_MONTH = """
SELECT substr(CAST(contact.closed_on AS TEXT), 1, 7) AS month, answer.value, count(*)
FROM contact
JOIN response ON response.contact_id = contact.id
JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE contact.agent_id = ? AND contact.closed_on >= ? AND contact.closed_on <= ?
GROUP BY 1, answer.value ORDER BY 1, answer.value
"""
_BY_CUT = """
SELECT contact.channel, queue.name, coalesce(contact.reason, ''), answer.value, count(*)
FROM contact
JOIN queue ON queue.id = contact.queue_id
JOIN response ON response.contact_id = contact.id
JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE contact.agent_id = ? AND contact.closed_on >= ? AND contact.closed_on <= ?
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
# A form that was left tells which boxes were ticked, not which were passed over.
_TICKS = """
SELECT answer.item, count(*)
FROM contact
JOIN response ON response.contact_id = contact.id AND response.is_left = 0
JOIN answer ON answer.response_id = response.id
WHERE contact.agent_id = ? AND contact.closed_on >= ? AND contact.closed_on <= ?
    AND (answer.item IN (?, ?) OR answer.item LIKE 'drivers.%' OR answer.item LIKE 'strengths.%')
GROUP BY answer.item ORDER BY answer.item
"""
_DEFINITIONS = """
SELECT instrument.definition
FROM contact
JOIN response ON response.contact_id = contact.id
JOIN instrument ON instrument.digest = response.instrument_digest
WHERE contact.agent_id = ? AND contact.closed_on >= ? AND contact.closed_on <= ?
GROUP BY instrument.digest, instrument.definition
ORDER BY max(contact.closed_on), instrument.digest
"""
_COMMENTS = """
SELECT CAST(contact.closed_on AS TEXT), contact.channel, queue.name, answer.value, response.comment,
    response.id, praise.response_id IS NOT NULL
FROM contact
JOIN queue ON queue.id = contact.queue_id
JOIN response ON response.contact_id = contact.id
LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?
LEFT JOIN praise ON praise.response_id = response.id
WHERE contact.agent_id = ? AND contact.closed_on >= ? AND contact.closed_on <= ?
    AND response.comment IS NOT NULL AND {scores}
ORDER BY contact.closed_on DESC, contact.id DESC
LIMIT ?
"""
