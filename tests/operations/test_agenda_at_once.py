"""Two people at one agenda, and processes that die: one decision, whole, and the other is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from survey.errors import Conflict
from survey.intake.meeting import Minutes
from survey.operations import agenda, meetings
from survey.store import database
from survey.store.database import rows
from survey.store.reads_of_forum import decisions
from survey.store.reads_of_meetings import items
from tests import forums, waves
from tests.at_once import at_once
from tests.conftest import ROOT
from tests.meetings import DAY, TAKEN, build, first, note, own, plan

N_AT_ONCE = 3


@pytest.fixture
def meeting(both_stores: str) -> int:
    """A meeting with an ask and an item on its agenda."""
    assert both_stores
    waves.build_teams({"a": 8})
    forums.hold()
    note()
    made = plan()
    build(made)
    agenda.extend_agenda(made, [own("The move")])
    return made


def test_of_several_processes_that_record_one_item_one_wins_and_the_others_are_told(
    both_stores: str, meeting: int
) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.operations.recording", both_stores, f"Owner {n}"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for n in range(N_AT_ONCE)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=30)[0].strip() for process in processes]
    told = (
        "Someone else has written down a decision about this already: “Read access for all teams”"
    )
    assert sorted(said) == [told] * (N_AT_ONCE - 1) + ["kept"]
    (found,) = decisions()
    assert found.owner == f"Owner {said.index('kept')}"
    assert first(meeting).decision_id == found.id


def test_the_same_words_sent_twice_at_once_are_one_decision(meeting: int) -> None:
    record = partial(agenda.record_taken, first(meeting).id, TAKEN, today=DAY)
    made = at_once([record] * N_AT_ONCE)
    assert set(made) == {decisions()[0].id}
    assert len(decisions()) == 1


def test_recording_while_the_meeting_is_closed_leaves_nothing_open(meeting: int) -> None:
    words = Minutes("Ann", None)

    def close() -> str:
        meetings.keep_minutes(meeting, words, is_over=True, seen=1, today=DAY)
        return "closed"

    def record() -> str:
        try:
            agenda.record_taken(first(meeting).id, TAKEN, today=DAY)
        except Conflict as refused:
            return refused.message
        return "recorded"

    assert at_once([record, close]) == ["recorded", "closed"]
    assert [one.state for one in items(meeting)] == ["decided", "put_off"]


def test_two_buttons_at_once_build_one_agenda(both_stores: str) -> None:
    assert both_stores
    waves.build_teams({"a": 8})
    forums.hold()
    note()
    made = plan()
    work: list[Callable[[], int]] = [partial(build, made)] * N_AT_ONCE
    assert sorted(at_once(work)) == [0] * (N_AT_ONCE - 1) + [1]
    assert len(items(made)) == 1


def test_two_minutes_at_once_are_not_mixed(meeting: int) -> None:
    def write(name: str) -> str:
        try:
            meetings.keep_minutes(meeting, Minutes(name, name), is_over=True, seen=1, today=DAY)
        except Conflict:
            return "told"
        return name

    said = at_once([partial(write, "Ann"), partial(write, "Ben")])
    assert said.count("told") == 1
    ((present, minutes, version),) = rows("SELECT present, minutes, version FROM forum_meeting")
    assert (present, minutes, version) == (*[one for one in said if one != "told"] * 2, 2)


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "at_least"), [("record", 8), ("close", 7), ("plan", 14)])
def test_a_killed_process_leaves_all_or_nothing_and_can_be_run_again(
    both_stores: str, tmp_path: Path, verb: str, at_least: int
) -> None:
    database.disconnect()
    script = "tests.operations.interrupting_agenda"
    done = subprocess.run(
        [sys.executable, "-m", script, verb, both_stores, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= at_least
