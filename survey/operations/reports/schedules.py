"""Reports by the calendar: for every wave, month or quarter that ends, each edition once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from survey.errors import Conflict, NotFound
from survey.intake.edition_form import Which, Whose, editions_for
from survey.intake.editions import Every, Kind
from survey.intake.report_schedule import NewReportSchedule
from survey.operations.keeping import kept
from survey.operations.reports.orders import order_editions
from survey.store import (
    reads_of_departments,
    reads_of_orders,
    reads_of_report_schedules,
    writes_of_report_schedules,
)
from survey.store.reads_of_report_schedules import ReportScheduleRow

KIND = "order_reports"
UNKNOWN = "There is no such schedule. Open the list of schedules again."
_EVERY_ONE: dict[Kind, Which] = {"unit": "units", "department": "departments"}


@dataclass(frozen=True, slots=True)
class Ended:
    """An occasion that is over: its key, what it is one of, its name, and its last day."""

    key: str
    every: Every
    name: str
    on: date


def add_schedule(new: NewReportSchedule) -> int:
    """Id of the new schedule.

    Raises:
        Conflict: there is one of this name.
    """
    with kept():
        _require_free(new.name, None)
        return writes_of_report_schedules.insert_schedule(new)


def change_schedule(schedule_id: int, new: NewReportSchedule) -> None:
    """Change a schedule; what it has ordered stays as it was ordered.

    Raises:
        NotFound: there is no such schedule.
        Conflict: another one has this name.
    """
    with kept():
        _require_free(new.name, schedule_id)
        if not writes_of_report_schedules.update_schedule(schedule_id, new):
            raise NotFound(UNKNOWN)


def switch_schedule(schedule_id: int, *, is_on: bool) -> None:
    """Order by this schedule from now on, or order nothing until it is switched on. Repeatable.

    Raises:
        NotFound: there is no such schedule.
    """
    with kept():
        if not writes_of_report_schedules.switch_schedule(schedule_id, is_on=is_on):
            raise NotFound(UNKNOWN)


def order_due(ended: Sequence[Ended], *, now: datetime) -> int:
    """How many batches were ordered for occasions that are over; each once, whoever comes first.

    What ended before a schedule's first day is left alone. A schedule of which there is nothing to
    make yet, such as one for departments where none is on the list, is looked at again next time.
    """
    n = 0
    for schedule in reads_of_report_schedules.schedules():
        if not schedule.is_on:
            continue
        ordered = reads_of_report_schedules.ordered_for(schedule.id)
        for one in ended:
            is_due = one.every == schedule.every and one.on >= schedule.from_on
            if is_due and one.key not in ordered:
                n += _order(schedule, one, now=now)
    return n


def _order(schedule: ReportScheduleRow, ended: Ended, *, now: datetime) -> bool:
    is_every_one = schedule.unit_id is None and schedule.department_id is None
    which: Which = schedule.kind
    if is_every_one:
        which = _EVERY_ONE.get(schedule.kind, which)
    editions = editions_for(
        Whose(which, schedule.unit_id, schedule.department_id, schedule.language, schedule.paper),
        ended.key,
        every_unit=reads_of_orders.reportable_units(),
        departments=tuple(reads_of_departments.department_ids()),
    )
    if not editions:
        return False
    name = f"{schedule.name}, {ended.name}"
    return order_editions(editions, name, now=now, schedule_id=schedule.id) is not None


def _require_free(name: str, own: int | None) -> None:
    there = reads_of_report_schedules.schedule_named(name)
    if there is not None and there != own:
        raise Conflict("There is a schedule of this name. Choose another name.")
