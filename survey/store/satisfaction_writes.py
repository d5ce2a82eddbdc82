"""The statements behind invitations and responses; each belongs into its operation's transaction.

Plain SQL, because these run once per customer and the model layer would cost more than the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from survey.instruments.model import Instrument
from survey.store.database import is_postgresql, rows, run, run_many
from survey.store.fields import to_seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """A response just inserted, and the digest of the instrument it answers."""

    response_id: int
    instrument: str


def keep_instrument(instrument: Instrument) -> None:
    """Store an instrument under its digest, unless it is there."""
    run(
        "INSERT INTO instrument (digest, kind, name, definition) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (digest) DO NOTHING",
        (instrument.digest, instrument.kind, instrument.name, instrument.definition),
    )


def insert_invitation(
    *, contact_id: int, instrument: str, token: bytes, created_at: datetime, expires_at: datetime
) -> bool:
    """Keep a new invitation; False, and nothing kept, where the contact already has one.

    `instrument` and `token` are digests.
    """
    inserted = run(
        "INSERT INTO invitation (contact_id, instrument_digest, token_digest, created_at,"
        " expires_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (contact_id) DO NOTHING",
        (contact_id, instrument, token, to_seconds(created_at), to_seconds(expires_at)),
    )
    return bool(inserted.rowcount)


def replace_invitation(
    *, contact_id: int, instrument: str, token: bytes, created_at: datetime, expires_at: datetime
) -> None:
    """Give the contact's invitation another token and time; the old link leads nowhere then."""
    run(
        "UPDATE invitation SET instrument_digest = ?, token_digest = ?, created_at = ?,"
        " expires_at = ? WHERE contact_id = ?",
        (instrument, token, to_seconds(created_at), to_seconds(expires_at), contact_id),
    )


def is_answered(contact_id: int) -> bool | None:
    """Whether the customer has answered, or None where there is no such contact.

    Holds the contact's invitation until the commit.
    """
    if is_postgresql():
        # A response arriving now refers to the invitation, so it waits for us or we for it.
        # (An SQLite transaction is the only one that writes anyway.)
        run("SELECT id FROM invitation WHERE contact_id = ? FOR UPDATE", (contact_id,))
    found = rows(
        "SELECT response.id IS NOT NULL FROM contact"
        " LEFT JOIN response ON response.contact_id = contact.id WHERE contact.id = ?",
        (contact_id,),
    )
    return bool(found[0][0]) if found else None


def insert_response(token: bytes, *, comment: str | None, received_at: datetime) -> Kept | None:
    """Keep a response to the open invitation with this token digest.

    None, and nothing kept, where there is no such invitation, it has expired, or its contact has
    a response: two at once are decided here, by the unique constraints.
    """
    at = to_seconds(received_at)
    kept = rows(_INSERT_RESPONSE, (comment, at, token, at))
    return Kept(*kept[0]) if kept else None


def insert_answers(response_id: int, values: Mapping[str, int]) -> None:
    """Keep the value given to each item."""
    run_many(
        "INSERT INTO answer (response_id, item, value) VALUES (?, ?, ?)",
        [(response_id, item, value) for item, value in values.items()],
    )


_INSERT_RESPONSE = """
INSERT INTO response (contact_id, invitation_id, instrument_digest, comment, received_at)
SELECT contact_id, id, instrument_digest, CAST(? AS TEXT), CAST(? AS BIGINT) FROM invitation
WHERE token_digest = ? AND expires_at > ?
ON CONFLICT DO NOTHING
RETURNING id, instrument_digest
"""
