"""Inviting a customer to say how a contact went, and recording what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.errors import Conflict, InvalidInput, NotFound, Refusal
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.answers import CHOOSE_ONE, find_unanswered
from survey.store import reads_of_invitations, rollup_writes, satisfaction_writes
from survey.store.database import transaction

VALID_FOR = timedelta(days=14)
NO_SUCH_LINK = "No invitation has this link."
ALREADY_ANSWERED = "This customer has already answered about this contact."


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation just made. `path` is the link's address on this server; it is told once."""

    contact_id: int
    path: str
    expires_at: datetime


def ensure_instrument(instrument: Instrument) -> str:
    """The digest of the instrument, which is stored under it from now on."""
    with transaction():
        satisfaction_writes.keep_instrument(instrument)
    return instrument.digest


def invite(
    contact_id: int,
    *,
    now: datetime,
    token: str,
    valid_for: timedelta = VALID_FOR,
    replace: bool = False,
    instrument: Instrument = AFTER_CONTACT,
) -> Invitation:
    """The one invitation of a contact, counted among the invited in the same transaction.

    `token` is the link's secret: at least 22 random characters of the URL-safe base64 alphabet.
    Only its digest is kept. With `replace` an unanswered invitation gets the new token and time;
    its old link is dead then, and it is not counted again.

    Raises:
        NotFound: there is no such contact.
        Conflict: the customer has answered, or was invited and `replace` is not set.
    """
    digest = reads_of_invitations.digest_of(token)
    if digest is None:
        raise ValueError("a token is 22 to 64 characters of A-Z, a-z, 0-9, - and _")
    invitation = Invitation(contact_id, f"/c/{token}", now + valid_for)
    with transaction():
        is_answered = satisfaction_writes.is_answered(contact_id)
        if is_answered is None:
            raise NotFound("There is no such contact. Import it first.")
        if is_answered:
            raise Conflict(ALREADY_ANSWERED)
        satisfaction_writes.keep_instrument(instrument)
        _keep(invitation, digest, now=now, replace=replace, instrument=instrument)
    return invitation


def _keep(
    invitation: Invitation, token: bytes, *, now: datetime, replace: bool, instrument: Instrument
) -> None:
    contact_id, expires_at = invitation.contact_id, invitation.expires_at
    if satisfaction_writes.insert_invitation(
        contact_id=contact_id,
        instrument=instrument.digest,
        token=token,
        created_at=now,
        expires_at=expires_at,
    ):
        rollup_writes.count_invitation(contact_id)
    elif replace:
        satisfaction_writes.replace_invitation(
            contact_id=contact_id,
            instrument=instrument.digest,
            token=token,
            created_at=now,
            expires_at=expires_at,
        )
    else:
        raise Conflict(
            "This customer was already invited about this contact. If the link was lost,"
            " `flask invite --replace` makes a new one."
        )


def record_response(
    token: str, answers: Mapping[str, int | None], *, comment: str | None, now: datetime
) -> None:
    """Keep and count what one customer answered, once, whole or not at all.

    `answers` gives a point for every scale item of the invitation's instrument (what else it holds
    was not asked and is left); `comment` is clean text or None.

    Raises:
        NotFound: no invitation has this token.
        InvalidInput: an answer is missing or not on its scale.
        Conflict: the invitation is answered or has expired.
    """
    digest = reads_of_invitations.digest_of(token)
    if digest is None:
        raise NotFound(NO_SUCH_LINK)
    with transaction():
        # The constraints decide first, and what was asked comes back with the insert: an accepted
        # answer costs four statements. A refusal below takes the row back.
        kept = satisfaction_writes.insert_response(digest, comment=comment, received_at=now)
        if kept is None:
            raise _reason_against(token)
        values = _values(reads_of_invitations.instrument_of(kept.instrument), answers)
        satisfaction_writes.insert_answers(kept.response_id, values)
        rollup_writes.count_response(kept.response_id)


def _values(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, int]:
    unanswered = find_unanswered(instrument, answers)
    if unanswered:
        raise InvalidInput([f"{code}: {CHOOSE_ONE}" for code in unanswered])
    return {
        item.code: value
        for item in instrument.scale_items
        if (value := answers[item.code]) is not None
    }


def _reason_against(token: str) -> Refusal:
    invited = reads_of_invitations.find(token)
    if invited is None:
        return NotFound(NO_SUCH_LINK)
    if invited.is_answered:
        return Conflict(ALREADY_ANSWERED)
    return Conflict("The time to answer this invitation is over.")
