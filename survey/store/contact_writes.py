"""Statements that take a staged batch of contacts in, or bring stored ones up to date."""

from __future__ import annotations

from survey.store.database import rows, run

_ATTRIBUTES = (
    "queue_id", "channel", "reason", "agent_id", "unit_id", "leader_id", "opened_at", "closed_at",
    "closed_on", "handle_seconds", "customer_ref", "tenure", "shift",
)  # fmt: skip


def insert_new() -> int:
    """Keep the staged contacts that are new, in the order of the file; gives their number."""
    return int(run(_INSERT_NEW).rowcount)


def update_changed() -> None:
    """Give stored contacts what their staged rows say, where that differs."""
    run(_UPDATE_CHANGED)


def has_contact(source: str, external_id: str) -> bool:
    """Whether this contact is stored."""
    found = rows(
        "SELECT id FROM contact WHERE source = ? AND external_id = ?", (source, external_id)
    )
    return bool(found)


_INSERT_NEW = f"""
INSERT INTO contact (source, external_id, {", ".join(_ATTRIBUTES)})
SELECT source, external_id, {", ".join(_ATTRIBUTES)} FROM staged_contact
WHERE is_new = 1 ORDER BY row_number
"""
_UPDATE_CHANGED = f"""
UPDATE contact SET {", ".join(f"{name} = staged_contact.{name}" for name in _ATTRIBUTES)}
FROM staged_contact
WHERE contact.id = staged_contact.contact_id AND staged_contact.is_changed = 1
"""
