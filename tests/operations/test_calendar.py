"""Waves by the calendar: opened, reminded of and closed on their day, once, whoever is killed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from survey.blind_signatures.keys import SigningKey
from survey.instruments.rotation import Choice
from survey.operations import people
from survey.operations.pulse import calendar, schedules
from survey.privacy import gate
from survey.store import database
from survey.store.database import rows, run
from tests import links, planned, waves
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("both_stores")
A_DAY = timedelta(days=1)


def letters() -> dict[str, int]:
    """For how many blocks letters of each kind wait."""
    kinds = [json.loads(text)["kind"] for (text,) in rows("SELECT payload FROM job")]
    return {kind: kinds.count(kind) for kind in kinds}


def states() -> list[tuple[int, str, date, date]]:
    return [(one.number, one.state, one.opens_on, one.closes_on) for one in gate.waves()]


def test_a_wave_opens_on_its_day_by_the_centre_s_calendar_and_not_before() -> None:
    waves.build_teams({"a": 8})
    planned.make()
    before = datetime(2026, 3, 1, 22, 59, tzinfo=UTC)
    for now, is_due in ((before, False), (before + timedelta(minutes=1), True)):
        assert calendar.turn(now=now, zone=planned.ZONE, keys=links.key_source()) is is_due
    assert states() == [(1, "open", date(2026, 3, 2), date(2026, 3, 13))]


def test_the_wave_is_what_the_schedule_says() -> None:
    waves.build_teams({"a": 8, "b": 9})
    links.give_addresses()
    units = dict(rows("SELECT code, id FROM unit"))
    made = planned.make(
        mode="link",
        card_unit_ids=frozenset({units["b"]}),
        threshold=6,
        comment_threshold=12,
        help_contact="the staff council",
        every="quarter",
    )
    assert planned.turn(planned.FIRST)
    wave = gate.wave(1)
    assert (wave.name, wave.threshold, wave.comment_threshold) == ("Pulse, Mar 2026", 6, 12)
    assert (wave.window_from, wave.window_until) == (date(2026, 1, 1), date(2026, 3, 31))
    assert wave.help_contact == "the staff council"
    assert [(block.code, block.mode) for block in gate.blocks(wave.id)] == [
        ("a", "link"),
        ("b", "cards"),
    ]
    assert rows("SELECT count(*) FROM claim") == [(8,)]
    assert rows("SELECT schedule_id FROM wave") == [(made,)]
    assert letters() == {"invitation": 1}


def test_everybody_is_reminded_on_each_day_of_reminders_and_once() -> None:
    waves.build_teams({"a": 8})
    links.give_addresses()
    planned.make(mode="link")
    planned.turn_all(planned.FIRST)
    run("DELETE FROM job")
    for day in range(1, 12):
        n_turns = planned.turn_all(planned.FIRST + day * A_DAY)
        assert n_turns == (1 if day in (4, 9) else 0)
        assert letters() == ({"reminder": 1} if day in (4, 9) else {})
        run("DELETE FROM job")


def test_days_of_reminders_that_were_missed_make_one_letter() -> None:
    waves.build_teams({"a": 8})
    links.give_addresses()
    planned.make(mode="link", remind_days=(2, 4, 9))
    planned.turn_all(planned.FIRST)
    run("DELETE FROM job")
    assert planned.turn_all(planned.FIRST + 6 * A_DAY) == 1
    assert letters() == {"reminder": 1}


def test_a_wave_closes_by_itself_the_day_after_its_last() -> None:
    waves.build_teams({"a": 8})
    planned.make()
    planned.turn_all(planned.FIRST)
    planned.turn_all(date(2026, 3, 13))
    assert states()[0][1] == "open"
    assert planned.turn_all(date(2026, 3, 14)) == 1
    assert states()[0][1] == "closed"
    assert rows("SELECT scrubbed_at IS NULL FROM wave") == [(False,)]
    assert not planned.turn(date(2026, 3, 14))


def test_a_wave_opened_by_hand_closes_by_itself_too() -> None:
    waves.build_teams({"a": 8})
    waves.open_with_cards()
    assert planned.turn_all(waves.CLOSES_ON + A_DAY) == 1
    assert gate.wave(1).is_closed


def test_a_year_of_month_ends_goes_by_without_a_hand() -> None:
    waves.build_teams({"a": 8})
    made = planned.make(next_on=date(2026, 3, 31), open_days=5, remind_days=())
    day = date(2026, 3, 1)
    while day < date(2027, 4, 1):
        planned.turn_all(day)
        day += A_DAY
    opened = [opens_on for _, _, opens_on, _ in states()]
    assert opened == [
        *(date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)),
        *(date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)),
        *(date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)),
        date(2027, 3, 31),
    ]
    assert planned.found(made).next_on == date(2027, 4, 30)


def test_a_schedule_missed_for_long_opens_once() -> None:
    waves.build_teams({"a": 8})
    made = planned.make()
    late = date(2026, 8, 30)
    assert planned.turn_all(late) == 1
    assert states() == [(1, "open", late, date(2026, 9, 10))]
    # That of 2 September falls into the wave that is open.
    assert planned.found(made).next_on == date(2026, 10, 2)


def test_a_wave_that_is_planned_once_ends_its_schedule() -> None:
    waves.build_teams({"a": 8})
    made = planned.make(every="once")
    planned.turn_all(planned.FIRST)
    assert gate.wave(1).name == "Pulse"
    assert (planned.found(made).state, planned.found(made).next_on) == ("ended", None)


def test_constructs_come_in_turn_from_wave_to_wave() -> None:
    waves.build_teams({"a": 8})
    choice = Choice(always=("voice",), in_turn=("tools", "planning"), per_wave=1)
    planned.make(choice=choice)
    for month in (3, 4, 5, 6):
        planned.turn_all(date(2026, month, 2))
    asked = [{one.code for one in wave.instrument.constructs} for wave in gate.waves()]
    core = {"engagement", "enps", "voice"}
    assert asked == [core | {one} for one in ("tools", "planning", "tools", "planning")]


def test_too_few_agents_are_said_and_tried_again_an_hour_later() -> None:
    waves.build_teams({"a": 7})
    made = planned.make()
    assert not planned.turn(planned.FIRST)
    assert "at least 8 invited agents, and the teams have 7" in planned.found(made).problem
    people.add_agent("late", "Agent late")
    people.set_membership("late", "a", from_on=date(2025, 1, 1))
    assert not planned.turn(planned.FIRST, later=timedelta(minutes=59))
    assert planned.turn(planned.FIRST, later=timedelta(minutes=60))
    assert (planned.found(made).problem, len(states())) == ("", 1)


def test_a_change_of_the_schedule_is_tried_at_once() -> None:
    waves.build_teams({"a": 7})
    made = planned.make()
    planned.turn(planned.FIRST)
    smaller = planned.plan(block_minimum=6)
    seen = planned.found(made).revision
    schedules.change_schedule(made, smaller, seen=seen, today=planned.FIRST)
    assert planned.turn(planned.FIRST)


def test_an_open_wave_of_another_schedule_delays_and_says_so() -> None:
    waves.build_teams({"a": 8})
    planned.make(name="First")
    second = planned.make(name="Second", next_on=date(2026, 3, 5), every="quarter")
    planned.turn_all(planned.FIRST)
    assert not planned.turn(date(2026, 3, 5))
    assert planned.found(second).problem == (
        "First, Mar 2026 is still open until 13 March 2026. The next wave opens as soon as it is"
        " closed."
    )
    # The day after its last it is closed, and the other opens in the same turn.
    assert planned.turn_all(date(2026, 3, 14)) == 1
    assert [(number, state) for number, state, _, _ in states()] == [(1, "closed"), (2, "open")]
    assert planned.found(second).problem == ""
    assert planned.found(second).next_on == date(2026, 6, 5)


def test_a_paused_schedule_opens_nothing_and_its_open_wave_goes_on() -> None:
    waves.build_teams({"a": 8})
    made = planned.make()
    planned.turn_all(planned.FIRST)
    schedules.pause_schedule(made)
    assert planned.turn_all(date(2026, 3, 14)) == 1
    assert planned.turn_all(date(2026, 4, 2)) == 0
    schedules.resume_schedule(made, today=date(2026, 4, 10))
    assert planned.found(made).next_on == date(2026, 5, 2)


def test_open_now_opens_at_the_next_turn_and_keeps_the_calendar() -> None:
    waves.build_teams({"a": 8})
    made = planned.make(every="quarter")
    today = date(2026, 2, 10)
    schedules.open_now(made, today=today)
    assert planned.turn_all(today) == 1
    assert states() == [(1, "open", today, date(2026, 2, 21))]
    assert planned.found(made).next_on == planned.FIRST


def test_four_workers_at_once_open_one_wave_with_one_set_of_letters() -> None:
    waves.build_teams({"a": 8, "b": 9})
    links.give_addresses()
    planned.make(mode="link")
    start = threading.Barrier(4)
    failed: list[BaseException] = []
    drawn: list[SigningKey] = []
    source = links.key_source()

    def draw() -> SigningKey:
        drawn.append(source.draw())
        time.sleep(0.1)
        return drawn[-1]

    def labour() -> None:
        try:
            start.wait()
            for _ in range(5):
                calendar.turn(
                    now=planned.noon(planned.FIRST),
                    zone=planned.ZONE,
                    keys=replace(source, draw=draw),
                )
        except BaseException as error:  # told below
            failed.append(error)
        finally:
            database.disconnect()

    workers = [threading.Thread(target=labour) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    assert [state for _, state, _, _ in states()] == ["open"]
    assert letters() == {"invitation": 2}
    assert rows("SELECT count(*) FROM claim") == [(17,)]
    # One of them drew the keys of two blocks; the others left it to do so.
    assert len(drawn) == 2
    assert rows("SELECT next_on FROM wave_schedule")[0][0] in ("2026-04-02", date(2026, 4, 2))


def test_a_worker_killed_after_opening_is_followed_by_one_that_opens_nothing() -> None:
    waves.build_teams({"a": 8})
    made = planned.make(remind_days=())
    planned.turn_all(planned.FIRST)
    run("UPDATE wave_schedule SET next_on = ?, try_at = NULL", (str(planned.FIRST),))
    assert planned.turn_all(planned.FIRST) == 1
    assert planned.found(made).next_on == date(2026, 4, 2)
    # Even where the wave is over by then.
    run("UPDATE wave_schedule SET next_on = ?", (str(planned.FIRST),))
    planned.turn_all(date(2026, 3, 20))
    assert planned.found(made).next_on == date(2026, 4, 2)
    assert len(states()) == 1


def test_what_two_schedules_want_on_one_day_comes_one_after_the_other() -> None:
    waves.build_teams({"a": 8})
    planned.make(name="First")
    planned.make(name="Second")
    planned.turn_all(planned.FIRST)
    assert [wave.name for wave in gate.waves()] == ["First, Mar 2026"]
    planned.turn_all(date(2026, 3, 14))
    assert [wave.name for wave in gate.waves()] == ["First, Mar 2026", "Second, Mar 2026"]


@pytest.mark.slow
def test_a_killed_worker_leaves_all_or_nothing_and_the_next_one_finishes(
    both_stores: str, tmp_path: Path
) -> None:
    database.disconnect()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.operations.interrupting_calendar",
            both_stores,
            str(tmp_path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 20


def test_a_wave_whose_file_somebody_reads_is_closed_and_finished_later(both_stores: str) -> None:
    waves.build_teams({"a": 8})
    planned.make(remind_days=())
    planned.turn_all(planned.FIRST)
    if database.is_postgresql():
        # It replaces the files within the closing transaction, which no reader hinders.
        assert planned.turn(date(2026, 3, 14))
        return
    run("PRAGMA busy_timeout = 200")
    reader = sqlite3.connect(both_stores.removeprefix("sqlite:///"))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM wave").fetchone()
    over = date(2026, 3, 14)
    for _ in range(2):
        assert not planned.turn(over)
        assert rows("SELECT state, scrubbed_at FROM wave") == [("closed", None)]
    reader.close()
    assert planned.turn(over)
    assert rows("SELECT scrubbed_at IS NULL FROM wave") == [(False,)]
