"""Statements of the messages to customers: claimed with a lease, handed over at most once.

Whoever claimed a delivery is known by its attempt and the end of its lease; every statement below
that changes one asks for both, so that nobody changes what another has claimed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from survey.intake.rules import Rules, from_text
from survey.store.database import is_postgresql, rows, run
from survey.store.fields import from_seconds, to_seconds

_FREE = "(leased_until IS NULL OR leased_until <= ?)"
_OF_THIS_CLAIM = "id = ? AND attempts = ? AND leased_until = ?"


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours until its lease ends; `attempt` counts from 1."""

    id: int
    invitation_id: int
    kind: str
    via: str
    attempt: int
    leased_until: datetime

    @property
    def key(self) -> tuple[int, int, int]:
        """What its row is found by."""
        return self.id, self.attempt, to_seconds(self.leased_until)


@dataclass(frozen=True, slots=True)
class Addressed:
    """What one delivery is about, as it stands now.

    `address` is the mail address or phone number the message goes to, None where it was erased;
    `timezone` the customer's own and `customer_ref` their reference, None where not known, as is
    `closed_at`. `invitation_state` is the state of the delivery of the invitation itself.
    """

    contact_id: int
    address: str | None
    timezone: str | None
    language: str
    instrument_digest: str
    expires_at: datetime
    is_answered: bool
    is_withdrawn: bool
    is_retired: bool
    rules: Rules
    invitation_state: str | None
    customer_ref: str | None
    closed_at: datetime | None
    closed_on: date


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a delivery goes to; `address` and `customer_ref` are None where they were erased.

    `languages` are the customer's own, where it is known, and that of the message.
    """

    via: Literal["mail", "sms"]
    address: str | None
    customer_ref: str | None
    languages: tuple[str, ...]


def claim_delivery(vias: Sequence[str], *, now: datetime, until: datetime) -> Claim | None:
    """The delivery longest overdue, leased to the caller, or None.

    SQLite runs one writing statement at a time; PostgreSQL skips what others hold.
    """
    skip = " FOR UPDATE SKIP LOCKED" if is_postgresql() else ""
    found = rows(
        "UPDATE delivery SET attempts = attempts + 1, leased_until = ?"
        " WHERE id = (SELECT id FROM delivery WHERE state = 'waiting' AND due_at <= ?"
        f" AND via IN ({', '.join('?' * len(vias))}) AND {_FREE}"
        f" ORDER BY due_at, id LIMIT 1{skip})"
        " RETURNING id, invitation_id, kind, via, attempts",
        (to_seconds(until), to_seconds(now), *vias, to_seconds(now)),
    )
    if not found:
        return None
    delivery_id, invitation_id, kind, via, attempt = found[0]
    # The row holds whole seconds.
    leased_until = from_seconds(to_seconds(until))
    return Claim(delivery_id, invitation_id, kind, via, attempt, leased_until)


def addressed(claim: Claim) -> Addressed:
    """What a claimed delivery is about."""
    contact_id, email, phone, *others, ref, closed_at, closed_on = rows(_ADDRESSED, (claim.id,))[0]
    timezone, language, digest, expires_at, is_answered, is_withdrawn, state, rules, first = others
    return Addressed(
        contact_id,
        email if claim.via == "mail" else phone,
        timezone,
        language,
        digest,
        from_seconds(expires_at),
        bool(is_answered),
        bool(is_withdrawn),
        state == "retired",
        Rules() if rules is None else from_text(rules),
        first,
        ref,
        None if closed_at is None else from_seconds(closed_at),
        date.fromisoformat(closed_on),
    )


def hand_over(claim: Claim, address: bytes, customer: bytes | None, *, now: datetime) -> bool:
    """Whether the claim still held, so that the delivery counts as handed over from now on.

    It does not where the customer has answered, withdrawn or been stopped meanwhile; `address` and
    `customer` are their digests.
    """
    cursor = run(_HAND_OVER, (to_seconds(now), *claim.key, address, customer or address))
    return bool(cursor.rowcount == 1)


def end(claim: Claim, state: str, note: str | None, *, now: datetime) -> bool:
    """Whether the delivery was still this claim's; it has come to its end in this state."""
    cursor = run(
        "UPDATE delivery SET state = ?, note = ?, ended_at = ?, leased_until = NULL"
        f" WHERE {_OF_THIS_CLAIM} AND state IN ('waiting', 'handed_over')",
        (state, note, to_seconds(now), *claim.key),
    )
    return bool(cursor.rowcount == 1)


