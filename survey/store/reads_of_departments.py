"""Departments that receive comments, their letters, and what they made of them."""

from __future__ import annotations

from dataclasses import dataclass

from survey.instruments.measures import CSAT
from survey.intake.masking import without_name
from survey.store.database import rows
from survey.store.reads_of_comments import QUOTABLE


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department on the list, with how many letters and comments it got and what it replied."""

    id: int
    name: str
    email: str
    basket: str
    n_letters: int
    n_comments: int
    n_used: int
    n_not_used: int


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A letter, by the department it is for; `month` like 2026-03."""

    id: int
    department_id: int
    department: str
    email: str
    basket: str
    month: str
    is_on_the_list: bool


@dataclass(frozen=True, slots=True)
class SentComment:
    """A comment of a letter; `is_used` is None where the department has not said yet."""

    response_id: int
    text: str
    score: int | None
    language: str
    is_used: bool | None
    reply: str | None


def departments() -> tuple[DepartmentRow, ...]:
    """The departments on the list, in the order in which they were put there."""
    found = rows(
        "SELECT department.id, department.name, department.email, department.basket,"
        " count(DISTINCT digest.id), count(digest_comment.response_id),"
        " coalesce(sum(digest_comment.is_used), 0),"
        " coalesce(sum(1 - digest_comment.is_used), 0)"
        " FROM department LEFT JOIN digest ON digest.department_id = department.id"
        " LEFT JOIN digest_comment ON digest_comment.digest_id = digest.id"
        " WHERE department.revoked_at IS NULL"
        " GROUP BY department.id, department.name, department.email, department.basket"
        " ORDER BY department.id"
    )
    return tuple(DepartmentRow(*row) for row in found)


def department_ids() -> list[int]:
    """The departments on the list."""
    return [
        row[0] for row in rows("SELECT id FROM department WHERE revoked_at IS NULL ORDER BY id")
    ]


def digest(digest_id: int) -> DigestRow | None:
    """One letter by its id."""
    return _digest("digest.id = ?", digest_id)


def digest_by_token(token: bytes) -> DigestRow | None:
    """The letter whose link has the token with this digest."""
    return _digest("digest.token_digest = ?", token)


def comments_of(digest_id: int) -> tuple[SentComment, ...]:
    """What may still be read of a letter: no erased comment, no quotation without consent.

    The name of the agent who closed the contact is not in the texts.
    """
    found = rows(_COMMENTS_OF, (CSAT, digest_id))
    return tuple(
        SentComment(
            id_,
            without_name(text, agent),
            score,
            language,
            None if used is None else bool(used),
            reply,
        )
        for id_, text, agent, score, language, used, reply in found
    )


def _digest(condition: str, value: int | bytes) -> DigestRow | None:
    found = rows(
        "SELECT digest.id, department.id, department.name, department.email, department.basket,"
        " digest.month, department.revoked_at IS NULL FROM digest"
        f" JOIN department ON department.id = digest.department_id WHERE {condition}",
        (value,),
    )
    if not found:
        return None
    *values, is_on_the_list = found[0]
    return DigestRow(*(*values, bool(is_on_the_list)))


_COMMENTS_OF = f"""
SELECT response.id, response.comment, agent.name, answer.value,
    coalesce(comment_language.language, 'und'),
    digest_comment.is_used, digest_comment.reply
FROM digest_comment
JOIN digest ON digest.id = digest_comment.digest_id
JOIN department ON department.id = digest.department_id
JOIN response ON response.id = digest_comment.response_id
JOIN contact ON contact.id = response.contact_id
JOIN agent ON agent.id = contact.agent_id
LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?
LEFT JOIN comment_language ON comment_language.response_id = response.id
WHERE digest_comment.digest_id = ? AND response.comment IS NOT NULL
    AND (department.basket <> 'testimonial' OR {QUOTABLE})
ORDER BY response.id
"""
