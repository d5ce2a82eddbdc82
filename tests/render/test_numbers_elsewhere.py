"""Numbers and days as the readers of other languages write them; English is `test_numbers`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from survey.render import numbers
from survey.render.moments import long_month
from survey.render.speech import speaking

NO_BREAK, THIN, LRM = "\u00a0", "\u202f", "\u200e"
RANGE = "\u2009–\u2009"


@pytest.mark.parametrize(
    ("code", "small", "large", "negative", "rate", "change"),
    [
        ("de", "1.204", "1.234.567", "−2,35", f"82,5{NO_BREAK}%", "+0,12"),
        ("fr", f"1{THIN}204", f"1{THIN}234{THIN}567", "−2,35", f"82,5{NO_BREAK}%", "+0,12"),
        ("es", "1204", "1.234.567", "−2,35", f"82,5{NO_BREAK}%", "+0,12"),
        ("pl", "1204", f"1{NO_BREAK}234{NO_BREAK}567", "−2,35", "82,5%", "+0,12"),
        ("pt", "1204", f"1{NO_BREAK}234{NO_BREAK}567", "−2,35", "82,5%", "+0,12"),
        ("hi", "1,204", "12,34,567", "−2.35", "82.5%", "+0.12"),
        ("ar", "1,204", "1,234,567", f"{LRM}−2.35", f"82.5{LRM}%{LRM}", f"{LRM}+0.12"),
    ],
)
def test_numbers_have_the_marks_of_their_language(
    code: str, small: str, large: str, negative: str, rate: str, change: str
) -> None:
    with speaking(code):
        assert [numbers.whole(1204), numbers.whole(1_234_567)] == [small, large]
        assert [numbers.decimal(-2.345), numbers.decimal(-0.001, 0)] == [negative, "0"]
        assert [numbers.share(0.825, 1), numbers.change(0.12)] == [rate, change]


def test_five_digits_are_parted_where_four_are_not() -> None:
    with speaking("es"):
        assert [numbers.whole(9999), numbers.whole(10_000)] == ["9999", "10.000"]


def test_p_keeps_its_digits_and_floors() -> None:
    with speaking("de"):
        assert [numbers.p(x) for x in (0.0002, 0.03, 0.0312, 0.5, 0.998, 1.0)] == [
            "< 0,001", "0,03", "0,031", "0,50", "> 0,99", "1,00",
        ]  # fmt: skip
        assert numbers.p_phrase(0.0001) == "p < 0,001"


@pytest.mark.parametrize(
    ("code", "same_month", "two_months", "two_years"),
    [
        ("de", "3.–21. November 2026", f"3. September{RANGE}21. November 2026",
         f"3. September 2025{RANGE}21. November 2026"),
        ("es", "3–21 de noviembre de 2026", f"3 de septiembre{RANGE}21 de noviembre de 2026",
         f"3 de septiembre de 2025{RANGE}21 de noviembre de 2026"),
        ("pl", "3–21 listopada 2026", f"3 września{RANGE}21 listopada 2026",
         f"3 września 2025{RANGE}21 listopada 2026"),
        ("hi", "3–21 नवंबर 2026", "3 सितंबर – 21 नवंबर 2026", "3 सितंबर 2025 – 21 नवंबर 2026"),
        ("ar", "3–21 نوفمبر 2026", "3 سبتمبر – 21 نوفمبر 2026", "3 سبتمبر 2025 – 21 نوفمبر 2026"),
    ],
)  # fmt: skip
def test_a_period_says_nothing_twice_in_any_language(
    code: str, same_month: str, two_months: str, two_years: str
) -> None:
    last = date(2026, 11, 21)
    with speaking(code):
        firsts = (date(2026, 11, 3), date(2026, 9, 3), date(2025, 9, 3))
        assert [numbers.period(first, last) for first in firsts] == [
            same_month, two_months, two_years,
        ]  # fmt: skip
        assert numbers.period(last, last) == numbers.day(last)


def test_days_months_and_moments_are_written_as_there() -> None:
    day = date(2026, 11, 1)
    with speaking("de"):
        assert [numbers.day(day), numbers.short_day(day), numbers.month(day)] == [
            "1. November 2026", "1. Nov. 2026", "Nov. 2026",
        ]  # fmt: skip
        assert numbers.months(date(2025, 11, 1), day) == f"Nov. 2025{RANGE}Nov. 2026"
        assert numbers.months(day, day) == "Nov. 2026"
        moment = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
        assert numbers.instant(moment) == "21. November 2026, 14:05 UTC"
        assert numbers.time_of_day(moment, UTC) == "14:05"
    with speaking("pt"):
        assert [numbers.short_day(day), numbers.month(day)] == ["1 de nov. de 2026", "nov. de 2026"]
    with speaking("pl"):
        assert numbers.duration(7500) == "2 godz. 5 min"
        assert numbers.duration(-90) == "−1 min 30 sek."
        assert numbers.duration(timedelta(seconds=48)) == "48 sek."


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    first, second, last = date(2026, 11, 1), date(2026, 11, 2), date(2026, 12, 1)
    with speaking("fr"):
        assert [numbers.day(first), numbers.short_day(first)] == [
            "1er novembre 2026", "1er nov. 2026",
        ]  # fmt: skip
        assert numbers.period(first, date(2026, 11, 21)) == "1er–21 novembre 2026"
        assert numbers.period(first, last) == f"1er novembre{RANGE}1er décembre 2026"
        assert numbers.day(second) == "2 novembre 2026"
        assert numbers.day(date(2026, 11, 11)) == "11 novembre 2026"
    with speaking("es"):
        assert numbers.day(first) == "1 de noviembre de 2026"


@pytest.mark.parametrize(
    "form", [numbers.whole, numbers.share, numbers.n, numbers.p, numbers.day, numbers.duration]
)
def test_what_is_not_there_is_said_to_be_missing(form: Callable[[object], str]) -> None:
    with speaking("de"):
        assert form(None) == numbers.missing(None)


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "March 2026"), ("de", "März 2026"), ("fr", "mars 2026"), ("es", "marzo de 2026")],
)
def test_a_month_in_a_title_is_written_in_full(language: str, written: str) -> None:
    with speaking(language):
        assert long_month(date(2026, 3, 1)) == written
