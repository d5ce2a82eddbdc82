"""Numbers as people read them: rounding, signs, thin spaces, and what stands where nothing is."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.render import numbers

FORMS = (
    numbers.whole, numbers.decimal, numbers.share, numbers.mean, numbers.score, numbers.r,
    numbers.n, numbers.p, numbers.p_phrase, numbers.change, numbers.share_change,
)  # fmt: skip


@dataclass(frozen=True)
class Withheld:
    threshold: int = 5


def test_thousands_are_parted_by_a_narrow_space_that_does_not_break() -> None:
    assert numbers.whole(1204) == "1\u202f204"
    assert numbers.n(1234567) == "n = 1\u202f234\u202f567"


def test_no_one_and_two_answers_read_as_such() -> None:
    assert [numbers.n(count) for count in (0, 1, 2)] == ["n = 0", "n = 1", "n = 2"]
    assert [numbers.counted(count, "answer") for count in (0, 1, 2)] == [
        "0 answers",
        "1 answer",
        "2 answers",
    ]
    assert numbers.counted(2, "inquiry", "inquiries") == "2 inquiries"


def test_halves_are_rounded_away_from_zero() -> None:
    assert [numbers.whole(value) for value in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "−3"]
    assert numbers.share(0.825) == "83%"
    assert numbers.mean(2.675) == "2.68"
    assert numbers.share(57 / 200, 0) == "29%"


def test_negative_numbers_have_a_real_minus_sign_and_zero_has_none() -> None:
    assert numbers.r(-0.41) == "−0.41"
    assert numbers.decimal(-0.004) == "0.00"
    assert numbers.change(-0.004) == "0.00"
    assert numbers.score(-8) == "−8"


def test_changes_carry_their_sign() -> None:
    assert numbers.change(0.12) == "+0.12"
    assert numbers.change(0) == "0.00"
    assert numbers.share_change(0.03) == "+3 points"
    assert numbers.share_change(-0.01) == "−1 point"
    assert numbers.change_interval(-0.05, 0.29) == "−0.05 to +0.29"
    assert numbers.share_change_interval(-0.012, 0.05) == "−1 to +5 points"


def test_intervals_say_the_percent_sign_once() -> None:
    assert numbers.share_interval(0.79, 0.85) == "79 to 85%"
    assert numbers.share_interval(0.001, 1.0, 1) == "0.1 to 100.0%"
    assert numbers.interval(3.71, 3.97) == "3.71 to 3.97"
    assert numbers.interval(None, 3.97) == "no interval"
    assert numbers.share_interval(0.2, math.nan) == "no interval"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "< 0.001"), (0.00099, "< 0.001"), (0.001, "0.001"), (0.0023, "0.0023"),
        (0.03, "0.03"), (0.0312, "0.031"), (0.0996, "0.10"), (0.25, "0.25"), (0.5, "0.50"),
        (0.995, "> 0.99"), (1, "1.00"),
    ],
)  # fmt: skip
def test_p_has_two_significant_digits_and_a_floor(value: float, words: str) -> None:
    assert numbers.p(value) == words


def test_p_joins_a_sentence() -> None:
    assert numbers.p_phrase(0.03) == "p = 0.03"
    assert numbers.p_phrase(0.0001) == "p < 0.001"
    assert numbers.p_phrase(None) == "no data"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "nothing", [None, math.nan, math.inf, -math.inf, "", "nan", Decimal("NaN")]
)
def test_nothing_is_said_to_be_no_data(form: Callable[..., str], nothing: object) -> None:
    assert form(nothing) == "no data"


@pytest.mark.parametrize("form", FORMS)
def test_a_withheld_value_says_why_it_is_hidden(form: Callable[..., str]) -> None:
    assert form(Withheld()) == "hidden: fewer than 5 answers"
    assert form(Withheld(10)) == "hidden: fewer than 10 answers"


@given(st.floats(), st.sampled_from(FORMS))
def test_no_number_ever_prints_as_nan_or_with_a_hyphen(
    value: float, form: Callable[..., str]
) -> None:
    text = form(value)
    assert "nan" not in text.lower()
    assert "inf" not in text.lower()
    assert "-" not in text


def test_a_part_always_shows_both_counts() -> None:
    assert numbers.part(96, 150) == "96 of 150 (64%)"
    assert numbers.part(0, 0) == "0 of 0"
    assert numbers.part(None, 150) == "no data"


def test_numpy_scalars_and_whole_numbers_are_numbers_and_truth_values_are_not() -> None:
    numpy = pytest.importorskip("numpy")
    assert numbers.share(numpy.float64(0.825)) == "83%"
    assert numbers.whole(numpy.int64(1204)) == "1\u202f204"
    assert numbers.whole(True) == "no data"


def test_days_and_months_are_written_out() -> None:
    day = date(2026, 11, 21)
    assert numbers.day(day) == "21 November 2026"
    assert numbers.short_day(day) == "21 Nov 2026"
    assert numbers.month(day) == "Nov 2026"
    assert numbers.day(None) == "no data"


def test_a_period_says_nothing_twice() -> None:
    assert numbers.period(date(2026, 11, 3), date(2026, 11, 21)) == "3 to 21 November 2026"
    assert numbers.period(date(2026, 9, 3), date(2026, 11, 21)) == (
        "3 September to 21 November 2026"
    )
    assert numbers.period(date(2025, 9, 3), date(2026, 11, 21)) == (
        "3 September 2025 to 21 November 2026"
    )
    assert numbers.period(date(2026, 11, 3), date(2026, 11, 3)) == "3 November 2026"
    assert numbers.months(date(2025, 11, 1), date(2026, 10, 31)) == "Nov 2025 to Oct 2026"
    assert numbers.months(date(2025, 11, 1), date(2025, 11, 30)) == "Nov 2025"
    assert numbers.period(None, date(2026, 11, 3)) == numbers.months(None, None) == "no data"


def test_an_instant_names_its_zone_and_refuses_to_guess_one() -> None:
    moment = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
    assert numbers.instant(moment) == "21 November 2026, 14:05 UTC"
    assert numbers.instant(moment, ZoneInfo("Europe/Berlin")) == "21 November 2026, 15:05 CET"
    with pytest.raises(ValueError, match="time zone"):
        numbers.instant(moment.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0 s"), (0.5, "1 s"), (59.6, "1 min"), (48, "48 s"), (372, "6 min 12 s"), (3600, "1 h"),
        (7500, "2 h 5 min"), (timedelta(days=3), "3 days"),
        (timedelta(days=1, hours=2), "1 day 2 h"),
        (-90, "−1 min 30 s"), (None, "no data"), (math.nan, "no data"),
    ],
)  # fmt: skip
def test_durations_use_their_two_largest_units(
    length: timedelta | float | None, words: str
) -> None:
    assert numbers.duration(length) == words
