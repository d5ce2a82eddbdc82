"""Customers who were asked and are unhappy, and what the database keeps of their cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from survey.operations import cases
from survey.store.database import rows, run, transaction
from tests import invited
from tests.conftest import NOW


def customers(*refs: str | None) -> list[int]:
    """Ids of one contact each of these customers, all of whom were invited."""
    contacts = invited.add_contacts(len(refs))
    for number, (contact, ref) in enumerate(zip(contacts, refs, strict=True)):
        run("UPDATE contact SET customer_ref = ? WHERE id = ?", (ref, contact))
        invited.invite(contact, number)
    return contacts


def answer(
    contact_id: int, score: int, *, now: datetime = NOW, is_considered: bool = True, **also: int
) -> int:
    """Id of the response just recorded and, unless told otherwise, considered."""
    with transaction():
        ((response_id,),) = rows(
            "INSERT INTO response (contact_id, invitation_id, instrument_digest, received_at)"
            " SELECT contact_id, id, instrument_digest, ? FROM invitation WHERE contact_id = ?"
            " RETURNING id",
            (int(now.timestamp()), contact_id),
        )
        for item, value in {"csat": score, **also}.items():
            run("INSERT INTO answer VALUES (?, ?, ?)", (response_id, item, value))
        if is_considered:
            cases.consider_response(response_id, now=now)
    return int(response_id)


def correct(response_id: int, score: int, *, now: datetime = NOW) -> None:
    """The customer's second thoughts."""
    with transaction():
        run("UPDATE response SET revised_at = ? WHERE id = ?", (int(now.timestamp()), response_id))
        run("UPDATE answer SET value = ? WHERE response_id = ?", (score, response_id))
        cases.consider_response(response_id, now=now)


def entries() -> list[tuple[Any, ...]]:
    """Contact of the case, kind and text of every entry, in order."""
    return rows(
        "SELECT customer_case.contact_id, kind, text FROM case_entry"
        " JOIN customer_case ON customer_case.id = case_id ORDER BY case_entry.id"
    )


def invite(contact_id: int, number: int) -> None:
    """Ask the customer of this contact, with a link like no other of the test."""
    invited.invite(contact_id, number)
