"""Statements that keep departments, the letters made for them, and what they reply."""

from __future__ import annotations

from datetime import datetime

from survey.store.database import rows, run
from survey.store.fields import to_seconds
from survey.store.reads_of_comments import QUOTABLE


def keep_department(name: str, email: str, basket: str) -> bool:
    """Whether the department is new; one that was taken off the list comes back to it."""
    cursor = run(
        "INSERT INTO department (name, email, basket) VALUES (?, ?, ?)"
        " ON CONFLICT (email, basket) DO UPDATE SET name = excluded.name, revoked_at = NULL"
        " WHERE department.revoked_at IS NOT NULL",
        (name, email, basket),
    )
    return bool(cursor.rowcount == 1)


def revoke_department(department_id: int, *, now: datetime) -> bool:
    """Whether there is such a department; it gets no letter from now on."""
    cursor = run(
        "UPDATE department SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
        (to_seconds(now), department_id),
    )
    return bool(cursor.rowcount == 1)


def insert_digest(department_id: int, month: str, token: bytes, *, now: datetime) -> int | None:
    """Id of the department's letter of the month, or None where there is one already."""
    found = rows(
        "INSERT INTO digest (department_id, month, token_digest, made_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (department_id, month) DO NOTHING RETURNING id",
        (department_id, month, token, to_seconds(now)),
    )
    return found[0][0] if found else None


def fill_digest(digest_id: int, *, since: datetime, until: datetime) -> int:
    """How many comments go into the letter: what was put into its basket from `since` to before
    `until`, is still in it, and was in no earlier letter to the department.
    """
    cursor = run(_FILL, (digest_id, to_seconds(since), to_seconds(until), digest_id))
    return int(cursor.rowcount)


def delete_digest(digest_id: int) -> None:
    """Forget a letter with nothing in it."""
    run("DELETE FROM digest WHERE id = ?", (digest_id,))


def keep_reply(
    digest_id: int, response_id: int, *, is_used: bool, text: str | None, now: datetime
) -> bool:
    """Whether the comment is still to be read in this letter; if so the reply is kept."""
    cursor = run(_REPLY, (int(is_used), text, to_seconds(now), digest_id, response_id))
    return bool(cursor.rowcount == 1)


_FILL = f"""
INSERT INTO digest_comment (digest_id, response_id)
SELECT CAST(? AS INTEGER), response.id FROM comment_basket
JOIN response ON response.id = comment_basket.response_id
JOIN digest ON comment_basket.routed_at >= ? AND comment_basket.routed_at < ?
JOIN department ON department.id = digest.department_id
    AND department.basket = comment_basket.basket
WHERE digest.id = ? AND comment_basket.is_in = 1 AND response.comment IS NOT NULL
    AND (comment_basket.basket <> 'testimonial' OR {QUOTABLE})
    AND NOT EXISTS (
        SELECT 1 FROM digest_comment AS sent JOIN digest AS earlier ON earlier.id = sent.digest_id
        WHERE earlier.department_id = department.id AND sent.response_id = response.id
    )
"""
_REPLY = f"""
UPDATE digest_comment SET is_used = ?, reply = ?, replied_at = ?
WHERE digest_id = ? AND response_id = ? AND EXISTS (
    SELECT 1 FROM response, digest JOIN department ON department.id = digest.department_id
    WHERE response.id = digest_comment.response_id AND digest.id = digest_comment.digest_id
        AND response.comment IS NOT NULL
        AND (department.basket <> 'testimonial' OR {QUOTABLE})
)
"""
