"""The messages of a survey are looked at before any customer gets one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from survey.commands.work import do_one, tools_of
from survey.instruments.ready import READY
from survey.intake.rules import Rules
from survey.operations import survey_list, survey_rules
from survey.store.database import rows
from tests.pages import Client, Page
from tests.surveys import found, make_draft, make_live_survey

SignIn = Callable[[str], Client]
CODE = "after-a-contact"
URL = f"/surveys/{CODE}"
COUNTED = ("invitation", "delivery", "survey_decision", "response", "asking")


@pytest.fixture
def analyst(signed_in: SignIn) -> Client:
    return signed_in("analyst")


def letters(app: Flask) -> list[EmailMessage]:
    """The mails that were sent."""
    folder = Path(app.config["SURVEY"].mail_url.removeprefix("outbox:"))
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_messages_are_shown_as_customers_get_them_in_every_language(analyst: Client) -> None:
    make_draft(instrument=READY[0].instrument)
    analyst.submit(f"{URL}/texts", subject="How was it?", reminder="Please.", sms="Tell us:")
    analyst.submit(f"{URL}/languages/de", **{"texts.subject": "Wie war es?"})
    english = Page(analyst.get(f"{URL}/preview?language=en").text).text
    assert "Subject: How was it?" in english
    assert "Tell us: http://localhost/c/" in english
    assert "1 short message." in english
    assert "You get this mail because you were in contact" in english
    german = Page(analyst.get(f"{URL}/preview?language=de").text)
    assert "Subject: Wie war es?" in german.text
    reply = analyst.get(f"{URL}/preview/letter?language=de&kind=reminder")
    assert 'lang="de"' in reply.text
    assert "Please." in reply.text
    assert "Please." not in analyst.get(f"{URL}/preview/letter?language=de").text
    assert set(Page(reply.text).links) <= {"#", *(f"#?score={point}" for point in range(1, 6))}
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert rows("SELECT count(*) FROM invitation") == [(0,)]


def test_without_a_reminder_in_the_rules_none_is_shown(analyst: Client) -> None:
    make_draft(instrument=READY[0].instrument)
    assert "The reminder" in analyst.get(f"{URL}/preview").text
    survey_rules.set_rules(CODE, Rules(reminder_days=0), seen=1)
    assert "The reminder" not in analyst.get(f"{URL}/preview").text


def test_who_makes_a_survey_gets_its_very_invitation_as_a_test_that_counts_nowhere(
    analyst: Client, app: Flask
) -> None:
    make_live_survey(instrument=READY[0].instrument)
    preview = f"{URL}/preview?language=de"
    for _ in range(2):
        sent = analyst.submit(preview, f"{URL}/preview/mail")
        assert "The mail is on its way to ana@example.org" in analyst.get(sent.location or "").text
    assert rows("SELECT count(*) FROM job") == [(1,)]
    before = [rows(f"SELECT count(*) FROM {table}") for table in COUNTED]
    assert do_one(tools_of(app), now=datetime.now(UTC))
    (letter,) = letters(app)
    assert letter["To"] == "ana@example.org"
    assert letter["Subject"].startswith("Test: ")
    assert 'lang="de"' in body(letter, "html")
    link = f"http://localhost{URL}/preview"
    assert set(Page(body(letter, "html")).links) == {
        link,
        *(f"{link}?score={n}" for n in range(1, 6)),
    }
    assert link in body(letter, "plain")
    assert [rows(f"SELECT count(*) FROM {table}") for table in COUNTED] == before
    assert analyst.get(f"{URL}/preview?score=5").status_code == 200
    assert [rows(f"SELECT count(*) FROM {table}") for table in COUNTED] == before


def test_a_test_of_a_survey_that_is_gone_is_sent_to_nobody(analyst: Client, app: Flask) -> None:
    make_draft()
    analyst.submit(f"{URL}/preview", f"{URL}/preview/mail")
    survey_list.delete_draft(CODE)
    assert do_one(tools_of(app), now=datetime.now(UTC))
    assert letters(app) == []


def test_a_survey_that_leads_with_nothing_is_not_sent(analyst: Client) -> None:
    make_draft()
    form = Page(analyst.get(f"{URL}/preview").text).form(f"{URL}/preview/mail")
    analyst.submit(f"{URL}/questions/csat/remove")
    assert found().draft.headline == ""
    assert analyst.post(f"{URL}/preview/mail", data=form.values).status_code == 404
    assert analyst.get(f"{URL}/preview/letter").status_code == 404
    assert rows("SELECT count(*) FROM job") == [(0,)]
