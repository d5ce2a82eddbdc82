"""Workers are killed at any point, again and again: nobody is asked twice, nobody forgotten."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey import mail, sms
from survey.commands.sending import send_some
from survey.commands.tools import Tools
from survey.config import Settings
from survey.render.environment import make_environment
from survey.store.database import rows, run
from tests.asked import ask
from tests.conftest import ROOT, settings_for
from tests.mail_server import Inbox, serving

SENDER = "Larkfield Support <feedback@example.org>"
N_CUSTOMERS = 60
SECONDS = 0.05


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process on the test's database."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_DATABASE_URL": settings.database_url,
        "SURVEY_DATA_FOLDER": str(settings.data_folder),
        "SURVEY_MAIL_URL": settings.mail_url,
        "SURVEY_MAIL_FROM": SENDER,
        "SURVEY_SECRET_KEY": settings.secret_key,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "work"], cwd=ROOT, env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill_in_the_middle(
    settings: Settings, inbox: Inbox, n_workers: int, draw: random.Random
) -> None:
    """Start workers, and kill all of them some moment after they have begun to send."""
    before = inbox.n_offered
    with ExitStack() as stack:
        processes = [stack.enter_context(worker(settings)) for _ in range(n_workers)]
        deadline = time.monotonic() + 120
        while inbox.n_offered <= before:
            assert time.monotonic() < deadline, "the workers sent nothing for two minutes"
            time.sleep(0.002)
        time.sleep(draw.uniform(0, 4 * SECONDS))
        for process in processes:
            process.send_signal(signal.SIGKILL)
    # Five minutes later: what the dead had claimed can be claimed again.
    run("UPDATE delivery SET leased_until = 1 WHERE state = 'waiting' AND leased_until > 1")


def finish(settings: Settings) -> None:
    tools = Tools(
        settings=replace(settings, mail_from=SENDER),
        mailer=mail.from_url(settings.mail_url, sender=SENDER),
        texter=sms.from_url(settings.sms_url),
        templates=make_environment([ROOT / "templates"]),
    )
    while send_some(tools, now=datetime.now(UTC)):
        pass


@pytest.mark.slow
@pytest.mark.parametrize(("n_workers", "n_kills"), [(1, 6), (4, 3)])
def test_killed_workers_ask_nobody_twice_and_forget_nobody(
    both_stores: str, tmp_path: Path, n_workers: int, n_kills: int
) -> None:
    settings = settings_for(both_stores, tmp_path)
    ask(N_CUSTOMERS, now=datetime.now(UTC) - timedelta(minutes=1))
    inbox, draw = Inbox(seconds=SECONDS), random.Random(n_workers)
    with serving(inbox) as port:
        settings = replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
        for _ in range(n_kills):
            kill_in_the_middle(settings, inbox, n_workers, draw)
        assert 0 < len(inbox.messages) < N_CUSTOMERS, "they were done before they were killed"
        finish(settings)
    got = Counter(inbox.recipients)
    states = states_by_address()
    assert max(got.values()) == 1
    assert len(states) == N_CUSTOMERS
    assert set(states.values()) <= {"sent", "handed_over"}
    # Killed in the moment between handing over and the last line: not sent, and reminded.
    lost = {address for address, state in states.items() if address not in got}
    assert all(states[address] == "handed_over" for address in lost)
    assert len(lost) <= 1
    assert rows("SELECT count(*) FROM delivery WHERE kind = 'reminder'") == [(N_CUSTOMERS,)]


@pytest.mark.slow
def test_single_workers_are_killed_and_leases_lapse_under_living_ones(
    both_stores: str, tmp_path: Path
) -> None:
    settings = settings_for(both_stores, tmp_path)
    ask(N_CUSTOMERS, now=datetime.now(UTC) - timedelta(minutes=1))
    inbox, draw, n_kills = Inbox(seconds=SECONDS), random.Random(7), 0
    with serving(inbox) as port, ExitStack() as stack:
        settings = replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
        workers = [stack.enter_context(worker(settings)) for _ in range(3)]
        deadline = time.monotonic() + 120
        while n_waiting():
            assert time.monotonic() < deadline, "the workers were not done in two minutes"
            time.sleep(draw.uniform(0.05, 0.3))
            # Whoever holds a message has lost it, and another takes it up at once.
            run("UPDATE delivery SET leased_until = 1 WHERE state = 'waiting' AND leased_until > 1")
            if n_kills < 4 and len(inbox.messages) > 8 * n_kills:
                at = draw.randrange(3)
                workers[at].send_signal(signal.SIGKILL)
                workers[at] = stack.enter_context(worker(settings))
                n_kills += 1
        # Nobody is asked again although all could be claimed once more.
        time.sleep(4 * SECONDS)
    got, states = Counter(inbox.recipients), states_by_address()
    assert n_kills > 0
    assert max(got.values()) == 1
    assert len(states) == N_CUSTOMERS
    lost = {address for address in states if address not in got}
    assert all(states[address] == "handed_over" for address in lost)
    assert len(lost) <= n_kills


def n_waiting() -> int:
    """How many invitations are still to be sent."""
    found = rows("SELECT count(*) FROM delivery WHERE kind = 'invitation' AND state = 'waiting'")
    return int(found[0][0])


def states_by_address() -> dict[str, str]:
    """What became of each customer's invitation."""
    return dict(
        rows(
            "SELECT contact_identity.email, delivery.state FROM delivery"
            " JOIN invitation ON invitation.id = delivery.invitation_id"
            " JOIN contact_identity ON contact_identity.contact_id = invitation.contact_id"
            " WHERE delivery.kind = 'invitation'"
        )
    )
