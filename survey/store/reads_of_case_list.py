"""Cases as a list, and what happened in one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survey.instruments.measures import CALL_BACK
from survey.store.database import rows
from survey.store.fields import from_seconds, to_seconds
from survey.store.reads_of_cases import Case
from survey.store.reads_of_invitations import instrument_of


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows. `state` is open, overdue, closed or all.

    `owner_id` is None for everybody's cases and 0 for those of nobody. A `number` is that of one
    case, `words` stand in the customer's comment.
    """

    unit_ids: tuple[int, ...]
    state: str
    owner_id: int | None
    number: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with the names around it; `owner` is None where it is nobody's.

    `score` is the answer to the leading question, None where there is none, and `score_words` what
    that point is called; `comment` are the customer's words.
    """

    case: Case
    owner: str | None
    channel: str
    queue: str
    comment: str | None
    score: int | None
    score_words: str
    wants_contact: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened in a case; without an `author` the product did it.

    Of a reply, `is_waiting` tells whether its letter has not left yet, `is_given_up` that it never
    will, for the reason in `error`.
    """

    kind: str
    at: datetime
    author: str | None
    contact_id: int | None
    text: str | None
    is_waiting: bool
    is_given_up: bool
    error: str | None


def n_cases(wanted: CaseFilter, *, now: datetime) -> int:
    """How many cases such a list has."""
    where, values = _where(wanted, now)
    count: int = rows(f"SELECT count(*) {_FROM} {where}", values)[0][0]
    return count


def cases(wanted: CaseFilter, *, now: datetime, limit: int, skipping: int) -> list[CaseLine]:
    """One page of the list: open cases by due time, then closed ones, the latest first."""
    where, values = _where(wanted, now)
    found = rows(f"{_LINES} {_FROM} {where} {_ORDER}", (*values, limit, skipping))
    answers = _answers([row[16] for row in found if row[16] is not None])
    return [_line(row, answers.get(row[16], {})) for row in found]


def _line(row: tuple[Any, ...], answers: Mapping[str, int]) -> CaseLine:
    score, words = _score(row[17], answers)
    return CaseLine(
        case=_case(row[:12]),
        owner=row[12],
        channel=row[13],
        queue=row[14],
        comment=row[15],
        score=score,
        score_words=words,
        wants_contact=answers.get(CALL_BACK) == 1,
    )


def _answers(response_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What each of these responses answers in numbers."""
    marks = ", ".join("?" * len(response_ids)) or "NULL"
    found: dict[int, dict[str, int]] = {}
    for response_id, item, value in rows(
        f"SELECT response_id, item, value FROM answer WHERE response_id IN ({marks})",
        response_ids,
    ):
        found.setdefault(response_id, {})[item] = value
    return found


def _score(digest: str | None, answers: Mapping[str, int]) -> tuple[int | None, str]:
    """The answer to the leading question, and what that point is called on its scale."""
    instrument = instrument_of(digest) if digest is not None else None
    if instrument is None or instrument.headline not in answers:
        return None, ""
    score, scale = answers[instrument.headline], instrument.item(instrument.headline).scale
    assert scale is not None  # a survey leads with a scale
    label = scale.label(score)
    return score, label if label != str(score) else f"of {scale.high}"


def owners(unit_ids: Collection[int]) -> list[tuple[int, str]]:
    """Id and name of everybody who owns a case of these units, by name."""
    if not unit_ids:
        return []
    marks = ", ".join("?" * len(unit_ids))
    found = rows(
        "SELECT DISTINCT app_user.id, app_user.name FROM customer_case"
        " JOIN contact ON contact.id = contact_id JOIN app_user ON app_user.id = owner_id"
        f" WHERE unit_id IN ({marks}) ORDER BY app_user.name, app_user.id",
        tuple(unit_ids),
    )
    return [(row[0], row[1]) for row in found]


def entries(case_id: int) -> list[Entry]:
    """What happened in the case, in order."""
    found = rows(_ENTRIES, (case_id,))
    return [_entry(row) for row in found]


def _entry(row: tuple[Any, ...]) -> Entry:
    values = list(row)
    values[1:2], values[5:7] = [from_seconds(row[1])], [bool(row[5]), bool(row[6])]
    return Entry(*values)


def _where(wanted: CaseFilter, now: datetime) -> tuple[str, tuple[Any, ...]]:
    if not wanted.unit_ids:
        return "WHERE 1 = 0", ()
    parts = [f"contact.unit_id IN ({', '.join('?' * len(wanted.unit_ids))})"]
    values: list[Any] = [*wanted.unit_ids]
    if wanted.state in ("open", "closed"):
        parts.append(f"customer_case.state = '{wanted.state}'")
    elif wanted.state == "overdue":
        parts.append("customer_case.state = 'open' AND due_at <= ?")
        values.append(to_seconds(now))
    if wanted.owner_id == 0:
        parts.append("owner_id IS NULL")
    elif wanted.owner_id is not None:
        parts.append("owner_id = ?")
        values.append(wanted.owner_id)
    if wanted.number is not None:
        parts.append("customer_case.id = ?")
        values.append(wanted.number)
    if wanted.words:
        parts.append("lower(response.comment) LIKE ? ESCAPE '!'")
        values.append(f"%{_literal(wanted.words.lower())}%")
    return "WHERE " + " AND ".join(parts), tuple(values)


def _literal(words: str) -> str:
    """The words for LIKE, in which no sign stands for others."""
    return "".join(f"!{sign}" if sign in "!%_" else sign for sign in words)


def _case(row: tuple[Any, ...]) -> Case:
    values = list(row)
    for place in (6, 7, 8, 9):
        values[place] = None if values[place] is None else from_seconds(values[place])
    return Case(*values)


_LINES = """
SELECT customer_case.id, customer_case.contact_id, contact.unit_id, cause, state, owner_id,
    customer_case.opened_at, due_at, escalated_at, customer_case.closed_at, outcome, version,
    app_user.name, contact.channel, queue.name, response.comment, response.id,
    response.instrument_digest
"""
_FROM = """
FROM customer_case
JOIN contact ON contact.id = customer_case.contact_id
JOIN queue ON queue.id = contact.queue_id
LEFT JOIN app_user ON app_user.id = owner_id
LEFT JOIN response ON response.contact_id = customer_case.contact_id
"""
_ORDER = """
ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END,
    CASE WHEN state = 'open' THEN coalesce(due_at, customer_case.opened_at) END,
    customer_case.closed_at DESC, customer_case.id
LIMIT ? OFFSET ?
"""
_ENTRIES = """
SELECT case_entry.kind, at, app_user.name, contact_id, text, job.id IS NOT NULL,
    job.id IS NOT NULL AND job.attempts >= job.most_attempts, job.last_error
FROM case_entry
LEFT JOIN app_user ON app_user.id = author_id
LEFT JOIN job ON job.subject = 'mail:case_reply:' || CAST(case_entry.id AS TEXT)
    AND case_entry.kind = 'reply'
WHERE case_id = ?
ORDER BY at, case_entry.id
"""
