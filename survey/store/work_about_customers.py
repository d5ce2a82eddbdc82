"""Queued work and messages to webhooks that are about one customer: found by ids and addresses.

Words decide nothing here: what one customer was told may stand in a letter to another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from survey.store.database import is_postgresql, rows, run
from survey.store.fields import to_seconds
from survey.store.parts import marks, parts
from survey.store.reads_of_cases import letter_of

# A person's cases: those of their contacts, and those in which one of these is noted.
CASES = (
    "(SELECT id FROM customer_case WHERE contact_id IN ({ids})"
    " UNION SELECT case_id FROM case_entry WHERE contact_id IN ({ids}))"
)


def delete_jobs(contact_ids: Sequence[int], addresses: Sequence[str]) -> int:
    """How many queued or given-up jobs were about the person; they are not done any more.

    They are letters to one of the addresses, replies in the person's cases, and work on these. A
    letter to a colleague holds nothing but the number of a case, and stays.
    """
    case_ids, letters = set[int](), set[str]()
    for part in parts(contact_ids):
        cases = CASES.format(ids=marks(part))
        case_ids |= {row[0] for row in rows(cases[1:-1], part * 2)}
        entries = rows(f"SELECT id FROM case_entry WHERE case_id IN {cases}", part * 2)
        letters |= {letter_of(row[0]) for row in entries}
    known = {address.casefold() for address in addresses}
    theirs = [
        job_id
        for job_id, subject, payload in rows("SELECT id, subject, payload FROM job")
        if subject in letters or _concerns(json.loads(payload), known, case_ids)
    ]
    for part in parts(theirs):
        run(f"DELETE FROM job WHERE id IN ({marks(part)})", part)
    return len(theirs)


def _concerns(payload: Mapping[str, Any] | None, addresses: set[str], case_ids: set[int]) -> bool:
    """Whether the work's own fields name one of the addresses or cases; emptied work has none."""
    if payload is None:
        return False
    return str(payload.get("to")).casefold() in addresses or payload.get("case") in case_ids


def empty_messages(contact_ids: Sequence[int], *, now: datetime) -> int:
    """How many messages to webhooks were about the contacts; they are empty, and none is sent."""
    n = 0
    for part in parts([str(one) for one in contact_ids]):
        where = f"{_CONTACT[is_postgresql()]} IN ({marks(part)})"
        run(
            "UPDATE webhook_attempt SET note = NULL WHERE message_id IN"
            f" (SELECT id FROM webhook_message WHERE {where})",
            part,
        )
        cursor = run(
            "UPDATE webhook_message SET body = '{}', failed_at ="
            " CASE WHEN delivered_at IS NULL THEN coalesce(failed_at, CAST(? AS BIGINT))"
            f" ELSE failed_at END WHERE {where}",
            (to_seconds(now), *part),
        )
        n += cursor.rowcount
    return n


# The contact that a message tells of, as text; by whether the engine is PostgreSQL.
_CONTACT = {
    False: "CAST(json_extract(body, '$.data.contact_id') AS TEXT)",
    True: "(CAST(body AS json) -> 'data' ->> 'contact_id')",
}
