"""Inviting a customer to say how a contact went, and recording what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.errors import Conflict, InvalidInput, NotFound
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.store import reads_of_invitations, rollup_writes, satisfaction_writes
from survey.store.database import transaction

VALID_FOR = timedelta(days=14)


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
        if satisfaction_writes.attribution_of(contact_id) is None:
            raise NotFound("There is no such contact. Import it first.")
        if satisfaction_writes.has_response(contact_id):
            raise Conflict("This customer has already answered about this contact.")
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
        _count_invitation(contact_id)
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
            "This customer was already invited about this contact. Ask to replace the invitation"
            " if the first link was lost."
        )


def _count_invitation(contact_id: int) -> None:
    # Read after the insert: see survey.store.rollup_writes on corrections at the same time.
    place = satisfaction_writes.attribution_of(contact_id)
    assert place is not None
    rollup_writes.count_invitation(
        unit_id=place.unit_id, channel=place.channel, queue_id=place.queue_id, day=place.day
    )


def record_response(
    token: str, answers: Mapping[str, int], *, comment: str | None, now: datetime
) -> None:
    """Keep and count what one customer answered, once, whole or not at all.

    `answers` gives a point for every scale item of the invitation's instrument; `comment` is clean
    text or None.

    Raises:
        NotFound: no invitation has this token.
        InvalidInput: an answer is missing, unasked or not on its scale.
        Conflict: the invitation is answered or has expired.
    """
    invited = reads_of_invitations.find(token)
    digest = reads_of_invitations.digest_of(token)
    if invited is None or digest is None:
        raise NotFound("No invitation has this link.")
    _require_points(invited.instrument, answers)
    with transaction():
        kept = satisfaction_writes.insert_response(digest, comment=comment, received_at=now)
        if kept is None:
            raise Conflict("This invitation is answered, or its time is over.")
        satisfaction_writes.insert_answers(kept.response_id, answers)
        place = satisfaction_writes.attribution_of(kept.contact_id)
        assert place is not None
        for item, value in answers.items():
            rollup_writes.count_answer(
                unit_id=place.unit_id,
                channel=place.channel,
                queue_id=place.queue_id,
                day=place.day,
                item=item,
                value=value,
            )


def _require_points(instrument: Instrument, answers: Mapping[str, int]) -> None:
    problems = [
        f"{item.code}: choose a point from {item.scale.low} to {item.scale.high}."
        for item in instrument.scale_items
        if item.scale is not None and answers.get(item.code) not in item.scale.points
    ]
    codes = {item.code for item in instrument.scale_items}
    problems += [f"{code}: this was not asked." for code in sorted(answers.keys() - codes)]
    if problems:
        raise InvalidInput(problems)
