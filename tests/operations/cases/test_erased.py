"""What is left of a case when its customer was erased, or its words were forgotten."""

from __future__ import annotations

import json
from datetime import UTC, timedelta

import pytest

from survey.access import ANALYST, Viewer
from survey.errors import Conflict
from survey.insight.cases.one import case_page
from survey.insight.rights import customer_data
from survey.operations import jobs, retention, rights
from survey.operations.cases import course, working
from survey.operations.cases.working import Act
from survey.store.database import rows, run
from survey.working_hours import WorkingHours, parse_shifts
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.centre import Centre
from tests.conftest import NOW
from tests.operations.cases import unhappy

ALWAYS = WorkingHours(parse_shifts("24/7"), frozenset(), UTC)
LATER = NOW + timedelta(days=1)
MUCH_LATER = NOW + timedelta(days=5_000)


def worked_case(centre: Centre) -> int:
    """Id of an overdue case of customer c-1 that was given to Lea and has a note."""
    (contact,) = tell(centre, [Told("n1-01", NOW.date())])
    run("UPDATE contact SET customer_ref = 'c-1' WHERE id = ?", (contact,))
    unhappy.invite(contact, 1)
    unhappy.answer(contact, 1)
    ((case_id,),) = rows("SELECT id FROM customer_case")
    course.prepare(case_id, calendar=ALWAYS, now=NOW)
    course.escalate_overdue(calendar=ALWAYS, now=LATER)
    act = act_on(centre, case_id)
    working.give(act, centre.users["leader"], now=LATER, today=LATER.date())
    working.add_note(act, "Kim rang twice.", now=LATER)
    return int(case_id)


def act_on(centre: Centre, case_id: int) -> Act:
    ((version,),) = rows("SELECT version FROM customer_case WHERE id = ?", (case_id,))
    units = frozenset(centre.units.values())
    return Act(case_id, centre.users["analyst"], units, version)


def texts() -> list[tuple[str, str | None]]:
    return rows("SELECT kind, text FROM case_entry ORDER BY id")


def test_colleagues_names_stay_and_what_was_written_goes(both_stores: str) -> None:
    worked_case(small_centre.build())
    jobs.enqueue("mail", {"to": "lea@example.org", "values": {"name": "Lea"}}, due_at=LATER)
    mails = rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id")
    before = dict(texts())
    assert before["note"] == "Kim rang twice."
    rights.erase_customer("c-1", now=LATER)
    assert texts() == [
        ("opened", None), ("escalated", before["escalated"]), ("owner", before["owner"]),
        ("note", None), ("closed", None),
    ]  # fmt: skip
    assert before["owner"]
    assert before["escalated"]
    # A colleague's name makes no mail one about the customer.
    assert rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id") == mails


def test_forgetting_old_cases_keeps_colleagues_names_too(both_stores: str) -> None:
    centre = small_centre.build()
    case_id = worked_case(centre)
    working.close(act_on(centre, case_id), "recovered", "Kim is glad.", now=LATER)
    while retention.forget_batch({"cases": 1}, now=MUCH_LATER, zone=UTC):
        pass
    assert {kind for kind, text in texts() if text} == {"owner", "escalated"}


def test_a_case_closed_by_erasing_is_none_that_needed_nothing(both_stores: str) -> None:
    """Erasing tells nothing about whether the customer was won back, so it counts as neither."""
    centre = small_centre.build()
    case_id = worked_case(centre)
    rights.erase_customer("c-1", now=LATER)
    assert rows("SELECT state, outcome FROM customer_case") == [("closed", "erased")]
    with pytest.raises(Conflict, match="was erased"):
        working.reopen(act_on(centre, case_id), None, calendar=ALWAYS, now=LATER)
    units = frozenset(centre.units.values())
    ana = Viewer(centre.users["analyst"], "Ana", "ana@example.org", ANALYST, None, units)
    page = case_page(case_id, ana, now=LATER, zone=UTC)
    assert page.standing == "Closed: the customer was erased"
    assert page.is_erased
    assert "erased" not in dict(page.outcomes)


def test_a_case_closed_before_its_customer_was_erased_keeps_its_outcome(store: str) -> None:
    centre = small_centre.build()
    case_id = worked_case(centre)
    working.close(act_on(centre, case_id), "recovered", "Kim is glad.", now=LATER)
    rights.erase_customer("c-1", now=LATER)
    assert rows("SELECT state, outcome FROM customer_case") == [("closed", "recovered")]
    with pytest.raises(Conflict, match="was erased"):
        working.reopen(act_on(centre, case_id), None, calendar=ALWAYS, now=LATER)


def test_one_asking_is_one_by_however_many_names_the_customer_is_known(both_stores: str) -> None:
    centre = small_centre.build()
    first, second = tell(centre, [Told("n1-01", NOW.date()), Told("n1-01", NOW.date())])
    run("UPDATE contact SET customer_ref = 'c-1'")
    run(
        "INSERT INTO survey (id, code, name, draft, rules, position) VALUES (1,'s','S','{}','{}',1)"
    )
    for contact, person in ((first, "reference"), (first, "mail"), (second, "reference")):
        run(
            "INSERT INTO asking (contact_id, survey_id, person, asked_at) VALUES (?, 1, ?, ?)",
            (contact, person.encode().ljust(16), 9 + contact),
        )
    held = json.loads(customer_data(rights.find_customer("c-1")))
    assert [one["contact_id"] for one in held["askings"]] == [first, second]
