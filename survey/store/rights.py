"""A customer's rights: who is meant, what is kept about them, and the statements that erase it.

Everything personal hangs off the contacts of one person. Counts do not: answers' numbers, rollups,
decisions and published reports stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survey.store.database import is_postgresql, rows, run
from survey.store.fields import to_seconds
from survey.store.parts import marks, parts
from survey.store.work_about_customers import CASES, delete_jobs, empty_messages

NOTE = "The customer was erased."
# Entries of a case that name colleagues only: who got it, and who was told that it was late.
OF_COLLEAGUES = "kind IN ('owner', 'escalated')"


@dataclass(frozen=True, slots=True)
class Person:
    """One customer: the contacts that are theirs, and what they are known by."""

    contact_ids: tuple[int, ...]
    references: tuple[str, ...]
    addresses: tuple[str, ...]


def find_person(names: Sequence[str]) -> Person | None:
    """Who is known by one of these references or addresses, or None.

    Theirs are also the contacts that share a reference with those found, and those without any
    reference that share an address.
    """
    wanted = marks(names)
    found = rows(
        f"SELECT id, customer_ref FROM contact WHERE customer_ref IN ({wanted})"
        " UNION SELECT contact.id, contact.customer_ref FROM contact_identity"
        " JOIN contact ON contact.id = contact_identity.contact_id"
        f" WHERE email IN ({wanted}) OR phone IN ({wanted})",
        (*names, *names, *names),
    )
    if not found:
        return None
    references = sorted({row[1] for row in found if row[1]})
    ids = {row[0] for row in found}
    ids |= _chosen("SELECT id FROM contact WHERE customer_ref IN ({marks})", references)
    sql = "SELECT {column} FROM contact_identity WHERE contact_id IN ({{marks}})"
    addresses = set[Any]()
    for column in ("email", "phone"):
        own = _chosen(sql.format(column=column), sorted(ids)) - {None}
        ids |= _chosen(
            "SELECT contact.id FROM contact_identity JOIN contact ON contact.id = contact_id"
            f" WHERE customer_ref IS NULL AND {column} IN ({{marks}})",
            sorted(own),
        )
        addresses |= own
    return Person(tuple(sorted(ids)), tuple(references), tuple(sorted(addresses)))


def _chosen(sql: str, values: Sequence[Any]) -> set[Any]:
    """The first column of all rows the query gives for the values, however many there are."""
    return {row[0] for part in parts(values) for row in rows(sql.format(marks=marks(part)), part)}


def name_of(contact_id: int, by: str) -> str | None:
    """The reference, mail address or phone number of a contact's customer, if it is known."""
    columns = {"reference": "customer_ref", "email": "email", "phone": "phone"}
    found = rows(
        f"SELECT {columns[by]} FROM contact LEFT JOIN contact_identity ON contact_id = contact.id"
        " WHERE contact.id = ?",
        (contact_id,),
    )
    return found[0][0] or None if found else None


def erase(person: Person, *, now: datetime) -> dict[str, int]:
    """How many rows each statement changed; all that is personal is gone then."""
    changed: dict[str, int] = dict.fromkeys(_ERASING, 0)
    for part in parts(person.contact_ids):
        for name, sql in _ERASING.items():
            text = sql.format(ids=marks(part), now=to_seconds(now), note=NOTE)
            changed[name] += run(text, part * text.count(marks(part))).rowcount
    # Last, when nobody can queue a letter in a case any more.
    changed["jobs"] = delete_jobs(person.contact_ids, person.addresses)
    changed["webhook_messages"] = empty_messages(person.contact_ids, now=now)
    return changed


def empty_log() -> bool:
    """Whether the write-ahead log, which still held what was erased, is empty now.

    It is not where somebody was reading the whole time; the next checkpoint empties it. On
    PostgreSQL there is nothing to do from here: see docs/data-map.md.
    """
    return is_postgresql() or not rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]


