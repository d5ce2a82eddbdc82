"""Deciding survives kill -9 at any point, and four who decide at once decide once."""

import os
import signal
import subprocess
import sys
import time

import pytest

from survey.store import database
from survey.store.database import rows
from tests.conftest import ROOT
from tests.decided import decide, n_invited, outcomes
from tests.operations import interrupting_deciding

N = 240
SCRIPT = (sys.executable, "-m", "tests.operations.interrupting_deciding")


@pytest.mark.slow
def test_killed_before_any_statement_nothing_is_half_decided(both_stores, tmp_path):
    stride = 1 if both_stores.startswith("sqlite:") else 4
    done = subprocess.run(
        [*SCRIPT, "kill", both_stores, str(tmp_path), str(stride)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * stride > 30


@pytest.mark.parametrize("is_killed", [False, True])
@pytest.mark.slow
def test_four_at_once_decide_about_each_contact_once(both_stores, is_killed):
    interrupting_deciding.prepare(N)
    database.disconnect()
    workers = [_start(both_stores) for _ in range(4)]
    if is_killed:
        for worker in list(workers):
            time.sleep(0.15)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            workers.append(_start(both_stores))
    statuses = {worker.wait(timeout=120) for worker in workers}
    assert statuses <= {0, -signal.SIGKILL}
    database.connect(both_stores)
    decide()
    found = outcomes()
    assert len(found) == N + 4
    assert [found[name] for name in ("learns-1", "learns-2", "scored", "out")] == [
        "invited",
        "invited",
        "answered",
        "opted_out",
    ]
    # Two contacts of each made-up person came: one was asked about, whoever decided.
    persons = rows("SELECT count(*), count(DISTINCT person) FROM asking")
    assert persons[0][0] == persons[0][1]
    n_rows, n_counted = n_invited()
    assert n_rows == n_counted == persons[0][1]
    assert rows("SELECT count(*) FROM delivery") == [(n_rows,)]
    assert decide() == 0


def _start(url: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*SCRIPT, "decide", url, "60"], cwd=ROOT, env=os.environ)
