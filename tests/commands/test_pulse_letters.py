"""Letters of a wave: everybody invited by link gets the same one, and no queue knows a token."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from survey import mail, sms
from survey.commands import work
from survey.commands.pulse_letters import NOTHING_TAKEN
from survey.commands.tools import Tools
from survey.operations import jobs, people, pulse, tokens
from survey.operations.pulse import letters
from survey.privacy import gate
from survey.render.environment import make_environment
from survey.store.database import load_rows, rows, run, transaction
from tests import waves
from tests.asked import KEY
from tests.conftest import ROOT, settings_for
from tests.mail_server import Inbox, serving

SENDER = "Larkfield Support <feedback@example.org>"
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
CLAIM = re.compile(r"http://localhost/pulse/claim/([A-Za-z0-9_-]{24})\b")


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


def open_wave(size: int = 8, *, by_card: int = 0) -> gate.WaveRef:
    """A wave of two blocks, one by link whose agents all have an address, one by card."""
    waves.build_teams({"a": size} | ({"b": by_card} if by_card else {}))
    for number in range(size):
        code = f"a-{number}"
        people.add_user(f"{code}@example.org", f"Agent {number}", role="agent", agent=code)
    wave = pulse.open_wave(waves.new_wave(), now=NOW)
    run("UPDATE block SET mode = 'link' WHERE code = 'a'")
    return wave


def send_all(tools: Tools, *, now: datetime = LATER) -> int:
    n = 0
    while work.do_one(tools, now=now):
        n += 1
    return n


def texts(message: EmailMessage) -> tuple[str, str]:
    text, html = (part.get_content() for part in message.iter_parts())
    return text, html


def test_everybody_invited_by_link_gets_a_letter_with_a_token_of_their_own(
    tools: Tools, inbox: Inbox
) -> None:
    wave = open_wave(by_card=9)
    assert letters.queue_invitations(wave, now=NOW) == 1
    assert send_all(tools) == 1
    assert sorted(inbox.recipients) == [f"a-{n}@example.org" for n in range(8)]
    for address, message in zip(inbox.recipients, inbox.messages, strict=True):
        ((agent,),) = rows("SELECT agent_id FROM app_user WHERE email = ?", (address,))
        token = tokens.pulse_token(1, agent, secret_key=KEY)
        text, html = texts(message)
        assert set(CLAIM.findall(text)) == set(CLAIM.findall(html)) == {token}
        assert message["Subject"] == (
            "Your pulse, Wave 1: how is work here? Open until 13 March 2026"
        )
        for part in (text, html):
            assert "Wave 1 closes on 13 March 2026." in part
            assert "What is stored: your answers and the block your team is in" in part
            assert "Your own words may be shown as you write them" in part
            assert "What you can check" in part
            assert "http://localhost/pulse/check/1" in part
    assert rows("SELECT * FROM job") == []


def test_letters_differ_in_nothing_but_address_and_token(tools: Tools, inbox: Inbox) -> None:
    wave = open_wave()
    letters.queue_invitations(wave, now=NOW)
    letters.queue_reminders(wave, now=NOW)
    send_all(tools)
    bare = {tuple(CLAIM.sub("", part) for part in texts(one)) for one in inbox.messages}
    sizes = {
        (one["Subject"], len(one.as_bytes()) - len(one["To"]), len(one["To"]))
        for one in inbox.messages
    }
    assert len(bare) == len(sizes) == 2


def test_everybody_is_reminded_alike_and_told_so(tools: Tools, inbox: Inbox) -> None:
    wave = open_wave()
    run("UPDATE wave SET help_contact = 'the staff council, room 12'")
    assert letters.queue_reminders(wave, now=NOW) == 1
    send_all(tools)
    assert len(inbox.messages) == 8
    for part in texts(inbox.messages[0]):
        assert "If you have answered, ignore it: we cannot know." in part
        assert "the staff council, room 12" in part
    assert inbox.messages[0]["Subject"].startswith("Reminder to everybody")


def test_queueing_again_queues_nothing_twice(tools: Tools) -> None:
    wave = open_wave()
    assert [letters.queue_invitations(wave, now=NOW) for _ in range(3)] == [1, 0, 0]
    assert letters.queue_reminders(wave, now=NOW) == 1
    assert rows("SELECT count(*) FROM job") == [(2,)]
    found = {tuple(sorted(json.loads(text))) for (text,) in rows("SELECT payload FROM job")}
    assert found == {("block", "kind", "wave")}


def test_a_wave_by_card_alone_queues_no_letter(tools: Tools) -> None:
    open_wave()
    run("UPDATE block SET mode = 'cards'")
    assert letters.queue_invitations(gate.wave(1), now=NOW) == 0


def test_a_wave_that_was_closed_meanwhile_sends_nothing(tools: Tools, inbox: Inbox) -> None:
    wave = open_wave()
    waves.close()
    # As if a worker had taken them before.
    assert letters.queue_invitations(wave, now=NOW) == 1
    assert send_all(tools) == 1
    assert inbox.messages == []
    assert rows("SELECT * FROM job") == []


def test_a_wave_whose_last_day_is_over_sends_nothing(tools: Tools, inbox: Inbox) -> None:
    wave = open_wave()
    on_the_last_day = datetime(2026, 3, 13, 23, 59, tzinfo=UTC)
    for now in (on_the_last_day, on_the_last_day + timedelta(minutes=1)):
        letters.queue_invitations(wave, now=NOW)
        assert send_all(tools, now=now) == 1
        assert len(inbox.messages) == 8


def test_an_agent_who_was_deactivated_since_gets_nothing(tools: Tools, inbox: Inbox) -> None:
    wave = open_wave()
    letters.queue_invitations(wave, now=NOW)
    ((user,),) = rows("SELECT id FROM app_user WHERE email = 'a-3@example.org'")
    people.deactivate_user(user, now=NOW)
    assert send_all(tools) == 1
    assert len(inbox.messages) == 7
    assert "a-3@example.org" not in inbox.recipients


@pytest.mark.parametrize("code", [451, 550, 554])
def test_no_token_stands_in_the_queue_or_the_log_when_a_server_repeats_it(
    tools: Tools, inbox: Inbox, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    caplog.set_level(logging.DEBUG)
    wave = open_wave()
    letters.queue_invitations(wave, now=NOW)
    known = {tokens.pulse_token(1, row[0], secret_key=KEY) for row in _invited()}
    # A filter that names the addresses it found in the mail.
    inbox.at_data = lambda _n: f"{code} 5.7.1 listed: {' '.join(sorted(known))[:400]}"
    assert send_all(tools) == 1
    # "mail.log" is the server's own.
    said = [one.getMessage() for one in caplog.records if one.name != "mail.log"]
    kept = json.dumps([rows("SELECT kind, subject, payload, last_error FROM job"), said])
    assert rows("SELECT count(*) FROM job WHERE last_error = ?", (NOTHING_TAKEN,)) == [(1,)]
    assert [token for token in known if token in kept] == []


def test_letters_that_failed_are_gone_when_the_wave_is_closed(tools: Tools) -> None:
    wave = open_wave()
    letters.queue_invitations(wave, now=NOW)
    jobs.enqueue("mail", {}, due_at=NOW, subject="other")
    run("UPDATE job SET attempts = most_attempts")
    waves.close()
    assert rows("SELECT subject FROM job") == [("other",)]


def test_other_mail_does_not_wait_behind_a_large_wave(tools: Tools) -> None:
    waves.build_teams({f"t{n}": 25 for n in range(4)})
    wave = pulse.open_wave(waves.new_wave(), now=NOW)
    run("UPDATE block SET mode = 'link'")
    letters.queue_invitations(wave, now=NOW)
    jobs.enqueue("mail", {}, due_at=NOW + timedelta(seconds=1), subject="sign-in")
    claimed = []
    while job := jobs.claim(["mail", letters.KIND], now=NOW + timedelta(seconds=2)):
        claimed.append(job.kind)
    # The others are due after 2, 5 and 7 seconds.
    assert claimed == [letters.KIND, "mail", letters.KIND]


def test_twenty_thousand_letters_are_queued_in_one_statement(tools: Tools) -> None:
    wave = open_wave()
    with transaction():
        numbers = range(1_000, 20_992)
        load_rows("agent", ("id", "code", "name"), [(n, f"x-{n}", f"Agent {n}") for n in numbers])
        ((block,),) = rows("SELECT id FROM block")
        entries = [(wave.id, n, block) for n in numbers]
        load_rows("roster", ("wave_id", "agent_id", "block_id"), entries)
    before = time.monotonic()
    assert letters.queue_invitations(wave, now=NOW) == 1
    assert time.monotonic() - before < 10


def _invited() -> list[tuple[int, ...]]:
    return rows("SELECT agent_id FROM roster")
