"""Departments that receive comments: put on the list, taken off it, written to once a month."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from survey.errors import Conflict, InvalidInput, NotFound
from survey.intake.routing import BASKETS
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.operations.tokens import digest_token
from survey.operations.wording import LONGEST_NAME, is_email, text_problems
from survey.store import reads_of_departments, writes_of_departments
from survey.store.reads_of_departments import DigestRow, SentComment

MONTHLY = "digests"
LETTER = "digest_letter"
# A month in which nobody worked is made up for in the next ones.
LOOKS_BACK = timedelta(days=92)
MOST_IN_A_LETTER = 30
LONGEST_IN_A_LETTER = 600


@dataclass(frozen=True, slots=True)
class DigestLetter:
    """A monthly letter as the worker sends it."""

    to: str
    values: dict[str, Any]


def find_problems(name: str, email: str, basket: str) -> list[tuple[str, str]]:
    """What is wrong with a department about to be added: pairs of field and sentence."""
    problems = [("name", one) for one in text_problems("name", name, LONGEST_NAME)]
    if not is_email(email):
        problems.append(("email", "Write the mail address like name@example.org."))
    if basket not in BASKETS:
        problems.append(("basket", "Choose a basket."))
    return problems


def add_department(name: str, email: str, basket: str) -> None:
    """The department gets its basket once a month from now on.

    Raises:
        InvalidInput: naming everything that is wrong with it.
        Conflict: the address gets this basket already.
    """
    problems = find_problems(name, email, basket)
    if problems:
        raise InvalidInput([sentence for _, sentence in problems])
    with kept():
        if not writes_of_departments.keep_department(name, email, basket):
            raise Conflict(f"{email} gets the basket {BASKETS[basket].lower()} already.")


def revoke_department(department_id: int, *, now: datetime) -> None:
    """The department gets no letter from now on, and its pages are closed. Repeatable.

    Raises:
        NotFound: there is no such department.
    """
    with kept():
        if not writes_of_departments.revoke_department(department_id, now=now):
            raise NotFound("There is no such department.")


def make_digests(period: str, *, secret_key: str, zone: tzinfo, now: datetime) -> int:
    """How many letters were queued for the month before `period`, such as 2026-04.

    One transaction per department makes its letter and queues it; where there is one for the month
    already nothing happens, so this may be repeated and run twice at once. A department for whose
    basket nothing came in gets no letter.
    """
    until_on = date.fromisoformat(f"{period}-01")
    until = datetime.combine(until_on, time(), zone)
    month = (until_on - timedelta(days=1)).strftime("%Y-%m")
    n = 0
    for department_id in reads_of_departments.department_ids():
        token = digest_token(department_id, month, secret_key=secret_key)
        with kept():
            made = writes_of_departments.insert_digest(
                department_id, month, token_digest(token), now=now
            )
            if made is None:
                continue
            if writes_of_departments.fill_digest(made, since=until - LOOKS_BACK, until=until):
                n += jobs.enqueue(
                    LETTER,
                    {"digest": made},
                    due_at=now,
                    subject=f"{LETTER}:{made}",
                    most_attempts=jobs.A_DAY_OF_ATTEMPTS,
                )
            else:
                writes_of_departments.delete_digest(made)
    return n


def write_digest(digest_id: int, *, secret_key: str) -> DigestLetter | None:
    """The letter as it may be sent at this moment; None where nothing of it may be read any more.

    Consent that was withdrawn and comments that were erased since it was queued are left out.
    """
    found = reads_of_departments.digest(digest_id)
    comments = reads_of_departments.comments_of(digest_id)
    if found is None or not found.is_on_the_list or not comments:
        return None
    token = digest_token(found.department_id, found.month, secret_key=secret_key)
    return DigestLetter(found.email, _values(found, comments, token))


def token_digest(token: str) -> bytes:
    """What the database keeps of a link's token."""
    return hashlib.sha256(token.encode()).digest()


def _values(found: DigestRow, comments: tuple[SentComment, ...], token: str) -> dict[str, Any]:
    shown = comments[:MOST_IN_A_LETTER]
    return {
        "department": found.department,
        "basket": BASKETS[found.basket],
        "month": found.month,
        "n": len(comments),
        "n_more": len(comments) - len(shown),
        "comments": [(one.score, _cut(one.text)) for one in shown],
        "token": token,
    }


def _cut(text: str) -> str:
    whole = len(text) <= LONGEST_IN_A_LETTER
    return text if whole else text[:LONGEST_IN_A_LETTER].rstrip() + " …"
