"""Anhøj's rules: the limits of each length, series that are too short, and how often they err."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.stats.runs import anhoej_runs, fewest_crossings_expected, longest_run_expected


# By hand from the two formulas: useful values, longest run, fewest crossings.
@pytest.mark.parametrize(
    ("n", "longest", "fewest"),
    [(10, 6, 2), (12, 7, 3), (15, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10)],
)
def test_the_limits_follow_the_number_of_useful_values(n: int, longest: int, fewest: int) -> None:
    assert longest_run_expected(n) == longest
    assert fewest_crossings_expected(n) == fewest


def test_the_crossing_limit_is_the_five_percent_point_of_a_binomial() -> None:
    from scipy.special import bdtr

    for n in range(10, 120):
        k = fewest_crossings_expected(n)
        assert bdtr(k, n - 1, 0.5) >= 0.05 > bdtr(k - 1, n - 1, 0.5)


@pytest.mark.parametrize("values", [(), (1,), (1, 2), (3,) * 40, (1, 2) * 4, (None,) * 20])
def test_fewer_than_ten_values_off_the_median_are_not_judged(values: tuple[float, ...]) -> None:
    found = anhoej_runs(values)
    assert found.status == "not_computable"
    assert (found.longest_run, found.crossings) == (None, None)
    assert not found.has_signal
    assert not found.is_last_run_long
    assert found.reason


def test_values_on_the_median_and_gaps_neither_make_nor_break_a_run() -> None:
    plain = [1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3]
    spaced = [1, 1, 2, 1, None, 1, 1, 1, 3, 3, 2, 3, 3, None, 3, 3]
    for found in (anhoej_runs(plain), anhoej_runs(spaced)):
        assert (found.n_useful, found.centre) == (12, 2)
        assert (found.longest_run, found.last_run, found.crossings) == (6, 6, 1)


def test_a_shift_is_found_by_its_run_and_by_its_few_crossings() -> None:
    random = np.random.default_rng(20260310)
    values = [*random.normal(size=12), *(4 + random.normal(size=12))]
    found = anhoej_runs(values)
    assert (found.longest_run, found.longest_expected) == (12, 8)
    assert (found.crossings, found.fewest_expected) == (1, 8)
    assert found.has_signal
    assert found.is_last_run_long


def test_a_series_that_only_wanders_is_flagged_about_once_in_twenty() -> None:
    random = np.random.default_rng(20260311)
    flagged = sum(anhoej_runs(random.normal(size=24).tolist()).has_signal for _ in range(2_000))
    assert 0.02 < flagged / 2_000 < 0.09


def test_values_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        anhoej_runs([1.0, math.nan])
    for impossible in (longest_run_expected, fewest_crossings_expected):
        with pytest.raises(ValueError, match=r"value|domain"):
            impossible(0)


@given(st.lists(st.one_of(st.none(), st.integers(0, 8).map(float)), max_size=60))
def test_runs_and_crossings_agree_with_each_other_and_with_the_mirror(
    values: list[float | None],
) -> None:
    found = anhoej_runs(values)
    turned = anhoej_runs([None if one is None else -one for one in values])
    assert (found.n_useful, found.longest_run, found.crossings) == (
        turned.n_useful,
        turned.longest_run,
        turned.crossings,
    )
    if found.status == "ok":
        assert found.longest_run is not None
        assert found.crossings is not None
        assert found.last_run is not None
        assert 1 <= found.last_run <= found.longest_run <= found.n_useful
        # So many runs hold so many values only where they are long enough.
        assert (found.crossings + 1) * found.longest_run >= found.n_useful
