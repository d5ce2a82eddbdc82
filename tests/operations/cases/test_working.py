"""A case has an owner and a time, is worked by whoever may see it, and is escalated once."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from survey import config
from survey.commands import work
from survey.commands.tools import Tools
from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import people
from survey.operations.cases import course, working
from survey.operations.cases.working import Act
from survey.store import database, reads_of_cases
from survey.store.database import rows, run
from survey.store.reads_of_cases import Case
from survey.working_hours import WorkingHours, parse_shifts
from tests.answers import Told, tell
from tests.centre import Centre
from tests.conftest import NOW
from tests.operations.cases import unhappy

TODAY = NOW.date()
OFFICE = WorkingHours(parse_shifts("Mo-Fr 09:00-17:00"), frozenset(), ZoneInfo("UTC"))
LATER = NOW + timedelta(days=2)
N_AT_ONCE = 4


@pytest.fixture
def tools(app: Flask) -> Tools:
    return work.tools_of(app)


def open_case(centre: Centre, *, agent: str = "n1-01", ref: str = "c-1", number: int = 1) -> int:
    """Id of the case of an unhappy customer of this agent, prepared by a worker."""
    (contact,) = tell(centre, [Told(agent, TODAY)], first=100 * number)
    run("UPDATE contact SET customer_ref = ? WHERE id = ?", (ref, contact))
    unhappy.invite(contact, number)
    unhappy.answer(contact, 1)
    ((case_id,),) = rows("SELECT id FROM customer_case WHERE contact_id = ?", (contact,))
    course.prepare(case_id, calendar=OFFICE, now=NOW)
    return int(case_id)


def found(case_id: int) -> Case:
    case = reads_of_cases.case(case_id)
    assert case is not None
    return case


def act(centre: Centre, case_id: int, *, role: str = "analyst", units: str = "") -> Act:
    """Somebody who has the case as it stands before them."""
    unit_ids = {centre.units[units]} if units else set(centre.units.values())
    return Act(case_id, centre.users[role], frozenset(unit_ids), found(case_id).version)


def kinds(case_id: int) -> list[str]:
    return [
        row[0] for row in rows("SELECT kind FROM case_entry WHERE case_id = ? ORDER BY id",
                               (case_id,))
    ]  # fmt: skip


def mailed() -> list[tuple[str, str]]:
    """Template and address of every mail that waits."""
    found = rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id")
    return [(one["template"], one["to"]) for one in (json.loads(row[0]) for row in found)]


def test_the_rule_names_the_owner_else_who_leads_the_unit_else_nobody(centre: Centre) -> None:
    nobodys = open_case(centre)
    assert (found(nobodys).owner_id, found(nobodys).due_at) == (None, NOW + timedelta(hours=24))
    leader = people.add_user("nora@example.org", "Nora", role="leader", leader="l-n1")
    led = open_case(centre, ref="c-2", number=2)
    assert found(led).owner_id == leader
    for case_owner, number, owner in (
        ("ana@example.org", 3, centre.users["analyst"]),
        # An executive only reads, and so the rule counts for nothing.
        ("eva@example.org", 4, leader),
    ):
        run("UPDATE invitation SET survey_id = NULL")
        run("DELETE FROM survey")
        run(
            "INSERT INTO survey (id, code, name, draft, rules, position) VALUES (1, 's', 'S', '{}',"
            " ?, 1)",
            (f'{{"case_owner":"{case_owner}","case_hours":0}}',),
        )
        (contact,) = tell(centre, [Told("n1-01", TODAY)], first=100 * number)
        unhappy.invite(contact, number)
        run("UPDATE invitation SET survey_id = 1 WHERE contact_id = ?", (contact,))
        unhappy.answer(contact, 1)
        ((case_id,),) = rows("SELECT id FROM customer_case WHERE contact_id = ?", (contact,))
        course.prepare(case_id, calendar=OFFICE, now=NOW)
        assert (found(case_id).owner_id, found(case_id).due_at) == (owner, NOW)
    assert mailed() == [("case_opened", "nora@example.org"), ("case_opened", "ana@example.org"),
                        ("case_opened", "nora@example.org")]  # fmt: skip


def test_preparing_a_case_again_tells_nobody_twice(centre: Centre) -> None:
    people.add_user("nora@example.org", "Nora", role="leader", leader="l-n1")
    case_id = open_case(centre)
    course.prepare(case_id, calendar=OFFICE, now=LATER)
    assert len(mailed()) == 1
    assert kinds(case_id) == ["opened", "owner"]


def test_a_case_opened_again_by_a_correction_is_due_anew_and_its_owner_told(centre: Centre) -> None:
    case_id = open_case(centre)
    run("UPDATE customer_case SET state = 'closed', closed_at = 9, outcome = 'recovered'")
    run("UPDATE customer_case SET owner_id = ?", (centre.users["analyst"],))
    ((response,),) = rows("SELECT id FROM response")
    unhappy.correct(response, 2, now=LATER)
    for _ in range(2):
        course.prepare_again(case_id, calendar=OFFICE, now=LATER)
    assert found(case_id).due_at == LATER + timedelta(hours=24)
    assert mailed() == [("case_reopened", "ana@example.org")]


def test_a_case_of_nobodys_opened_again_gets_an_owner(centre: Centre) -> None:
    case_id = open_case(centre)
    run("UPDATE customer_case SET state = 'closed', closed_at = 9, outcome = 'recovered'")
    leader = people.add_user("nora@example.org", "Nora", role="leader", leader="l-n1")
    ((response,),) = rows("SELECT id FROM response")
    unhappy.correct(response, 1, now=LATER)
    course.prepare_again(case_id, calendar=OFFICE, now=LATER)
    assert found(case_id).owner_id == leader
    assert mailed() == [("case_reopened", "nora@example.org")]


def test_a_case_is_closed_with_what_came_of_it_and_opened_again(centre: Centre) -> None:
    case_id = open_case(centre)
    working.close(act(centre, case_id), "recovered", "Paid back.", now=NOW)
    assert (found(case_id).state, found(case_id).outcome) == ("closed", "recovered")
    with pytest.raises(Conflict):
        working.close(act(centre, case_id), "recovered", None, now=NOW)
    working.reopen(act(centre, case_id), "Called again.", calendar=OFFICE, now=LATER)
    case = found(case_id)
    assert (case.state, case.outcome, case.due_at) == ("open", None, LATER + timedelta(hours=24))
    with pytest.raises(Conflict):
        working.reopen(act(centre, case_id), None, calendar=OFFICE, now=LATER)
    assert kinds(case_id) == ["opened", "closed", "reopened"]


def test_a_customer_with_an_open_case_gets_no_second_one_by_reopening(centre: Centre) -> None:
    first = open_case(centre)
    working.close(act(centre, first), "no_reply", None, now=NOW)
    second = open_case(centre, number=2)
    assert second != first
    with pytest.raises(Conflict, match="another open case"):
        working.reopen(act(centre, first), None, calendar=OFFICE, now=NOW)


def test_what_stands_otherwise_than_seen_is_not_changed(centre: Centre) -> None:
    case_id = open_case(centre)
    seen = act(centre, case_id)
    working.add_note(seen, "Called, nobody there.", now=NOW)
    working.add_note(seen, "Called, nobody there.", now=NOW)
    with pytest.raises(Conflict, match="since you opened the page"):
        working.close(seen, "recovered", None, now=NOW)
    with pytest.raises(Conflict, match="since you opened the page"):
        working.give(seen, centre.users["analyst"], now=NOW, today=TODAY)
    assert kinds(case_id) == ["opened", "note", "note"]


def test_of_two_who_act_at_once_one_is_told(centre: Centre) -> None:
    case_id = open_case(centre)
    seen, start, outcomes = act(centre, case_id), threading.Barrier(2), []

    def close(outcome: str) -> None:
        start.wait(timeout=20)
        try:
            working.close(seen, outcome, None, now=NOW)  # type: ignore[arg-type]
            outcomes.append(outcome)
        except Conflict:
            outcomes.append("conflict")
        database.disconnect()

    threads = [threading.Thread(target=close, args=(one,)) for one in ("recovered", "no_reply")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("conflict") == 1
    assert found(case_id).outcome in outcomes


def test_only_who_may_see_the_case_can_be_given_it_or_work_on_it(centre: Centre) -> None:
    case_id = open_case(centre)
    stranger = people.add_user("sue@example.org", "Sue", role="leader", leader="l-s1")
    for user in (stranger, centre.users["executive"], centre.users["agent"], 999):
        with pytest.raises(InvalidInput):
            working.give(act(centre, case_id), user, now=NOW, today=TODAY)
    outside = act(centre, case_id, role="leader", units="s1")
    with pytest.raises(NotFound):
        working.add_note(outside, "Hm.", now=NOW)
    with pytest.raises(NotFound):
        working.close(outside, "recovered", None, now=NOW)
    with pytest.raises(NotFound):
        working.reply(outside, "Hm.", now=NOW)
    working.give(act(centre, case_id), centre.users["leader"], now=NOW, today=TODAY)
    assert found(case_id).owner_id == centre.users["leader"]
    working.give(act(centre, case_id, role="leader"), centre.users["leader"], now=NOW, today=TODAY)
    assert mailed() == [("case_given", "lea@example.org")]


@pytest.mark.parametrize("has_leader_above", [True, False])
def test_an_overdue_case_is_escalated_once_by_four_workers(
    centre: Centre, has_leader_above: bool
) -> None:
    case_id = open_case(centre, agent="n1-01" if has_leader_above else "s1-01")
    assert not course.escalate_overdue(calendar=OFFICE, now=NOW)
    start, outcomes = threading.Barrier(N_AT_ONCE), []

    def look() -> None:
        start.wait(timeout=20)
        outcomes.append(course.escalate_overdue(calendar=OFFICE, now=LATER))
        database.disconnect()

    threads = [threading.Thread(target=look) for _ in range(N_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(True) == 1
    told = "lea@example.org" if has_leader_above else "ana@example.org"
    assert mailed() == [("case_overdue", told)]
    assert kinds(case_id) == ["opened", "escalated"]
    assert found(case_id).escalated_at == LATER


def test_a_case_reopened_can_be_late_anew(centre: Centre) -> None:
    case_id = open_case(centre)
    course.escalate_overdue(calendar=OFFICE, now=LATER)
    working.close(act(centre, case_id), "no_reply", None, now=LATER)
    working.reopen(act(centre, case_id), None, calendar=OFFICE, now=LATER)
    assert not course.escalate_overdue(calendar=OFFICE, now=LATER)
    assert course.escalate_overdue(calendar=OFFICE, now=LATER + timedelta(days=3))


def letters(settings: config.Settings) -> list[EmailMessage]:
    folder = Path(settings.mail_url.removeprefix("outbox:"))
    return [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]


def test_the_customer_is_answered_by_mail_in_their_language(
    centre: Centre, tools: Tools, settings: config.Settings
) -> None:
    case_id = open_case(centre)
    with pytest.raises(InvalidInput, match="No mail address"):
        working.reply(act(centre, case_id), "We paid it back.", now=NOW)
    run(
        "INSERT INTO contact_identity (contact_id, email, phone, language)"
        " SELECT contact_id, 'kim@example.org', '+4930123', 'ar' FROM customer_case"
    )
    working.reply(act(centre, case_id), "We paid it back.\n\n<b>Sorry</b>", now=NOW)
    assert found(case_id).owner_id == centre.users["analyst"]
    while work.do_one(tools, now=NOW):
        pass
    (letter,) = (one for one in letters(settings) if one["To"] == "kim@example.org")
    assert letter["Reply-To"] == "ana@example.org"
    assert letter["Auto-Submitted"] is None
    text, html = (part.get_content() for part in letter.iter_parts())
    assert text.replace("\r", "").startswith("We paid it back.\n\n<b>Sorry</b>")
    assert "&lt;b&gt;Sorry" in html
    assert kinds(case_id)[-1] == "reply"
    assert not rows("SELECT id FROM job")


def test_alerts_hold_a_link_and_nothing_about_the_customer(
    centre: Centre, tools: Tools, settings: config.Settings
) -> None:
    people.add_user("nora@example.org", "Nora", role="leader", leader="l-n1")
    case_id = open_case(centre)
    run("UPDATE response SET comment = 'Canary words'")
    unhappy_again = open_again(centre)
    course.tell_again(case_id, calendar=OFFICE, now=NOW)
    course.escalate_overdue(calendar=OFFICE, now=LATER)
    working.give(act(centre, case_id), centre.users["leader"], now=NOW, today=TODAY)
    while work.do_one(tools, now=LATER):
        pass
    sent = letters(settings)
    assert unhappy_again == case_id
    assert len(sent) == 5
    for letter in sent:
        text, html = (part.get_content() for part in letter.iter_parts())
        for words in (text, html):
            assert f"http://localhost/cases/{case_id}" in words
            assert "Canary" not in words
            assert "c-1" not in words


def open_again(centre: Centre) -> int:
    """Id of the case into which the same customer's second contact goes."""
    (contact,) = tell(centre, [Told("n2-01", TODAY)], first=900)
    run("UPDATE contact SET customer_ref = 'c-1' WHERE id = ?", (contact,))
    unhappy.invite(contact, 9)
    unhappy.answer(contact, 1)
    case_id = reads_of_cases.case_of_contact(contact)
    assert case_id is not None
    return case_id
