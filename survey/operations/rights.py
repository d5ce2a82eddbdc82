"""Erasing a customer: what is personal goes, bare counts and published reports stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey.errors import InvalidInput, NotFound
from survey.intake.problems import Unfit
from survey.intake.reach import check_email, check_phone
from survey.operations import stops
from survey.store import rights
from survey.store.database import transaction
from survey.store.rights import Person


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, by kind. `is_log_empty` is false while SQLite's log may hold it still."""

    counts: dict[str, int]
    is_log_empty: bool

    @property
    def n_contacts(self) -> int:
        """How many contacts lost their customer."""
        return self.counts["contacts"]


def find_customer(who: str) -> Person:
    """The person whom a reference or address names, however the address is written.

    Raises:
        InvalidInput: nothing was given, or what no name can hold.
        NotFound: nobody is known by it.
    """
    if not who.strip():
        raise InvalidInput(["Write the customer's reference, mail address or phone number."])
    if "\x00" in who:
        raise InvalidInput(["This holds a character that shows nothing. Write it by hand."])
    person = rights.find_person(spellings(who.strip()))
    if person is None:
        raise NotFound(
            "No customer is known by this. Check how it is written; who was erased is not found"
            " any more."
        )
    return person


def spellings(who: str) -> list[str]:
    """The name as it was written, and as addresses are kept.

    >>> spellings("Ana@Example.org")
    ['Ana@Example.org', 'ana@example.org']
    """
    found = [who]
    for check in (check_email, check_phone):
        try:
            found.append(check(who))
        except Unfit:
            continue
    return list(dict.fromkeys(found))


def erase_customer(who: str, *, now: datetime, is_stopped: bool = False) -> Erased:
    """Erase everything personal about one customer, whole or not at all; safe to repeat.

    With `is_stopped` their addresses go on the list of those to whom nothing is sent, by digest.

    Raises:
        InvalidInput: nothing was given, or what no name can hold.
        NotFound: nobody is known by it, or they are erased already.
    """
    with transaction():
        person = find_customer(who)
        if is_stopped:
            for address in person.addresses:
                stops.stop_address(address, kind="opted_out", origin="staff", now=now)
        counts = rights.erase(person, now=now)
    return Erased(counts, rights.empty_log())
