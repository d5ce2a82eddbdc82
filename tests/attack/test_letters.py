"""Letters of which the mail server takes some: nothing in the database tells whose.

Whoever has no letter cannot have claimed. So a queue that named those who wait or were refused
would name the one whose ballot is in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey import mail, sms
from survey.commands import work
from survey.commands.tools import Tools
from survey.operations import jobs
from survey.operations.pulse import letters
from survey.privacy import gate
from survey.render.environment import make_environment
from survey.store.database import rows, run
from tests import links, waves
from tests.attack.loot import Copy, copied
from tests.conftest import ROOT, settings_for
from tests.mail_server import Inbox, serving

SENDER = "Larkfield Support <feedback@example.org>"
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ADDRESSES = [f"a-{n}@agents.example" for n in range(8)]
PUT_OFF, REFUSED, GOING_AWAY = "451 4.2.0 Later", "550 5.1.1 Nobody here", "421 4.3.2 Going"
AtRcpt = Callable[[str], str]

pytestmark = pytest.mark.usefixtures("both_stores")


def open_wave() -> gate.WaveRef:
    waves.build_teams({"a": 8})
    wave = links.open_by_link()
    run("DELETE FROM job")
    return wave


def work_through(inbox: Inbox, folder: Path) -> int:
    """How many jobs there were to do."""
    with serving(inbox) as port:
        tools = Tools(
            settings=settings_for(f"sqlite:///{folder}/unused.db", folder),
            mailer=mail.Smtp(SENDER, "smtp", "127.0.0.1", port),
            texter=sms.from_url(f"outbox:{folder}"),
            templates=make_environment([ROOT / "templates"]),
            pauses=(0.0, 0.0, 0.0),
        )
        n = 0
        while work.do_one(tools, now=LATER):
            n += 1
        return n


def one_is_taken(taken: str, others: str) -> AtRcpt:
    return lambda address: "250 OK" if address == taken else others


def contents(copy: Copy) -> dict[str, list[str]]:
    return {name: sorted(map(repr, table.rows)) for name, table in copy.items()}


@pytest.mark.parametrize("others", [PUT_OFF, REFUSED])
def test_one_letter_of_eight_leaves_the_same_tables_whoever_got_it(
    tmp_path: Path, others: str
) -> None:
    wave = open_wave()
    before, left = contents(copied()), []
    for taken in (ADDRESSES[0], ADDRESSES[5]):
        inbox = Inbox()
        inbox.at_rcpt = one_is_taken(taken, others)
        assert letters.queue_invitations(wave, now=NOW) == 1
        assert work_through(inbox, tmp_path) == 1
        assert inbox.recipients == [taken]
        left.append(contents(copied()))
    for found in left:
        assert found["job"] == []
        # SQLite counts the rows it has ever numbered: two blocks' jobs, whoever got them.
        assert {name for name in found if found[name] != before[name]} <= {"sqlite_sequence"}


@pytest.mark.parametrize("reply", [PUT_OFF, GOING_AWAY])
def test_a_job_that_failed_names_a_block_and_a_sentence(tmp_path: Path, reply: str) -> None:
    wave = open_wave()
    letters.queue_invitations(wave, now=NOW)
    ((block,),) = rows("SELECT id FROM block")
    inbox = Inbox()
    inbox.at_rcpt = lambda _address: reply
    assert work_through(inbox, tmp_path) == 1
    ((subject, payload, said, attempts),) = rows(
        "SELECT subject, payload, last_error, attempts FROM job"
    )
    assert subject == f"{letters.KIND}:1:invitation:{block}"
    assert json.loads(payload) == {"block": block, "kind": "invitation", "wave": 1}
    assert said == "The mail server took no letter of the block just now."
    assert attempts == 1


def test_a_letter_that_was_put_off_is_tried_again_in_the_same_run(tmp_path: Path) -> None:
    wave = open_wave()
    letters.queue_invitations(wave, now=NOW)
    inbox, asked = Inbox(), []

    def at_rcpt(address: str) -> str:
        asked.append(address)
        return "250 OK" if address == ADDRESSES[0] or asked.count(address) == 3 else PUT_OFF

    inbox.at_rcpt = at_rcpt
    assert work_through(inbox, tmp_path) == 1
    assert sorted(inbox.recipients) == ADDRESSES
    assert rows("SELECT * FROM job") == []


def test_an_address_at_which_the_server_hangs_up_does_not_keep_the_others_waiting(
    tmp_path: Path,
) -> None:
    wave = open_wave()
    inbox = Inbox()
    inbox.at_rcpt = lambda one: GOING_AWAY if one == ADDRESSES[3] else "250 OK"
    letters.queue_invitations(wave, now=NOW)
    for _ in range(jobs.A_DAY_OF_ATTEMPTS):
        work_through(inbox, tmp_path)
        run("UPDATE job SET due_at = 0")
    assert sorted(inbox.recipients) == [one for one in ADDRESSES if one != ADDRESSES[3]]
    assert rows("SELECT * FROM job") == []


def test_a_worker_that_was_killed_sends_the_blocks_letters_again(tmp_path: Path) -> None:
    wave = open_wave()
    letters.queue_invitations(wave, now=NOW)
    assert jobs.claim([letters.KIND], now=NOW) is not None
    inbox = Inbox()
    # When its lease has run out.
    assert work_through(inbox, tmp_path) == 1
    assert sorted(inbox.recipients) == ADDRESSES
