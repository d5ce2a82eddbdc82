"""The letters about scheduled reports: a link with sign-in, or the file where that is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from survey.commands import work
from survey.config import Settings
from survey.operations.comments import departments
from survey.operations.reports import orders, schedules, telling
from survey.store.database import rows
from tests.centre import Centre
from tests.conftest import NOW
from tests.operations.reports.test_schedules import FEBRUARY, MONTHLY
from tests.ordered import TODAY, printing


def send(app: Flask, *, may_attach: bool) -> list[EmailMessage]:
    """The mails about every order that waits, once it is made."""
    schedules.order_due([FEBRUARY], now=NOW)
    for (order_id,) in rows("SELECT id FROM report_order"):
        edition = orders.take(order_id)
        assert edition is not None
        made = replace(printing(edition), title="Forum report, <February>")
        orders.finish(order_id, made, today=TODAY, now=NOW)
    tools = work.tools_of(app)
    tools = replace(tools, settings=replace(tools.settings, report_attachments=may_attach))
    while work.do_one(tools, now=NOW + timedelta(minutes=1)):
        pass
    settings: Settings = app.config["SURVEY"]
    folder = Path(settings.mail_url.removeprefix("outbox:"))
    return [
        message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[misc]
        for path in sorted(folder.glob("*.eml"))
    ]


def words_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    content: str = body.get_content()
    return content


def test_a_link_is_sent_where_files_are_not_allowed(app: Flask, centre: Centre) -> None:
    eva = (centre.users["executive"],)
    schedules.add_schedule(replace(MONTHLY, recipient_ids=eva, delivery="attachment"))
    (message,) = send(app, may_attach=False)
    assert message["To"] == "eva@example.org"
    assert message["Subject"] == "Forum report, <February>"
    assert "http://localhost/reports/1" in words_of(message)
    assert "Reports are not sent by mail here." in words_of(message)
    assert "Forum report, &lt;February&gt;" in html_of(message)
    assert 'href="http://localhost/reports/1"' in html_of(message)
    assert list(message.iter_attachments()) == []


def test_a_link_alone_needs_no_excuse(app: Flask, centre: Centre) -> None:
    schedules.add_schedule(replace(MONTHLY, recipient_ids=(centre.users["executive"],)))
    (message,) = send(app, may_attach=True)
    assert "not sent by mail" not in words_of(message)
    assert "Open it here. The page asks you to sign in: http://localhost/reports/1" in (
        words_of(message)
    )
    assert list(message.iter_attachments()) == []


def test_the_file_itself_is_attached_where_schedule_and_settings_say_so(
    app: Flask, centre: Centre
) -> None:
    eva = (centre.users["executive"],)
    schedules.add_schedule(replace(MONTHLY, recipient_ids=eva, delivery="attachment"))
    (message,) = send(app, may_attach=True)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == printing().pdf
    assert (attached.get_content_type(), attached.get_filename()) == (
        *("application/pdf", "report-1.pdf"),
    )
    assert "It is attached to this mail." in words_of(message)


def test_a_department_that_cannot_sign_in_is_told_where_its_file_is_too_large(
    app: Flask, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    departments.add_department("Web", "web@example.org", "product")
    schedules.add_schedule(replace(MONTHLY, kind="department", delivery="attachment"))
    monkeypatch.setattr(telling, "LARGEST_ATTACHMENT", 10)
    (message,) = send(app, may_attach=True)
    assert message["To"] == "web@example.org"
    assert "The file is too large to be sent by mail. Ask Both Ends for it." in words_of(message)
    assert "/reports/" not in words_of(message) + html_of(message)
    assert list(message.iter_attachments()) == []
