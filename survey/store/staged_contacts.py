"""A temporary table in which a batch of contacts waits, so that it is taken in as one set.

A batch holds every contact once. Its rows are first told apart (new, or sent again), then those
sent again are merged with what is stored, so that from there on a row holds what the contact
shall be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from survey.store.database import is_postgresql, load_rows, rows, run

# Any fixed number will do; it names our lock among those of the same PostgreSQL database.
ADVISORY_LOCK = 7_205_002
COLUMNS = (
    "row_number", "source", "external_id", "queue_id", "channel", "reason", "agent_id", "unit_id",
    "leader_id", "opened_at", "closed_at", "closed_on", "handle_seconds", "customer_ref", "tenure",
    "shift", "value", "comment", "received_at",
)  # fmt: skip

_CREATE = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_contact (
    row_number INTEGER PRIMARY KEY,
    source TEXT, external_id TEXT, queue_id INTEGER, channel TEXT, reason TEXT, agent_id INTEGER,
    unit_id INTEGER, leader_id INTEGER, opened_at BIGINT, closed_at BIGINT, closed_on {day},
    handle_seconds INTEGER, customer_ref TEXT, tenure TEXT, shift TEXT, value INTEGER,
    comment TEXT, received_at BIGINT,
    contact_id INTEGER, response_id INTEGER, is_new INTEGER DEFAULT 1, is_changed INTEGER DEFAULT 0
)
"""

# Frozen when the contact closes. The closing day is among them: it decides where the contact
# counts as much as the unit does.
_FROZEN = {
    "queue": "queue_id",
    "channel": "channel",
    "reason": "reason",
    "agent": "agent_id",
    "team": "unit_id",
    "leader": "leader_id",
    "closing day": "closed_on",
}
_DESCRIPTIVE = ("handle_seconds", "customer_ref", "tenure", "shift")
_MERGED = (*_FROZEN.values(), "opened_at", "closed_at", *_DESCRIPTIVE)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that contradicts what is stored: together they close before they open."""

    row_number: int
    opened_at: int
    closed_at: int


def begin() -> None:
    """Make room for a batch; imports queue here, so that only one changes contacts at a time."""
    if is_postgresql():
        # An SQLite transaction is the only one that writes anyway.
        run("SELECT pg_advisory_xact_lock(?)", (ADVISORY_LOCK,))
    run(_CREATE.format(day="DATE" if is_postgresql() else "TEXT"))


def load(batch: Iterable[tuple[Any, ...]]) -> int:
    """Put a batch in place of the last one; gives the number of contacts sent again.

    The contacts found are held until the transaction ends: a response or an invitation that
    arrives for one of them meanwhile waits, and counts where the contact then is.
    """
    run("DELETE FROM staged_contact")
    load_rows("staged_contact", COLUMNS, batch)
    n_found = run(_FIND).rowcount
    run(_KEEP_ERASED)
    if n_found and is_postgresql():
        run(_HOLD)
    return int(n_found)


def count_frozen_differences() -> dict[str, int]:
    """How many contacts sent again differ in what is frozen, per part of it, and under "any"."""
    parts = {name: _differs(column) for name, column in _FROZEN.items()}
    parts["any"] = " OR ".join(parts.values())
    counts = ", ".join(f"sum(CASE WHEN {test} THEN 1 ELSE 0 END)" for test in parts.values())
    found = rows(f"SELECT {counts} FROM {_SENT_AGAIN}")[0]
    return {name: int(n) for name, n in zip(parts, found, strict=True) if n}


def merge(*, correct: bool) -> list[Misfit]:
    """Merge rows sent again with what is stored, and take out those that cannot be.

    What is missing in the file stays as stored, and what is missing in the store is filled in.
    What both have is the file's for what describes the contact; for what is frozen it stays as
    stored, unless `correct` is set.
    """
    run(_MERGE_CORRECTING if correct else _MERGE)
    misfits = rows(
        "SELECT row_number, opened_at, closed_at FROM staged_contact"
        " WHERE is_new = 0 AND opened_at > closed_at ORDER BY row_number"
    )
    if misfits:
        run("DELETE FROM staged_contact WHERE is_new = 0 AND opened_at > closed_at")
    run(_MARK_CHANGED)
    return [Misfit(*row) for row in misfits]


def count_changed() -> int:
    """How many contacts sent again brought something new."""
    found = rows("SELECT count(*) FROM staged_contact WHERE is_changed = 1")
    return int(found[0][0])


def rows_kept_as_sent(*, correct: bool) -> set[int]:
    """The numbers of the rows whose attribution is the one that is stored afterwards."""
    kept = "is_new = 1 OR is_changed = 1" if correct else "is_new = 1"
    return {row[0] for row in rows(f"SELECT row_number FROM staged_contact WHERE {kept}")}


def _differs(column: str) -> str:
    """True where both sides know the column and disagree."""
    return f"(contact.{column} <> staged_contact.{column})"


def _merge_statement(*, correct: bool) -> str:
    same_day = "contact.closed_on = staged_contact.closed_on"
    first, second = ("staged_contact", "contact") if correct else ("contact", "staged_contact")
    merged = {c: f"COALESCE({first}.{c}, {second}.{c})" for c in _FROZEN.values()}
    merged |= {c: f"COALESCE(staged_contact.{c}, contact.{c})" for c in _DESCRIPTIVE}
    # The clock times belong to their day: with another day they are as frozen as it is.
    merged |= {
        c: f"CASE WHEN {same_day} THEN COALESCE(staged_contact.{c}, contact.{c})"
        f" ELSE {first}.{c} END"
        for c in ("opened_at", "closed_at")
    }
    assignments = ", ".join(f"{column} = {value}" for column, value in merged.items())
    return (
        f"UPDATE staged_contact SET {assignments} FROM contact"
        " WHERE staged_contact.is_new = 0 AND contact.id = staged_contact.contact_id"
    )


def _is_other(column: str) -> str:
    stored, sent = f"contact.{column}", f"staged_contact.{column}"
    return f"{stored} <> {sent} OR ({stored} IS NULL) <> ({sent} IS NULL)"


_SENT_AGAIN = "staged_contact JOIN contact ON contact.id = staged_contact.contact_id"
# Who asked to be forgotten is not told of anew by a file that is sent again.
_KEEP_ERASED = """
UPDATE staged_contact SET customer_ref = NULL, comment = NULL
WHERE contact_id IN (SELECT contact_id FROM erased_contact)
"""
_FIND = """
UPDATE staged_contact SET contact_id = contact.id, is_new = 0
FROM contact
WHERE contact.source = staged_contact.source AND contact.external_id = staged_contact.external_id
"""
_HOLD = f"SELECT contact.id FROM {_SENT_AGAIN} ORDER BY contact.id FOR UPDATE OF contact"
_MERGE = _merge_statement(correct=False)
_MERGE_CORRECTING = _merge_statement(correct=True)
_MARK_CHANGED = f"""
UPDATE staged_contact SET is_changed = 1 FROM contact
WHERE staged_contact.is_new = 0 AND contact.id = staged_contact.contact_id
    AND ({" OR ".join(_is_other(column) for column in _MERGED)})
"""