# What printed somebody's words keeps its digests only.
WITHDRAW_REPORTS = (
    "UPDATE report SET withdrawn_at = {{now}}, pdf = NULL, document = NULL, screen = NULL,"
    " data = NULL WHERE withdrawn_at IS NULL"
    " AND id IN (SELECT report_id FROM report_quote WHERE response_id IN {responses})"
)
_RESPONSES = "(SELECT id FROM response WHERE contact_id IN ({ids}))"
_INVITATIONS = "(SELECT id FROM invitation WHERE contact_id IN ({ids}))"
# In the order in which they have to run: what points to others first.
_ERASING: Mapping[str, str] = {
    "identities": "DELETE FROM contact_identity WHERE contact_id IN ({ids})",
    "askings": "DELETE FROM asking WHERE contact_id IN ({ids})",
    "to_decide": "DELETE FROM contact_to_decide WHERE contact_id IN ({ids})",
    "drafts": f"DELETE FROM answer_draft WHERE invitation_id IN {_INVITATIONS}",
    "texts": f"DELETE FROM answer_text WHERE response_id IN {_RESPONSES}",
    "languages": f"DELETE FROM comment_language WHERE response_id IN {_RESPONSES}",
    "baskets": f"DELETE FROM comment_basket WHERE response_id IN {_RESPONSES}",
    "themes": f"DELETE FROM theme_comment WHERE response_id IN {_RESPONSES}",
    "consents": f"DELETE FROM testimonial_consent WHERE response_id IN {_RESPONSES}",
    "replies": "UPDATE digest_comment SET reply = NULL"
    f" WHERE reply IS NOT NULL AND response_id IN {_RESPONSES}",
    "comments": "UPDATE response SET comment = NULL"
    " WHERE comment IS NOT NULL AND contact_id IN ({ids})",
    # After the words, which it waits for: a report that quotes them may be kept at this moment.
    "reports": WITHDRAW_REPORTS.format(responses=_RESPONSES),
    # After the words as well: an agent may be agreeing to show them at this moment.
    "praise": f"DELETE FROM praise WHERE response_id IN {_RESPONSES}",
    # Whoever writes into a case at this moment is done first, or finds that it has changed.
    "cases_held": f"UPDATE customer_case SET version = version + 1 WHERE id IN {CASES}",
    "case_entries": "UPDATE case_entry SET text = NULL"
    f" WHERE text IS NOT NULL AND NOT {OF_COLLEAGUES} AND case_id IN {CASES}",
    "case_ends": "INSERT INTO case_entry (case_id, at, kind) SELECT id, {now}, 'closed'"
    f" FROM customer_case WHERE state = 'open' AND id IN {CASES}",
    "cases": "UPDATE customer_case SET customer_ref = NULL,"
    " closed_at = CASE WHEN state = 'open' THEN {now} ELSE closed_at END,"
    " outcome = CASE WHEN state = 'open' THEN 'erased' ELSE outcome END, state = 'closed'"
    f" WHERE (customer_ref IS NOT NULL OR state = 'open') AND id IN {CASES}",
    "deliveries": "UPDATE delivery SET state = 'stopped', ended_at = {now}, leased_until = NULL,"
    f" note = '{{note}}' WHERE state = 'waiting' AND invitation_id IN {_INVITATIONS}",
    "delivery_notes": "UPDATE delivery SET note = NULL WHERE note <> '{note}'"
    f" AND invitation_id IN {_INVITATIONS}",
    "invitations": "UPDATE invitation SET withdrawn_at = {now}"
    " WHERE withdrawn_at IS NULL AND contact_id IN ({ids})",
    "references": "UPDATE contact SET customer_ref = NULL"
    " WHERE customer_ref IS NOT NULL AND id IN ({ids})",
    "undecided": "INSERT INTO survey_decision (contact_id, outcome, decided_at)"
    " SELECT id, 'erased', {now} FROM contact WHERE id IN ({ids})"
    " ON CONFLICT (contact_id) DO NOTHING",
    "contacts": "INSERT INTO erased_contact (contact_id, erased_at)"
    " SELECT id, {now} FROM contact WHERE id IN ({ids}) ON CONFLICT (contact_id) DO NOTHING",
}
