"""Two answers at once, and processes that die: exactly one is kept, whole, and counted once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from survey.errors import Conflict
from survey.operations import satisfaction
from survey.store import database
from tests import invited
from tests.conftest import NOW, ROOT

N_AT_ONCE = 4


def test_of_many_threads_exactly_one_is_kept(both_stores: str) -> None:
    tokens = [
        invited.invite(contact, number) for number, contact in enumerate(invited.add_contacts(10))
    ]
    start, outcomes = threading.Barrier(N_AT_ONCE), []

    def answer(value: int) -> None:
        for token in tokens:
            start.wait(timeout=20)
            try:
                satisfaction.record_response(token, {"csat": value}, comment=None, now=NOW)
                outcomes.append("kept")
            except Conflict:
                outcomes.append("conflict")
        database.disconnect()

    threads = [threading.Thread(target=answer, args=(1 + n,)) for n in range(N_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("kept"), outcomes.count("conflict")) == (10, 10 * (N_AT_ONCE - 1))
    assert invited.n_answers() == (10, 10, 10)


def test_of_many_threads_exactly_one_invites(both_stores: str) -> None:
    contact = invited.add_contacts(1)[0]
    start, outcomes = threading.Barrier(N_AT_ONCE), []

    def invite(number: int) -> None:
        start.wait(timeout=20)
        try:
            outcomes.append(invited.invite(contact, number))
        except Conflict:
            outcomes.append("conflict")
        database.disconnect()

    threads = [threading.Thread(target=invite, args=(n,)) for n in range(N_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("conflict") == N_AT_ONCE - 1
    assert database.rows("SELECT n_invited FROM contact_rollup") == [(1,)]


def test_of_many_processes_exactly_one_is_kept(both_stores: str) -> None:
    token = invited.invite(invited.add_contacts(1)[0])
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.operations.answering", both_stores, token, str(1 + n)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(N_AT_ONCE)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    outcomes = [process.communicate(timeout=30)[0].strip() for process in processes]
    assert sorted(outcomes) == ["conflict"] * (N_AT_ONCE - 1) + ["kept"]
    assert invited.n_answers() == (1, 1, 1)


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "at_least"), [("answer", 6), ("invite", 6)])
def test_a_killed_process_leaves_all_or_nothing_and_can_be_run_again(
    both_stores: str, tmp_path: Path, verb: str, at_least: int
) -> None:
    database.disconnect()
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.interrupting_answers", verb, both_stores,
         str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= at_least
