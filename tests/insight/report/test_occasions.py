"""The days a report can be about: waves, months and quarters, and nothing that is not over."""

from __future__ import annotations

from datetime import date

import pytest

from survey.errors import NotFound, NotYet
from survey.insight.report.occasions import occasion_of, occasions
from survey.privacy import gate
from survey.render.speech import speaking
from tests import forums, waves

pytestmark = pytest.mark.usefixtures("store")
TODAY = date(2026, 3, 20)


def test_a_wave_s_occasion_is_its_window_beside_that_of_the_wave_before() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2)
    forums.hold(2)
    found = occasion_of("wave:2", today=TODAY)
    assert (found.name, found.window.words) == ("Wave 2", "1 to 28 February 2026")
    assert found.before is not None
    assert (found.before.words, found.before_name) == ("1 to 31 January 2026", "Wave 1")
    assert [one.number for one in found.earlier] == [1]
    assert found.has_new_wave
    # The pulse closed after the window: nothing is overdue that was due in between.
    assert found.judged_on == waves.CLOSES_ON
    assert occasion_of("wave:1", today=TODAY).before is None


def test_a_month_speaks_of_the_newest_wave_closed_by_its_end() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold(1, months_ago=2)
    forums.say(units["a"], {5: 1}, months_ago=1)
    february = occasion_of("month:2026-02", today=TODAY)
    assert (february.wave, february.has_new_wave, february.before) == (None, False, None)
    march = occasion_of("month:2026-03", today=date(2026, 4, 1))
    assert march.wave is not None
    assert march.has_new_wave
    assert march.before_name == "February 2026"
    april = occasion_of("month:2026-04", today=date(2026, 5, 1))
    assert april.wave is not None
    assert not april.has_new_wave
    assert april.judged_on == date(2026, 4, 30)


def test_a_quarter_has_three_months_and_is_compared_with_the_three_before() -> None:
    units = waves.build_teams({"a": 10})
    forums.say(units["a"], {5: 1}, months_ago=5)
    found = occasion_of("quarter:2026-1", today=date(2026, 4, 1))
    assert found.name == "Quarter 1 of 2026"
    assert found.window.words == "1 January to 31 March 2026"
    assert found.before_name == "Oct 2025 to Dec 2025"


@pytest.mark.parametrize(
    "key",
    ["", "wave:", "wave:0", "wave:7", "wave:-1", "wave:1 ", "month:2026-13", "month:26-01",
     "month:0000-01", "month:1999-12", "quarter:2026-5", "quarter:2026-0", "week:2026-01",
     "month:２０２６-01", "wave:1234567"],
)  # fmt: skip
def test_a_key_that_names_nothing_is_not_found(key: str) -> None:
    with pytest.raises(NotFound):
        occasion_of(key, today=TODAY)


def test_what_is_not_over_says_from_when_on_it_can_be_made() -> None:
    waves.build_teams(forums.SIZES)
    waves.open_with_cards()
    with pytest.raises(NotYet, match=r"Wave 1 is still open"):
        occasion_of("wave:1", today=TODAY)
    last_day = date(2026, 3, 31)
    with pytest.raises(NotYet, match=r"1 to 31 March 2026 are not over\. .* from 1 April 2026 on"):
        occasion_of("month:2026-03", today=last_day)
    assert occasion_of("month:2026-03", today=date(2026, 4, 1)).key == "month:2026-03"
    with pytest.raises(NotYet):
        occasion_of("quarter:2026-1", today=last_day)
    with pytest.raises(NotYet):
        occasion_of("month:2098-01", today=last_day)


def test_a_wave_that_closed_before_the_end_of_its_window_has_no_report_yet() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1)
    forums.hold(2, months_ago=0)
    assert gate.wave(2).closes_on < TODAY < gate.wave(2).window_until
    with pytest.raises(NotYet, match=r"1 to 31 March 2026 are not over\. .* from 1 April 2026 on"):
        occasion_of("wave:2", today=TODAY)
    assert occasions(today=TODAY)[0].key == "wave:1"
    over = date(2026, 4, 1)
    assert occasion_of("wave:2", today=over).judged_on == date(2026, 3, 31)
    assert occasions(today=over)[0].key == "wave:2"


def test_occasions_are_listed_the_newest_first_once_they_are_over() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold(1)
    for months_ago in (0, 1, 3):
        forums.say(units["a"], {5: 1}, months_ago=months_ago)
    assert [one.key for one in occasions(today=TODAY)] == [
        "wave:1", "month:2026-02", "month:2025-12", "quarter:2025-4",
    ]  # fmt: skip
    listed = [one.key for one in occasions(today=date(2026, 4, 1))]
    assert listed[:2] == ["month:2026-03", "quarter:2026-1"]


def test_an_empty_centre_has_the_last_whole_month() -> None:
    assert [one.key for one in occasions(today=date(2026, 1, 15))] == ["month:2025-12"]
    found = occasion_of("month:2025-12", today=date(2026, 1, 15))
    assert (found.wave, found.before) == (None, None)


def test_a_name_follows_the_language_spoken() -> None:
    with speaking("de"):
        assert occasion_of("month:2025-10", today=TODAY).name
