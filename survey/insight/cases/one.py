"""One case: what it is about, what happened in it, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from survey.access import ANALYST, LEADER, Viewer
from survey.errors import NotFound
from survey.insight.cases.words import CAUSES, KINDS, OUTCOMES, moment, standing
from survey.insight.forum.board import Typed
from survey.insight.one_contact import OneContactPage, one_contact
from survey.store import reads_of_case_list, reads_of_case_people, reads_of_cases
from survey.store.reads_of_case_list import Entry
from survey.store.reads_of_cases import Reach

NO_CASE = "There is no such case, or it is not yours to see."
MOST_IDS = 2**31
# Executives read; whoever works with the customer is an analyst, or leads the unit.
MAY_WORK = frozenset({ANALYST, LEADER})


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened: what, who did it, when; `state` says whether a reply has left."""

    what: str
    who: str
    at: str
    text: str
    contact_id: int | None
    state: str
    is_failed: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case. `typed` is what was written into its forms, `conflict` why nothing was changed.

    `colleagues` are those to whom it can be given; without `may_work` there are no forms.
    Whose customer `is_erased` is not opened again.
    """

    case_id: int
    contact_id: int
    version: int
    is_open: bool
    why: str
    mark: str
    standing: str
    owner: str
    is_own: bool
    user_id: int
    opened: str
    contact: OneContactPage
    steps: tuple[Step, ...]
    reach: Reach
    may_work: bool
    is_erased: bool
    colleagues: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    typed: Typed
    conflict: str


def case_page(
    case_id: int,
    viewer: Viewer,
    *,
    now: datetime,
    zone: tzinfo,
    typed: Typed | None = None,
    conflict: str = "",
) -> CasePage:
    """The case with this id.

    Raises:
        NotFound: there is none, or its contact is in none of the viewer's units; the words do not
            differ.
    """
    case = reads_of_cases.case(case_id) if case_id < MOST_IDS else None
    if case is None or case.unit_id not in viewer.unit_ids:
        raise NotFound(NO_CASE)
    able = reads_of_case_people.who_may_work(case.unit_id, today=now.astimezone(zone).date())
    mark, words = standing(case, now=now, zone=zone)
    return CasePage(
        case_id=case.id,
        contact_id=case.contact_id,
        version=case.version,
        is_open=case.state == "open",
        why=CAUSES[case.cause],
        mark=mark,
        standing=words,
        owner=reads_of_cases.owner_name(case.id) or "Nobody",
        is_own=case.owner_id == viewer.user_id,
        user_id=viewer.user_id,
        opened=moment(case.opened_at, zone),
        contact=one_contact(case.contact_id, viewer.unit_ids, timezone=zone),
        steps=tuple(
            _step(entry, zone, viewer.unit_ids) for entry in reads_of_case_list.entries(case.id)
        ),
        reach=reads_of_cases.customer_of(case.id),
        may_work=viewer.role in MAY_WORK,
        is_erased=reads_of_cases.is_erased(case.contact_id),
        colleagues=tuple((str(one.user_id), one.name) for one in able),
        outcomes=tuple(OUTCOMES.items()),
        typed=typed or Typed(),
        conflict=conflict,
    )


def _step(entry: Entry, zone: tzinfo, unit_ids: frozenset[int]) -> Step:
    is_theirs = entry.kind == "again" and reads_of_cases.is_within(entry.contact_id, unit_ids)
    return Step(
        what=KINDS[entry.kind],
        who=entry.author or "",
        at=moment(entry.at, zone),
        text=entry.text or "",
        contact_id=entry.contact_id if is_theirs else None,
        state=_letter(entry),
        is_failed=entry.is_given_up,
    )


def _letter(entry: Entry) -> str:
    if entry.kind != "reply":
        return ""
    if entry.is_given_up:
        return f"Not sent: {entry.error or 'the mail could not leave.'}"
    return "Waits to be sent." if entry.is_waiting else "Sent by mail."
