"""What lies in the four baskets, as counts and texts, and what departments said about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from survey.store.database import rows
from survey.store.parts import marks
from survey.store.reads_of_comments import QUOTABLE

# A testimonial candidate is in its basket only while its customer's consent stands.
_IN = f"""
comment_basket.is_in = 1 AND response.comment IS NOT NULL
AND (comment_basket.basket <> 'testimonial' OR {QUOTABLE})
AND contact.closed_on >= ? AND contact.closed_on <= ?
"""


@dataclass(frozen=True, slots=True)
class BasketText:
    """A comment in a basket, without anything that says whose it is; `und` is no known language."""

    basket: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class PassedOnRow:
    """What one department was sent of the contacts of some months, and what it said about it."""

    basket: str
    department: str
    n: int
    n_used: int
    n_not_used: int


def n_comments(from_on: date, until_on: date) -> int:
    """How many comments there are about contacts that closed on these days."""
    found = rows(
        "SELECT count(*) FROM contact JOIN response ON response.contact_id = contact.id"
        " WHERE contact.closed_on >= ? AND contact.closed_on <= ?"
        " AND response.comment IS NOT NULL",
        (str(from_on), str(until_on)),
    )
    return int(found[0][0])


def basket_counts(from_on: date, until_on: date) -> dict[str, int]:
    """{basket: comments} about contacts that closed on these days; empty baskets are absent."""
    sql = f"SELECT comment_basket.basket, count(*) {_FROM} WHERE {_IN} GROUP BY 1"
    return {basket: int(n) for basket, n in rows(sql, (str(from_on), str(until_on)))}


def basket_texts(from_on: date, until_on: date, *, limit: int) -> tuple[BasketText, ...]:
    """The latest comments in baskets about contacts that closed on these days."""
    found = rows(
        "SELECT comment_basket.basket, coalesce(comment_language.language, 'und'),"
        f" response.comment {_FROM}"
        " LEFT JOIN comment_language ON comment_language.response_id = response.id"
        f" WHERE {_IN} ORDER BY response.id DESC, comment_basket.basket LIMIT ?",
        (str(from_on), str(until_on), limit),
    )
    return tuple(BasketText(*row) for row in found)


def passed_on(months: Collection[str]) -> tuple[PassedOnRow, ...]:
    """What departments got in the letters of these months (like 2026-03), and how much they used.

    What may no longer be read is not counted: erased comments, and quotations without consent.
    """
    found = rows(_PASSED_ON.format(months=marks(tuple(months))), tuple(months))
    return tuple(
        PassedOnRow(basket, name, int(n), int(used), int(unused))
        for basket, name, n, used, unused in found
    )


def letters_of(department_id: int, months: Collection[str]) -> tuple[tuple[int, str], ...]:
    """Id and month of the letters a department got for these months, by month."""
    found = rows(
        f"SELECT id, month FROM digest WHERE department_id = ? AND month IN"
        f" ({marks(tuple(months))}) ORDER BY month, id",
        (department_id, *months),
    )
    return tuple((int(id_), month) for id_, month in found)


_FROM = """
FROM comment_basket
JOIN response ON response.id = comment_basket.response_id
JOIN contact ON contact.id = response.contact_id
"""
_PASSED_ON = f"""
SELECT department.basket, department.name, count(*),
    sum(CASE WHEN digest_comment.is_used = 1 THEN 1 ELSE 0 END),
    sum(CASE WHEN digest_comment.is_used = 0 THEN 1 ELSE 0 END)
FROM digest
JOIN department ON department.id = digest.department_id
JOIN digest_comment ON digest_comment.digest_id = digest.id
JOIN response ON response.id = digest_comment.response_id
WHERE digest.month IN ({{months}}) AND response.comment IS NOT NULL
    AND (department.basket <> 'testimonial' OR {QUOTABLE})
GROUP BY department.id, department.basket, department.name
ORDER BY department.id
"""
