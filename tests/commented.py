"""Contacts whose customers have written something."""

from __future__ import annotations

from collections.abc import Sequence

from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import people, satisfaction
from survey.store.database import rows, run, transaction
from survey.store.fields import to_seconds
from tests.conftest import NOW

DAY = "2026-03-09"


def add_comments(
    texts: Sequence[str | None],
    *,
    unit: str = "centre",
    day: str = DAY,
    channel: str = "phone",
    queue: str = "Billing",
    score: int | None = 4,
    agent: str = "Agent 1",
) -> list[int]:
    """The ids of responses with these comments, each about a contact of its own."""
    with transaction():
        unit_id = _unit(unit)
        agent_id = _agent(agent)
        run("INSERT INTO queue (name) VALUES (?) ON CONFLICT (name) DO NOTHING", (queue,))
        satisfaction.ensure_instrument(AFTER_CONTACT)
        return [_respond(text, unit_id, agent_id, day, channel, queue, score) for text in texts]


def consent(response_id: int, *, withdrawn: bool = False) -> None:
    """The customer agrees to be quoted, or takes that back."""
    at = to_seconds(NOW)
    run(
        "INSERT INTO testimonial_consent (response_id, given_at, withdrawn_at) VALUES (?, ?, ?)"
        " ON CONFLICT (response_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at",
        (response_id, at, at if withdrawn else None),
    )


def _respond(
    text: str | None,
    unit_id: int,
    agent_id: int,
    day: str,
    channel: str,
    queue: str,
    score: int | None,
) -> int:
    number = rows("SELECT count(*) FROM contact")[0][0]
    ((contact_id,),) = rows(
        "INSERT INTO contact (source, external_id, queue_id, channel, agent_id, unit_id,"
        " closed_on) VALUES ('crm', ?, (SELECT id FROM queue WHERE name = ?), ?, ?, ?, ?)"
        " RETURNING id",
        (f"c{number}", queue, channel, agent_id, unit_id, day),
    )
    ((response_id,),) = rows(
        "INSERT INTO response (contact_id, instrument_digest, comment, received_at)"
        " VALUES (?, ?, ?, ?) RETURNING id",
        (contact_id, AFTER_CONTACT.digest, text, to_seconds(NOW)),
    )
    if score is not None:
        run("INSERT INTO answer VALUES (?, 'csat', ?)", (response_id, score))
    return int(response_id)


def _unit(code: str) -> int:
    found = rows("SELECT id FROM unit WHERE code = ?", (code,))
    return int(found[0][0]) if found else people.add_unit(code, "Contact centre")


def _agent(name: str) -> int:
    code = name.lower().replace(" ", "-")
    found = rows("SELECT id FROM agent WHERE code = ?", (code,))
    return int(found[0][0]) if found else people.add_agent(code, name)
