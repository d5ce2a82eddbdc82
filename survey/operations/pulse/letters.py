"""Letters to everybody invited by link: the invitation, and reminders that ask nobody's answer.

The queue holds the wave and the block, and nobody in it: whose letter waits or failed is written
nowhere. A link's token is worked out when the letter is written, and stands nowhere but in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from survey.errors import NotFound, Refusal
from survey.operations import tokens
from survey.operations.jobs import A_DAY_OF_ATTEMPTS
from survey.privacy import gate
from survey.privacy.credentials import claim_digest
from survey.render.moments import day
from survey.store.database import transaction
from survey.store.pulse import credentials, letters

KIND = "pulse_letter"
# Sign-in mail that is asked for meanwhile waits no longer than the letters that are due already.
PER_SECOND = 10
ANOTHER_KEY = (
    "SURVEY_SECRET_KEY is not the one with which this wave was opened. Set it again, so that the"
    " links in its letters are good."
)

LetterKind = Literal["invitation", "reminder"]


@dataclass(frozen=True, slots=True)
class PulseLetter:
    """One letter as it may be sent at this moment: `template`, address and what it says."""

    template: str
    to: str
    values: Mapping[str, Any]


def queue_invitations(wave: gate.WaveRef, *, now: datetime) -> int:
    """How many blocks' letters with links were queued. Belongs to the opening transaction."""
    return _queue(wave, "invitation", now)


def queue_reminders(wave: gate.WaveRef, *, now: datetime) -> int:
    """How many blocks' reminders were queued: to all invited by link, whoever has answered."""
    return _queue(wave, "reminder", now)


def drop_letters(wave: gate.WaveRef) -> int:
    """For how many blocks letters of a closed wave still waited or had failed; none is left."""
    with transaction():
        return letters.drop_letters(wave.number, job=KIND)


def find_letters(
    job: Mapping[str, Any], *, attempt: int, today: date, secret_key: str
) -> list[PulseLetter]:
    """The letters of a block's job; none where the wave is over, or nobody reads mail here.

    They come in an order that follows from their tokens and tells nothing, another at each
    `attempt`. Nothing differs from one to another but address and token, so that their size tells
    nothing either. `today` is the day at the centre.

    Raises:
        Refusal: SURVEY_SECRET_KEY is not the one with which the wave was opened, so that none of
            these links would be of use.
    """
    try:
        wave = gate.wave(job["wave"])
    except NotFound:
        return []
    if wave.is_closed or today > wave.closes_on:
        return []
    found = {
        tokens.pulse_token(wave.number, agent, secret_key=secret_key): to
        for agent, to in letters.addresses_of(wave.number, job["block"]).items()
    }
    if found and credentials.has_other_claims(job["block"], claim_digest(next(iter(found)))):
        raise Refusal(ANOTHER_KEY)
    ordered = sorted(
        found, key=lambda token: hashlib.sha256(f"{attempt}:{token}".encode()).digest()
    )
    return [_letter(wave, job["kind"], token, found[token]) for token in ordered]


def _letter(wave: gate.WaveRef, kind: LetterKind, token: str, to: str) -> PulseLetter:
    return PulseLetter(
        template=f"pulse_{kind}",
        to=to,
        values={
            "wave": wave.number,
            "name": wave.name,
            "closes_on": day(wave.closes_on),
            "threshold": wave.threshold,
            "help_contact": wave.help_contact,
            "token": token,
        },
    )


def _queue(wave: gate.WaveRef, kind: LetterKind, now: datetime) -> int:
    with transaction():
        return letters.queue_letters(
            wave.id,
            wave.number,
            job=KIND,
            kind=kind,
            now=now,
            per_second=PER_SECOND,
            most=A_DAY_OF_ATTEMPTS,
        )
