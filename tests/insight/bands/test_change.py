"""A unit's change beside the rest of its site."""

from __future__ import annotations

from datetime import date

import pytest

from survey.insight.bands.change import Change, change_of, half_years, led_today
from survey.insight.units import read_scope
from survey.insight.words.bands import few_beside, moved_beside
from survey.operations import people
from survey.stats.result import Interval, computed
from survey.store.reads_of_units import unit_ids
from tests.banded import add_team, answered, around
from tests.centre import Centre

TODAY = date(2026, 4, 15)
BEFORE, AFTER = date(2025, 6, 10), date(2026, 1, 10)
TEAMS = ("n1", "n2", "n3", "n4")


def of(code: str, *, today: date = TODAY) -> Change:
    return change_of(read_scope(unit_ids()).find(code), today=today)


def site(centre: Centre, *, moved: str = "", n: int = 90) -> None:
    """Four teams of one site; one of them may have moved up by a point."""
    for code, name in (("n3", "Claims"), ("n4", "Repairs")):
        add_team(centre, code, name, "north")
    for code in TEAMS:
        answered(centre, f"{code}-01", around(3, n), day=BEFORE)
        answered(centre, f"{code}-01", around(4 if code == moved else 3, n), day=AFTER)


def test_the_half_years_are_whole_months_before_this_one() -> None:
    before, after = half_years(TODAY)
    assert (before.from_on, before.until_on) == (date(2025, 4, 1), date(2025, 9, 30))
    assert (after.from_on, after.until_on) == (date(2025, 10, 1), date(2026, 3, 31))


def test_a_team_that_moved_alone_differs_and_the_others_do_not(centre: Centre) -> None:
    site(centre, moved="n1")
    change = of("n1").difference
    assert change is not None
    assert change.value == pytest.approx(1.0, abs=1e-6)
    assert change.interval.low > 0
    other = of("n2").difference
    assert other is not None
    assert other.interval.low < 0 < other.interval.high


def test_a_movement_of_the_whole_site_is_nobody_s(centre: Centre) -> None:
    add_team(centre, "n3", "Claims", "north")
    for code in ("n1", "n2", "n3"):
        answered(centre, f"{code}-01", around(3, 60), day=BEFORE)
        answered(centre, f"{code}-01", around(4, 60), day=AFTER)
    found = of("n1")
    assert found.difference is not None
    assert found.difference.value == pytest.approx(0, abs=1e-9)
    assert found.others == 2


def test_a_change_of_the_work_is_no_change_of_the_team(centre: Centre) -> None:
    site(centre)
    answered(centre, "n1-02", around(2, 90), day=BEFORE, channel="email")
    answered(centre, "n2-02", around(2, 90), day=BEFORE, channel="email")
    answered(centre, "n2-02", around(2, 90), day=AFTER, channel="email")
    # The team lost its mail, which is hard work everywhere: its plain mean rose by half a point.
    found = of("n1")
    assert found.difference is not None
    assert found.before is not None
    assert found.after is not None
    assert found.after.raw - found.before.raw == pytest.approx(0.5)
    assert found.difference.value == pytest.approx(0, abs=0.01)


def test_work_of_the_team_alone_is_held_equal_as_well(centre: Centre) -> None:
    site(centre)
    answered(centre, "n1-02", around(2, 90), day=BEFORE, channel="email", queue="Own")
    answered(centre, "n1-02", around(2, 30), day=AFTER, channel="email", queue="Own")
    found = of("n1").difference
    assert found is not None
    assert found.value == pytest.approx(0, abs=0.01)


def test_beside_one_other_unit_nothing_is_told(centre: Centre) -> None:
    for code in ("n1", "n2"):
        answered(centre, f"{code}-01", around(3, 60), day=BEFORE)
        answered(centre, f"{code}-01", around(4, 60), day=AFTER)
    assert "of one other nobody could say which" in of("n1").refusal


def test_of_a_unit_of_one_agent_nothing_is_told(centre: Centre) -> None:
    site(centre, n=60)
    add_team(centre, "n5", "New", "north")
    for day in (BEFORE, AFTER):
        answered(centre, "n5-01", [5] * 60, day=day)
    assert of("n5").refusal == "One agent belongs to it: its change would be that agent’s."


@pytest.mark.parametrize("n", [0, 1, 2, 29])
def test_with_few_answers_nothing_is_told(centre: Centre, n: int) -> None:
    site(centre, n=60)
    add_team(centre, "n5", "New", "north")
    answered(centre, "n5-01", [5] * n, day=BEFORE)
    answered(centre, "n5-01", [5] * 60, day=AFTER)
    assert of("n5").refusal == "It takes 30 answers in each half-year."
    assert of("n1").others == 3


def test_a_leader_who_came_in_between_is_told_nothing(centre: Centre) -> None:
    site(centre, moved="n1")
    people.set_leadership("n1", "l-n2", from_on=date(2025, 10, 2))
    assert "for the whole of the later half-year" in of("n1").refusal
    people.set_leadership("n2", "l-n1", from_on=date(2025, 10, 1))
    assert of("n2").difference is not None
    people.set_leadership("n3", None, from_on=date(2026, 2, 1))
    assert of("n3").refusal == "Nobody leads this unit today."


def test_somebody_entered_twice_has_led_since_the_first_day(centre: Centre) -> None:
    people.set_leadership("n1", "l-n1", from_on=date(2025, 12, 1))
    term = led_today(centre.units["n1"], today=TODAY)
    assert term is not None
    assert term.from_on == date(2025, 1, 1)


def test_the_centre_stands_beside_nothing(centre: Centre) -> None:
    people.set_leadership("centre", "l-n1", from_on=date(2025, 1, 1))
    assert "whole centre" in of("centre").refusal


@pytest.mark.parametrize(
    ("own", "difference", "words"),
    [
        (0.3, 0.2, "rose by 0.20 points more than"),
        (0.1, -0.2, "rose by 0.20 points less than"),
        (-0.3, -0.2, "fell by 0.20 points more than"),
        (-0.1, 0.2, "fell by 0.20 points less than"),
    ],
)
def test_the_sentence_says_which_way_and_nothing_of_why(
    own: float, difference: float, words: str
) -> None:
    found = computed(
        "difference", difference, n=5, interval=Interval(difference - 0.1, difference + 0.1)
    )
    text = moved_beside("Billing", "North", own=own, difference=found, detectable=0.15)
    assert words in text
    assert "95% interval" in text
    assert "because" not in text
    assert "leader" not in text


def test_an_interval_across_nothing_is_an_open_question() -> None:
    found = computed("difference", 0.05, n=5, interval=Interval(-0.1, 0.2))
    text = moved_beside("Billing", "North", own=0.1, difference=found, detectable=0.21)
    assert text.startswith("We cannot tell yet whether")
    assert "Only a difference of about 0.21 points would have shown up reliably." in text


@pytest.mark.parametrize(
    ("others", "said"), [(2, "6.5 times as wide"), (5, "1.4 times as wide"), (6, ""), (40, "")]
)
def test_few_other_units_are_said_to_make_the_interval_wide(others: int, said: str) -> None:
    found = computed("m", 0.1, n=others + 1, interval=Interval(-0.9, 1.1), df=others - 1.0)
    text = few_beside(found, others=others)
    assert said in text
    assert bool(text) == bool(said)
