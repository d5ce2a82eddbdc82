"""Inviting a customer to say how a contact went, and recording what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from survey.errors import Conflict, NotFound, Refusal
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.answers import Typed
from survey.operations import responses
from survey.operations.responses import NO_SUCH_LINK, Told
from survey.store import reads_of_invitations, rollup_writes, satisfaction_writes
from survey.store.database import transaction
from survey.store.reads_of_invitations import CHANGEABLE_FOR

VALID_FOR = timedelta(days=14)
NO_WORDS: Mapping[str, str] = MappingProxyType({})
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
        raise Conflict("This customer was already invited about this contact.")


def record_form(token: str, typed: Typed, *, now: datetime) -> None:
    """Keep and count what one customer confirmed, once, whole or not at all.

    Raises:
        NotFound: no invitation has this token.
        Misanswered: the form is no answer to what was asked.
        Conflict: the invitation is answered, withdrawn or has expired.
    """
    _record(token, responses.read(token, typed), now=now)


def record_response(
    token: str,
    answers: Mapping[str, int | None],
    *,
    comment: str | None,
    now: datetime,
    texts: Mapping[str, str] = NO_WORDS,
) -> None:
    """As `record_form`, of answers in the form in which they are kept.

    What `answers` holds beside what was asked is left; `comment` is clean text or None, `texts`
    holds the clean words given to other items.

    Raises:
        NotFound: no invitation has this token.
        InvalidInput: the headline has no answer, or a number is not one of its item's.
        Conflict: the invitation is answered, withdrawn or has expired.
    """
    _record(token, responses.fit(token, answers, comment, texts), now=now)


def correct_form(token: str, typed: Typed, *, now: datetime) -> None:
    """Put what a form says in the place of what was answered through this link within a day.

    Raises:
        NotFound: no invitation has this token.
        Misanswered: the form is no answer to what was asked.
        Conflict: nothing was answered through it yet, or longer than a day ago.
    """
    told = responses.read(token, typed)
    with transaction():
        response_id = satisfaction_writes.revise_response(
            told.token,
            instrument=told.instrument,
            comment=told.answers.comment,
            now=now,
            since=now - CHANGEABLE_FOR,
        )
        if response_id is None:
            raise Conflict("The time to change this answer is over.")
        responses.replace_answers(response_id, told.answers, now=now)


def _record(token: str, told: Told, *, now: datetime) -> None:
    with transaction():
        # The constraints decide; a refusal takes nothing back, because nothing was kept before.
        if not responses.keep_response(told, now=now):
            raise _reason_against(token)


def withdraw_consent(token: str, *, now: datetime) -> None:
    """The words given through this link may not be quoted (any more); possible at any time.

    Raises:
        NotFound: nothing was answered through this link.
    """
    with transaction():
        invited = reads_of_invitations.find(token)
        if invited is None or invited.reply is None:
            raise NotFound(NO_SUCH_LINK)
        satisfaction_writes.withdraw_consent(invited.reply.response_id, now=now)


def _reason_against(token: str) -> Refusal:
    invited = reads_of_invitations.find(token)
    if invited is None:
        return NotFound(NO_SUCH_LINK)
    if invited.is_answered:
        return Conflict(ALREADY_ANSWERED)
    if invited.is_withdrawn:
        return Conflict("This invitation was withdrawn.")
    return Conflict("The time to answer this invitation is over.")
