"""Who is written to when a scheduled report is made: each once, and only what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from survey.access import may_open_edition, viewer_of
from survey.intake.editions import Edition
from survey.operations import jobs
from survey.store import (
    reads_of_orders,
    reads_of_people,
    reads_of_report_schedules,
    reads_of_reports,
    reads_of_signals,
    writes_of_report_schedules,
)
from survey.store.reads_of_report_schedules import Delivery, ReportScheduleRow
from survey.store.reads_of_reports import ReportRow

LETTER = "report_letter"
# What most mail servers take; with its coding a file grows by a third.
LARGEST_ATTACHMENT = 7_000_000
Reason = Literal["", "too large", "not allowed"]


@dataclass(frozen=True, slots=True)
class ReportLetter:
    """A letter about a finished report, as the worker sends it.

    Where there is no `pdf`, `reason` says why a schedule that wants one attached has none.
    `can_sign_in` tells whether the reader can open the report's page.
    """

    to: str
    name: str
    report: ReportRow
    pdf: bytes | None
    reason: Reason
    can_sign_in: bool


def queue_letters(
    order_id: int, batch_id: int, edition: Edition, *, today: date, now: datetime
) -> int:
    """How many letters were queued about an order that is done; none where nobody scheduled it.

    Belongs to the transaction that finishes the order.
    """
    schedule = _schedule_of(batch_id)
    if schedule is None:
        return 0
    n = 0
    for user_id, email in _users(schedule, edition, today=today):
        n += _queue(order_id, email, {"user": user_id}, now=now)
    if edition.department_id is not None and schedule.delivery == "attachment":
        found = reads_of_report_schedules.department(edition.department_id)
        if found is not None:
            n += _queue(order_id, found[1], {"department": edition.department_id}, now=now)
    return n


def write_letter(job: dict[str, int], *, may_attach: bool, today: date) -> ReportLetter | None:
    """The letter as it may be sent at this moment; None where its reader may not see the report.

    `may_attach` is what the settings say of attachments.
    """
    order = reads_of_orders.edition_of(job["order"])
    row = reads_of_reports.report(order[1]) if order and order[1] is not None else None
    if order is None or row is None or row.withdrawn_at is not None:
        return None
    schedule = _schedule_of(order[2])
    delivery: Delivery = schedule.delivery if schedule else "link"
    if "department" in job:
        found = reads_of_report_schedules.department(job["department"])
        # Whoever cannot sign in gets the file or nothing.
        if found is None or not may_attach:
            return None
        return _letter(found[1], found[0], row, delivery, may_attach=True, can_sign_in=False)
    user = reads_of_people.user_by_id(job["user"])
    if user is None or user.deactivated_at is not None:
        return None
    if not may_open_edition(viewer_of(user, today=today), row.kind, row.unit_id):
        return None
    return _letter(user.email, user.name, row, delivery, may_attach=may_attach, can_sign_in=True)


def _letter(
    to: str,
    name: str,
    row: ReportRow,
    delivery: Delivery,
    *,
    may_attach: bool,
    can_sign_in: bool,
) -> ReportLetter:
    pdf: bytes | None = None
    reason: Reason = ""
    if delivery == "attachment":
        pdf = reads_of_reports.body(row.id, "pdf") if may_attach else None
        reason = "" if may_attach else "not allowed"
    if pdf is not None and len(pdf) > LARGEST_ATTACHMENT:
        pdf, reason = None, "too large"
    return ReportLetter(to, name, row, pdf, reason, can_sign_in)


def _users(schedule: ReportScheduleRow, edition: Edition, *, today: date) -> list[tuple[int, str]]:
    """Id and address of everybody to be told who may see the edition, each once."""
    chosen = [one.id for one in reads_of_report_schedules.recipients(schedule.id)]
    if schedule.kind == "unit" and schedule.unit_id is None and edition.unit_id is not None:
        chosen += reads_of_signals.leading_users(today).get(edition.unit_id, ())
    found = []
    for user_id in dict.fromkeys(chosen):
        user = reads_of_people.user_by_id(user_id)
        if user is None or user.deactivated_at is not None:
            continue
        if may_open_edition(viewer_of(user, today=today), edition.kind, edition.unit_id):
            found.append((user_id, user.email))
    return found


def _schedule_of(batch_id: int) -> ReportScheduleRow | None:
    schedule_id = reads_of_orders.schedule_of(batch_id)
    return None if schedule_id is None else reads_of_report_schedules.schedule(schedule_id)


def _queue(order_id: int, email: str, whom: dict[str, int], *, now: datetime) -> bool:
    if not writes_of_report_schedules.insert_letter(order_id, email):
        return False
    return jobs.enqueue(
        LETTER,
        {"order": order_id, **whom},
        due_at=now,
        most_attempts=jobs.A_DAY_OF_ATTEMPTS,
    )
