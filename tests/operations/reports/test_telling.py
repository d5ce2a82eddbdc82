"""Whoever is to hear of a scheduled report gets one letter, and only about what they may see."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from survey.intake.editions import Edition
from survey.operations import people
from survey.operations.comments import departments
from survey.operations.reports import orders, schedules, telling
from survey.operations.reports.telling import ReportLetter
from survey.store.database import rows, run
from tests import centre as small_centre
from tests.centre import Centre
from tests.conftest import NOW
from tests.forums import say
from tests.operations.reports.test_schedules import FEBRUARY, MONTHLY
from tests.ordered import TODAY, printing, withdraw


@pytest.fixture
def centre(both_stores: str) -> Centre:
    return small_centre.build()


def make_all() -> None:
    """Make every order that waits, as a worker would."""
    for (order_id,) in rows("SELECT id FROM report_order WHERE state = 'waiting' ORDER BY id"):
        edition = orders.take(order_id)
        assert edition is not None
        orders.finish(order_id, printing(edition), today=TODAY, now=NOW)


def told() -> list[str]:
    """The addresses written to, in order."""
    return [row[0] for row in rows("SELECT email FROM report_letter ORDER BY order_id, email")]


def letters(*, may_attach: bool = True) -> list[ReportLetter | None]:
    """The letters as they would be sent now."""
    found = rows("SELECT payload FROM job WHERE kind = 'report_letter' ORDER BY id")
    return [
        telling.write_letter(json.loads(payload), may_attach=may_attach, today=TODAY)
        for (payload,) in found
    ]


def schedule(centre: Centre, *roles: str, **changes: object) -> int:
    ids = tuple(centre.users[role] for role in roles)
    return schedules.add_schedule(replace(MONTHLY, recipient_ids=ids, **changes))  # type: ignore[arg-type]


def test_recipients_who_may_see_it_are_told_once(centre: Centre) -> None:
    schedule(centre, "analyst", "executive", "leader")
    schedules.order_due([FEBRUARY], now=NOW)
    make_all()
    assert told() == ["ana@example.org", "eva@example.org"]
    found = letters()
    assert [(one.to, one.pdf, one.reason) for one in found if one] == [
        ("ana@example.org", None, ""),
        ("eva@example.org", None, ""),
    ]
    make_all()
    assert len(letters()) == 2


def test_what_somebody_asked_for_is_told_to_nobody(centre: Centre) -> None:
    orders.order_editions([Edition("centre", "month:2026-02")], "By hand", now=NOW)
    make_all()
    assert told() == []


def test_editions_for_every_unit_go_to_whoever_leads_it_and_may_see_it(centre: Centre) -> None:
    say(centre.units["n1"], {5: 3, 2: 2})
    say(centre.units["s1"], {5: 3, 2: 2})
    people.add_user("lu@example.org", "Lu", role="leader", leader="l-s1")
    schedule(centre, kind="unit")
    schedules.order_due([FEBRUARY], now=NOW)
    make_all()
    # Lea leads the site north, Lu the team s1; nobody signs in for the team n1 or the site south.
    assert sorted(told()) == ["lea@example.org", "lu@example.org"]
    whose = {one.to: one.report.unit_id for one in letters() if one}
    assert whose == {
        "lea@example.org": centre.units["north"],
        "lu@example.org": centre.units["s1"],
    }


def test_a_reader_who_lost_the_unit_or_left_gets_no_letter(centre: Centre) -> None:
    say(centre.units["n1"], {5: 3, 2: 2})
    schedule(centre, "analyst", kind="unit")
    schedules.order_due([FEBRUARY], now=NOW)
    make_all()
    assert {one.to for one in letters() if one} == {"ana@example.org", "lea@example.org"}
    run("UPDATE leadership SET leader_id = NULL")
    run("UPDATE app_user SET deactivated_at = 1 WHERE role = 'analyst'")
    assert letters() == [None] * len(letters())


def test_the_file_goes_along_only_where_schedule_and_settings_say_so(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(centre, "analyst", delivery="attachment")
    schedules.order_due([FEBRUARY], now=NOW)
    make_all()
    (attached,) = letters(may_attach=True)
    assert attached is not None
    assert (attached.pdf, attached.reason) == (printing().pdf, "")
    (linked,) = letters(may_attach=False)
    assert linked is not None
    assert (linked.pdf, linked.reason) == (None, "not allowed")
    monkeypatch.setattr(telling, "LARGEST_ATTACHMENT", 100)
    (large,) = letters(may_attach=True)
    assert large is not None
    assert (large.pdf, large.reason) == (None, "too large")


def test_a_department_gets_its_file_or_nothing(centre: Centre) -> None:
    departments.add_department("Web", "web@example.org", "product")
    schedule(centre, kind="department", delivery="attachment")
    schedules.order_due([FEBRUARY], now=NOW)
    make_all()
    assert told() == ["web@example.org"]
    (sent,) = letters()
    assert sent is not None
    assert (sent.name, sent.can_sign_in, sent.pdf is not None) == ("Web", False, True)
    assert letters(may_attach=False) == [None]
    departments.revoke_department(rows("SELECT id FROM department")[0][0], now=NOW)
    assert letters() == [None]


def test_of_a_withdrawn_report_nobody_is_told(centre: Centre) -> None:
    schedule(centre, "analyst")
    schedules.order_due([FEBRUARY], now=NOW)
    make_all()
    withdraw()
    assert letters() == [None]
