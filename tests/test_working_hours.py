"""So many working hours later, by the centre's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from survey.working_hours import WorkingHours, parse_holidays, parse_shifts

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = "Mo-Fr 09:00-17:00"


def due(begin: str, hours: int, text: str = OFFICE, *, holidays: str = "") -> str:
    """When so many hours have passed in Berlin, as its clock shows it."""
    calendar = WorkingHours(parse_shifts(text), parse_holidays(holidays), BERLIN)
    opened = datetime.fromisoformat(begin).replace(tzinfo=BERLIN)
    found = calendar.after(opened.astimezone(UTC), hours)
    return found.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("begin", "hours", "end"),
    [
        ("2026-03-10 10:00", 4, "2026-03-10 14:00"),
        ("2026-03-10 09:00", 8, "2026-03-10 17:00"),
        ("2026-03-10 10:00", 8, "2026-03-11 10:00"),
        ("2026-03-10 06:00", 1, "2026-03-10 10:00"),
        ("2026-03-10 17:00", 1, "2026-03-11 10:00"),
        ("2026-03-13 16:00", 8, "2026-03-16 16:00"),
        ("2026-03-14 12:00", 8, "2026-03-16 17:00"),
        ("2026-03-10 10:00", 40, "2026-03-17 10:00"),
    ],
)
def test_hours_count_while_the_centre_works(begin: str, hours: int, end: str) -> None:
    assert due(begin, hours) == end


def test_after_no_hours_it_is_due_at_once_even_at_night() -> None:
    assert due("2026-03-14 03:00", 0) == "2026-03-14 03:00"


def test_no_shift_begins_on_a_holiday() -> None:
    assert due("2026-12-24 16:00", 8, holidays="2026-12-25, 2026-12-28") == "2026-12-29 16:00"


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    nights = "Mo-Fr 22:00-06:00"
    assert due("2026-03-10 23:00", 8, nights) == "2026-03-11 23:00"
    assert due("2026-03-14 05:00", 2, nights) == "2026-03-16 23:00"
    assert due("2026-03-10 23:00", 8, nights, holidays="2026-03-11") == "2026-03-12 23:00"


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        # On 29 March the clock leaves out 2 to 3, on 25 October it shows it twice.
        ("2026-03-28 23:00", "2026-03-29 08:00"),
        ("2026-10-24 23:00", "2026-10-25 06:00"),
    ],
)
def test_hours_are_real_ones_in_the_night_the_clock_changes(begin: str, end: str) -> None:
    assert due(begin, 8, "24/7") == end


def test_day_shifts_stay_on_the_clock_when_it_changes() -> None:
    assert due("2026-03-27 16:00", 8) == "2026-03-30 16:00"
    assert due("2026-10-23 16:00", 8) == "2026-10-26 16:00"


def test_several_ranges_a_day_and_ranges_that_overlap_count_once() -> None:
    split = "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00"
    assert due("2026-03-10 11:00", 2, split) == "2026-03-10 14:00"
    assert due("2026-03-13 16:00", 2, split) == "2026-03-14 11:00"
    assert due("2026-03-10 09:00", 10, "Mo-Su 09:00-17:00; Tu 12:00-20:00") == "2026-03-10 19:00"


def test_days_may_go_over_the_weekend_or_stand_one_by_one() -> None:
    assert {shift.weekday for shift in parse_shifts("Fr-Mo 09:00-10:00")} == {4, 5, 6, 0}
    assert {shift.weekday for shift in parse_shifts("Mo,We 09:00-10:00")} == {0, 2}


@pytest.mark.parametrize(
    "text",
    ["", ";", "Mo-Fr", "Mo-Fr 9-17", "Mo-Fr 09:00-25:00", "Xx 09:00-10:00", "Mo 09:00-09:00",
     "Mo 24:00-01:00", "Mo 09:00-10:00,"],
)  # fmt: skip
def test_what_are_no_hours_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="Mo-Fr 09:00-17:00"):
        parse_shifts(text)


def test_holidays_are_days() -> None:
    assert parse_holidays("") == frozenset()
    assert parse_holidays("2026-12-25,2026-12-26") == {date(2026, 12, 25), date(2026, 12, 26)}
    with pytest.raises(ValueError, match="write days"):
        parse_holidays("Christmas")
