"""The outbox: work is written in the transaction that causes it, and done at least once.

A worker claims a job for a while (a lease). Whoever dies with a claimed job loses nothing: when
the lease has run out, the next worker takes it. So every effect has to bear being repeated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from survey.store import writes_of_jobs
from survey.store.database import transaction

LEASE = timedelta(minutes=5)
# 10 s, 20 s, 40 s, ... so that the eighth and last attempt comes some 20 minutes after the first.
MOST_ATTEMPTS = 8
# For what others have to take: the fifteenth attempt comes 23 hours after the first.
A_DAY_OF_ATTEMPTS = 15
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed piece of work. `attempt` counts from 1; with the lease's end it names the claim."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    leased_until: datetime


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    due_at: datetime,
    expires_at: datetime | None = None,
    subject: str | None = None,
    most_attempts: int = MOST_ATTEMPTS,
) -> bool:
    """Whether the job was queued. Call it inside the transaction that causes the work.

    A `subject` names the work (such as `report:3`): while a job on it waits or is under way, no
    second one is queued; one that was given up starts afresh. Work with an `expires_at` is given
    up then at the latest, and its payload, which may hold a secret, is thrown away with that.
    After `most_attempts` it is given up in any case.
    """
    with transaction():
        return writes_of_jobs.insert_job(
            kind,
            json.dumps(payload, sort_keys=True),
            subject=subject,
            due_at=due_at,
            expires_at=expires_at,
            most_attempts=most_attempts,
        )


def claim(kinds: Sequence[str], *, now: datetime, lease: timedelta = LEASE) -> Job | None:
    """The most overdue job of these kinds, leased to the caller until `now + lease`, or None."""
    if not kinds:
        return None
    with transaction():
        writes_of_jobs.give_up_expired_jobs(now=now)
        found = writes_of_jobs.claim_job(sorted(kinds), now=now, until=now + lease)
    if found is None:
        return None
    job_id, kind, payload, attempt = found
    return Job(job_id, kind, json.loads(payload), attempt, now + lease)


def complete(job: Job) -> bool:
    """Whether the job was still this claim's. Its row is deleted, and with it any secret in it."""
    with transaction():
        return writes_of_jobs.delete_job(job.id, attempt=job.attempt, leased_until=job.leased_until)


def fail(job: Job, error: str, *, now: datetime, for_good: bool = False) -> None:
    """Keep the sentence `error` and put the job off, twice as long each time.

    With `for_good`, or after the last attempt, the job is given up until someone restarts it, and
    one that expires is emptied.
    """
    pause = min(FIRST_PAUSE * 2 ** (job.attempt - 1), LONGEST_PAUSE)
    with transaction():
        writes_of_jobs.put_off_job(
            job.id,
            attempt=job.attempt,
            leased_until=job.leased_until,
            due_at=now + pause,
            is_over=for_good,
            last_error=error[:LONGEST_ERROR],
        )


def restart(*, now: datetime) -> int:
    """How many given-up jobs are tried again from now on. Emptied ones are only cleared away."""
    with transaction():
        return writes_of_jobs.restart_jobs(now=now)
