"""Work by the calendar: each chore is queued once a period, by whoever comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from survey.operations import jobs
from survey.store import chores
from survey.store.database import transaction

Every = Literal["hour", "day", "month"]


@dataclass(frozen=True, slots=True)
class Chore:
    """Work that comes round. `kind` is that of the job, whose payload names the `period`."""

    name: str
    every: Every
    kind: str


def period_of(every: Every, *, now: datetime, zone: tzinfo) -> str:
    """The hour (of UTC, which has none twice), or the day or month of the centre."""
    if every == "hour":
        return now.astimezone(UTC).strftime("%Y-%m-%dT%H")
    return now.astimezone(zone).strftime("%Y-%m-%d" if every == "day" else "%Y-%m")


def queue_due(due: Iterable[Chore], *, now: datetime, zone: tzinfo) -> bool:
    """Whether a chore was queued that was not yet queued for the period at hand.

    A period in which nobody worked is left out: what has to catch up looks for what is missing.
    """
    done = chores.done()
    periods = [(chore, period_of(chore.every, now=now, zone=zone)) for chore in due]
    # Asked before any transaction begins: most of the time there is nothing to do.
    waiting = [(chore, at) for chore, at in periods if done.get(chore.name, "") < at]
    return sum(_queue(chore, at, now=now) for chore, at in waiting) > 0


def _queue(chore: Chore, period: str, *, now: datetime) -> bool:
    with transaction():
        if not chores.mark_done(chore.name, period):
            return False
        subject = f"chore:{chore.name}:{period}"
        return jobs.enqueue(chore.kind, {"period": period}, due_at=now, subject=subject)
