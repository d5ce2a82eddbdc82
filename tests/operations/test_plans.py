"""Storing plans of the linkage, on both engines."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from survey.insight.linkage.planned import every_plan, in_force, waves_of, what_is_known
from survey.intake.plan import Plan, digest_of
from survey.operations import people
from survey.operations.plans import Stored, store_plan
from survey.privacy import gate
from survey.store import database
from survey.store.database import DatabaseError, run
from tests import waves
from tests.contexts import keep_series

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
OTHER = replace(Plan(), headline="between")


def test_before_any_plan_there_is_none(both_stores: str) -> None:
    assert every_plan() == ()
    assert in_force(()) == ()


def test_a_plan_is_stored_with_its_digest_and_who_stored_it_when(both_stores: str) -> None:
    ana = people.add_user("ana@example.org", "Ana", role="analyst")
    assert store_plan(Plan(), user_id=ana, now=NOW) == Stored(1, is_new=True)
    (stored,) = in_force(every_plan())
    assert (stored.number, stored.plan, stored.stored_at, stored.stored_by) == (
        1, Plan(), NOW, "Ana",
    )  # fmt: skip
    assert stored.digest == digest_of(stored.definition)


def test_storing_the_newest_plan_again_changes_nothing(both_stores: str) -> None:
    store_plan(Plan(), user_id=None, now=NOW)
    later = NOW + timedelta(days=1)
    assert store_plan(Plan(), user_id=None, now=later) == Stored(1, is_new=False)
    assert store_plan(OTHER, user_id=None, now=later) == Stored(2, is_new=True)
    assert store_plan(Plan(), user_id=None, now=later) == Stored(3, is_new=True)
    assert [(one.number, one.stored_at) for one in every_plan()] == [
        (1, NOW), (2, later), (3, later),
    ]  # fmt: skip


def test_each_pair_of_sides_has_a_plan_in_force(both_stores: str) -> None:
    imported = replace(Plan(), engagement="teachers", satisfaction="parents")
    for plan in (Plan(), imported, Plan(), OTHER, imported):
        store_plan(plan, user_id=None, now=NOW)
    # What was in force already was not stored again.
    assert [one.plan for one in every_plan()] == [Plan(), imported, OTHER]
    assert [one.number for one in in_force(every_plan())] == [3, 2]
    waves.build_teams({"a": 12})
    waves.open_with_cards()
    waves.close()
    assert waves_of(every_plan()[1], gate.waves()).planned == ()


CHANGES = (
    "UPDATE linkage_plan SET definition = '{}'",
    "UPDATE linkage_plan SET stored_at = 0",
    "DELETE FROM linkage_plan",
)
OF_AN_ENGINE = {
    "sqlite": "INSERT OR REPLACE INTO linkage_plan"
    " SELECT id, number, '{}', digest, stored_at, user_id FROM linkage_plan",
    "postgresql": "TRUNCATE linkage_plan",
}


def test_the_database_refuses_to_change_or_delete_a_plan(both_stores: str) -> None:
    store_plan(Plan(), user_id=None, now=NOW)
    before = every_plan()
    for statement in (*CHANGES, OF_AN_ENGINE[both_stores.partition(":")[0]]):
        with pytest.raises(DatabaseError, match="A stored plan stays as it is: store a new one"):
            run(statement)
        assert every_plan() == before


def test_two_stored_at_once_have_two_numbers(both_stores: str) -> None:
    found: list[Stored] = []
    ready = threading.Barrier(2)

    def store(plan: Plan) -> None:
        ready.wait()
        found.append(store_plan(plan, user_id=None, now=NOW))
        database.disconnect()

    threads = [threading.Thread(target=store, args=(plan,)) for plan in (Plan(), OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [Stored(1, is_new=True), Stored(2, is_new=True)]


def test_waves_are_told_apart_by_whether_they_closed_after_the_plan_was_stored(
    both_stores: str,
) -> None:
    waves.build_teams({"a": 12, "b": 12})
    for number in (1, 2):
        waves.open_with_cards(number)
        waves.close(number)
    closed_at = [
        database.rows("SELECT closed_at FROM wave WHERE number = ?", (number,))[0][0]
        for number in (1, 2)
    ]
    run("UPDATE wave SET closed_at = ? WHERE number = 2", (closed_at[0] + 10,))
    for seconds, planned, known in ((-1, (1, 2), ()), (0, (2,), (1,)), (10, (), (1, 2))):
        at = datetime.fromtimestamp(closed_at[0] + seconds, UTC)
        plan = replace(Plan(), window_days=20 + seconds)
        store_plan(plan, user_id=None, now=at)
        stored = every_plan()[-1]
        found = waves_of(stored, gate.waves())
        assert tuple(wave.number for wave in found.planned) == planned
        assert tuple(wave.number for wave in found.known) == known


def test_a_plan_can_name_what_was_imported_and_teams_are_counted_at_the_bottom(
    both_stores: str,
) -> None:
    assert what_is_known().n_teams == 0
    people.add_unit("centre", "Centre")
    for code in ("a", "b"):
        people.add_unit(code, code, parent="centre")
    keep_series("Absence", adds="count")
    run(
        "INSERT INTO score_series (name, kind, scale_low, scale_high)"
        " VALUES ('parents', 'satisfaction', 0, 100), ('teachers', 'engagement', 0, 100)"
    )
    known = what_is_known()
    assert known.engagements == ("pulse", "teachers")
    assert known.satisfactions == ("csat", "parents")
    assert known.covariates == ("channel_mix", "handle_time", "series:Absence")
    assert (known.n_teams, known.most_covariates) == (2, 1)
