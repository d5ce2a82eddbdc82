"""Overdue cases are told of once, and whoever hears of several gets one mail."""

from __future__ import annotations

import json
import threading
from datetime import UTC, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from flask import Flask

from survey import config
from survey.commands import work
from survey.operations import people
from survey.operations.cases import course
from survey.store import database
from survey.store.database import rows, run
from survey.working_hours import WorkingHours, parse_shifts
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.centre import Centre
from tests.conftest import NOW
from tests.operations.cases import unhappy

ALWAYS = WorkingHours(parse_shifts("24/7"), frozenset(), UTC)
LATER = NOW + timedelta(days=1)
N_AT_ONCE = 4


def open_cases(centre: Centre, *agents: str) -> list[int]:
    """Ids of the cases of an unhappy customer each of these agents."""
    cases = []
    contacts = tell(centre, [Told(agent, NOW.date()) for agent in agents])
    for number, contact in enumerate(contacts):
        run("UPDATE contact SET customer_ref = ? WHERE id = ?", (f"late-{number}", contact))
        unhappy.invite(contact, number)
        unhappy.answer(contact, 1)
        ((case_id,),) = rows("SELECT id FROM customer_case WHERE contact_id = ?", (contact,))
        course.prepare(case_id, calendar=ALWAYS, now=NOW)
        cases.append(int(case_id))
    return cases


def overdue_mails() -> list[dict[str, Any]]:
    found = [json.loads(row[0]) for row in rows("SELECT payload FROM job WHERE kind = 'mail'")]
    return [one for one in found if one["template"] == "case_overdue"]


def test_every_recipient_gets_one_mail_of_all_cases_however_many_workers(both_stores: str) -> None:
    centre = small_centre.build()
    cases = open_cases(centre, *["n1-01", "n2-01", "s1-01"] * 4)
    start = threading.Barrier(N_AT_ONCE)

    def look() -> None:
        start.wait(timeout=20)
        course.escalate_overdue(calendar=ALWAYS, now=LATER)
        database.disconnect()

    threads = [threading.Thread(target=look) for _ in range(N_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mails = overdue_mails()
    # Lea leads the north; above the south there are the analysts only.
    assert sorted(one["to"] for one in mails) == ["ana@example.org", "lea@example.org"]
    told = [line["case_id"] for one in mails for line in one["values"]["cases"]]
    assert sorted(told) == sorted(cases)
    assert rows("SELECT count(*) FROM case_entry WHERE kind = 'escalated'") == [(12,)]
    assert not course.escalate_overdue(calendar=ALWAYS, now=LATER)


def letters(settings: config.Settings) -> list[EmailMessage]:
    folder = Path(settings.mail_url.removeprefix("outbox:"))
    return [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]


def test_the_mail_lists_number_team_and_due_time_and_the_subject_says_how_many(
    centre: Centre, app: Flask, settings: config.Settings
) -> None:
    cases = open_cases(centre, "n1-01", "n2-01")
    run("UPDATE unit SET name = 'North & 1' WHERE code = 'n1'")
    course.escalate_overdue(calendar=ALWAYS, now=LATER)
    while work.do_one(work.tools_of(app), now=LATER):
        pass
    (letter,) = letters(settings)
    assert letter["Subject"] == "2 cases are overdue"
    text, html = (part.get_content() for part in letter.iter_parts())
    for case_id in cases:
        assert f"http://localhost/cases/{case_id}" in text
        assert f'http://localhost/cases/{case_id}"' in html
    assert f"Case {cases[0]}, North & 1, was due" in text
    assert "North &amp; 1" in html


def test_the_subject_of_every_mail_about_one_case_names_it_and_its_team(
    centre: Centre, app: Flask, settings: config.Settings
) -> None:
    people.add_user("nora@example.org", "Nora", role="leader", leader="l-n1")
    run("UPDATE unit SET name = 'North & 1' WHERE code = 'n1'")
    tell(centre, [Told("n1-02", NOW.date())], first=900)
    # A case number is a name, not a count: no gap between its thousands.
    run("INSERT INTO customer_case (id, contact_id, cause, state, opened_at, closed_at, outcome)"
        " SELECT 1642, min(id), 'by_hand', 'closed', 1, 1, 'recovered' FROM contact")  # fmt: skip
    open_cases(centre, "n1-01")
    course.tell_again(1643, calendar=ALWAYS, now=NOW)
    course.escalate_overdue(calendar=ALWAYS, now=LATER)
    while work.do_one(work.tools_of(app), now=LATER):
        pass
    assert sorted(str(letter["Subject"]) for letter in letters(settings)) == [
        "Case 1643, North & 1: an unhappy customer is yours",
        "Case 1643, North & 1: overdue",
        "Case 1643, North & 1: the customer is unhappy again",
    ]
