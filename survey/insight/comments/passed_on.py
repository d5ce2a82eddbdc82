"""Departments with what they made of their comments, and the page on which they say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from survey.errors import NotFound
from survey.insight.comments.asked import language_name, score_label
from survey.insight.comments.typed import Typed
from survey.intake.comment_language import UNKNOWN
from survey.intake.routing import BASKETS
from survey.render import numbers
from survey.store import reads_of_departments
from survey.store.reads_of_departments import DepartmentRow, SentComment

USED = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """The departments on the list, each with the name of its basket, and the form as typed."""

    departments: tuple[tuple[DepartmentRow, str], ...]
    baskets: tuple[tuple[str, str], ...]
    typed: Typed = field(default_factory=Typed)


@dataclass(frozen=True, slots=True)
class UsedLine:
    """A comment of a letter, and the reply as kept or as typed just now."""

    row: SentComment
    score: str
    language: str
    used: str
    reply: str


@dataclass(frozen=True, slots=True)
class UsedPage:
    """One month's comments for one department, `n_replied` of them with a reply that is kept."""

    token: str
    department: str
    basket: str
    month: str
    lines: tuple[UsedLine, ...]
    n_replied: int
    is_kept: bool
    choices: tuple[tuple[str, str], ...]
    typed: Typed


def departments(typed: Typed | None = None) -> DepartmentsPage:
    """The page of departments."""
    return DepartmentsPage(
        departments=tuple((one, BASKETS[one.basket]) for one in reads_of_departments.departments()),
        baskets=tuple(BASKETS.items()),
        typed=typed or Typed(),
    )


def used(
    token: str, token_digest: bytes, *, typed: Typed | None = None, is_kept: bool = False
) -> UsedPage:
    """The page behind a letter's link: what may still be read of the letter.

    Raises:
        NotFound: no letter to a department on the list has this token.
    """
    found = reads_of_departments.digest_by_token(token_digest)
    if found is None or not found.is_on_the_list:
        raise NotFound("This page does not exist, or is no longer in use.")
    shown = typed or Typed()
    lines = tuple(_line(row, shown) for row in reads_of_departments.comments_of(found.id))
    return UsedPage(
        token=token,
        department=found.department,
        basket=BASKETS[found.basket],
        month=numbers.month(date.fromisoformat(f"{found.month}-01")),
        lines=lines,
        n_replied=sum(1 for line in lines if line.row.is_used is not None),
        is_kept=is_kept,
        choices=USED,
        typed=shown,
    )


def _line(row: SentComment, typed: Typed) -> UsedLine:
    kept = {None: "", True: "yes", False: "no"}[row.is_used]
    return UsedLine(
        row=row,
        score=score_label(row.score),
        language="" if row.language == UNKNOWN else language_name(row.language),
        used=typed.value(f"used-{row.response_id}", kept),
        reply=typed.value(f"reply-{row.response_id}", row.reply or ""),
    )
