"""The form in which waves are planned, and their calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.instruments.rotation import CODES, Choice
from survey.intake.wave_days import (
    MONTHS,
    Every,
    last_day,
    months_on,
    next_opening,
    next_openings,
    window_of_wave,
)
from survey.intake.wave_schedule import (
    LONGEST_OPEN,
    InvalidSchedule,
    SchedulePlan,
    parse_schedule,
)

TODAY = date(2026, 3, 2)
UNITS = (3, 4)


def form(**changes: str | list[str]) -> dict[str, list[str]]:
    """A form that makes a plan, with some boxes written into."""
    usual: dict[str, str | list[str]] = {
        "name": "Pulse",
        "next_on": "2026-04-01",
        "every": "month",
        "open_days": "12",
        "remind_days": "4, 9",
        "threshold": "5",
        "comment_threshold": "10",
        "block_minimum": "8",
        "mode": "link",
        "help_contact": "",
        "per_wave": "1",
        **{f"ask_{code}": "always" for code in CODES},
    }
    return {
        name: one if isinstance(one, list) else [one] for name, one in (usual | changes).items()
    }


def errors_of(**changes: str | list[str]) -> dict[str, str]:
    """What is said about the form, by field."""
    with pytest.raises(InvalidSchedule) as caught:
        parse_schedule(form(**changes), units=UNITS, earliest=TODAY)
    found = dict(caught.value.errors)
    assert len(found) == len(caught.value.errors)
    return found


def test_a_form_makes_a_plan() -> None:
    typed = form(
        name="  The   pulse ",
        remind_days="9 4;4",
        card_units=["4"],
        ask_tools="in_turn",
        ask_voice="in_turn",
        ask_strain="never",
    )
    others = tuple(code for code in CODES if code not in ("tools", "voice", "strain"))
    assert parse_schedule(typed, units=UNITS, earliest=TODAY) == SchedulePlan(
        name="The pulse",
        next_on=date(2026, 4, 1),
        every="month",
        remind_days=(4, 9),
        card_unit_ids=frozenset({4}),
        choice=Choice(others, ("tools", "voice"), 1),
    )


def test_an_empty_form_is_told_everything_at_once() -> None:
    with pytest.raises(InvalidSchedule) as caught:
        parse_schedule({}, units=UNITS, earliest=TODAY)
    fields = [field for field, _ in caught.value.errors]
    assert len(fields) == len(set(fields))
    assert {"name", "next_on", "every", "open_days", "threshold", "mode"} < set(fields)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", " "),
        ("name", "x" * 81),
        ("name", "two\x00names"),
        ("next_on", "2026-03-01"),
        ("next_on", "2026-02-30"),
        ("next_on", "9999-12-31"),
        ("next_on", "20260401"),
        ("every", "week"),
        ("open_days", "2"),
        ("open_days", "29"),
        ("open_days", "1" * 9),
        ("open_days", "٣"),
        ("remind_days", "0"),
        ("remind_days", "12"),
        ("remind_days", "1,2,3,4,5"),
        ("remind_days", "-1"),
        ("threshold", "3"),
        ("comment_threshold", "9"),
        ("block_minimum", "5"),
        ("block_minimum", "9999"),
        ("mode", "post"),
        ("card_units", "5"),
        ("card_units", "x"),
        ("help_contact", "x" * 201),
        ("ask_tools", "often"),
    ],
)
def test_each_field_that_does_not_do_is_named(field: str, text: str) -> None:
    assert list(errors_of(**{field: text})) == [field]


def test_fewer_invited_than_answers_needed_is_a_contradiction() -> None:
    assert list(errors_of(threshold="9", block_minimum="8")) == ["block_minimum"]


@pytest.mark.parametrize("per_wave", ["0", "3", "", "many"])
def test_a_number_that_fits_no_turn_is_named_once(per_wave: str) -> None:
    assert list(errors_of(ask_tools="in_turn", ask_voice="in_turn", per_wave=per_wave)) == [
        "per_wave"
    ]


def test_without_turns_their_number_does_not_matter() -> None:
    assert parse_schedule(form(per_wave="x"), units=UNITS, earliest=TODAY).choice.per_wave == 0


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last(day: date, months: int, expected: date) -> None:
    assert months_on(day, months) == expected


def test_a_day_that_is_planned_once_does_not_come_again() -> None:
    assert next_opening(TODAY, "once", after=TODAY) is None
    assert next_openings(TODAY, TODAY, "once", 12, n=3) == (TODAY,)


def test_openings_that_fall_into_a_wave_opened_by_hand_are_left_out() -> None:
    found = next_openings(date(2026, 3, 25), date(2026, 4, 1), "month", 12, n=3)
    assert found == (date(2026, 3, 25), date(2026, 5, 1), date(2026, 6, 1))


@given(
    first_on=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    every=st.sampled_from([one for one, months in MONTHS.items() if months]),
)
def test_a_wave_open_for_the_longest_time_is_over_before_the_next(
    first_on: date, every: Every
) -> None:
    days = next_openings(first_on, first_on, every, LONGEST_OPEN[every], n=13)
    steps = [after.month - before.month for before, after in pairwise(days)]
    assert {step % 12 for step in steps} == {MONTHS[every] % 12}
    for before, after in pairwise(days):
        assert last_day(before, LONGEST_OPEN[every]) < after


@pytest.mark.parametrize(
    ("every", "first"),
    [
        ("once", date(2026, 2, 1)),
        ("month", date(2026, 2, 1)),
        ("two_months", date(2026, 1, 1)),
        ("quarter", date(2025, 12, 1)),
        ("half_year", date(2025, 9, 1)),
    ],
)
def test_a_wave_stands_for_whole_months_up_to_the_one_it_opens_in(
    every: Every, first: date
) -> None:
    assert window_of_wave(date(2026, 2, 17), every) == (first, date(2026, 2, 28))


def test_windows_of_one_schedule_follow_each_other_without_a_gap() -> None:
    days = next_openings(date(2026, 1, 31), date(2026, 1, 31), "quarter", 12, n=5)
    windows = [window_of_wave(day, "quarter") for day in days]
    for (_, until), (since, _) in pairwise(windows):
        assert since - until == timedelta(days=1)
