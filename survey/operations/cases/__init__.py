"""Cases of unhappy customers: opened by what they answer, worked by people, closed by people.

One contact has at most one case, and a customer at most one open one. Nothing about a case is
read by anything that tells about an agent.
"""

from __future__ import annotations

from datetime import datetime

from survey.operations import jobs
from survey.store import reads_of_cases, writes_of_cases
from survey.store.database import IntegrityError, transaction
from survey.store.reads_of_cases import Told

OPENED = "case_opened"
AGAIN = "case_again"
REOPENED = "case_reopened"


def consider_response(response_id: int, *, now: datetime) -> None:
    """Open a case where the response asks for one. Call it in the transaction of the response.

    Where the customer has an open case, the contact becomes an entry there. A corrected answer is
    noted and closes nothing; one that asks for a case opens a closed one again. Repeatable, but for
    corrections; what came from another system opens no case.
    """
    with transaction():
        told = reads_of_cases.told(response_id)
        if told is None:
            return
        case_id = reads_of_cases.case_of_contact(told.contact_id)
        if case_id is None:
            if told.cause is not None:
                _open_or_add(told, told.cause, now)
        elif told.is_revised:
            _note_correction(case_id, told, now)


def _open_or_add(told: Told, cause: str, now: datetime) -> None:
    case_id = None
    while case_id is None:
        case_id = _open(told, cause, now) or _add(told, now)


def _open(told: Told, cause: str, now: datetime) -> int | None:
    """Id of the new case, or None where the customer has an open one."""
    case_id = writes_of_cases.insert_case(
        told.contact_id, told.customer_ref, cause=cause, opened_at=now
    )
    if case_id is not None:
        writes_of_cases.insert_entry(case_id, "opened", at=now)
        # Whose it is and when it is due hangs on settings and rules: a worker sees to that.
        jobs.enqueue(OPENED, {"case": case_id}, due_at=now, subject=f"{OPENED}:{case_id}")
    return case_id


def _add(told: Told, now: datetime) -> int | None:
    """Id of the open case the contact was added to; None where it was closed this moment."""
    assert told.customer_ref is not None  # without one nothing can stand against a new case
    case_id = writes_of_cases.touch_open_case(told.customer_ref)
    if case_id is not None:
        writes_of_cases.insert_entry(case_id, "again", at=now, contact_id=told.contact_id)
        jobs.enqueue(AGAIN, {"case": case_id}, due_at=now, subject=f"{AGAIN}:{case_id}")
    return case_id


def _note_correction(case_id: int, told: Told, now: datetime) -> None:
    text = "" if told.score is None else f"The answer is now {told.score}."
    if told.wants_contact:
        text = f"{text} The customer wishes to be contacted.".strip()
    writes_of_cases.touch_case(case_id)
    writes_of_cases.insert_entry(
        case_id, "corrected", at=now, contact_id=told.contact_id, text=text or None
    )
    if told.cause is not None and not reads_of_cases.is_open(case_id):
        _take_up_again(case_id, told, now)


def _take_up_again(case_id: int, told: Told, now: datetime) -> None:
    """Open the closed case again, or say in the customer's open one that they are unhappy again."""
    is_done = False
    while not is_done:
        is_done = bool(told.customer_ref and _add(told, now)) or _reopen(case_id, now)


def _reopen(case_id: int, now: datetime) -> bool:
    """Whether nothing stood against it; else the customer got another open case this moment."""
    try:
        with transaction():
            is_first = writes_of_cases.reopen_unprepared(case_id)
    except IntegrityError:
        return False
    if is_first:
        writes_of_cases.insert_entry(case_id, "reopened", at=now)
        jobs.enqueue(REOPENED, {"case": case_id}, due_at=now, subject=f"{REOPENED}:{case_id}")
    return True
