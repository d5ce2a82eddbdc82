"""Kiosks: places where customers type the number they were given and answer."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, tzinfo

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import links
from survey.operations.satisfaction import ALREADY_ANSWERED
from survey.operations.wording import LONGEST_NAME, text_problems
from survey.store import kiosks, reads_of_invitations
from survey.store.database import transaction
from survey.store.kiosks import OpenKiosk

LONGEST_NUMBER = 200
NO_KIOSK = "This kiosk is closed. Please tell somebody who works here."
UNKNOWN_NUMBER = "We find nothing of the last days with this number. Please check it."
ANSWERED = "This number was answered already. Each can be answered once."


WRITTEN = "We have sent you our question about this already. Please answer it there."


class Written(Conflict):
    """The question went to the customer: its link is theirs, and not for whoever has the number."""


class Answered(Conflict):
    """The contact was answered about, or nobody may be asked about it any more."""


def add_kiosk(name: str, *, survey_id: int, source: str, code: str, now: datetime) -> None:
    """Register a kiosk for one survey and the contacts of one system; its code is told once.

    Raises:
        InvalidInput: name or source are missing or too long.
        Conflict: the name is taken.
    """
    problems = [
        *text_problems("name", name.strip(), LONGEST_NAME),
        *text_problems("source", source.strip(), LONGEST_NAME),
    ]
    if problems:
        raise InvalidInput(problems)
    with transaction():
        if not kiosks.insert_kiosk(
            name.strip(),
            survey_id=survey_id,
            source=source.strip(),
            code_digest=digest_of(code),
            now=now,
        ):
            raise Conflict("There is a kiosk with this name already. Choose another name.")


def revoke_kiosk(kiosk_id: int, *, now: datetime) -> None:
    """The kiosk's address leads nowhere any more.

    Raises:
        NotFound: there is no such kiosk that is open.
    """
    with transaction():
        if not kiosks.revoke_kiosk(kiosk_id, now=now):
            raise NotFound("There is no such kiosk that is open. Open the list again.")


def open_question(
    code: str, number: str, *, language: str, now: datetime, secret_key: str, zone: tzinfo
) -> str:
    """The path of the question about the contact with this number; its customer is invited by it.

    Each contact is asked about once, and only while its survey's rules still ask about it: a number
    that is guessed answers for nobody who has answered, and for nobody of long ago.

    Raises:
        NotFound: the kiosk is closed.
        InvalidInput: there is no such contact of the last days.
        Written: the question went to its customer another way.
        Answered: it was answered about already.
    """
    kiosk = find(code)
    found = kiosks.contact_of(kiosk.source, number.strip()) if number.strip() else None
    since = (now - timedelta(hours=kiosk.rules.latest_hours)).astimezone(zone).date()
    if found is None or len(number) > LONGEST_NUMBER or found[1] < since:
        raise InvalidInput([UNKNOWN_NUMBER])
    contact_id = found[0]
    instrument = reads_of_invitations.instrument_of(kiosk.instrument_digest)
    with transaction():
        try:
            made = links.make_link(
                contact_id,
                now=now,
                secret_key=secret_key,
                valid_for=timedelta(days=kiosk.rules.expires_days),
                kiosk=kiosk,
            )
        except Conflict as refused:
            if refused.message in (ALREADY_ANSWERED, links.WITHDRAWN):
                raise Answered(ANSWERED) from refused
            raise
        via = kiosks.via_of(contact_id)
        if via in ("mail", "sms") or (via == "link" and not made.is_new):
            raise Written(WRITTEN)
        if made.is_new:
            spoken = instrument.pick_language([language])
            kiosks.note_kiosk(contact_id, survey_id=kiosk.survey_id, language=spoken)
    return made.path


def find(code: str) -> OpenKiosk:
    """The open kiosk with this code.

    Raises:
        NotFound: there is none.
    """
    kiosk = kiosks.open_kiosk(digest_of(code))
    if kiosk is None:
        raise NotFound(NO_KIOSK)
    return kiosk


def digest_of(code: str) -> bytes:
    """The form in which a kiosk's code is kept."""
    return hashlib.sha256(code.encode()).digest()
