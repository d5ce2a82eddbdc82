"""Schedules are planned, changed, paused, taken up again and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from survey.errors import Conflict, NotFound
from survey.instruments.rotation import Choice
from survey.intake.wave_schedule import InvalidSchedule
from survey.operations.pulse import schedules
from survey.store.database import rows
from survey.store.pulse.schedules import every_schedule
from tests import planned, waves

pytestmark = pytest.mark.usefixtures("both_stores")
TODAY = date(2026, 2, 1)


def change(made: int, *, seen: int = 1, today: date = TODAY, **changes: Any) -> None:
    """Change a schedule into the usual plan with these differences."""
    schedules.change_schedule(made, planned.plan(**changes), seen=seen, today=today)


def test_a_schedule_is_kept_with_everything_in_it() -> None:
    units = waves.build_teams({"a": 8, "b": 3})
    wanted: dict[str, Any] = {
        "name": "Spring",
        "every": "half_year",
        "open_days": 20,
        "remind_days": (3, 5, 19),
        "threshold": 6,
        "comment_threshold": 15,
        "block_minimum": 10,
        "mode": "link",
        "card_unit_ids": frozenset(units.values()),
        "help_contact": "the staff council",
        "choice": Choice(("tools",), ("voice", "planning"), 1),
    }
    made = planned.found(planned.make(**wanted))
    assert made.plan == planned.plan(**wanted)
    assert (made.state, made.next_on, made.problem, made.revision) == (
        "active",
        planned.FIRST,
        "",
        1,
    )


@pytest.mark.parametrize("n", [0, 1, 2])
def test_schedules_are_listed_by_name_those_that_ended_last(n: int) -> None:
    made = [planned.make(name=f"Plan {n - one}") for one in range(n)]
    assert [one.plan.name for one in every_schedule()] == [f"Plan {k + 1}" for k in range(n)]
    for one in made[-1:]:
        schedules.end_schedule(one)
        assert every_schedule()[-1].id == one


def test_a_name_is_given_once() -> None:
    planned.make(name="One")
    other = planned.make(name="Two")
    with pytest.raises(InvalidSchedule, match="Another schedule has this name"):
        planned.make(name="One")
    with pytest.raises(InvalidSchedule, match="Another schedule has this name"):
        change(other, name="One")
    change(other, name="Two", open_days=5, remind_days=())
    assert planned.found(other).plan.open_days == 5


def test_a_day_that_is_over_is_refused_together_with_the_rest() -> None:
    planned.make()
    with pytest.raises(InvalidSchedule) as caught:
        planned.make(next_on=date(2026, 1, 31))
    assert [field for field, _ in caught.value.errors] == ["name", "next_on"]


def test_a_change_needs_the_revision_that_was_seen_and_the_same_again_is_none() -> None:
    made = planned.make()
    change(made, threshold=6)
    change(made, threshold=6)
    assert planned.found(made).revision == 2
    with pytest.raises(Conflict, match="was changed since you opened the page"):
        change(made, threshold=7)
    assert planned.found(made).plan.threshold == 6
    change(made, threshold=7, seen=2)
    assert planned.found(made).plan.threshold == 7


def test_units_by_card_are_replaced_by_a_change() -> None:
    units = waves.build_teams({"a": 8, "b": 3})
    made = planned.make(card_unit_ids=frozenset({units["a"]}))
    change(made, card_unit_ids=frozenset({units["b"]}))
    assert rows("SELECT unit_id FROM schedule_card_unit") == [(units["b"],)]


def test_another_day_moves_the_calendar_and_the_same_day_does_not() -> None:
    waves.build_teams({"a": 8})
    made = planned.make(next_on=date(2026, 1, 31), today=date(2026, 1, 1), open_days=5,
                        remind_days=())  # fmt: skip
    planned.turn_all(date(2026, 1, 31))
    assert planned.found(made).next_on == date(2026, 2, 28)
    kept: dict[str, Any] = {"open_days": 5, "remind_days": (), "next_on": date(2026, 2, 28)}
    change(made, seen=planned.found(made).revision, threshold=6, **kept)
    assert planned.found(made).first_on == date(2026, 1, 31)
    moved = kept | {"next_on": date(2026, 3, 10)}
    change(made, seen=planned.found(made).revision, **moved)
    assert planned.found(made).first_on == date(2026, 3, 10)


def test_a_day_that_passed_while_the_wave_was_held_up_need_not_be_changed() -> None:
    made = planned.make()
    change(made, today=date(2026, 5, 1), help_contact="the council")
    assert planned.found(made).next_on == planned.FIRST
    with pytest.raises(InvalidSchedule, match="This day is over"):
        change(made, seen=2, today=date(2026, 5, 1), next_on=date(2026, 4, 30))


def test_pausing_and_taking_up_again_may_be_repeated() -> None:
    made = planned.make()
    for _ in range(2):
        schedules.pause_schedule(made)
        assert planned.found(made).state == "paused"
    for _ in range(2):
        schedules.resume_schedule(made, today=TODAY)
        assert planned.found(made).state == "active"
    assert planned.found(made).next_on == planned.FIRST
    assert planned.found(made).revision == 3


def test_days_that_passed_in_a_pause_are_left_out() -> None:
    made = planned.make()
    schedules.pause_schedule(made)
    schedules.resume_schedule(made, today=date(2026, 6, 2))
    assert planned.found(made).next_on == date(2026, 6, 2)


def test_an_only_day_that_passed_in_a_pause_has_to_be_changed_first() -> None:
    made = planned.make(every="once")
    schedules.pause_schedule(made)
    with pytest.raises(Conflict, match="Its opening day is over"):
        schedules.resume_schedule(made, today=date(2026, 3, 3))
    later: dict[str, Any] = {"every": "once", "next_on": date(2026, 3, 9)}
    change(made, seen=2, today=date(2026, 3, 3), **later)
    schedules.resume_schedule(made, today=date(2026, 3, 3))
    assert planned.found(made).next_on == date(2026, 3, 9)


def test_what_has_ended_stays_ended() -> None:
    made = planned.make()
    for _ in range(2):
        schedules.end_schedule(made)
    assert (planned.found(made).state, planned.found(made).next_on) == ("ended", None)
    attempts: tuple[Callable[[], None], ...] = (
        lambda: change(made),
        lambda: schedules.pause_schedule(made),
        lambda: schedules.resume_schedule(made, today=TODAY),
        lambda: schedules.open_now(made, today=TODAY),
    )
    for attempt in attempts:
        with pytest.raises(Conflict, match="has ended"):
            attempt()


def test_a_wave_is_opened_at_once_only_where_the_schedule_runs_and_once_a_day() -> None:
    waves.build_teams({"a": 8})
    made = planned.make()
    schedules.pause_schedule(made)
    with pytest.raises(Conflict, match="is paused"):
        schedules.open_now(made, today=TODAY)
    schedules.resume_schedule(made, today=TODAY)
    for _ in range(2):
        schedules.open_now(made, today=TODAY)
    assert planned.turn_all(TODAY) == 1
    with pytest.raises(Conflict, match="was opened today"):
        schedules.open_now(made, today=TODAY)


def test_a_schedule_that_is_not_there_is_not_found() -> None:
    attempts: tuple[Callable[[], None], ...] = (
        lambda: change(7),
        lambda: schedules.pause_schedule(7),
        lambda: schedules.resume_schedule(7, today=TODAY),
        lambda: schedules.end_schedule(7),
        lambda: schedules.open_now(7, today=TODAY),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
