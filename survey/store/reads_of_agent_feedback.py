"""What customers said about one agent's contacts. Rollups hold no agent, so these read responses;
one agent has few enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.instruments.measures import CSAT
from survey.store.database import rows


@dataclass(frozen=True, slots=True)
class Comment:
    """What one customer wrote; `score` is None where only words came."""

    day: date
    channel: str
    queue: str
    score: int | None
    text: str


def answers_by_month(agent_id: int, *, from_on: date, until_on: date) -> dict[str, dict[int, int]]:
    """The agent's answers per calendar month of closing: {"2026-03": {point: how many}}."""
    counts: dict[str, dict[int, int]] = {}
    for month, value, n in rows(_BY_MONTH, (CSAT, agent_id, str(from_on), str(until_on))):
        counts.setdefault(month, {})[value] = int(n)
    return counts


def latest_comments(
    agent_id: int, *, from_on: date, until_on: date, limit: int
) -> tuple[Comment, ...]:
    """The latest comments about the agent's contacts that closed on these days, by closing day."""
    found = rows(_COMMENTS, (CSAT, agent_id, str(from_on), str(until_on), limit))
    return tuple(Comment(date.fromisoformat(row[0]), *row[1:]) for row in found)


_BY_MONTH = """
SELECT substr(CAST(contact.closed_on AS TEXT), 1, 7) AS month, answer.value, count(*)
FROM contact
JOIN response ON response.contact_id = contact.id
JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE contact.agent_id = ? AND contact.closed_on >= ? AND contact.closed_on <= ?
GROUP BY 1, answer.value ORDER BY 1, answer.value
"""
_COMMENTS = """
SELECT CAST(contact.closed_on AS TEXT), contact.channel, queue.name, answer.value, response.comment
FROM contact
JOIN queue ON queue.id = contact.queue_id
JOIN response ON response.contact_id = contact.id
LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?
WHERE contact.agent_id = ? AND contact.closed_on >= ? AND contact.closed_on <= ?
    AND response.comment IS NOT NULL
ORDER BY contact.closed_on DESC, contact.id DESC
LIMIT ?
"""
