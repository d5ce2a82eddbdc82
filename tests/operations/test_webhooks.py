"""Other systems are told what happened: real events, real requests, a log of every attempt."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from survey import webhook
from survey.commands import work
from survey.commands.tools import Tools
from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import jobs, webhook_settings, webhooks
from survey.store import webhook_messages
from survey.store.database import rows
from tests.conftest import NOW, ROOT
from tests.operations.cases import unhappy
from tests.receiver import receiving

ALL = ("response.recorded", "case.opened", "case.overdue", "case.closed", "invitation.created")


@pytest.fixture
def tools(app: Flask) -> Tools:
    return work.tools_of(app)


def drain(tools: Tools, *, now: datetime = NOW) -> int:
    done = 0
    while work.do_one(tools, now=now):
        done += 1
    return done


def outcome() -> list[tuple[int, bool, bool]]:
    """Number of attempts of each message, whether it was taken, whether it was given up."""
    return [
        (one.n_attempts, one.delivered_at is not None, one.failed_at is not None)
        for one in webhook_messages.messages(1, limit=100)
    ]


def test_a_poor_rating_is_told_with_ids_and_scores_and_no_words(tools: Tools) -> None:
    """chatwoot/chatwoot#8114: a webhook on a poor rating, so that someone can act on it."""
    (contact,) = unhappy.customers("c-1")
    with receiving(204) as other:
        webhook_settings.add("CRM", other.url, ["case.opened"], now=NOW)
        webhook_settings.add("Not this", other.url, ["invitation.created"], now=NOW)
        unhappy.answer(contact, 1)
        drain(tools)
    ((_, headers, body),) = other.got
    told = json.loads(body)
    assert told["type"] == "case.opened"
    assert told["data"] == {
        "case_id": 1, "contact_id": contact, "source": "crm", "external_id": "0",
        "cause": "low_score", "state": "open", "outcome": None,
        "opened_at": "2026-03-10T12:00:00Z", "due_at": "2026-03-11T12:00:00Z", "closed_at": None,
    }  # fmt: skip
    assert len(body) < 400
    secret = webhook.secret_of(1, NOW, secret_key=tools.settings.secret_key)
    assert headers["webhook-signature"] == webhook.sign(
        headers["webhook-id"], int(headers["webhook-timestamp"]), body.decode(), secret=secret
    )
    assert outcome() == [(1, True, False)]
    assert rows("SELECT * FROM job WHERE kind = 'webhook'") == []


def test_a_response_is_told_with_its_scores(store: str) -> None:
    (contact,) = unhappy.customers("c-1")
    webhook_settings.add("CRM", "https://crm.example.org", ALL, now=NOW)
    response = unhappy.answer(contact, 4, nps=9)
    webhooks.publish("response.recorded", {"response_id": response}, now=NOW)
    ((body,),) = rows("SELECT body FROM webhook_message")
    assert json.loads(body)["data"]["scores"] == {"csat": 4, "nps": 9}
    webhooks.publish_all("invitation.created", [{"invitation_id": 1}], now=NOW)
    assert rows("SELECT count(*) FROM webhook_message") == [(2,)]


def test_what_is_not_taken_is_tried_for_a_day_and_then_given_up(tools: Tools) -> None:
    (contact,) = unhappy.customers("c-1")
    with receiving(500, 429, 302) as other:
        webhook_settings.add("CRM", other.url, ["response.recorded"], now=NOW)
        response = unhappy.answer(contact, 5)
        webhooks.publish("response.recorded", {"response_id": response}, now=NOW)
        tries, now = [NOW], NOW
        while drain(tools, now=now) and rows("SELECT id FROM job"):
            now = datetime.fromtimestamp(rows("SELECT due_at FROM job")[0][0], NOW.tzinfo)
            tries.append(now)
    assert len(other.got) == jobs.A_DAY_OF_ATTEMPTS == 15
    assert tries[7] - NOW < timedelta(minutes=22)
    assert timedelta(hours=22) < tries[-1] - NOW < timedelta(hours=24)
    assert {headers["webhook-id"] for _, headers, _ in other.got} == {
        rows("SELECT id FROM webhook_message")[0][0]
    }
    assert outcome() == [(15, False, True)]
    found = rows("SELECT DISTINCT status FROM webhook_attempt ORDER BY status")
    assert found == [(302,), (429,), (500,)]


def test_a_message_given_up_can_be_sent_again(tools: Tools) -> None:
    test_what_is_not_taken_is_tried_for_a_day_and_then_given_up(tools)
    (message,) = webhook_messages.messages(1, limit=1)
    webhook_settings.send_again(1, message.id, now=NOW)
    webhook_settings.send_again(1, "msg_nothing", now=NOW)
    assert rows("SELECT count(*) FROM job") == [(1,)]


def test_who_is_gone_is_told_nothing_more(tools: Tools) -> None:
    first, second = unhappy.customers("c-1", "c-2")
    with receiving(410) as other:
        webhook_settings.add("CRM", other.url, ["case.opened"], now=NOW)
        unhappy.answer(first, 1)
        drain(tools)
        unhappy.answer(second, 1)
        drain(tools)
    assert len(other.got) == 1
    assert outcome() == [(1, False, True)]
    assert rows("SELECT revoked_at IS NOT NULL FROM webhook") == [(1,)]


