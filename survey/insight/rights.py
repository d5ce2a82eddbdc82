"""What is kept about a customer: counted on a page, handed over as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from survey.errors import NotFound
from survey.store import reads_of_rights, rights
from survey.store.rights import Person

NOTHING = "There is nothing personal about this customer any more."
BYS = ("reference", "email", "phone")
_LABELS = {
    "contacts": "Contacts",
    "addresses": "Addresses",
    "decisions": "Decisions whether to ask",
    "askings": "Times asked",
    "invitations": "Invitations",
    "messages": "Messages",
    "responses": "Responses",
    "answers": "Answers in numbers",
    "texts": "Answers in words beside the comment",
    "drafts": "Answers begun and not sent",
    "consents": "Consents to be quoted",
    "passed_on": "Comments put into a basket",
    "letters": "Comments in a department's letter",
    "themes": "Themes that a comment belongs to",
    "cases": "Cases",
    "case_entries": "Notes, replies and other entries of cases",
    "erased": "Contacts erased before",
    "stopped_addresses": "Addresses and references to which nothing is sent",
}


@dataclass(frozen=True, slots=True)
class FindPage:
    """The page that looks for a customer, with what was typed and what is wrong with it."""

    who: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """What is kept about one customer. `confirmed` is what was typed to confirm."""

    contact_id: int
    by: str
    who: str
    n_contacts: int
    references: tuple[str, ...]
    addresses: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    confirmed: str = ""
    errors: tuple[tuple[str, str], ...] = field(default=())


def place_of(person: Person, spellings: Sequence[str]) -> tuple[int, str]:
    """A contact and by what of it the person was found: an address that names nobody.

    The first of the spellings that is kept decides, so that the same person is found from there.

    Raises:
        NotFound: the person was erased this moment.
    """
    for spelling, contact_id, by in product(spellings, person.contact_ids, BYS):
        if rights.name_of(contact_id, by) == spelling:
            return contact_id, by
    raise NotFound(NOTHING)


def name_at(contact_id: int, by: str) -> str:
    """The reference or address that such a place stands for.

    Raises:
        NotFound: the contact does not exist or tells none, perhaps because it was erased.
    """
    name = rights.name_of(contact_id, by) if by in BYS else None
    if name is None:
        raise NotFound(NOTHING)
    return name


def customer_page(
    contact_id: int,
    by: str,
    person: Person,
    *,
    confirmed: str = "",
    errors: tuple[tuple[str, str], ...] = (),
) -> CustomerPage:
    """What is kept about the person whom this name of a contact found.

    Raises:
        NotFound: as `name_at` does.
    """
    who = name_at(contact_id, by)
    held = reads_of_rights.held_about(person)
    return CustomerPage(
        contact_id=contact_id,
        by=by,
        who=who,
        n_contacts=len(person.contact_ids),
        references=person.references,
        addresses=person.addresses,
        kinds=tuple((_LABELS[name], len(found)) for name, found in held.items() if found),
        confirmed=confirmed,
        errors=errors,
    )


def customer_data(person: Person) -> str:
    """Everything kept about the person as JSON text."""
    data: dict[str, Any] = {
        "known_by": {"references": person.references, "addresses": person.addresses},
        **reads_of_rights.held_about(person),
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"
