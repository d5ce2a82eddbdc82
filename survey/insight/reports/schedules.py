"""The pages on which reports by the calendar are set up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.access import LEADER, SEE_ALL_UNITS, Viewer
from survey.errors import NotFound
from survey.insight.forum.board import Typed
from survey.insight.reports import words
from survey.insight.reports.ordering import OrderPage, order_page
from survey.insight.reports.words import Choices
from survey.intake.edition_form import Which
from survey.store import reads_of_report_schedules
from survey.store.reads_of_report_schedules import Reader, ReportScheduleRow

UNKNOWN = "There is no such schedule. Open the list of schedules again."


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One schedule in words."""

    row: ReportScheduleRow
    what: str
    every: str
    language: str
    delivery: str
    recipients: tuple[Reader, ...]


@dataclass(frozen=True, slots=True)
class SchedulesPage:
    """Every schedule; `may_attach` is what the settings say of files in mail."""

    lines: tuple[ScheduleLine, ...]
    may_attach: bool


@dataclass(frozen=True, slots=True)
class ScheduleForm:
    """The form of a new schedule, or of one that is there; `chosen` are ticked recipients."""

    row: ReportScheduleRow | None
    order: OrderPage
    typed: Typed
    chosen: frozenset[str]
    everys: Choices
    deliveries: Choices
    readers: tuple[Reader, ...]
    may_attach: bool
    conflict: str


def schedules_page(*, may_attach: bool) -> SchedulesPage:
    """Every schedule, in the order in which they were made."""
    found = reads_of_report_schedules.schedules()
    return SchedulesPage(tuple(_line(row) for row in found), may_attach)


def schedule_form(
    viewer: Viewer,
    schedule_id: int | None,
    *,
    typed: Typed | None = None,
    chosen: Sequence[str] = (),
    conflict: str = "",
    may_attach: bool,
    today: date,
) -> ScheduleForm:
    """The form, with what was typed where something was.

    Raises:
        NotFound: there is no such schedule.
    """
    row = None if schedule_id is None else schedule_of(schedule_id)
    if typed is None:
        typed = Typed(_written(row, today))
        chosen = (
            [str(one.id) for one in reads_of_report_schedules.recipients(row.id)] if row else []
        )
    return ScheduleForm(
        row=row,
        order=order_page(viewer, typed, today=today),
        typed=typed,
        chosen=frozenset(chosen),
        everys=tuple(words.EVERY_WORDS.items()),
        deliveries=words.DELIVERY_CHOICES,
        readers=possible_readers(),
        may_attach=may_attach,
        conflict=conflict,
    )


def schedule_of(schedule_id: int) -> ReportScheduleRow:
    """The schedule with this id.

    Raises:
        NotFound: there is none.
    """
    found = reads_of_report_schedules.schedule(schedule_id)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def possible_readers() -> tuple[Reader, ...]:
    """Whom a schedule can name: who may open any edition, and leaders for those of their units."""
    roles = SEE_ALL_UNITS | {LEADER}
    return tuple(one for one in reads_of_report_schedules.possible_readers() if one.role in roles)


def _line(row: ReportScheduleRow) -> ScheduleLine:
    which = words.WHICH_WORDS[_which(row)]
    return ScheduleLine(
        row=row,
        what=row.place or which,
        every=words.EVERY_WORDS[row.every],
        language=words.language_name(row.language),
        delivery=dict(words.DELIVERY_CHOICES)[row.delivery],
        recipients=reads_of_report_schedules.recipients(row.id),
    )


def _which(row: ReportScheduleRow) -> Which:
    if row.kind == "unit" and row.unit_id is None:
        return "units"
    if row.kind == "department" and row.department_id is None:
        return "departments"
    return row.kind


def _written(row: ReportScheduleRow | None, today: date) -> dict[str, str]:
    if row is None:
        return {
            **{"every": "wave", "which": "centre", "language": "en", "paper": "a4"},
            **{"delivery": "link", "is_on": "yes", "from_on": str(today)},
        }
    return {
        **{"name": row.name, "every": row.every, "which": _which(row)},
        **{"unit": str(row.unit_id or ""), "department": str(row.department_id or "")},
        **{"language": row.language, "paper": row.paper, "delivery": row.delivery},
        **{"is_on": "yes" if row.is_on else "", "from_on": str(row.from_on)},
    }
