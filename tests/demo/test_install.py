"""The demo as it stands once it is made: sizes, its special teams, and that it comes whole."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

import pytest

from survey.demo import cast, install
from survey.demo.fill import USERS
from survey.errors import Refusal
from survey.operations import people
from survey.privacy import gate
from survey.privacy.audit import audit
from survey.privacy.figures import Published, Suppressed
from survey.store import database, demo_mark, schema
from survey.store.database import rows
from tests.filled import FILLED_AT, demo_settings

NOW = datetime(2026, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(filled_demo: Path) -> Iterator[Path]:
    """The filled demo, connected, only for reading."""
    database.connect(f"sqlite:///{filled_demo / 'survey.db'}")
    yield filled_demo
    database.disconnect()


def one(sql: str, *values: object) -> int:
    number: int = rows(sql, values)[0][0]
    return number


def test_it_has_the_size_it_promises(demo: Path) -> None:
    assert one("SELECT count(*) FROM unit WHERE depth = 2") == len(cast.TEAMS) == 12
    assert 140 <= one("SELECT count(*) FROM agent") <= 175
    assert one("SELECT count(*) FROM contact") > 60_000
    assert one("SELECT count(*) FROM response") > 10_000
    assert [wave.is_closed for wave in gate.waves()] == 6 * [True] + [False]
    assert one("SELECT count(*) FROM decision") > 5
    by_role = dict(rows("SELECT role, count(*) FROM app_user GROUP BY role"))
    assert by_role.pop("agent") == one("SELECT count(*) FROM agent")
    assert by_role == {role: 1 for role, *_ in USERS if role != "agent"}


def test_its_contacts_reach_over_twelve_months_to_yesterday(demo: Path) -> None:
    ((first, last),) = rows("SELECT min(closed_on), max(closed_on) FROM contact")
    assert (first, last) == ("2025-03-01", "2026-03-11")
    assert one("SELECT count(DISTINCT month) FROM contact_month") == 13


def test_no_invitation_is_answered_before_it_was_made_or_in_the_future(demo: Path) -> None:
    until = int(FILLED_AT.timestamp()) + 3 * 86_400
    assert one("SELECT count(*) FROM response WHERE received_at > ?", until) == 0


def engagement_of(team: str) -> list[gate.Cell]:
    """The team's own engagement in every closed wave; a team in a joined block has none."""
    unit = one("SELECT id FROM unit WHERE code = ?", team)
    return [
        gate.cells(wave.id)[block.id]["engagement"]
        for wave in gate.closed_waves()
        for block in gate.blocks(wave.id)
        if block.unit_ids == (unit,)
    ]


def test_the_silent_team_has_nothing_to_report(demo: Path) -> None:
    found = engagement_of("payments")
    assert len(found) == 6
    assert all(isinstance(cell, Suppressed) for cell in found)


def test_the_team_in_trouble_goes_downhill_at_both_ends(demo: Path) -> None:
    found = [cell.value for cell in engagement_of("billing") if isinstance(cell, Published)]
    assert len(found) == 6
    assert fmean(found[:3]) - fmean(found[3:]) > 0.2
    assert min(found) == found[5]
    assert satisfied("billing", "2025-03-01", "2025-09-01") > 3 + satisfied(
        "billing", "2025-11-01", "2026-03-01"
    )


def satisfied(team: str, first: str, end: str) -> float:
    """Percent of the team's customers in the top box from the first day to before the last."""
    ((share,),) = rows(
        "SELECT 100.0 * sum(n * (value >= 4)) / sum(n) FROM answer_rollup"
        " JOIN unit ON unit.id = answer_rollup.unit_id"
        " WHERE unit.code = ? AND item = 'csat' AND day >= ? AND day < ?",
        (team, first, end),
    )
    return float(share)


def test_small_teams_are_joined_with_others(demo: Path) -> None:
    assert engagement_of("evening") == engagement_of("night") == []


def test_its_anonymity_holds(demo: Path) -> None:
    assert [check for check in audit() if check.problems] == []


def test_it_is_marked_whole_and_leaves_no_draft(demo: Path) -> None:
    assert demo_mark.is_made_up()
    assert not demo_mark.is_cut_off()
    assert not list(demo.glob("*.draft*"))
    assert (demo / install.HANDLES).stat().st_mode & 0o077 == 0


def test_its_handles_work_until_they_are_used_or_run_out(demo: Path) -> None:
    handles = install.usable_handles(demo, now=FILLED_AT, today=FILLED_AT.date())
    assert handles.customer_path
    assert handles.ballot_code
    assert handles.claim_path
    later_at = datetime(2027, 1, 1, tzinfo=UTC)
    later = install.usable_handles(demo, now=later_at, today=later_at.date())
    assert later == install.UsableHandles(None, None, None)
    nowhere = install.usable_handles(demo / "x", now=FILLED_AT, today=FILLED_AT.date())
    assert nowhere == later


def test_only_one_makes_it_at_a_time(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path)
    with (tmp_path / install.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refusal, match="Another start is making the demo right now"):
            install.make(settings, now=NOW, on_progress=lambda _: None)


def test_making_it_that_fails_leaves_what_was_there(filled_demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(filled_demo, folder)
    settings = demo_settings(folder)
    before = (folder / "survey.db").read_bytes()

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    database.connect(settings.database_url)
    with pytest.raises(KeyboardInterrupt):
        install.make(settings, now=NOW, on_progress=interrupt)
    assert demo_mark.is_made_up()
    database.disconnect()
    assert (folder / "survey.db").read_bytes() == before
    assert not list(folder.glob("*.draft*"))


def test_only_the_demo_may_be_made_again(store: str, tmp_path: Path) -> None:
    people.add_unit("centre", "Our centre")
    settings = replace(demo_settings(tmp_path), database_url=store)
    with pytest.raises(Refusal, match="does not hold the demo, so nothing was changed"):
        install.require_demo(settings)
    demo_mark.begin(now=NOW)
    install.require_demo(settings)


def test_a_file_of_another_program_is_never_replaced(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path)
    database.connect(settings.database_url)
    assert schema.is_blank()
    database.run("CREATE TABLE theirs (id INTEGER)")
    assert not schema.is_blank()
    with pytest.raises(Refusal, match="does not hold the demo"):
        install.require_demo(settings)
    database.disconnect()


def test_a_half_filled_database_is_refused_until_it_is_made_anew(both_stores: str) -> None:
    install.require_whole()
    assert demo_mark.begin(now=NOW)
    assert not demo_mark.begin(now=NOW)
    with pytest.raises(Refusal, match="was cut off"):
        install.require_whole()
    demo_mark.complete(now=NOW)
    install.require_whole()
    assert demo_mark.is_made_up()
    assert rows("SELECT id FROM demo_mark") == [(1,)]


def test_a_mark_is_there_once(both_stores: str) -> None:
    demo_mark.begin(now=NOW)
    with pytest.raises(database.IntegrityError):
        database.run("INSERT INTO demo_mark (id, begun_at) VALUES (2, 0)")
