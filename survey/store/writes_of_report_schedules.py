"""Statements of reports by the calendar: the schedules, their recipients, and who was told."""

from __future__ import annotations

from collections.abc import Collection

from survey.intake.report_schedule import NewReportSchedule
from survey.store.database import rows, run, run_many


def insert_schedule(new: NewReportSchedule) -> int:
    """Id of the new schedule, with its recipients."""
    found = rows(
        "INSERT INTO report_schedule (name, every, kind, unit_id, department_id, language, paper,"
        " delivery, is_on, from_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        _values(new),
    )
    schedule_id: int = found[0][0]
    _put_recipients(schedule_id, new.recipient_ids)
    return schedule_id


def update_schedule(schedule_id: int, new: NewReportSchedule) -> bool:
    """Whether there is such a schedule; if so it is as told now, and so are its recipients."""
    cursor = run(
        "UPDATE report_schedule SET name = ?, every = ?, kind = ?, unit_id = ?, department_id = ?,"
        " language = ?, paper = ?, delivery = ?, is_on = ?, from_on = ? WHERE id = ?",
        (*_values(new), schedule_id),
    )
    if cursor.rowcount != 1:
        return False
    run("DELETE FROM report_recipient WHERE schedule_id = ?", (schedule_id,))
    _put_recipients(schedule_id, new.recipient_ids)
    return True


def switch_schedule(schedule_id: int, *, is_on: bool) -> bool:
    """Whether there is such a schedule; if so it is on or off from now on."""
    cursor = run(
        "UPDATE report_schedule SET is_on = ? WHERE id = ?", (1 if is_on else 0, schedule_id)
    )
    return bool(cursor.rowcount == 1)


def insert_letter(order_id: int, email: str) -> bool:
    """Whether nobody has been written to at this address about the order before."""
    cursor = run(
        "INSERT INTO report_letter (order_id, email) VALUES (?, ?)"
        " ON CONFLICT (order_id, email) DO NOTHING",
        (order_id, email),
    )
    return bool(cursor.rowcount == 1)


def _put_recipients(schedule_id: int, user_ids: Collection[int]) -> None:
    run_many(
        "INSERT INTO report_recipient (schedule_id, user_id) VALUES (?, ?)",
        [(schedule_id, user_id) for user_id in sorted(user_ids)],
    )


def _values(new: NewReportSchedule) -> tuple[object, ...]:
    return (
        *(new.name, new.every, new.kind, new.unit_id, new.department_id, new.language, new.paper),
        *(new.delivery, 1 if new.is_on else 0, str(new.from_on)),
    )
