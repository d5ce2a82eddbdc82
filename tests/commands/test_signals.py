"""Signals by shell and by worker: found once a day, and told in one letter over real SMTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from survey import commands, mail, sms
from survey.commands import work
from survey.commands.tools import Tools
from survey.operations import people, signals
from survey.render.environment import make_environment
from survey.store.database import rows, run
from tests import centre as small_centre
from tests.centre import Centre
from tests.conftest import ROOT, settings_for
from tests.mail_server import Inbox, serving
from tests.signalled import LAST, NOW, QUEUE, calm, tell

SENDER = "Larkfield Support <feedback@example.org>"
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def centre(both_stores: str) -> Centre:
    return small_centre.build()


@pytest.fixture
def tools(both_stores: str, tmp_path: Path) -> Tools:
    settings = replace(settings_for(both_stores, tmp_path), mail_from=SENDER)
    return Tools(
        settings=settings,
        mailer=mail.from_url(settings.mail_url, sender=SENDER),
        texter=sms.from_url(settings.sms_url),
        templates=make_environment([ROOT / "templates"]),
        pauses=(0.0, 0.0, 0.0),
    )


@pytest.fixture
def inbox(tools: Tools) -> Iterator[Inbox]:
    made = Inbox()
    with serving(made) as port:
        object.__setattr__(tools, "mailer", mail.Smtp(SENDER, "smtp", "127.0.0.1", port))
        yield made


def drop(centre: Centre) -> None:
    """A bad Monday in the team Billing, whose leader has a user, beside a calm team."""
    people.add_user("leo@example.org", "Leo", role="leader", leader="l-n1")
    calm(centre, "n1")
    calm(centre, "n2", n=300, queue="Orders")
    tell(centre, "n1", {LAST: (51, 84)})


def do_all(tools: Tools) -> None:
    work.queue_chores(tools, now=NOW)
    while work.do_one(tools, now=LATER):
        pass


def texts(message: EmailMessage) -> tuple[str, str]:
    text, html = (part.get_content() for part in message.iter_parts())
    return text, html


def test_the_worker_finds_them_once_a_day_and_each_owner_gets_one_letter(
    tools: Tools, inbox: Inbox, centre: Centre
) -> None:
    drop(centre)
    do_all(tools)
    do_all(tools)
    assert sorted(inbox.recipients) == ["ana@example.org", "leo@example.org"]
    to_leo = next(one for one in inbox.messages if one["To"] == "leo@example.org")
    assert to_leo["Subject"] == "Unit Billing: unusually low, 9 March 2026"
    for body in texts(to_leo):
        words = " ".join(body.split())
        assert "The unit Billing had 61% satisfied on 9 March 2026 from 84 answers;" in words
        assert "http://localhost/overview/signals?unit=n1" in words
        assert "You are told once." in words
        assert "chance alone makes one for a team about once a year." in words
        assert "Agent" not in words
        assert QUEUE not in words
    assert rows("SELECT id FROM job") == []


def test_several_signals_share_a_letter(tools: Tools, inbox: Inbox, centre: Centre) -> None:
    drop(centre)
    tell(centre, "n1", {LAST - timedelta(days=at): (20, 60) for at in (3, 4)})
    do_all(tools)
    to_leo = next(one for one in inbox.messages if one["To"] == "leo@example.org")
    assert to_leo["Subject"].endswith("signals in customer satisfaction")
    text, html = texts(to_leo)
    n = len(rows("SELECT id FROM signal WHERE unit_id = ?", (centre.units["n1"],)))
    assert n > 2
    assert text.count("The unit Billing had") == n
    assert html.count("See the chart of the unit Billing") == n


def test_a_letter_that_could_not_be_sent_is_sent_again_and_the_same(
    tools: Tools, inbox: Inbox, centre: Centre
) -> None:
    drop(centre)
    inbox.at_data = lambda number: "451 later" if number == 1 else "250 OK"
    do_all(tools)
    while work.do_one(tools, now=LATER + timedelta(hours=1)):
        pass
    assert sorted(inbox.recipients) == ["ana@example.org", "leo@example.org"]
    assert len({one["Message-ID"] for one in inbox.messages}) == 2


def test_who_has_left_meanwhile_gets_no_letter(tools: Tools, inbox: Inbox, centre: Centre) -> None:
    drop(centre)
    work.queue_chores(tools, now=NOW)
    signals.find_signals(until_on=LAST, today=NOW.date(), now=NOW)
    run("UPDATE app_user SET deactivated_at = 1 WHERE email = 'leo@example.org'")
    do_all(tools)
    assert inbox.recipients == ["ana@example.org"]


def test_by_hand_it_says_how_many_are_new(app: Flask, store: str) -> None:
    drop(small_centre.build())
    shell = app.test_cli_runner()
    commands.install(app)
    first = shell.invoke(args=["find-signals", "--until", str(LAST)])
    assert (first.exit_code, first.output) == (0, "2 new signals up to 9 March 2026.\n")
    again = shell.invoke(args=["find-signals", "--from", "2026-01-01", "--until", str(LAST)])
    assert again.output == "0 new signals up to 9 March 2026.\n"
    for wrong in (["--until", "2999-01-01"], ["--from", "2026-03-10", "--until", str(LAST)]):
        refused = shell.invoke(args=["find-signals", *wrong])
        assert refused.exit_code == 2
        assert "Give a" in refused.output
