"""Cases as they stand, and what a case is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from survey.instruments.measures import CALL_BACK, CSAT
from survey.intake.rules import Rules, from_text
from survey.store.database import rows
from survey.store.fields import from_seconds, to_seconds
from survey.store.reads_of_invitations import instrument_of


@dataclass(frozen=True, slots=True)
class Told:
    """What decides whether a response opens a case. `score` is the answer to the headline.

    `at_most` is the score from which on a case opens, None where none does; the `best` never does.
    """

    contact_id: int
    customer_ref: str | None
    score: int | None
    best: int | None
    at_most: int | None
    wants_contact: bool
    is_revised: bool

    @property
    def cause(self) -> str | None:
        """Why a case opens, or None where none does; a wish to be contacted comes first."""
        if self.wants_contact:
            return "call_back"
        is_low = self.score is not None and self.at_most is not None and self.score <= self.at_most
        is_low = is_low and self.score != self.best
        return "low_score" if is_low else None


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands; `due_at` is None for the moment until a worker has looked at it."""

    id: int
    contact_id: int
    unit_id: int
    cause: str
    state: str
    owner_id: int | None
    opened_at: datetime
    due_at: datetime | None
    escalated_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    version: int

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been closed by now."""
        return self.state == "open" and self.due_at is not None and self.due_at <= now


@dataclass(frozen=True, slots=True)
class Reach:
    """How a customer can be reached; what is not known is None."""

    email: str | None
    phone: str | None
    language: str | None


def told(response_id: int) -> Told | None:
    """What an invited customer said, or None where the response came from another system."""
    found = rows(_TOLD, (response_id,))
    if not found:
        return None
    contact_id, customer_ref, digest, rules, revised_at = found[0]
    answers = dict(rows("SELECT item, value FROM answer WHERE response_id = ?", (response_id,)))
    instrument = instrument_of(digest)
    headline = instrument.headline
    lead = instrument.item(headline).scale if headline in answers else None
    return Told(
        contact_id=contact_id,
        customer_ref=customer_ref,
        score=answers.get(headline),
        best=None if lead is None else lead.high,
        at_most=score_that_opens(rules, digest),
        wants_contact=answers.get(CALL_BACK) == 1,
        is_revised=revised_at is not None,
    )


@lru_cache(maxsize=256)
def score_that_opens(rules: str | None, instrument: str) -> int | None:
    """The headline's answer from which on down a case opens; None where only a wish opens one.

    `rules` are a survey's as they are stored, None for an invitation of no survey, whose default
    is meant for CSAT. A headline that is no scale has no low end: its options are in no order.
    """
    asked = instrument_of(instrument)
    if asked.item(asked.headline).kind != "scale":
        return None
    if rules is not None:
        return from_text(rules).case_at_most
    return Rules().case_at_most if asked.headline == CSAT else None


def case(case_id: int) -> Case | None:
    """The case with this id, or None."""
    found = rows(f"{_CASES} WHERE customer_case.id = ?", (case_id,))
    return _case(found[0]) if found else None


def case_of_contact(contact_id: int) -> int | None:
    """Id of the case that is about this contact, or in which it is noted as `again`."""
    found = rows(
        "SELECT id FROM customer_case WHERE contact_id = ?"
        " UNION ALL SELECT case_id FROM case_entry WHERE contact_id = ? AND kind = 'again'",
        (contact_id, contact_id),
    )
    return found[0][0] if found else None


def rules_of(contact_id: int) -> Rules:
    """The rules of the survey that asked about the contact; without one the defaults."""
    found = rows(
        "SELECT survey.rules FROM invitation JOIN survey ON survey.id = invitation.survey_id"
        " WHERE invitation.contact_id = ?",
        (contact_id,),
    )
    return from_text(found[0][0]) if found else Rules()


def overdue_cases(*, now: datetime, limit: int) -> list[int]:
    """Ids of open cases that are overdue and were not yet escalated, the longest overdue first."""
    found = rows(
        "SELECT id FROM customer_case WHERE state = 'open' AND escalated_at IS NULL"
        " AND due_at <= ? ORDER BY due_at, id LIMIT ?",
        (to_seconds(now), limit),
    )
    return [row[0] for row in found]


def has_open_case_beside(case_id: int) -> bool:
    """Whether the customer of this case has another one, which is open."""
    found = rows(
        "SELECT 1 FROM customer_case AS other JOIN customer_case AS this"
        " ON other.customer_ref = this.customer_ref AND other.id <> this.id"
        " WHERE this.id = ? AND other.state = 'open'",
        (case_id,),
    )
    return bool(found)


def customer_of(case_id: int) -> Reach:
    """How the customer can be reached: by what is known from the latest contact of the case."""
    found = rows(_REACH, (case_id, case_id))
    return Reach(
        email=next((row[0] for row in found if row[0]), None),
        phone=next((row[1] for row in found if row[1]), None),
        language=next((row[2] for row in found if row[2]), None),
    )


def is_open(case_id: int) -> bool:
    """Whether the case is open."""
    return bool(rows("SELECT 1 FROM customer_case WHERE id = ? AND state = 'open'", (case_id,)))


def is_erased(contact_id: int) -> bool:
    """Whether the customer of the contact was erased."""
    return bool(rows("SELECT 1 FROM erased_contact WHERE contact_id = ?", (contact_id,)))


def owner_name(case_id: int) -> str | None:
    """Whose case it is, or None where it is nobody's."""
    found = rows(
        "SELECT name FROM customer_case JOIN app_user ON app_user.id = owner_id"
        " WHERE customer_case.id = ?",
        (case_id,),
    )
    return found[0][0] if found else None


def is_within(contact_id: int | None, unit_ids: Collection[int]) -> bool:
    """Whether the contact belongs to one of the units."""
    found = rows("SELECT unit_id FROM contact WHERE id = ?", (contact_id,))
    return bool(found) and found[0][0] in unit_ids


def letter_of(entry_id: int) -> str:
    """The subject under which the letter of a reply waits in the outbox until it has left."""
    return f"mail:case_reply:{entry_id}"


def _case(row: tuple[Any, ...]) -> Case:
    values = list(row)
    for place in (6, 7, 8, 9):
        values[place] = None if values[place] is None else from_seconds(values[place])
    return Case(*values)


_TOLD = """
SELECT contact.id, contact.customer_ref, response.instrument_digest, survey.rules,
    response.revised_at
FROM response
JOIN invitation ON invitation.id = response.invitation_id
JOIN contact ON contact.id = response.contact_id
LEFT JOIN survey ON survey.id = invitation.survey_id
WHERE response.id = ?
"""
_CASES = """
SELECT customer_case.id, customer_case.contact_id, contact.unit_id, cause, state, owner_id,
    customer_case.opened_at, due_at, escalated_at, customer_case.closed_at, outcome, version
FROM customer_case JOIN contact ON contact.id = customer_case.contact_id
"""
_REACH = """
SELECT email, phone, coalesce(contact_identity.language, invitation.language)
FROM (
    SELECT contact_id FROM customer_case WHERE id = ?
    UNION SELECT contact_id FROM case_entry WHERE case_id = ? AND kind = 'again'
) AS known
JOIN contact_identity ON contact_identity.contact_id = known.contact_id
LEFT JOIN invitation ON invitation.contact_id = known.contact_id
ORDER BY known.contact_id DESC
"""
