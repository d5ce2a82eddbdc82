"""Customers' comments as a list, one by one, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.instruments.measures import CSAT
from survey.intake.plain_letters import plain_letters
from survey.store.database import rows
from survey.store.reads_of_contacts import Position

# A comment may be quoted while its customer's consent stands; nothing else makes it quotable.
QUOTABLE = (
    "EXISTS (SELECT 1 FROM testimonial_consent AS consent"
    " WHERE consent.response_id = response.id AND consent.withdrawn_at IS NULL)"
)
# Begun from the basket, which is small, where the database finds that better.
_IN_BASKET = (
    "response.id IN (SELECT comment_basket.response_id FROM comment_basket"
    " WHERE comment_basket.is_in = 1 AND comment_basket.basket = ?)"
)


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which comments a list shows; `words` are looked for in any order, parts of words too.

    `theme` is the run and the position of a theme.
    """

    unit_ids: tuple[int, ...]
    from_on: date
    until_on: date
    channel: str | None = None
    queue_id: int | None = None
    scores: tuple[int, ...] = ()
    language: str | None = None
    basket: str | None = None
    is_quotable: bool = False
    theme: tuple[int, int] | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment with the contact it is about; `language` is None while nobody has looked."""

    response_id: int
    contact_id: int
    day: date
    channel: str
    queue: str
    unit_id: int
    score: int | None
    language: str | None
    is_quotable: bool
    text: str

    @property
    def position(self) -> Position:
        """Where a list that ends with this comment continues."""
        return Position(self.day, self.contact_id)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a department said about a comment; `is_used` is None where it has not said yet."""

    department: str
    month: str
    is_used: bool | None
    text: str | None


def comments(
    wanted: CommentFilter, *, limit: int, after: Position | None = None
) -> tuple[CommentRow, ...]:
    """At most `limit` comments, latest day first, that follow `after`."""
    where, values = _conditions(wanted)
    if after is not None:
        where.append("(contact.closed_on < ? OR (contact.closed_on = ? AND contact.id < ?))")
        values.extend((str(after.day), str(after.day), after.contact_id))
    found = rows(
        f"{_COMMENTS} WHERE {' AND '.join(where)}"
        " ORDER BY contact.closed_on DESC, contact.id DESC LIMIT ?",
        (CSAT, *values, limit),
    )
    return tuple(_comment(row) for row in found)


def comment(response_id: int, unit_ids: Collection[int]) -> CommentRow | None:
    """One comment, or None where there is none or it is out of scope."""
    found = rows(
        f"{_COMMENTS} WHERE response.id = ? AND response.comment IS NOT NULL"
        f" AND contact.unit_id IN ({_marks(unit_ids)})",
        (CSAT, response_id, *unit_ids),
    )
    return _comment(found[0]) if found else None


