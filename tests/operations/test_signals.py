"""Signals: found once, kept as they were made, told once to whoever the unit belongs to."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from survey.access import ANALYST, LEADER
from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import people, signals, thresholds
from survey.store import database, reads_of_signals, reads_of_thresholds
from survey.store.database import rows, run
from tests import centre as small_centre
from tests import signalled
from tests.at_once import at_once
from tests.centre import Centre
from tests.conftest import ROOT
from tests.signalled import LAST, NOW, TODAY, calm, kept, tell

THURSDAY = date(2026, 3, 5)


@pytest.fixture
def centre(both_stores: str) -> Centre:
    return small_centre.build()


def find(**options: Any) -> int:
    given = {"until_on": LAST, "today": TODAY, "now": NOW, **options}
    return signals.find_signals(**given)


def letters() -> dict[int, list[int]]:
    """Which signals wait to be told to which user."""
    found = rows("SELECT payload FROM job WHERE kind = 'signals_letter' ORDER BY id")
    payloads = [json.loads(payload) for (payload,) in found]
    users = [one["user"] for one in payloads]
    assert len(set(users)) == len(users)
    return {one["user"]: one["signals"] for one in payloads}


def drop(centre: Centre, team: str = "n1") -> None:
    """A day on which 51 of 84 were satisfied where 85% are."""
    calm(centre, team)
    tell(centre, team, {LAST: (51, 84)})


def test_a_calm_centre_has_no_signals(centre: Centre) -> None:
    for team in ("n1", "n2", "s1"):
        calm(centre, team)
    assert find() == 0
    assert kept() == []
    assert letters() == {}


def test_without_answers_or_with_two_days_there_is_nothing_to_find(centre: Centre) -> None:
    assert find() == 0
    tell(centre, "n1", {LAST: (1, 1)})
    assert find() == 0
    tell(centre, "n1", {LAST: (0, 60), LAST - timedelta(days=1): (60, 60)})
    assert find() == 0


def test_a_drop_is_found_in_the_unit_and_its_queue_and_every_unit_above(centre: Centre) -> None:
    drop(centre)
    assert find() == 4
    assert kept() == [
        ("limits", "day", signalled.QUEUE, "2026-03-09", 84),
        ("limits", "day", "centre", "2026-03-09", 84),
        ("limits", "day", "n1", "2026-03-09", 84),
        ("limits", "day", "north", "2026-03-09", 84),
    ]
    value, expected, low, high = rows(
        "SELECT value, expected, low, high FROM signal WHERE unit_id = ?", (centre.units["n1"],)
    )[0]
    assert value == pytest.approx(51 / 84)
    assert low < expected < high
    assert value < low


def test_a_drop_of_one_team_is_not_one_of_a_steady_queue(centre: Centre) -> None:
    drop(centre)
    for team in ("n2", "s1", "s2"):
        calm(centre, team, n=300)
    find()
    assert {row[2] for row in kept()} == {"n1"}


def test_what_is_there_stays_as_it_was_made(centre: Centre) -> None:
    drop(centre)
    find()
    before = rows("SELECT * FROM signal ORDER BY id")
    tell(centre, "n1", {LAST: (70, 84)})
    assert find(now=NOW + timedelta(days=1)) == 0
    tell(centre, "n1", {LAST: (5, 84)})
    assert find(now=NOW + timedelta(days=1)) == 0
    assert rows("SELECT * FROM signal ORDER BY id") == before


def test_a_day_is_judged_when_its_answers_are_in_and_again_as_late_ones_arrive(
    centre: Centre,
) -> None:
    calm(centre, "n1")
    tell(centre, "n1", {LAST: (2, 5)})
    assert find() == 0
    tell(centre, "n1", {LAST: (51, 84)})
    assert find(until_on=LAST - timedelta(days=1)) == 0
    assert find() == 4


def test_days_before_the_last_six_weeks_are_left_alone_unless_asked_for(centre: Centre) -> None:
    calm(centre, "n1")
    long_ago = LAST - timedelta(days=42)
    tell(centre, "n1", {long_ago: (10, 60)})
    assert find() == 0
    assert find(from_on=long_ago) > 0


def test_of_long_ago_signals_are_kept_and_no_letter_tells(centre: Centre) -> None:
    drop(centre)
    assert find(today=LAST + timedelta(days=43), from_on=LAST - timedelta(days=200)) == 4
    assert len(kept()) == 4
    assert letters() == {}
    run("DELETE FROM signal")
    assert find(today=LAST + timedelta(days=42)) == 4
    assert len(letters()) == 2


def test_a_run_is_kept_with_its_weeks(centre: Centre) -> None:
    calm(centre, "n1")
    low = {
        LAST - timedelta(days=at): (50, 60)
        for at in range(7 * 12)
        if (LAST - timedelta(days=at)).weekday() < 5
    }
    tell(centre, "n1", low)
    find()
    found = rows("SELECT DISTINCT rule, weeks FROM signal WHERE weeks IS NOT NULL")
    assert found == [("runs", 8)]


def test_each_owner_gets_one_letter_and_each_signal_is_in_it_once(centre: Centre) -> None:
    """The site's leader has a user, the team's has none; queues belong to the analysts."""
    drop(centre)
    find()
    by_name = {
        row[0]: row[1] for row in rows("SELECT coalesce(unit_id, -queue_id), id FROM signal")
    }
    north = by_name.pop(centre.units["north"])
    told = letters()
    assert told == {
        centre.users["leader"]: [north],
        centre.users["analyst"]: sorted(told[centre.users["analyst"]]),
    }
    assert set(told[centre.users["analyst"]]) == set(by_name.values())
    assert find() == 0
    assert letters() == told


def test_the_leader_of_that_day_is_told_if_the_unit_is_still_theirs(centre: Centre) -> None:
    own = people.add_user("leo@example.org", "Leo", role=LEADER, leader="l-n1")
    drop(centre)
    find()
    assert own in letters()
    run("DELETE FROM signal")
    run("DELETE FROM job")
    people.set_leadership("n1", "l-n2", from_on=TODAY)
    find()
    assert own not in letters()


def test_a_letter_shows_what_its_reader_may_see_when_it_is_sent(centre: Centre) -> None:
    drop(centre)
    find()
    leader = centre.users["leader"]
    mine = letters()[leader]
    found = signals.write_letter(leader, mine, today=TODAY)
    assert found is not None
    assert (found.to, [one.name for one in found.signals]) == ("lea@example.org", ["North"])
    everything = [row[0] for row in rows("SELECT id FROM signal")]
    found = signals.write_letter(leader, everything, today=TODAY)
    assert found is not None
    assert {one.name for one in found.signals} == {"North", "Billing"}
    people.set_leadership("north", "l-south", from_on=TODAY)
    assert signals.write_letter(leader, mine, today=TODAY) is None
    run("UPDATE app_user SET deactivated_at = 1 WHERE id = ?", (centre.users["analyst"],))
    assert signals.write_letter(centre.users["analyst"], everything, today=TODAY) is None
    assert signals.write_letter(9_999, everything, today=TODAY) is None


def test_four_workers_at_once_make_each_signal_and_each_letter_once(centre: Centre) -> None:
    drop(centre)
    drop(centre, "s1")
    found = at_once([find] * 4)
    assert sum(found) == len(rows("SELECT id FROM signal"))
    told = [one for signal_ids in letters().values() for one in signal_ids]
    assert sorted(told) == [row[0] for row in rows("SELECT id FROM signal ORDER BY id")]


@pytest.mark.slow
def test_killed_before_any_statement_no_signal_is_without_its_letter(
    both_stores: str, tmp_path: Path
) -> None:
    stride = 1 if both_stores.startswith("sqlite:") else 6
    database.disconnect()
    script = "tests.operations.interrupting_signals"
    done = subprocess.run(
        [sys.executable, "-m", script, both_stores, str(tmp_path), str(stride)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * stride > 20


# ----------------------------------------------------------------------------------- thresholds
def set_threshold(
    centre: Centre, whose: str, low: str, high: str, measure: str = "top_box"
) -> None:
    thresholds.set_threshold(measure, whose, low, high, user_id=centre.users["analyst"], now=NOW)


def test_a_threshold_speaks_beside_the_limits(centre: Centre) -> None:
    tell(centre, "n1", {THURSDAY: (51, 84), LAST: (6, 10)})
    assert find() == 0
    set_threshold(centre, "centre", "80", "95,5")
    set_threshold(centre, f"unit-{centre.units['north']}", "50", "90")
    assert find() == 6
    assert {row[0] for row in kept()} == {"below"}
    assert {row[2] for row in kept()} == {signalled.QUEUE, "centre", "n1"}
    assert {row[3] for row in kept()} == {"2026-03-02", "2026-03-05"}
    assert {row[0] for row in rows("SELECT expected FROM signal")} == {0.8}


def test_a_threshold_set_again_replaces_the_one_before(centre: Centre) -> None:
    tell(centre, "n1", {LAST: (5, 10)})
    queue = f"queue-{rows('SELECT id FROM queue')[0][0]}"
    for whose in ("centre", f"unit-{centre.units['n1']}", queue):
        set_threshold(centre, whose, "70", "90")
        set_threshold(centre, whose, "75.5", "91")
    set_threshold(centre, "centre", "3.5", "4.5", measure="mean")
    found = reads_of_thresholds.thresholds()
    assert [(one.measure, one.name, one.low, one.high) for one in found] == [
        ("mean", "", 3.5, 4.5),
        ("top_box", "", 75.5, 91),
        ("top_box", "Billing", 75.5, 91),
        ("top_box", signalled.QUEUE, 75.5, 91),
    ]
    assert {one.by for one in found} == {"Ana"}
    lines = reads_of_thresholds.top_box_lines()
    assert lines.of_unit(centre.units["n2"]) == lines.centre
    thresholds.remove_threshold(found[1].id)
    assert reads_of_thresholds.top_box_lines().centre.low is None
    with pytest.raises(NotFound):
        thresholds.remove_threshold(found[1].id)


@pytest.mark.parametrize(
    ("measure", "whose", "low", "high", "fields"),
    [
        ("", "centre", "70", "90", ["measure"]),
        ("top_box", "unit-999", "70", "90", ["whose"]),
        ("top_box", "unit-٣", "70", "90", ["whose"]),
        ("top_box", "", "", "", ["whose", "low", "high"]),
        ("top_box", "centre", "nan", "101", ["low", "high"]),
        ("top_box", "centre", "0%", "100%", ["low", "high"]),
        ("top_box", "centre", "70", "", ["high"]),
        ("mean", "centre", "1", "5", ["low", "high"]),
        ("mean", "centre", "75%", "4", ["low"]),
        ("top_box", "centre", "90", "70", ["high"]),
        ("top_box", "centre", "-1", "inf", ["low", "high"]),
        ("mean", "queue-1", "0,5", "4", ["whose", "low"]),
        ("mean", "centre", "4", "4", ["high"]),
    ],
)
def test_all_that_is_wrong_with_a_threshold_is_said_at_once(
    centre: Centre, measure: str, whose: str, low: str, high: str, fields: list[str]
) -> None:
    found = thresholds.find_problems(measure, whose, low, high)
    assert [field for field, _ in found] == fields
    with pytest.raises(InvalidInput):
        set_threshold(centre, whose, low, high, measure)
    assert rows("SELECT id FROM threshold") == []


# ----------------------------------------------------------------------------------------- notes
def test_the_last_note_stays_with_who_wrote_it_and_when(centre: Centre) -> None:
    drop(centre)
    find()
    ids = {row[1]: row[0] for row in rows("SELECT id, unit_id FROM signal")}
    of_north, of_queue = ids[centre.units["north"]], ids[None]
    north = frozenset({centre.units["north"], centre.units["n1"]})

    def note(text: str, signal_id: int, role: str, seen: str = "") -> None:
        user = centre.users[role]
        signals.note(signal_id, text, seen=seen, user_id=user, unit_ids=north, role=role, now=NOW)

    note(" The lines were\ndown. ", of_north, LEADER)
    with pytest.raises(Conflict, match=r"wrote meanwhile: “The lines were down\.”"):
        note("A storm.", of_north, ANALYST)
    note("A storm.", of_north, ANALYST, "The lines were down.")
    note("A storm.", of_north, ANALYST)
    note("A storm.", of_queue, ANALYST)
    found = reads_of_signals.signals_by_id([of_north])[0]
    assert (found.note, found.noted_by, found.noted_at) == ("A storm.", "Ana", NOW)
    for signal_id, role in (
        (of_queue, LEADER),
        (ids[centre.units["centre"]], LEADER),
        (999, ANALYST),
    ):
        with pytest.raises(NotFound):
            note("Mine?", signal_id, role)
    for text in ("", "  \n", "x" * 501, "a\x00b"):
        with pytest.raises(InvalidInput):
            note(text, of_north, ANALYST)
    assert reads_of_signals.signals_by_id([of_north])[0].note == "A storm."
