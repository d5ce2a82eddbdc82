"""One contact in full, with the attribution it had when it closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from survey.store import reads_of_invitations
from survey.store.database import rows
from survey.store.fields import from_seconds
from survey.store.reads_of_invitations import Given


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A contact as it is kept. `closed_at` is None where only the day of closing is known."""

    contact_id: int
    source: str
    external_id: str
    queue: str
    channel: str
    reason: str | None
    agent: str
    unit_id: int
    leader: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    closed_on: date
    handle_seconds: int | None
    customer_ref: str | None
    tenure: str | None
    shift: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the customer was asked and answered; `definition` is that of the instrument.

    `invited_at` is None for a response that came from another system, `received_at` for an
    invitation without a response; `told_at` is when the answer came in as it is now.
    """

    definition: str
    invited_at: datetime | None
    received_at: datetime | None
    told_at: datetime | None
    given: Given


def contact(contact_id: int) -> ContactRecord | None:
    """The contact with this id, or None where there is none."""
    found = rows(_CONTACT, (contact_id,))
    if not found:
        return None
    values = list(found[0])
    values[9:12] = [
        _instant(values[9]),
        _instant(values[10]),
        date.fromisoformat(values[11]),
    ]
    return ContactRecord(*values)


def asked(contact_id: int) -> Asked | None:
    """What the contact's customer was asked, or None where nobody asked."""
    found = rows(_ASKED, (contact_id,))
    if not found or found[0][0] is None:
        return None
    definition, *instants, response_id = found[0]
    given = reads_of_invitations.given(response_id) if response_id else Given({}, {})
    invited_at, received_at, told_at = (_instant(at) for at in instants)
    return Asked(definition, invited_at, received_at, told_at, given)


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else from_seconds(seconds)


_CONTACT = """
SELECT contact.id, contact.source, contact.external_id, queue.name, contact.channel,
    contact.reason, agent.name, contact.unit_id, leader.name, contact.opened_at,
    contact.closed_at, CAST(contact.closed_on AS TEXT), contact.handle_seconds,
    contact.customer_ref, contact.tenure, contact.shift
FROM contact
JOIN queue ON queue.id = contact.queue_id
JOIN agent ON agent.id = contact.agent_id
LEFT JOIN leader ON leader.id = contact.leader_id
WHERE contact.id = ?
"""
_ASKED = """
SELECT instrument.definition, invitation.created_at, response.received_at,
    coalesce(response.revised_at, response.received_at), response.id
FROM contact
LEFT JOIN invitation ON invitation.contact_id = contact.id
LEFT JOIN response ON response.contact_id = contact.id
LEFT JOIN instrument
    ON instrument.digest = coalesce(response.instrument_digest, invitation.instrument_digest)
WHERE contact.id = ?
"""
