"""Reports by the calendar are set up on a form, changed, and switched off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from survey.store import reads_of_report_schedules
from tests.centre import Centre
from tests.pages import Client, Page

SignIn = Callable[[str], Client]
FORM = {
    "name": "Monthly for <executives>",
    "every": "month",
    "from_on": "2026-03-01",
    "which": "centre",
    "language": "en",
    "paper": "letter",
    "delivery": "link",
    "is_on": "yes",
}


def test_a_schedule_is_made_changed_and_switched_off(signed_in: SignIn, centre: Centre) -> None:
    browser = signed_in("executive")
    assert "Nothing is made by the calendar yet" in browser.get("/reports/schedules").text
    eva = str(centre.users["executive"])
    made = browser.submit(
        "/reports/schedules/new", "/reports/schedules/new", **FORM, recipients=eva
    )
    assert (made.status_code, made.location) == (303, "/reports/schedules")
    (row,) = reads_of_report_schedules.schedules()
    assert (row.name, row.every, row.paper, row.is_on) == (
        *("Monthly for <executives>", "month", "letter", True),
    )
    assert row.from_on == date(2026, 3, 1)
    assert [one.name for one in reads_of_report_schedules.recipients(row.id)] == ["Eva"]
    listed = browser.get("/reports/schedules").text
    assert "Monthly for &lt;executives&gt;" in listed
    assert "To Eva" in listed
    address = f"/reports/schedules/{row.id}"
    form = Page(browser.get(address).text).form(address).values
    assert form["name"] == FORM["name"]
    changed = browser.submit(
        address, address, every="quarter", which="units", language="en", paper="letter"
    )
    assert changed.status_code == 303
    (row,) = reads_of_report_schedules.schedules()
    assert (row.every, row.kind, row.unit_id) == ("quarter", "unit", None)
    assert [one.name for one in reads_of_report_schedules.recipients(row.id)] == ["Eva"]
    browser.submit("/reports/schedules", f"{address}/switch", on="no")
    assert not reads_of_report_schedules.schedules()[0].is_on
    assert "Switch on" in browser.get("/reports/schedules").text


def test_problems_are_named_all_at_once(signed_in: SignIn, centre: Centre) -> None:
    browser = signed_in("analyst")
    wrong = {
        **{"name": "", "every": "day", "from_on": "soon", "which": "unit", "unit": ""},
        **{"language": "xx", "paper": "a0", "delivery": "pigeon"},
    }
    reply = browser.submit("/reports/schedules/new", "/reports/schedules/new", **wrong)
    assert reply.status_code == 422
    assert "There are 7 problems" in reply.text
    assert reads_of_report_schedules.schedules() == ()


@pytest.mark.parametrize("recipient", ["agent", "administrator"])
def test_only_who_may_see_a_report_can_be_named(
    signed_in: SignIn, centre: Centre, recipient: str
) -> None:
    browser = signed_in("analyst")
    reply = browser.submit(
        "/reports/schedules/new",
        "/reports/schedules/new",
        **FORM,
        recipients=str(centre.users[recipient]),
    )
    assert reply.status_code == 422
    assert "cannot be written to" in reply.text


def test_a_name_that_is_taken_is_refused(signed_in: SignIn, centre: Centre) -> None:
    browser = signed_in("analyst")
    for status in (303, 409):
        reply = browser.submit("/reports/schedules/new", "/reports/schedules/new", **FORM)
        assert reply.status_code == status
    assert "Choose another name" in reply.text
    assert browser.get("/reports/schedules/99").status_code == 404


def test_that_files_are_not_mailed_is_said_where_it_is_chosen(
    signed_in: SignIn, centre: Centre
) -> None:
    browser = signed_in("analyst")
    assert "SURVEY_REPORT_ATTACHMENTS" in browser.get("/reports/schedules/new").text
    attached = FORM | {"delivery": "attachment"}
    browser.submit("/reports/schedules/new", "/reports/schedules/new", **attached)
    assert "a link is sent" in browser.get("/reports/schedules").text
