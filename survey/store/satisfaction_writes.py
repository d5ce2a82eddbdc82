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
    """A response just inserted, and the invitation it answers."""

    response_id: int
    invitation_id: int


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


def insert_response(
    token: bytes, *, instrument: str, comment: str | None, received_at: datetime, is_left: bool
) -> Kept | None:
    """Keep a response to the open invitation with this token digest.

    None, and nothing kept, where there is no such invitation, it asks another instrument, it has
    expired or was withdrawn, or its contact has a response: two at once are decided here, by the
    unique constraints.
    """
    at = to_seconds(received_at)
    kept = rows(_INSERT_RESPONSE, (comment, at, int(is_left), token, instrument, at))
    return Kept(*kept[0]) if kept else None


def revise_response(
    token: bytes, *, instrument: str, comment: str | None, now: datetime, since: datetime
) -> int | None:
    """Id of the response that was given through this link after `since`, its comment replaced.

    None, and nothing changed, where there is none, or it was given at a kiosk: the link lies open
    to whoever stands there next. Holds the response until the commit.
    """
    if is_postgresql():
        # A correction of the contact holds it, and moves what we are about to count.
        run(_HOLD_CONTACT, (token,))
    revised = rows(
        _REVISE_RESPONSE, (comment, to_seconds(now), token, instrument, to_seconds(since))
    )
    return revised[0][0] if revised else None


def insert_answers(response_id: int, values: Mapping[str, int]) -> None:
    """Keep the value given to each item."""
    run_many(
        "INSERT INTO answer (response_id, item, value) VALUES (?, ?, ?)",
        [(response_id, item, value) for item, value in values.items()],
    )


def insert_texts(response_id: int, texts: Mapping[str, str]) -> None:
    """Keep the words given to items other than the comment."""
    run_many(
        "INSERT INTO answer_text (response_id, item, text) VALUES (?, ?, ?)",
        [(response_id, item, text) for item, text in texts.items()],
    )


def delete_answers(response_id: int) -> None:
    """Throw away the values and words of a response; others are about to take their place.

    An agent who agreed to show the comment agreed to what it said.
    """
    run("DELETE FROM answer WHERE response_id = ?", (response_id,))
    run("DELETE FROM answer_text WHERE response_id = ?", (response_id,))
    run("DELETE FROM praise WHERE response_id = ?", (response_id,))


def note_opened(token: bytes, *, now: datetime) -> None:
    """Keep when a human first opened the invitation with this token digest, unless it is known."""
    run(
        "UPDATE invitation SET opened_at = ?"
        " WHERE token_digest = ? AND opened_at IS NULL AND withdrawn_at IS NULL",
        (to_seconds(now), token),
    )


def give_consent(response_id: int, *, now: datetime) -> None:
    """Keep that the customer's words may be quoted from now on, if they might not before."""
    at = to_seconds(now)
    run(
        "INSERT INTO testimonial_consent (response_id, given_at) VALUES (?, ?)"
        " ON CONFLICT (response_id) DO UPDATE SET given_at = ?, withdrawn_at = NULL"
        " WHERE testimonial_consent.withdrawn_at IS NOT NULL",
        (response_id, at, at),
    )


def withdraw_consent(response_id: int, *, now: datetime) -> None:
    """Keep that the customer's words may no longer be quoted, if they might."""
    run(
        "UPDATE testimonial_consent SET withdrawn_at = ?"
        " WHERE response_id = ? AND withdrawn_at IS NULL",
        (to_seconds(now), response_id),
    )


_INSERT_RESPONSE = """
INSERT INTO response
    (contact_id, invitation_id, instrument_digest, comment, received_at, is_left)
SELECT contact_id, id, instrument_digest, CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS INTEGER)
FROM invitation
WHERE token_digest = ? AND instrument_digest = ? AND expires_at > ? AND withdrawn_at IS NULL
ON CONFLICT DO NOTHING
RETURNING id, invitation_id
"""
_HOLD_CONTACT = """
SELECT contact.id FROM contact JOIN invitation ON invitation.contact_id = contact.id
WHERE invitation.token_digest = ? FOR KEY SHARE OF contact
"""
_REVISE_RESPONSE = """
UPDATE response SET comment = CAST(? AS TEXT), revised_at = ?, is_left = 0, is_read = 0
WHERE invitation_id
        = (SELECT id FROM invitation
            WHERE token_digest = ? AND withdrawn_at IS NULL AND via <> 'kiosk')
    AND instrument_digest = ? AND received_at > ?
RETURNING id
"""
