"""What is due by the calendar is ordered exactly once, and nothing from before a schedule began."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey.errors import Conflict, NotFound
from survey.intake.report_schedule import NewReportSchedule
from survey.operations.comments import departments
from survey.operations.reports import orders, schedules
from survey.operations.reports.schedules import Ended
from survey.store import reads_of_orders, reads_of_report_schedules
from survey.store.database import rows
from tests import centre as small_centre
from tests.at_once import at_once
from tests.centre import Centre
from tests.conftest import NOW
from tests.forums import say

MONTHLY = NewReportSchedule(
    name="Monthly",
    every="month",
    kind="centre",
    unit_id=None,
    department_id=None,
    language="en",
    paper="a4",
    delivery="link",
    is_on=True,
    from_on=date(2026, 2, 1),
)
JANUARY = Ended("month:2026-01", "month", "January 2026", date(2026, 1, 31))
FEBRUARY = Ended("month:2026-02", "month", "February 2026", date(2026, 2, 28))
WAVE = Ended("wave:2", "wave", "Wave 2", date(2026, 2, 20))


@pytest.fixture
def centre(both_stores: str) -> Centre:
    return small_centre.build()


def ordered() -> list[tuple[str, str]]:
    """Name and occasion of every batch, the oldest first."""
    return [(name, about) for name, about in rows("SELECT name, occasion FROM report_batch")]


def test_each_occasion_is_ordered_once_however_often_it_is_looked_at(centre: Centre) -> None:
    schedules.add_schedule(MONTHLY)
    assert schedules.order_due([JANUARY, WAVE, FEBRUARY], now=NOW) == 1
    assert schedules.order_due([JANUARY, WAVE, FEBRUARY], now=NOW) == 0
    assert ordered() == [("Monthly, February 2026", "month:2026-02")]


def test_what_ended_before_the_first_day_is_left_alone(centre: Centre) -> None:
    schedules.add_schedule(replace(MONTHLY, from_on=date(2026, 2, 28)))
    schedules.add_schedule(replace(MONTHLY, name="Later", from_on=date(2026, 3, 1)))
    assert schedules.order_due([JANUARY, FEBRUARY], now=NOW) == 1
    assert ordered() == [("Monthly, February 2026", "month:2026-02")]


def test_a_schedule_that_is_off_orders_nothing_until_it_is_on(centre: Centre) -> None:
    made = schedules.add_schedule(MONTHLY)
    schedules.switch_schedule(made, is_on=False)
    assert schedules.order_due([FEBRUARY], now=NOW) == 0
    schedules.switch_schedule(made, is_on=True)
    assert schedules.order_due([FEBRUARY], now=NOW) == 1


def test_every_unit_with_contacts_gets_its_edition_and_those_above_it(centre: Centre) -> None:
    say(centre.units["n1"], {5: 3, 2: 2})
    schedules.add_schedule(replace(MONTHLY, kind="unit", name="Teams"))
    assert schedules.order_due([FEBRUARY], now=NOW) == 1
    units = {row[0] for row in rows("SELECT unit_id FROM report_order")}
    assert units == {centre.units["n1"], centre.units["north"]}
    assert reads_of_orders.reportable_units() == tuple(sorted(units))


def test_where_there_is_nothing_to_make_it_is_looked_at_again(centre: Centre) -> None:
    schedules.add_schedule(replace(MONTHLY, kind="department", name="Departments"))
    assert schedules.order_due([FEBRUARY], now=NOW) == 0
    departments.add_department("Web", "web@example.org", "product")
    assert schedules.order_due([FEBRUARY], now=NOW) == 1
    assert rows("SELECT kind, count(*) FROM report_order GROUP BY kind") == [("department", 1)]


def test_a_cancelled_batch_of_a_schedule_is_not_ordered_anew(centre: Centre) -> None:
    schedules.add_schedule(MONTHLY)
    schedules.order_due([FEBRUARY], now=NOW)
    orders.cancel(rows("SELECT id FROM report_batch")[0][0], now=NOW)
    assert schedules.order_due([FEBRUARY], now=NOW) == 0


def test_workers_that_order_at_once_order_once(centre: Centre) -> None:
    schedules.add_schedule(MONTHLY)
    found = at_once([lambda: schedules.order_due([FEBRUARY], now=NOW)] * 4)
    assert sorted(found) == [0, 0, 0, 1]
    assert len(ordered()) == 1


def test_a_schedule_is_changed_with_its_recipients(centre: Centre) -> None:
    made = schedules.add_schedule(replace(MONTHLY, recipient_ids=(centre.users["analyst"],)))
    changed = replace(
        MONTHLY, name="Other", every="quarter", recipient_ids=(centre.users["executive"],)
    )
    schedules.change_schedule(made, changed)
    row = reads_of_report_schedules.schedule(made)
    assert row is not None
    assert (row.name, row.every, row.from_on) == ("Other", "quarter", date(2026, 2, 1))
    assert [one.name for one in reads_of_report_schedules.recipients(made)] == ["Eva"]


def test_two_schedules_of_one_name_and_unknown_ones_are_refused(centre: Centre) -> None:
    made = schedules.add_schedule(MONTHLY)
    with pytest.raises(Conflict, match="of this name"):
        schedules.add_schedule(MONTHLY)
    other = schedules.add_schedule(replace(MONTHLY, name="Other"))
    with pytest.raises(Conflict, match="of this name"):
        schedules.change_schedule(other, MONTHLY)
    schedules.change_schedule(made, MONTHLY)
    with pytest.raises(NotFound):
        schedules.change_schedule(99, replace(MONTHLY, name="New"))
    with pytest.raises(NotFound):
        schedules.switch_schedule(99, is_on=True)
