"""Which editions are made by the calendar, and who is written to about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from survey.intake.editions import Every, Kind, Paper
from survey.store.database import rows

Delivery = Literal["link", "attachment"]


@dataclass(frozen=True, slots=True)
class ReportScheduleRow:
    """One schedule; `place` is the name of its unit or department, empty where it has none.

    Of the kind `unit` or `department` without one it means every one of them.
    """

    id: int
    name: str
    every: Every
    kind: Kind
    unit_id: int | None
    department_id: int | None
    language: str
    paper: Paper
    delivery: Delivery
    is_on: bool
    from_on: date
    place: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A user who can be written to about reports."""

    id: int
    name: str
    email: str
    role: str


def schedules() -> tuple[ReportScheduleRow, ...]:
    """Every schedule, in the order in which they were made."""
    return tuple(_schedule(row) for row in rows(f"{_SCHEDULES} ORDER BY report_schedule.id"))


def schedule(schedule_id: int) -> ReportScheduleRow | None:
    """The schedule with this id, or None."""
    found = rows(f"{_SCHEDULES} WHERE report_schedule.id = ?", (schedule_id,))
    return _schedule(found[0]) if found else None


def schedule_named(name: str) -> int | None:
    """Id of the schedule with this name, or None."""
    found = rows("SELECT id FROM report_schedule WHERE name = ?", (name,))
    return found[0][0] if found else None


def ordered_for(schedule_id: int) -> frozenset[str]:
    """The occasions that the schedule has ordered already."""
    found = rows("SELECT occasion FROM report_batch WHERE schedule_id = ?", (schedule_id,))
    return frozenset(row[0] for row in found)


def recipients(schedule_id: int) -> tuple[Reader, ...]:
    """The users named as recipients who may still sign in, by name."""
    found = rows(
        "SELECT app_user.id, app_user.name, email, role FROM report_recipient"
        " JOIN app_user ON app_user.id = report_recipient.user_id"
        " WHERE schedule_id = ? AND deactivated_at IS NULL",
        (schedule_id,),
    )
    return _by_name(found)


def possible_readers() -> tuple[Reader, ...]:
    """Every user who may sign in, by name."""
    found = rows("SELECT id, name, email, role FROM app_user WHERE deactivated_at IS NULL")
    return _by_name(found)


def reader(user_id: int) -> Reader | None:
    """The user with this id, or None where there is none who may sign in."""
    found = rows(
        "SELECT id, name, email, role FROM app_user WHERE id = ? AND deactivated_at IS NULL",
        (user_id,),
    )
    return Reader(*found[0]) if found else None


def department(department_id: int) -> tuple[str, str] | None:
    """Name and address of a department on the list, or None."""
    found = rows(
        "SELECT name, email FROM department WHERE id = ? AND revoked_at IS NULL", (department_id,)
    )
    return (found[0][0], found[0][1]) if found else None


def _by_name(found: list[tuple[Any, ...]]) -> tuple[Reader, ...]:
    # Sorted here, because the engines order letters differently.
    return tuple(sorted((Reader(*row) for row in found), key=lambda one: (one.name, one.id)))


def _schedule(row: tuple[Any, ...]) -> ReportScheduleRow:
    values = list(row)
    values[9] = bool(values[9])
    values[10] = date.fromisoformat(values[10])
    return ReportScheduleRow(*values)


_SCHEDULES = """
SELECT report_schedule.id, report_schedule.name, every, kind, unit_id, department_id, language,
    paper, delivery, is_on, CAST(from_on AS TEXT), coalesce(unit.name, department.name, '')
FROM report_schedule LEFT JOIN unit ON unit.id = report_schedule.unit_id
LEFT JOIN department ON department.id = report_schedule.department_id
"""
