"""The rules that put comments into baskets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey.store.database import rows
from survey.store.fields import from_seconds


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in force, and how many comments it has put into its basket that are still there."""

    id: int
    basket: str
    words: str
    created_at: datetime
    n_in: int


def rules() -> tuple[RuleRow, ...]:
    """The rules in force, oldest first."""
    found = rows(
        "SELECT routing_rule.id, routing_rule.basket, routing_rule.words, routing_rule.created_at,"
        " (SELECT count(*) FROM comment_basket WHERE comment_basket.rule_id = routing_rule.id"
        " AND comment_basket.is_in = 1)"
        " FROM routing_rule WHERE routing_rule.revoked_at IS NULL ORDER BY routing_rule.id"
    )
    return tuple(
        RuleRow(id_, basket, words, from_seconds(created_at), n_in)
        for id_, basket, words, created_at, n_in in found
    )


def rules_in_force() -> tuple[tuple[int, str, str], ...]:
    """Id, basket and words of every rule in force, oldest first."""
    found = rows("SELECT id, basket, words FROM routing_rule WHERE revoked_at IS NULL ORDER BY id")
    return tuple((row[0], row[1], row[2]) for row in found)
