"""Contacts with everything known of them, in batches: any number fits into little memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from survey.store.database import rows
from survey.store.reads_of_funnel import FATE, JOINS, FunnelFilter, conditions, name_of_fate

BATCH = 2_000
_AT_ONCE = 500
# Names of what is read, in order; instants as seconds.
COLUMNS = (
    "contact_id", "source", "external_id", "closed_on", "closed_at", "channel", "queue", "reason",
    "handle_seconds", "agent", "agent_name", "unit", "unit_name", "leader", "survey", "outcome",
    "rule", "invited_at", "invited_via", "language", "message_state", "handed_over_at",
    "message_ended_at", "reminder_state", "opened_at", "withdrawn_at", "answered_at", "revised_at",
    "is_left", "instrument", "is_invited_answer", "comment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One contact: `fields` by the names in COLUMNS, its fate, its answers and other words."""

    fields: dict[str, Any]
    fate: str
    answers: dict[str, int]
    texts: dict[str, str]


def exported(wanted: FunnelFilter, *, batch: int = BATCH) -> Iterator[ExportRow]:
    """Every contact of the filter once, earliest day first."""
    after: tuple[date, int] | None = None
    while True:
        found = _batch(wanted, after, batch)
        ids = [row[0] for row in found if row[0] is not None]
        answers = _by_response("SELECT response_id, item, value FROM answer", ids)
        texts = _by_response("SELECT response_id, item, text FROM answer_text", ids)
        for response_id, fate, *values in found:
            yield ExportRow(
                dict(zip(COLUMNS, values, strict=True)),
                name_of_fate(fate),
                answers.get(response_id, {}),
                texts.get(response_id, {}),
            )
        if len(found) < batch:
            return
        after = date.fromisoformat(found[-1][5]), found[-1][2]


def instruments(wanted: FunnelFilter) -> tuple[tuple[str, str], ...]:
    """Digest and definition of every instrument that a response of the filter answered."""
    where, values = conditions(wanted)
    found = rows(
        "SELECT digest, definition FROM instrument WHERE digest IN"
        f" (SELECT response.instrument_digest {JOINS} WHERE {where}"
        " AND response.id IS NOT NULL) ORDER BY name, digest",
        values,
    )
    return tuple((row[0], row[1]) for row in found)


def _batch(
    wanted: FunnelFilter, after: tuple[date, int] | None, limit: int
) -> list[tuple[Any, ...]]:
    if after is not None:
        wanted = replace(wanted, from_on=after[0])
    where, values = conditions(wanted)
    if after is not None:
        where += " AND (contact.closed_on > ? OR contact.id > ?)"
        values += [str(after[0]), after[1]]
    return rows(_EXPORTED.format(where=where), [*values, limit])


def _by_response(sql: str, ids: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        for response_id, item, value in rows(f"{sql} WHERE response_id IN ({marks})", part):
            found.setdefault(response_id, {})[item] = value
    return found


_EXPORTED = f"""
SELECT response.id, {FATE}, contact.id, contact.source, contact.external_id,
    CAST(contact.closed_on AS TEXT), contact.closed_at, contact.channel, queue.name,
    contact.reason, contact.handle_seconds, agent.code, agent.name, unit.code, unit.name,
    leader.code, survey.code, survey_decision.outcome, survey_decision.rule,
    invitation.created_at, invitation.via, invitation.language, delivery.state,
    delivery.handed_over_at, delivery.ended_at, reminder.state, invitation.opened_at,
    invitation.withdrawn_at, response.received_at, response.revised_at, response.is_left,
    response.instrument_digest,
    CASE WHEN response.id IS NULL THEN NULL WHEN response.invitation_id IS NULL THEN 0 ELSE 1 END,
    response.comment
{JOINS}
JOIN queue ON queue.id = contact.queue_id
JOIN agent ON agent.id = contact.agent_id
JOIN unit ON unit.id = contact.unit_id
LEFT JOIN leader ON leader.id = contact.leader_id
LEFT JOIN survey ON survey.id = coalesce(invitation.survey_id, survey_decision.survey_id)
LEFT JOIN delivery AS reminder ON reminder.invitation_id = invitation.id
    AND reminder.kind = 'reminder'
WHERE {{where}}
ORDER BY contact.closed_on, contact.id
LIMIT ?
"""
