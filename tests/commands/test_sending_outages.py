"""Servers that are slow, silent or away cost nobody a message, and the worker little time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from survey import mail, sms
from survey.commands.sending import send_some
from survey.commands.tools import Tools
from survey.mail import smtp
from survey.operations import deliveries, stops
from survey.render.environment import make_environment
from survey.store import database
from survey.store.database import rows
from tests.asked import ask, states
from tests.conftest import NOW, ROOT, settings_for
from tests.mail_server import Inbox, serving

SENDER = "Larkfield Support <feedback@example.org>"


@pytest.fixture
def tools(both_stores: str, tmp_path: Path) -> Tools:
    settings = replace(
        settings_for(both_stores, tmp_path), mail_from=SENDER, base_url="https://feedback.example"
    )
    return Tools(
        settings=settings,
        mailer=mail.from_url(settings.mail_url, sender=SENDER),
        texter=sms.from_url(settings.sms_url),
        templates=make_environment([ROOT / "templates"]),
    )


def by(tools: Tools, port: int, **options: float) -> Tools:
    return replace(tools, mailer=mail.Smtp(SENDER, "smtp", "127.0.0.1", port, **options))


def test_a_silent_server_is_risked_one_letter_per_rest(tools: Tools) -> None:
    ask(5)
    inbox = Inbox(seconds=1.5)
    with serving(inbox) as port:
        sending = by(tools, port, last_patience=1.1)
        for _ in range(5):
            send_some(sending, now=NOW)
    assert inbox.n_offered == states().count("handed_over") == 1
    # It rests from the moment the silence ended, and the other way out is not kept waiting.
    assert tools.rests["mail"].until >= NOW + timedelta(seconds=6)
    assert tools.rests["sms"].until < NOW


def test_a_server_that_greets_slowly_is_waited_for(tools: Tools) -> None:
    ask(2)
    inbox = Inbox()
    with serving(inbox, greets_after=0.5) as port:
        assert send_some(by(tools, port, patience=0.1), now=NOW)
        assert rows("SELECT DISTINCT state, attempts FROM delivery") == [("waiting", 0)]
        later = NOW + timedelta(minutes=10)
        while send_some(by(tools, port, patience=5), now=later):
            pass
    assert states() == ["sent", "sent"]
    assert smtp.PATIENCE_SECONDS >= 60
    assert deliveries.LEASE.total_seconds() >= 12 * smtp.PATIENCE_SECONDS


def test_who_opts_out_between_claim_and_last_line_does_not_get_the_letter(tools: Tools) -> None:
    ask(2)
    inbox = Inbox()
    inbox.at_rcpt = _opts_out
    with serving(inbox) as port:
        while send_some(by(tools, port), now=NOW):
            pass
    assert inbox.recipients == ["c1@example.org"]
    assert sorted(states()) == ["sent", "stopped"]


def _opts_out(address: str) -> str:
    if address == "c0@example.org":
        stops.stop_address(address, kind="opted_out", origin="one_click", now=NOW)
        database.disconnect()
    return "250 OK"


def test_one_click_unsubscribing_is_offered_at_an_https_address(tools: Tools) -> None:
    ask(1)
    inbox = Inbox()
    with serving(inbox) as port:
        send_some(by(tools, port), now=NOW)
    (message,) = inbox.messages
    assert message["List-Unsubscribe"].startswith("<https://feedback.example/u/1-")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
