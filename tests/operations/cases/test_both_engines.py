"""A case from its opening to its end, and a webhook, on either engine."""

from __future__ import annotations

from datetime import UTC, timedelta

from survey.access import ANALYST, Viewer
from survey.insight.cases.listing import cases
from survey.insight.cases.one import case_page
from survey.insight.webhooks import webhook_page
from survey.operations import webhook_settings
from survey.operations.cases import course, working
from survey.operations.cases.working import Act
from survey.store.database import rows, run
from survey.working_hours import WorkingHours, parse_shifts
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.conftest import NOW
from tests.operations.cases import unhappy

ALWAYS = WorkingHours(parse_shifts("24/7"), frozenset(), UTC)
LATER = NOW + timedelta(days=1)


def test_a_case_is_opened_worked_late_closed_and_shown(both_stores: str) -> None:
    centre = small_centre.build()
    webhook_settings.add("CRM", "https://crm.example.org", ["case.closed"], now=NOW)
    (contact,) = tell(centre, [Told("n1-01", NOW.date())])
    unhappy.invite(contact, 1)
    unhappy.answer(contact, 1)
    ((case_id,),) = rows("SELECT id FROM customer_case")
    course.prepare(case_id, calendar=ALWAYS, now=NOW)
    assert course.escalate_overdue(calendar=ALWAYS, now=LATER)
    run(
        "INSERT INTO contact_identity (contact_id, email) VALUES (?, 'kim@example.org')", (contact,)
    )
    units = frozenset(centre.units.values())
    ana = Viewer(centre.users["analyst"], "Ana", "ana@example.org", ANALYST, None, units)

    def act() -> Act:
        ((version,),) = rows("SELECT version FROM customer_case")
        return Act(case_id, ana.user_id, units, version)

    working.give(act(), centre.users["leader"], now=LATER, today=LATER.date())
    working.add_note(act(), "Called.", now=LATER)
    working.reply(act(), "Paid back.", now=LATER)
    working.close(act(), "recovered", None, now=LATER)
    working.reopen(act(), "Again.", calendar=ALWAYS, now=LATER)
    working.close(act(), "not_recovered", None, now=LATER)
    page = case_page(case_id, ana, now=LATER, zone=UTC)
    assert [step.what for step in page.steps] == [
        "Opened", "Overdue", "Given to", "Note", "Answer to the customer", "Closed", "Opened again",
        "Closed",
    ]  # fmt: skip
    assert page.steps[4].state == "Waits to be sent."
    for state, n in (("open", 0), ("overdue", 0), ("closed", 1), ("all", 1)):
        listed = cases(
            ana,
            {"state": state, "owner": str(centre.users["leader"])},
            now=LATER,
            zone=UTC,
            link=lambda **_: "",
            one=lambda **_: "",
        )
        assert len(listed.lines) == n
    assert webhook_settings.send_test(1, now=LATER + timedelta(hours=1)) == "case.closed"
    shown = webhook_page(1, secret_key="secret", zone=UTC)
    # Both closings happened at the same moment, but with different outcomes.
    assert [one.outcome for one in shown.messages] == ["Waits to be sent"] * 3
    webhook_settings.delete(1)
    assert rows("SELECT id FROM job WHERE kind = 'webhook'") == []
