"""Statements that keep what is known of a comment: its language and its baskets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from survey.store.database import rows, run, run_many
from survey.store.fields import to_seconds


def unread(limit: int) -> list[tuple[int, str]]:
    """At most so many comments that nobody has looked at, with their texts."""
    found = rows(
        "SELECT id, comment FROM response WHERE is_read = 0 AND comment IS NOT NULL"
        " ORDER BY id LIMIT ?",
        (limit,),
    )
    return [(row[0], row[1]) for row in found]


def mark_read(response_id: int, text: str) -> bool:
    """Whether this very text was still unread; it is read now."""
    cursor = run(
        "UPDATE response SET is_read = 1 WHERE id = ? AND is_read = 0 AND comment = ?",
        (response_id, text),
    )
    return bool(cursor.rowcount == 1)


def keep_languages(found: Sequence[tuple[int, str]]) -> None:
    """Keep the language of each comment, in place of what was kept before."""
    run_many(
        "INSERT INTO comment_language (response_id, language) VALUES (?, ?)"
        " ON CONFLICT (response_id) DO UPDATE SET language = excluded.language",
        found,
    )


def take_out_by_rule(response_ids: Sequence[int]) -> None:
    """Take these comments out of where a rule has put them; what was done by hand stays."""
    run_many(
        "DELETE FROM comment_basket WHERE response_id = ? AND rule_id IS NOT NULL",
        [(one,) for one in response_ids],
    )


def put_in_by_rule(response_ids: Sequence[int], basket: str, rule_id: int, *, now: datetime) -> int:
    """How many of the comments the rule has put into the basket.

    Not those on which it was decided before, by hand or by a rule; and none is a testimonial
    candidate without its customer's consent.
    """
    n = 0
    for response_id in response_ids:
        cursor = run(
            "INSERT INTO comment_basket (response_id, basket, is_in, rule_id, routed_at)"
            " SELECT id, CAST(? AS TEXT), 1, CAST(? AS INTEGER), CAST(? AS BIGINT) FROM response"
            f" WHERE id = ? AND comment IS NOT NULL AND {_MAY_BE_PUT_IN}"
            " ON CONFLICT (response_id, basket) DO NOTHING",
            (basket, rule_id, to_seconds(now), response_id, basket),
        )
        n += cursor.rowcount
    return n


def put_in_by_hand(response_id: int, basket: str, user_id: int, *, now: datetime) -> bool:
    """Whether the comment is in the basket now; a testimonial needs its customer's consent."""
    cursor = run(
        "INSERT INTO comment_basket (response_id, basket, is_in, user_id, routed_at)"
        " SELECT id, CAST(? AS TEXT), 1, CAST(? AS INTEGER), CAST(? AS BIGINT) FROM response"
        f" WHERE id = ? AND comment IS NOT NULL AND {_MAY_BE_PUT_IN}"
        " ON CONFLICT (response_id, basket) DO UPDATE SET is_in = 1, rule_id = NULL,"
        " user_id = excluded.user_id, routed_at = excluded.routed_at",
        (basket, user_id, to_seconds(now), response_id, basket),
    )
    return bool(cursor.rowcount == 1)


def take_out_by_hand(response_id: int, basket: str, user_id: int, *, now: datetime) -> None:
    """Take the comment out of the basket; no rule puts it back."""
    run(
        "INSERT INTO comment_basket (response_id, basket, is_in, user_id, routed_at)"
        " VALUES (?, ?, 0, ?, ?) ON CONFLICT (response_id, basket) DO UPDATE SET is_in = 0,"
        " rule_id = NULL, user_id = excluded.user_id, routed_at = excluded.routed_at",
        (response_id, basket, user_id, to_seconds(now)),
    )


def insert_rule(basket: str, words: str, *, now: datetime) -> int:
    """Id of the new rule."""
    found = rows(
        "INSERT INTO routing_rule (basket, words, created_at) VALUES (?, ?, ?) RETURNING id",
        (basket, words, to_seconds(now)),
    )
    return int(found[0][0])


def revoke_rule(rule_id: int, *, now: datetime) -> bool:
    """Whether there is such a rule; it puts nothing anywhere from now on."""
    cursor = run(
        "UPDATE routing_rule SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
        (to_seconds(now), rule_id),
    )
    return bool(cursor.rowcount == 1)


_MAY_BE_PUT_IN = """(CAST(? AS TEXT) <> 'testimonial' OR EXISTS (
    SELECT 1 FROM testimonial_consent AS consent
    WHERE consent.response_id = response.id AND consent.withdrawn_at IS NULL
))"""
