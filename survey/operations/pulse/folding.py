"""Retention of the pulse: the ballots of old waves are folded into counts of the whole centre."""

from __future__ import annotations

from datetime import datetime, timedelta

from survey.privacy import gate
from survey.store.database import transaction
from survey.store.pulse import folding, slot, waves

KIND = "fold"


def fold_waves(keep_days: int, *, now: datetime) -> tuple[int, ...]:
    """The numbers of the waves that were folded: those closed more than `keep_days` ago.

    Published figures stay. Each wave is a transaction of its own, after all of which the files are
    rewritten; killed half way, the rest is done the next time. 0 keeps ballots for good.

    Raises:
        Conflict: somebody has been reading the whole time, so that the files could not be
            rewritten: fold again.
    """
    if not keep_days:
        return ()
    due = folding.due(closed_before=now - timedelta(days=keep_days))
    folded = [number for number in due if _fold(number, now)]
    if waiting := folding.to_scrub():
        slot.scrub()
        for wave_id in waiting:
            waves.mark_scrubbed(wave_id, now)
    return tuple(folded)


def _fold(number: int, now: datetime) -> bool:
    with transaction():
        return folding.fold(gate.wave(number).id, now)
