"""Closing a wave: count, publish what may be published, shred the rest. Closed is final.

Published are turnout, figures, remarks and receipts; shredded are cards, claims, private keys and
spent credentials.
"""

from __future__ import annotations

from datetime import date, datetime

from survey.errors import Refusal
from survey.operations.pulse.letters import drop_letters
from survey.privacy import gate
from survey.privacy.cards import RandomBytes
from survey.privacy.release import publish
from survey.render.moments import day
from survey.store.database import transaction
from survey.store.pulse import slot, waves


def close_wave(number: int, *, today: date, now: datetime, randomness: RandomBytes) -> None:
    """The wave is closed, its results are in the ledger, and its ballots tell no order any more.

    Counting and shredding are one transaction; rewriting the files follows it. An interrupted
    closing is finished by closing again; closing a closed wave changes nothing. `today` is the
    day at the centre.

    Raises:
        NotFound: there is no such wave.
        Refusal: agents were told that they may answer until a later day.
        Conflict: it is closed, but its files could not be rewritten yet: close it again.
    """
    wave = gate.wave(number)
    if not wave.is_closed:
        if today < wave.closes_on:
            raise Refusal(
                f"Wave {number} is open until {day(wave.closes_on)}, as agents were told. Close it"
                " on that day or later."
            )
        _count(wave, now=now, randomness=randomness)
    if not waves.is_scrubbed(wave.id):
        slot.scrub()
        waves.mark_scrubbed(wave.id, now)


def _count(wave: gate.WaveRef, *, now: datetime, randomness: RandomBytes) -> None:
    with transaction():
        if not waves.mark_closed(wave.id, now):
            return  # another process was first; its transaction has done all this
        slot.lock()
        publish(wave, randomness=randomness)
        slot.shred(wave.id)
        # A letter that failed would tell for good who had no link.
        drop_letters(wave)
