"""What the demo centre did about its unhappy customers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.intake.casework import Outcome
from survey.operations import jobs
from survey.operations.cases import AGAIN, OPENED, course, working
from survey.store.database import rows, transaction
from survey.store.fields import from_seconds
from survey.store.reads_of_case_people import who_may_work
from survey.working_hours import WorkingHours

# Cases younger than this are still open, except for a few that were quick.
OPEN_FOR = timedelta(days=4)
NOTES = (
    "Rang twice, left a message.",
    "Spoke to the customer. The matter lies with the warehouse, asked them for a date.",
    "Explained what went wrong and apologised.",
    "The second bill was our mistake. Corrected.",
    "Customer asked for a callback in the evening.",
    "Passed to the engineer's desk with a note, they confirm by tomorrow.",
)
OUTCOMES: dict[Outcome, int] = {"recovered": 6, "not_recovered": 2, "no_reply": 2, "not_needed": 1}
WORDS: dict[Outcome, str] = {
    "recovered": "Settled, the customer is content.",
    "not_recovered": "The customer stays unhappy; nothing more we may offer.",
    "no_reply": "No reply after three attempts.",
    "not_needed": "Settled already when we called.",
}


@dataclass(frozen=True, slots=True)
class _Act:
    """One person's work on one case."""

    case_id: int
    user_id: int
    unit_ids: frozenset[int]

    def now(self) -> working.Act:
        """The case as it stands at this moment."""
        seen = rows("SELECT version FROM customer_case WHERE id = ?", (self.case_id,))[0][0]
        return working.Act(self.case_id, self.user_id, self.unit_ids, seen)


def work_cases(rng: random.Random, *, calendar: WorkingHours, now: datetime) -> None:
    """Give every case its owner and time, and close most of the older ones."""
    with transaction():
        _settle_jobs(calendar, now=now)
        units = frozenset(row[0] for row in rows("SELECT id FROM unit"))
        for case_id, opened, unit_id in rows(
            "SELECT customer_case.id, customer_case.opened_at, unit_id FROM customer_case"
            " JOIN contact ON contact.id = contact_id WHERE state = 'open' ORDER BY 1"
        ):
            opened_at = from_seconds(opened)
            closed_at = opened_at + timedelta(hours=rng.choice((3, 5, 20, 26, 44)))
            nearest = who_may_work(unit_id, today=now.astimezone(calendar.zone).date())[0]
            act = _Act(case_id, nearest.user_id, units)
            if closed_at < now and (now - opened_at > OPEN_FOR or rng.random() < 0.2):
                _work(rng, act, opened_at=opened_at, closed_at=closed_at)
            elif nearest.distance is not None:
                working.give(act.now(), act.user_id, now=opened_at, today=opened_at.date())
        while course.escalate_overdue(calendar=calendar, now=now):
            pass
        _settle_jobs(calendar, now=now)


def _settle_jobs(calendar: WorkingHours, *, now: datetime) -> None:
    """Do what waits about cases; mail of the past is long sent."""
    while (job := jobs.claim((OPENED, AGAIN, "mail"), now=now)) is not None:
        if job.kind == OPENED:
            case_id = job.payload["case"]
            opened = rows("SELECT opened_at FROM customer_case WHERE id = ?", (case_id,))[0][0]
            course.prepare(case_id, calendar=calendar, now=from_seconds(opened))
        jobs.complete(job)


def _work(rng: random.Random, act: _Act, *, opened_at: datetime, closed_at: datetime) -> None:
    """Take the case over, note what was done, and close it."""
    noted_at = opened_at + (closed_at - opened_at) / 2
    outcome = rng.choices(tuple(OUTCOMES), tuple(OUTCOMES.values()))[0]
    working.give(act.now(), act.user_id, now=noted_at, today=noted_at.date())
    working.add_note(act.now(), rng.choice(NOTES), now=noted_at)
    working.close(act.now(), outcome, WORDS[outcome], now=closed_at)
