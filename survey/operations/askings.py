"""That a person was asked: known by the digests of their reference and of each address."""

from __future__ import annotations

from datetime import datetime

from survey.intake.eligibility import Candidate
from survey.store import askings, deciding, digests


def persons_of(one: Candidate, *, salt: bytes) -> tuple[bytes, ...]:
    """The digests by which a contact's customer is known; none where nothing is known of them."""
    ref = [digests.of_customer(one.customer_ref, salt=salt)] if one.customer_ref else []
    addresses = (one.email, one.phone)
    return (*ref, *(digests.of_address(address, salt=salt) for address in addresses if address))


def is_opted_out(one: Candidate) -> bool:
    """Whether the customer of a contact wants no more questions, at whichever address."""
    persons = persons_of(one, salt=digests.salt())
    return bool(persons) and "opted_out" in deciding.stops_of(persons).values()


def note_asked(one: Candidate, survey_id: int | None, *, now: datetime) -> None:
    """The customer of a contact is asked: the quarantine begins."""
    persons = persons_of(one, salt=digests.salt())
    askings.keep_asking(persons, one.contact_id, survey_id, now=now)


def note_asked_again(invitation_id: int, *, now: datetime) -> None:
    """An invitation that was given up is on its way again: the quarantine begins after all."""
    contact_id, survey_id = askings.invited_about(invitation_id)
    one = deciding.candidate(contact_id)
    if one is not None:
        note_asked(one, survey_id, now=now)
