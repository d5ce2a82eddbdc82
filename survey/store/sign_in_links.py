"""One-time sign-in links, each kept as the digest of its token.

A used link is kept until it would have expired.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from survey.store.database import is_postgresql, rows, run
from survey.store.fields import to_seconds


def insert_link(token: str, user_id: int, *, expires_at: datetime) -> None:
    """Keep a new link."""
    run(
        "INSERT INTO sign_in_link (digest, user_id, expires_at) VALUES (?, ?, ?)",
        (_digest(token), user_id, to_seconds(expires_at)),
    )


def is_open_link(token: str, *, now: datetime) -> bool:
    """Whether an unused, unexpired link has this token."""
    found = rows(
        "SELECT 1 FROM sign_in_link WHERE digest = ? AND used_at IS NULL AND expires_at > ?",
        (_digest(token), to_seconds(now)),
    )
    return bool(found)


def use_link(token: str, *, now: datetime) -> int | None:
    """Id of the user whose open link this is, which is used from now on; None where it is not.

    The update changes a row for one of several callers only.
    """
    instant = to_seconds(now)
    found = rows(
        "UPDATE sign_in_link SET used_at = ?"
        " WHERE digest = ? AND used_at IS NULL AND expires_at > ? RETURNING user_id",
        (instant, _digest(token), instant),
    )
    return found[0][0] if found else None


def n_unused_links(user_id: int, *, expiring_after: datetime) -> int:
    """How many links that expire after this instant the user has not used.

    On PostgreSQL the user's row is held until the transaction ends, so that two cannot count at
    once.
    """
    if is_postgresql():
        run("SELECT id FROM app_user WHERE id = ? FOR UPDATE", (user_id,))
    count: int = rows(
        "SELECT count(*) FROM sign_in_link"
        " WHERE user_id = ? AND used_at IS NULL AND expires_at > ?",
        (user_id, to_seconds(expiring_after)),
    )[0][0]
    return count


def delete_expired_links(user_id: int, *, now: datetime) -> None:
    """Forget the user's links that have run out."""
    run(
        "DELETE FROM sign_in_link WHERE user_id = ? AND expires_at <= ?",
        (user_id, to_seconds(now)),
    )


def delete_open_links(user_id: int) -> None:
    """Forget the user's unused links."""
    run("DELETE FROM sign_in_link WHERE user_id = ? AND used_at IS NULL", (user_id,))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
