"""Periods: what an address may ask for, and what is compared with what."""

from __future__ import annotations

from datetime import date

import pytest

from survey.errors import InvalidInput
from survey.insight import period
from survey.insight.period import Period, parse_period

TODAY = date(2026, 3, 10)


def parsed(**query: str) -> Period:
    return parse_period({name.rstrip("_"): value for name, value in query.items()}, today=TODAY)


def test_without_a_word_it_is_the_last_90_days_today_included() -> None:
    found = parsed()
    assert (found.from_on, found.until_on) == (date(2025, 12, 11), TODAY)
    assert (found.n_days, found.label) == (90, "Last 90 days")


@pytest.mark.parametrize("many", ["30", "90", "365"])
def test_the_last_days_are_as_many_as_asked(many: str) -> None:
    assert parsed(period=many).n_days == int(many)


def test_a_month_is_all_of_it() -> None:
    found = parsed(period="2024-02")
    assert (found.from_on, found.until_on) == (date(2024, 2, 1), date(2024, 2, 29))
    assert found.label == "Feb 2024"


def test_two_days_are_both_included() -> None:
    found = parsed(from_="2026-03-09", to="2026-03-10")
    assert (found.n_days, found.label) == (2, "9 to 10 March 2026")
    assert parsed(from_="2026-03-10", to="2026-03-10").n_days == 1


def test_two_days_that_are_a_month_are_called_so() -> None:
    assert parsed(from_="2026-02-01", to="2026-02-28") == parsed(period="2026-02")


def test_a_period_survives_its_own_address() -> None:
    for found in (parsed(period="30"), parsed(period="2026-02"), parsed()):
        again = parse_period(found.query, today=TODAY)
        assert (again.from_on, again.until_on) == (found.from_on, found.until_on)


def test_days_are_compared_with_as_many_days_before() -> None:
    before = parsed(period="30").previous
    assert (before.until_on, before.n_days) == (date(2026, 2, 8), 30)


def test_whole_months_are_compared_with_whole_months() -> None:
    assert parsed(period="2026-03").previous == parsed(period="2026-02")
    quarter = parsed(from_="2026-01-01", to="2026-03-31")
    assert quarter.previous == parsed(from_="2025-10-01", to="2025-12-31")


def test_months_are_those_it_touches() -> None:
    found = parsed(from_="2025-12-31", to="2026-02-01")
    assert found.months == (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    assert len(period.year_until(TODAY).months) == 12


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"period": "7"}, "“7” is not a period"),
        ({"period": "2026-13"}, "not a period"),
        ({"period": "1999-12"}, "not a period"),
        ({"period": "٢٠٢٦-٠٣"}, "not a period"),
        ({"from": "2026-03-01"}, "To: give both days"),
        ({"to": "2026-03-01"}, "From: give both days"),
        ({"from": "01/03/2026", "to": "2026-03-02"}, "From: “01/03/2026” is not a day"),
        ({"from": "2026-02-30", "to": "2026-03-02"}, "not a day"),
        ({"from": "20260301", "to": "2026-03-02"}, "not a day"),
        ({"from": "0001-01-01", "to": "2026-03-02"}, "between 2000 and 2099"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "is before 2026-03-02"),
        ({"from": "2001-01-01", "to": "2026-03-01"}, "at most ten years"),
        ({"period": "30", "from": "2026-03-01", "to": "2026-03-02"}, "not both"),
    ],
)
def test_what_cannot_be_used_is_named(query: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        parse_period(query, today=TODAY)


def test_two_bad_days_are_both_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parsed(from_="soon", to="x" * 500)
    assert len(refusal.value.problems) == 2
    assert max(map(len, refusal.value.problems)) < 200


def test_the_ends_of_the_calendar_hold() -> None:
    last = parsed(period="2099-12")
    assert last.until_on == date(2099, 12, 31)
    assert parsed(period="2000-01").previous.label == "Dec 1999"
