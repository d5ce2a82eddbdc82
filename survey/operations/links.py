"""A contact's link, for whoever brings it to the customer: the same each time it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.errors import Conflict
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.eligibility import Candidate, Sieve
from survey.operations import askings, satisfaction
from survey.operations.satisfaction import VALID_FOR
from survey.operations.tokens import invitation_token
from survey.store import deciding, kiosks, reads_of_invitations, reads_of_surveys
from survey.store.database import transaction
from survey.store.kiosks import OpenKiosk

WITHDRAWN = "The invitation about this contact was withdrawn."
OPTED_OUT = (
    "This customer has asked for no more questions, so there is no link for them. Only if they ask"
    " for it: take their address off the list of stops first."
)


@dataclass(frozen=True, slots=True)
class Link:
    """A contact's link: its path on this server, and when it ends. A new one invited just now."""

    path: str
    expires_at: datetime
    is_new: bool


def make_link(
    contact_id: int,
    *,
    now: datetime,
    secret_key: str,
    valid_for: timedelta = VALID_FOR,
    kiosk: OpenKiosk | None = None,
) -> Link:
    """The contact's link; its customer is invited by this where they were not.

    It asks what the kiosk asks, else what the first live survey asks whose rules fit, else the
    question of the product; chance and quarantine are not looked at, but the quarantine begins.
    A link that works is told as it is. One that has expired works again for `valid_for`, and one
    from before links could be told again is replaced.

    Raises:
        NotFound: there is no such contact.
        Conflict: the customer has answered, the invitation was withdrawn, or the customer has
            opted out and does not stand at a kiosk.
    """
    token = invitation_token(contact_id, secret_key=secret_key)
    with transaction():
        found = reads_of_invitations.find(token)
        one = deciding.candidate(contact_id)
        if found is not None and found.is_withdrawn:
            raise Conflict(WITHDRAWN)
        if kiosk is None and one is not None and not one.is_answered and askings.is_opted_out(one):
            raise Conflict(OPTED_OUT)
        if found is not None and not found.is_answered and found.expires_at > now:
            return Link(f"/c/{token}", found.expires_at, is_new=False)
        survey_id, instrument = _asked(one, kiosk)
        made = satisfaction.invite(
            contact_id,
            now=now,
            token=token,
            valid_for=valid_for,
            replace=True,
            instrument=instrument if found is None else found.instrument,
        )
        kiosks.note_invited_by_hand(contact_id)
        if one is not None:
            if survey_id is not None and found is None:
                spoken = instrument.pick_language([one.language] if one.language else [])
                kiosks.note_survey(contact_id, survey_id=survey_id, language=spoken)
            askings.note_asked(one, survey_id, now=now)
    return Link(made.path, made.expires_at, is_new=True)


def _asked(one: Candidate | None, kiosk: OpenKiosk | None) -> tuple[int | None, Instrument]:
    """The survey that asks about a contact, and its instrument; None for that of the product."""
    if kiosk is not None:
        return kiosk.survey_id, reads_of_invitations.instrument_of(kiosk.instrument_digest)
    for survey in reads_of_surveys.live_surveys():
        if one is not None and Sieve(survey.code, survey.rules).failing(one) is None:
            return survey.id, reads_of_invitations.instrument_of(survey.instrument_digest)
    return None, AFTER_CONTACT