def put_off(claim: Claim, note: str | None, *, due_at: datetime, is_counted: bool) -> None:
    """Let this claim's delivery wait until `due_at`; the attempt counts or never was.

    A note that is None leaves the one there is.
    """
    run(
        "UPDATE delivery SET state = 'waiting', handed_over_at = NULL, due_at = ?,"
        " note = coalesce(?, note), attempts = attempts - ?, leased_until = NULL"
        f" WHERE {_OF_THIS_CLAIM} AND state IN ('waiting', 'handed_over')",
        (to_seconds(due_at), note, 0 if is_counted else 1, *claim.key),
    )


def keep_note(claim: Claim, text: str) -> None:
    """Keep a note with a delivery that was handed over."""
    run(
        f"UPDATE delivery SET note = ? WHERE {_OF_THIS_CLAIM} AND state = 'handed_over'",
        (text, *claim.key),
    )


def delete(claim: Claim) -> None:
    """Forget this claim's delivery, which is not needed."""
    run(f"DELETE FROM delivery WHERE {_OF_THIS_CLAIM} AND state = 'waiting'", claim.key)


def put_reminder(claim: Claim, *, due_at: datetime) -> None:
    """Let the one reminder of the claim's invitation wait for its day."""
    run(
        "INSERT INTO delivery (invitation_id, kind, via, due_at) VALUES (?, 'reminder', ?, ?)"
        " ON CONFLICT (invitation_id, kind) DO UPDATE SET due_at = excluded.due_at"
        " WHERE delivery.state = 'waiting'",
        (claim.invitation_id, claim.via, to_seconds(due_at)),
    )


def retry_given_up(*, now: datetime) -> list[tuple[int, str]]:
    """Invitation and kind of the given-up deliveries that wait again, because it still runs."""
    return rows(
        "UPDATE delivery SET state = 'waiting', attempts = 0, leased_until = NULL, due_at = ?,"
        " ended_at = NULL WHERE state = 'given_up' AND invitation_id IN"
        " (SELECT id FROM invitation WHERE expires_at > ?) RETURNING invitation_id, kind",
        (to_seconds(now), to_seconds(now)),
    )


def bounce(delivery_id: int, note: str, *, now: datetime, is_hard: bool) -> Recipient | None:
    """Whom the delivery went to that a bounce is about, or None where it was not sent.

    A hard bounce ends it as bounced, a soft one only leaves its note.
    """
    state = "'bounced'" if is_hard else "state"
    cursor = run(
        f"UPDATE delivery SET state = {state}, note = ?, ended_at = ?"
        " WHERE id = ? AND state IN ('handed_over', 'sent', 'bounced')",
        (note, to_seconds(now), delivery_id),
    )
    return recipient(delivery_id) if cursor.rowcount == 1 else None


def recipient(delivery_id: int) -> Recipient | None:
    """Whom a delivery goes or went to, or None where there is none."""
    found = rows(
        "SELECT delivery.via, CASE delivery.via WHEN 'mail' THEN contact_identity.email"
        " ELSE contact_identity.phone END, contact.customer_ref, contact_identity.language,"
        " invitation.language"
        " FROM delivery JOIN invitation ON invitation.id = delivery.invitation_id"
        " JOIN contact ON contact.id = invitation.contact_id"
        " LEFT JOIN contact_identity ON contact_identity.contact_id = invitation.contact_id"
        " WHERE delivery.id = ?",
        (delivery_id,),
    )
    if not found:
        return None
    via, address, customer_ref, *languages = found[0]
    return Recipient(via, address, customer_ref, tuple(filter(None, languages)))


_ADDRESSED = """
SELECT invitation.contact_id, contact_identity.email, contact_identity.phone,
    contact_identity.timezone, invitation.language, invitation.instrument_digest,
    invitation.expires_at, response.id IS NOT NULL, invitation.withdrawn_at IS NOT NULL,
    survey.state, survey.rules, first.state, contact.customer_ref, contact.closed_at,
    CAST(contact.closed_on AS TEXT)
FROM delivery
JOIN invitation ON invitation.id = delivery.invitation_id
JOIN contact ON contact.id = invitation.contact_id
LEFT JOIN contact_identity ON contact_identity.contact_id = invitation.contact_id
LEFT JOIN response ON response.contact_id = invitation.contact_id
LEFT JOIN survey ON survey.id = invitation.survey_id
LEFT JOIN delivery AS first
    ON first.invitation_id = invitation.id AND first.kind = 'invitation'
WHERE delivery.id = ?
"""
_HAND_OVER = f"""
UPDATE delivery SET state = 'handed_over', handed_over_at = ?, note = NULL
WHERE {_OF_THIS_CLAIM} AND state = 'waiting'
AND NOT EXISTS (SELECT 1 FROM invitation LEFT JOIN response
    ON response.contact_id = invitation.contact_id WHERE invitation.id = delivery.invitation_id
    AND (response.id IS NOT NULL OR invitation.withdrawn_at IS NOT NULL))
AND NOT EXISTS (SELECT 1 FROM address_stop WHERE address_stop.address IN (?, ?))
"""
