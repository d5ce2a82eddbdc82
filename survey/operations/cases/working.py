"""What people do with a case. Everything but a note needs it to stand as they saw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from survey.errors import Conflict, InvalidInput, NotFound
from survey.intake.casework import Outcome
from survey.operations import jobs, webhooks
from survey.operations.cases import people
from survey.operations.keeping import kept
from survey.store import reads_of_case_people, reads_of_cases, reads_of_people, writes_of_cases
from survey.store.database import transaction
from survey.store.reads_of_cases import Case
from survey.store.webhooks import CASE_CLOSED
from survey.working_hours import WorkingHours

ERASED = "This customer was erased, so there is nobody left to reach."
NO_CASE = "There is no such case, or it is not yours to see."
CHANGED = (
    "Someone else has worked on this case since you opened the page, or the customer has written"
    " again. Nothing was changed here. Look at how it stands now, and repeat what is still needed."
)


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody at work on a case: who, what they may see, and the version they saw."""

    case_id: int
    user_id: int
    unit_ids: frozenset[int]
    seen: int


def add_note(act: Act, words: str, *, now: datetime) -> None:
    """Write something down. Notes never stand in each other's way.

    Raises:
        NotFound: there is no such case in the units.
        Conflict: the customer was erased.
    """
    with transaction():
        _case(act)
        # This waits for whoever is erasing the customer.
        writes_of_cases.touch_case(act.case_id)
        _note(act, "note", now, words)


def give(act: Act, owner_id: int, *, now: datetime, today: date) -> None:
    """The open case is this user's from now on, who is told unless it is themselves.

    Raises:
        NotFound: there is no such case in the units.
        InvalidInput: the user may not work on it.
        Conflict: the case is closed, or does not stand as it was seen.
    """
    with kept():
        case = _case(act)
        able = reads_of_case_people.who_may_work(case.unit_id, today=today)
        owner = next((one for one in able if one.user_id == owner_id), None)
        if owner is None:
            raise InvalidInput(["Choose somebody who may work on this case."])
        _require(writes_of_cases.give_case(act.case_id, owner_id, seen=act.seen))
        _note(act, "owner", now, owner.name)
        if owner_id != act.user_id:
            people.tell([owner], "case_given", case, now=now)


def reply(act: Act, words: str, *, now: datetime) -> None:
    """Write to the customer by mail. Answers go to the owner; a case of nobody's becomes one's own.

    Raises:
        NotFound: there is no such case in the units.
        InvalidInput: no mail address of the customer is known.
        Conflict: the case is closed, or does not stand as it was seen.
    """
    with kept():
        _case(act)
        customer = reads_of_cases.customer_of(act.case_id)
        if customer.email is None:
            raise InvalidInput(["No mail address of this customer is known."])
        _require(writes_of_cases.reply_in_case(act.case_id, act.user_id, seen=act.seen))
        owner = reads_of_people.user_by_id(_case(act).owner_id or act.user_id)
        assert owner is not None  # the foreign key holds it
        entry_id = _note(act, "reply", now, words)
        letter = {
            "template": "case_reply",
            "to": customer.email,
            "language": customer.language or "en",
            "reply_to": owner.email,
            "values": {"words": words, "name": owner.name},
        }
        jobs.enqueue(
            "mail",
            letter,
            due_at=now,
            subject=reads_of_cases.letter_of(entry_id),
            most_attempts=jobs.A_DAY_OF_ATTEMPTS,
        )


def close(act: Act, outcome: Outcome, words: str | None, *, now: datetime) -> None:
    """The case is over, with what came of it.

    Raises:
        NotFound: there is no such case in the units.
        Conflict: it is closed, or does not stand as it was seen.
    """
    with kept():
        _case(act)
        _require(writes_of_cases.close_case(act.case_id, outcome, seen=act.seen, at=now))
        _note(act, "closed", now, words)
        webhooks.publish(CASE_CLOSED, {"case_id": act.case_id}, now=now)


def reopen(act: Act, words: str | None, *, calendar: WorkingHours, now: datetime) -> None:
    """The closed case is open again, and due as if it began now.

    Raises:
        NotFound: there is no such case in the units.
        Conflict: it is open, does not stand as it was seen, or the customer was erased or has
            another open case.
    """
    with kept():
        case = _case(act)
        if reads_of_cases.is_erased(case.contact_id):
            raise Conflict(ERASED)
        if reads_of_cases.has_open_case_beside(act.case_id):
            raise Conflict("This customer has another open case. Work on that one.")
        hours = reads_of_cases.rules_of(case.contact_id).case_hours
        due_at = calendar.after(now, hours)
        _require(writes_of_cases.reopen_case(act.case_id, seen=act.seen, due_at=due_at))
        _note(act, "reopened", now, words)


def _case(act: Act) -> Case:
    case = reads_of_cases.case(act.case_id)
    if case is None or case.unit_id not in act.unit_ids:
        raise NotFound(NO_CASE)
    return case


def _require(is_changed: bool) -> None:
    if not is_changed:
        raise Conflict(CHANGED)


def _note(act: Act, kind: str, now: datetime, words: str | None) -> int:
    """Id of the new entry. The case is held by then: nobody erases its customer any more."""
    if reads_of_cases.is_erased(_case(act).contact_id):
        raise Conflict(ERASED)
    entry_id = writes_of_cases.insert_entry(
        act.case_id, kind, at=now, author_id=act.user_id, text=words
    )
    assert entry_id is not None  # only an `again` can be there already
    return entry_id
