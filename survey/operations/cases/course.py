"""What happens to a case by itself: it gets an owner and a time, and is escalated when late."""

from __future__ import annotations

from datetime import date, datetime

from survey.operations import webhooks
from survey.operations.cases import people
from survey.operations.keeping import kept
from survey.store import reads_of_case_people, reads_of_cases, writes_of_cases
from survey.store.reads_of_case_people import Colleague
from survey.store.reads_of_cases import Case
from survey.store.webhooks import CASE_OPENED, CASE_OVERDUE
from survey.working_hours import WorkingHours

# More than a night leaves behind, so that a morning's mail is one.
BATCH = 500


def prepare(case_id: int, *, calendar: WorkingHours, now: datetime) -> None:
    """Say when a new case is due and whose it is, and tell the owner and the webhooks. Once."""
    with kept():
        case = reads_of_cases.case(case_id)
        if case is not None and _set_time(case, case.opened_at, calendar):
            people.tell(_take_owner(case, calendar, now), "case_opened", case, now=now)
            webhooks.publish(CASE_OPENED, {"case_id": case_id}, now=now)


def prepare_again(case_id: int, *, calendar: WorkingHours, now: datetime) -> None:
    """Say when a case is due that a correction has opened again, and tell the owner. Once."""
    with kept():
        case = reads_of_cases.case(case_id)
        if case is not None and _set_time(case, now, calendar):
            owner = _take_owner(case, calendar, now) or _owner(case, calendar, now)
            people.tell(owner, "case_reopened", case, now=now)


def tell_again(case_id: int, *, calendar: WorkingHours, now: datetime) -> None:
    """Tell the owner that the customer was unhappy again."""
    with kept():
        case = reads_of_cases.case(case_id)
        if case is not None:
            people.tell(_owner(case, calendar, now), "case_again", case, now=now)


def _set_time(case: Case, since: datetime, calendar: WorkingHours) -> bool:
    """Whether this was the first to say when the case is due."""
    hours = reads_of_cases.rules_of(case.contact_id).case_hours
    return writes_of_cases.time_case(case.id, due_at=calendar.after(since, hours))


def _take_owner(case: Case, calendar: WorkingHours, now: datetime) -> list[Colleague]:
    """Whose the case is now, where it was nobody's and somebody was found."""
    address = reads_of_cases.rules_of(case.contact_id).case_owner
    owner = people.first_owner(address, case.unit_id, today=_today(calendar, now))
    if owner is None or not writes_of_cases.own_case(case.id, owner.user_id):
        return []
    writes_of_cases.insert_entry(case.id, "owner", at=now, text=owner.name)
    return [owner]


def _owner(case: Case, calendar: WorkingHours, now: datetime) -> list[Colleague]:
    """The case's owner, where they may still work on it."""
    able = reads_of_case_people.who_may_work(case.unit_id, today=_today(calendar, now))
    return [one for one in able if one.user_id == case.owner_id]


def escalate_overdue(*, calendar: WorkingHours, now: datetime) -> bool:
    """Whether open cases were found overdue for the first time.

    Whoever is above is told once of each, and in one mail of all that were found together.
    """
    found = reads_of_cases.overdue_cases(now=now, limit=BATCH)
    if not found:
        return False
    with kept():
        # By number, so that workers who find the same cases wait for each other in turn.
        late = [case_id for case_id in sorted(found) if _escalate(case_id, now)]
        heard = [_hear(case_id, calendar, now) for case_id in late]
        people.tell_of_delay(heard, zone=calendar.zone, now=now)
    return bool(late)


def _escalate(case_id: int, now: datetime) -> bool:
    is_first = writes_of_cases.escalate_case(case_id, at=now)
    if is_first:
        webhooks.publish(CASE_OVERDUE, {"case_id": case_id}, now=now)
    return is_first


def _hear(
    case_id: int, calendar: WorkingHours, now: datetime
) -> tuple[Case, tuple[Colleague, ...]]:
    """The case with those who hear that it is late; it says so itself."""
    case = reads_of_cases.case(case_id)
    assert case is not None
    today = _today(calendar, now)
    told = people.who_hears_of_delay(case.unit_id, case.owner_id, today=today)
    names = ", ".join(one.name for one in told)
    writes_of_cases.insert_entry(case.id, "escalated", at=now, text=names or "nobody")
    return case, told


def _today(calendar: WorkingHours, now: datetime) -> date:
    return now.astimezone(calendar.zone).date()
