"""Unusual days and weeks: what is found, what is not, and how often chance alone makes a signal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.baselines import baseline_of, expected_share
from survey.stats.proportions import wilson
from survey.stats.unusual import (
    FALSE_PER_YEAR,
    THRESHOLD_LEVEL,
    Unusual,
    is_beyond,
    signals_of,
)

WEEKS = 40
DAYS = 7 * WEEKS
LAST_MONDAY = DAYS - 7
MONDAY_TO_FRIDAY = np.arange(DAYS) % 7 < 5


def drawn(
    seed: int, *, share: float | np.ndarray = 0.85, n: int = 60
) -> tuple[list[int], list[int]]:
    """Satisfied answers and all answers on working days of 40 weeks, as chance has it."""
    random = np.random.default_rng(seed)
    ns = np.where(MONDAY_TO_FRIDAY, random.poisson(n, DAYS), 0)
    return random.binomial(ns, share).tolist(), ns.tolist()


def kinds(found: Sequence[Unusual]) -> list[tuple[str, str, int]]:
    return [(one.rule, one.every, one.at) for one in found]


def test_a_day_on_which_satisfaction_dropped_is_found() -> None:
    counts, ns = drawn(1)
    assert signals_of(counts, ns, from_day=26 * 7) == ()
    day = LAST_MONDAY + 1
    counts[day], ns[day] = 51, 84
    found = signals_of(counts, ns, from_day=26 * 7)
    assert kinds(found)[-1] == ("limits", "day", day)
    drop = found[-1]
    assert drop.is_low
    assert (drop.share, drop.n) == (51 / 84, 84)
    assert drop.low is not None
    assert drop.share < drop.low < 0.85 < (drop.high or 0)


def test_a_week_that_dropped_a_little_every_day_is_found_as_a_week() -> None:
    share = np.full(DAYS, 0.85)
    share[LAST_MONDAY:] = 0.72
    found = signals_of(*drawn(2, share=share), from_day=LAST_MONDAY)
    assert ("limits", "week", LAST_MONDAY) in kinds(found)


def test_a_small_lasting_shift_is_found_once_by_its_run() -> None:
    share = np.full(DAYS, 0.85)
    share[-12 * 7 :] = 0.81
    found = [one for one in signals_of(*drawn(3, share=share)) if one.rule == "runs"]
    assert len(found) == 1
    assert found[0].is_low
    assert found[0].at >= DAYS - 12 * 7
    assert (found[0].low, found[0].high) == (None, None)


def test_mondays_that_are_always_worse_are_not_found() -> None:
    mondays = np.where(np.arange(DAYS) % 7 == 0, 0.68, 0.86)
    counts, ns = drawn(4, share=mondays)
    assert signals_of(counts, ns, from_day=26 * 7) == ()
    # A Tuesday like a Monday is, because Tuesdays are not like that.
    counts[LAST_MONDAY + 1], ns[LAST_MONDAY + 1] = 39, 60
    assert kinds(signals_of(counts, ns, from_day=26 * 7)) == [("limits", "day", LAST_MONDAY + 1)]


def test_no_day_is_part_of_what_it_is_held_against() -> None:
    counts, ns = drawn(5)
    day = LAST_MONDAY + 2
    before = expected_of(counts, ns, day)
    counts[day], ns[day] = 0, 500
    assert expected_of(counts, ns, day) == before


def expected_of(counts: list[int], ns: list[int], day: int) -> float:
    """What the day is expected to be, read from a finding that a threshold of 0 cannot make."""
    monday = day - day % 7
    found = baseline_of(counts[monday - 182 : monday], ns[monday - 182 : monday], every="day")
    assert found is not None
    return expected_share(found, 50, every="day", weekday=day % 7).share


@pytest.mark.parametrize("n_weeks", [0, 1, 2])
def test_the_first_days_of_all_make_no_signal(n_weeks: int) -> None:
    days = 7 * n_weeks
    assert signals_of([0] * days, [50] * days) == ()
    assert signals_of([], [], low=0.5) == ()


def test_eleven_weeks_are_no_baseline_and_twelve_are() -> None:
    for n_weeks, is_baseline in ((11, False), (12, True)):
        found = baseline_of([40] * n_weeks, [50] * n_weeks, every="week")
        assert (found is not None) == is_baseline
        found = baseline_of([8] * 5 * n_weeks, [10] * 5 * n_weeks, every="day")
        assert (found is not None) == is_baseline


def test_days_with_few_answers_are_neither_judged_nor_counted() -> None:
    counts, ns = drawn(6)
    day = LAST_MONDAY + 3
    counts[day], ns[day] = 0, 9
    assert not [one for one in signals_of(counts, ns, from_day=LAST_MONDAY) if one.at == day]
    counts[day], ns[day] = 0, 10
    assert [one for one in signals_of(counts, ns, from_day=LAST_MONDAY) if one.at == day]


def test_where_all_were_satisfied_only_a_threshold_can_speak() -> None:
    counts, ns = [20] * DAYS, [20] * DAYS
    counts[LAST_MONDAY] = 2
    assert signals_of(counts, ns) == ()
    found = signals_of(counts, ns, low=0.7)
    assert kinds(found) == [("below", "day", LAST_MONDAY)]


def test_a_threshold_speaks_only_where_the_whole_interval_lies_beyond_it_and_once() -> None:
    counts, ns = [0] * 70, [0] * 70
    # 12 of 20 leave it open whether it is below 70%; 120 of 240 do not.
    for at, (x, n) in {3: (12, 20), 8: (120, 240), 11: (190, 240), 36: (119, 240)}.items():
        counts[at], ns[at] = x, n
    below = [one for one in signals_of(counts, ns, low=0.7) if one.every == "day"]
    assert kinds(below) == [("below", "day", 8)]
    assert (below[0].expected, below[0].low, below[0].high) == (0.7, 0.7, None)
    # What lay there in the four weeks before is not said again; a day later it is.
    counts[36], ns[36], counts[37], ns[37] = 0, 0, 119, 240
    again = [one for one in signals_of(counts, ns, low=0.7) if one.every == "day"]
    assert kinds(again)[1:] == [("below", "day", 37)]
    above = signals_of(counts, ns, high=0.4)
    assert {one.rule for one in above} == {"above"}
    assert not any(one.is_low for one in above)


@given(st.integers(10, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_beyond_a_line_means_the_whole_of_wilsons_interval(answers: tuple[int, int]) -> None:
    for line in (0.07, 0.5, 0.833, 1.0):
        low, high = wilson(*answers, level=THRESHOLD_LEVEL["week"]).ends
        assert low is not None
        assert high is not None
        assert is_beyond(*answers, line, "below", every="week") == (high < line)
        assert is_beyond(*answers, line, "above", every="week") == (low > line)
        wide = is_beyond(*answers, line, "below", every="week", sigma_z=2)
        assert wide <= is_beyond(*answers, line, "below", every="week")


def test_a_week_is_judged_when_it_is_whole() -> None:
    counts, ns = drawn(7)
    counts[LAST_MONDAY:] = [0] * 7
    cut = DAYS - 1
    weeks = [one for one in signals_of(counts, ns, from_day=LAST_MONDAY) if one.every == "week"]
    assert weeks
    short = signals_of(counts[:cut], ns[:cut], from_day=LAST_MONDAY)
    assert not [one for one in short if one.every == "week"]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=100,
        max_size=120,
    )
)
def test_whatever_the_days_each_rule_speaks_once_and_only_beyond_its_limits(
    days: list[tuple[int, int]],
) -> None:
    counts, ns = [x for x, _ in days], [n for _, n in days]
    found = signals_of(counts, ns, low=0.3, high=0.7)
    assert len(set(kinds(found))) == len(found)
    for one in found:
        assert one.n >= 10
        assert one.low is None or one.high is None or not one.low <= one.share <= one.high
    later = signals_of(counts, ns, from_day=80, low=0.3, high=0.7)
    assert later == tuple(one for one in found if one.at >= 80)


# ------------------------------------------------------------------- how often chance makes one
YEARS = 40


def a_year(random: np.random.Generator, process: str) -> tuple[float, list[int], list[int]]:
    """The usual share, a year and the 26 weeks before it of a unit in which nothing changes."""
    days = 7 * (26 + 52)
    weekday = np.arange(days) % 7
    usual, n = random.choice([0.6, 0.8, 0.9]), random.choice([12, 30, 100, 400])
    ns = random.poisson(np.where(weekday < 5, n, 0.3 * n))
    share = np.full(days, usual)
    if process == "overdispersed":
        spread = (1 - 0.02) / 0.02
        share = random.beta(usual * spread, (1 - usual) * spread, days)
    if process == "weekdays differ":
        share = usual + np.array([-0.08, 0, 0, 0.02, 0.03, 0.03, 0])[weekday]
    if process == "days resemble those before":
        moved = np.zeros(days)
        for day in range(1, days):
            moved[day] = 0.5 * moved[day - 1] + 0.25 * random.normal()
        share = 1 / (1 + np.exp(-(np.log(usual / (1 - usual)) + moved)))
    return usual, random.binomial(ns, share).tolist(), ns.tolist()


def false_signals(process: str, seed: int) -> dict[tuple[str, str], float]:
    """How many a year of each rule; the threshold lies exactly where the unit is."""
    random = np.random.default_rng(seed)
    counted: Counter[tuple[str, str]] = Counter()
    for _ in range(YEARS):
        usual, counts, ns = a_year(random, process)
        found = signals_of(counts, ns, from_day=26 * 7, low=usual)
        counted.update((one.rule, one.every) for one in found)
    return {rule: n / YEARS for rule, n in counted.items()}


PROCESSES = ("chance alone", "overdispersed", "weekdays differ", "days resemble those before")


def test_where_nothing_changes_signals_are_as_rare_as_the_page_says() -> None:
    """Each stated rate is for the worst process; that of them all is a year's sum, about one."""
    found = {process: false_signals(process, seed) for seed, process in enumerate(PROCESSES)}
    for process, rates in found.items():
        for rule, stated in FALSE_PER_YEAR.items():
            four_errors = 4 * (stated / YEARS) ** 0.5
            assert rates.get(rule, 0) <= stated + four_errors, (process, rule)
    sums = [sum(rates.get(rule, 0) for rule in FALSE_PER_YEAR) for rates in found.values()]
    assert 0.3 < sum(sums) / len(sums) < 1.6
    assert max(sums) < sum(FALSE_PER_YEAR.values()) + 0.4
    on_the_line = [sum(rates.get(("below", it), 0) for it in ("day", "week"))
                   for rates in found.values()]  # fmt: skip
    assert max(on_the_line) < 3
