"""Letters to everybody invited by link: the invitation, and reminders that ask nobody's answer.

The queue holds the wave and the agent, the same for everybody. The link's token is worked out when
the letter is written, and stands nowhere but in the letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from survey.errors import NotFound
from survey.operations import tokens
from survey.operations.jobs import A_DAY_OF_ATTEMPTS
from survey.privacy import gate
from survey.render.moments import day
from survey.store.database import transaction
from survey.store.pulse import letters

KIND = "pulse_letter"
# Sign-in mail that is asked for meanwhile waits no longer than the letters that are due already.
PER_SECOND = 10

LetterKind = Literal["invitation", "reminder"]


@dataclass(frozen=True, slots=True)
class PulseLetter:
    """One letter as it may be sent at this moment: `template`, address and what it says."""

    template: str
    to: str
    values: Mapping[str, Any]


def queue_invitations(wave: gate.WaveRef, *, now: datetime) -> int:
    """How many letters with a link to the wave were queued. Belongs to the opening transaction."""
    return _queue(wave, "invitation", now)


def queue_reminders(wave: gate.WaveRef, *, now: datetime) -> int:
    """How many reminders were queued: one to everybody invited by link, whoever has answered."""
    return _queue(wave, "reminder", now)


def drop_letters(wave: gate.WaveRef) -> int:
    """How many letters of a closed wave still waited or had failed; none is left."""
    with transaction():
        return letters.drop_letters(wave.number, job=KIND)


def find_letter(job: Mapping[str, Any], *, today: date, secret_key: str) -> PulseLetter | None:
    """The letter of a queued job; None where the wave is over or the agent reads no mail here.

    Nothing in it differs from one agent to another but address and token, so that its size tells
    nothing either. `today` is the day at the centre.
    """
    try:
        wave = gate.wave(job["wave"])
    except NotFound:
        return None
    to = letters.address_of(wave.number, job["agent"])
    if to is None or wave.is_closed or today > wave.closes_on:
        return None
    return PulseLetter(
        template=f"pulse_{job['kind']}",
        to=to,
        values={
            "wave": wave.number,
            "name": wave.name,
            "closes_on": day(wave.closes_on),
            "threshold": wave.threshold,
            "help_contact": wave.help_contact,
            "token": tokens.pulse_token(wave.number, job["agent"], secret_key=secret_key),
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