@pytest.mark.parametrize("answer", ["reset"])
def test_a_broken_line_is_logged_and_tried_again(tools: Tools, answer: str) -> None:
    (contact,) = unhappy.customers("c-1")
    with receiving(answer, 200) as other:
        webhook_settings.add("CRM", other.url, ["case.opened"], now=NOW)
        unhappy.answer(contact, 1)
        drain(tools)
        assert outcome() == [(1, False, False)]
        drain(tools, now=NOW + timedelta(seconds=10))
    assert outcome() == [(2, True, False)]


def test_who_does_not_answer_is_left_alone_for_a_minute(tools: Tools) -> None:
    with receiving("reset", 200) as other:
        webhook_settings.add("CRM", other.url, ["case.opened"], now=NOW)
        for contact in unhappy.customers("c-1", "c-2", "c-3"):
            unhappy.answer(contact, 1)
        drain(tools)
        assert len(other.got) == 1
        drain(tools, now=NOW + timedelta(minutes=2))
    assert len(other.got) == 4
    assert sorted(outcome()) == [(1, True, False), (1, True, False), (2, True, False)]


def test_the_test_is_a_real_event_on_the_real_way(tools: Tools) -> None:
    """formbricks/formbricks#6597: the test passes, and real answers deliver nothing."""
    (contact,) = unhappy.customers("c-1")
    with receiving(200) as other:
        webhook_settings.add("CRM", other.url, ["response.recorded"], now=NOW)
        with pytest.raises(Conflict, match="Nothing that this webhook"):
            webhook_settings.send_test(1, now=NOW)
        response = unhappy.answer(contact, 1)
        webhooks.publish("response.recorded", {"response_id": response}, now=NOW)
        later = NOW + timedelta(minutes=1)
        assert webhook_settings.send_test(1, now=later) == "response.recorded"
        drain(tools, now=later)
    real, test = (json.loads(body) for _, _, body in other.got)
    assert real.pop("timestamp") != test.pop("timestamp")
    assert real == test
    assert outcome() == [(1, True, False)] * 2


def test_a_webhook_can_be_stopped_started_and_deleted(tools: Tools) -> None:
    first, second = unhappy.customers("c-1", "c-2")
    with receiving(200) as other:
        webhook_settings.add("CRM", other.url, ["case.opened"], now=NOW)
        unhappy.answer(first, 1)
        work.do_one(tools, now=NOW)
        webhook_settings.stop(1, now=NOW)
        with pytest.raises(Conflict, match="stopped"):
            webhook_settings.send_test(1, now=NOW)
        drain(tools)
        webhook_settings.start(1)
        unhappy.answer(second, 1)
        work.do_one(tools, now=NOW)
        webhook_settings.delete(1)
        webhook_settings.delete(1)
        drain(tools)
    assert other.got == []
    for table in ("webhook", "webhook_message", "webhook_attempt", "job"):
        assert rows(f"SELECT * FROM {table}") == []
    with pytest.raises(NotFound):
        webhook_settings.start(1)


@pytest.mark.parametrize(
    "url",
    ["", "crm.example.org", "ftp://crm.example.org", "file:///etc/passwd", "http://", "http://a b",
     "https://user:pass@crm.example.org", "http://crm:99999/", "http://crm/\x00",
     "https://crm.example.org/" + "x" * 1000],
)  # fmt: skip
def test_what_is_no_address_of_a_webhook_is_refused(store: str, url: str) -> None:
    with pytest.raises(InvalidInput):
        webhook_settings.add("CRM", url, ALL, now=NOW)


def test_everything_wrong_is_said_at_once_and_a_name_is_used_once(store: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        webhook_settings.add("", "x", ["nothing"], now=NOW)
    assert len(refused.value.problems) == 3
    webhook_settings.add("CRM", "https://crm.example.org", ALL, now=NOW)
    with pytest.raises(Conflict, match="has this name"):
        webhook_settings.add("CRM", "https://crm.example.org", ALL, now=NOW)


@contextmanager
def worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "FLASK_APP": "app.py",
        "SURVEY_DATABASE_URL": url,
        "SURVEY_DATA_FOLDER": str(folder / "var"),
        "SURVEY_MAIL_URL": f"outbox:{folder / 'outbox'}",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "work"], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.mark.slow
def test_a_worker_killed_while_it_waits_for_an_answer_loses_no_message(
    both_stores: str, tmp_path: Path
) -> None:
    (contact,) = unhappy.customers("c-1")
    # The workers go by the real clock, and forget messages that were settled long before.
    now = datetime.now(UTC)
    with receiving("hang", 200) as other:
        webhook_settings.add("CRM", other.url, ["response.recorded"], now=now)
        response = unhappy.answer(contact, 5)
        webhooks.publish("response.recorded", {"response_id": response}, now=now)
        with worker(both_stores, tmp_path) as first:
            wait_for(lambda: len(other.got) == 1)
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert outcome() == [(0, False, False)]
        # Nobody waits five minutes for the dead worker's lease here.
        rows("UPDATE job SET leased_until = 1 RETURNING id")
        with worker(both_stores, tmp_path):
            wait_for(lambda: outcome() == [(1, True, False)])
    one, other_one = (headers["webhook-id"] for _, headers, _ in other.got)
    assert one == other_one


def wait_for(condition) -> None:  # type: ignore[no-untyped-def]  # any question will do
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
