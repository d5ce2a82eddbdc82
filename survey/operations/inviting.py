"""What follows from a decision is kept with it: invitation, message, who was asked, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from survey.operations import webhooks
from survey.operations.choosing import DAY, Choice
from survey.operations.tokens import invitation_token
from survey.store import deciding, reads_of_invitations
from survey.store.deciding import InvitationRow
from survey.store.fields import to_seconds


def keep(
    choices: Sequence[Choice], *, again: Sequence[int], now: datetime, secret_key: str
) -> None:
    """Keep the decisions, in place of those about the contacts `again`, and what follows."""
    deciding.keep_decisions(
        (
            (
                choice.one.contact_id,
                choice.survey.id if choice.survey else None,
                choice.outcome,
                choice.rule,
            )
            for choice in choices
        ),
        again=again,
        now=now,
    )
    asked = [choice for choice in choices if choice.outcome == "invited"]
    if asked:
        _invite(asked, now=now, secret_key=secret_key)


def _invite(asked: Sequence[Choice], *, now: datetime, secret_key: str) -> None:
    at = to_seconds(now)
    ids = deciding.keep_invitations(
        [_invitation(choice, at=at, secret_key=secret_key) for choice in asked]
    )
    deciding.keep_askings(
        (person, choice.one.contact_id, choice.survey.id, choice.due_at)
        for choice in asked
        if choice.survey
        for person in choice.persons
    )
    deciding.keep_deliveries(
        (id_, choice.via, choice.due_at)
        for id_, choice in zip(ids, asked, strict=True)
        if choice.via != "link"
    )
    webhooks.publish_all("invitation.created", ({"invitation_id": id_} for id_ in ids), now=now)
    # Counting comes last in every transaction.
    deciding.count_invited(
        Counter(
            (choice.one.unit_id, choice.one.closed_on, choice.one.channel, choice.one.queue_id)
            for choice in asked
        )
    )


def _invitation(choice: Choice, *, at: int, secret_key: str) -> InvitationRow:
    survey, one = choice.survey, choice.one
    assert survey is not None
    digest = reads_of_invitations.digest_of(invitation_token(one.contact_id, secret_key=secret_key))
    assert digest is not None
    instrument = reads_of_invitations.instrument_of(survey.instrument_digest)
    return InvitationRow(
        contact_id=one.contact_id,
        instrument_digest=survey.instrument_digest,
        token_digest=digest,
        created_at=at,
        expires_at=choice.due_at + survey.rules.expires_days * DAY,
        survey_id=survey.id,
        via=choice.via,
        language=instrument.pick_language([one.language] if one.language else []),
    )