def baskets_of(response_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The baskets each comment is in; `testimonial` only while the customer's consent stands."""
    found = rows(
        "SELECT comment_basket.response_id, comment_basket.basket FROM comment_basket"
        " JOIN response ON response.id = comment_basket.response_id"
        f" WHERE comment_basket.response_id IN ({_marks(response_ids)})"
        f" AND comment_basket.is_in = 1 AND (comment_basket.basket <> 'testimonial' OR {QUOTABLE})"
        " ORDER BY comment_basket.basket",
        tuple(response_ids),
    )
    gathered: dict[int, list[str]] = {}
    for response_id, basket in found:
        gathered.setdefault(response_id, []).append(basket)
    return {response_id: tuple(baskets) for response_id, baskets in gathered.items()}


def replies_of(response_ids: Sequence[int]) -> dict[int, tuple[Reply, ...]]:
    """For each comment that was sent to departments: which, and what they said."""
    found = rows(
        "SELECT digest_comment.response_id, department.name, digest.month, digest_comment.is_used,"
        " digest_comment.reply FROM digest_comment"
        " JOIN digest ON digest.id = digest_comment.digest_id"
        " JOIN department ON department.id = digest.department_id"
        f" WHERE digest_comment.response_id IN ({_marks(response_ids)})"
        " ORDER BY digest.month DESC, department.id",
        tuple(response_ids),
    )
    gathered: dict[int, list[Reply]] = {}
    for response_id, name, month, is_used, text in found:
        used = None if is_used is None else bool(is_used)
        gathered.setdefault(response_id, []).append(Reply(name, month, used, text))
    return {response_id: tuple(replies) for response_id, replies in gathered.items()}


def texts_between(from_on: date, until_on: date) -> list[tuple[int, str, str]]:
    """Every comment of contacts that closed on these days: id, language (`und`), text; by id."""
    found = rows(
        "SELECT response.id, coalesce(comment_language.language, 'und'), response.comment"
        " FROM contact JOIN response ON response.contact_id = contact.id"
        " LEFT JOIN comment_language ON comment_language.response_id = response.id"
        " WHERE contact.closed_on >= ? AND contact.closed_on <= ?"
        " AND response.comment IS NOT NULL ORDER BY response.id",
        (str(from_on), str(until_on)),
    )
    return [(row[0], row[1], row[2]) for row in found]


def texts_after(response_id: int, *, limit: int) -> list[tuple[int, str]]:
    """At most so many comments with an id above this one, and their texts, by id."""
    found = rows(
        "SELECT id, comment FROM response WHERE id > ? AND comment IS NOT NULL ORDER BY id LIMIT ?",
        (response_id, limit),
    )
    return [(row[0], row[1]) for row in found]


def _conditions(wanted: CommentFilter) -> tuple[list[str], list[Any]]:
    where = [
        f"contact.unit_id IN ({_marks(wanted.unit_ids)})",
        "contact.closed_on >= ?",
        "contact.closed_on <= ?",
        "response.comment IS NOT NULL",
    ]
    values: list[Any] = [*wanted.unit_ids, str(wanted.from_on), str(wanted.until_on)]
    for condition, value in (
        ("contact.channel = ?", wanted.channel),
        ("contact.queue_id = ?", wanted.queue_id),
        ("coalesce(comment_language.language, 'und') = ?", wanted.language),
        (_IN_BASKET, wanted.basket),
    ):
        if value is not None:
            where.append(condition)
            values.append(value)
    if wanted.scores:
        where.append(f"answer.value IN ({_marks(wanted.scores)})")
        values.extend(wanted.scores)
    if wanted.is_quotable or wanted.basket == "testimonial":
        where.append(QUOTABLE)
    if wanted.theme is not None:
        where.append(
            "response.id IN (SELECT theme_comment.response_id FROM theme_comment"
            " WHERE theme_comment.run_id = ? AND theme_comment.position = ?)"
        )
        values.extend(wanted.theme)
    for word in wanted.words:
        where.append("plain_letters(response.comment) LIKE ? ESCAPE '!'")
        values.append(f"%{_literally(plain_letters(word) or '')}%")
    return where, values


def _literally(word: str) -> str:
    # What LIKE would take for a wildcard is looked for as itself.
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _comment(row: tuple[Any, ...]) -> CommentRow:
    values = list(row)
    values[2] = date.fromisoformat(values[2])
    values[8] = bool(values[8])
    return CommentRow(*values)


def _marks(values: Any) -> str:
    # An empty list is not SQL; NULL is in no set, so that nobody's units give no rows.
    return ", ".join("?" * len(values)) or "NULL"


_COMMENTS = f"""
SELECT response.id, contact.id, CAST(contact.closed_on AS TEXT), contact.channel, queue.name,
    contact.unit_id, answer.value, comment_language.language, {QUOTABLE}, response.comment
FROM contact
JOIN response ON response.contact_id = contact.id
JOIN queue ON queue.id = contact.queue_id
LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?
LEFT JOIN comment_language ON comment_language.response_id = response.id
"""
