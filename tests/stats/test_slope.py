"""The line between units and its size in points."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.correlation import pearson
from survey.stats.proportions import wilson
from survey.stats.result import Interval, computed, not_computable
from survey.stats.slope import between_slope, less, size_between_quartiles

from .published import ANSCOMBE


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_anscombes_four_sets_share_one_line(number: int) -> None:
    # Anscombe 1973 prints slope .5, its standard error .118, and t 4.24 on 9 df.
    x, y = ANSCOMBE[number]
    result = between_slope(x, y)
    assert result.value == pytest.approx(0.5, abs=4e-4)
    assert result.interval.high - result.value == pytest.approx(2.262 * 0.118, abs=1e-3)
    assert result.p == pytest.approx(pearson(x, y).p, rel=1e-9)
    assert result.df == 9


def test_the_size_is_the_slope_times_the_distance_of_the_quartiles() -> None:
    x, y = ANSCOMBE[1]  # quartiles of 4..14 are 6.5 and 11.5
    slope, size = between_slope(x, y), size_between_quartiles(x, y)
    assert size.value == pytest.approx(5 * slope.value)
    assert size.interval.low == pytest.approx(5 * slope.interval.low)
    assert size.interval.high == pytest.approx(5 * slope.interval.high)
    assert size.p == slope.p


@pytest.mark.parametrize("n", [0, 1, 2])
def test_under_three_pairs_there_is_no_line(n: int) -> None:
    for result in (between_slope([1, 2][:n], [2, 4][:n]), size_between_quartiles([1] * n, [2] * n)):
        assert result.status == "not_computable"
        assert result.reason == "It takes at least 3 pairs."


def test_constant_sides() -> None:
    assert between_slope([2, 2, 2], [1, 2, 3]).status == "not_computable"
    assert size_between_quartiles([2, 2, 2], [1, 2, 3]).status == "not_computable"
    flat = between_slope([1, 2, 3, 4], [5, 5, 5, 5])
    assert (flat.value, flat.interval, flat.p) == (0, None, None)
    assert size_between_quartiles([1, 2, 3, 4], [5, 5, 5, 5]).interval is None


def test_quartiles_that_coincide_give_no_size() -> None:
    result = size_between_quartiles(*ANSCOMBE[4])
    assert (result.status, result.method) == ("not_computable", "size_between_quartiles")
    assert "coincide" in result.reason


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=15),
    st.floats(0.01, 100),
)
def test_the_size_does_not_feel_the_unit_of_x(rows, scale: float) -> None:
    x, y = (list(side) for side in zip(*rows, strict=True))
    plain, scaled = size_between_quartiles(x, y), size_between_quartiles([scale * v for v in x], y)
    assert plain.status == scaled.status
    if plain.ok:
        assert scaled.value == pytest.approx(plain.value, rel=1e-6, abs=1e-9)


def test_the_difference_of_two_normal_estimates_has_the_classical_interval() -> None:
    a = computed("a", 2.0, n=30, interval=Interval(2 - 1.96 * 0.3, 2 + 1.96 * 0.3), n_units=10)
    b = computed("b", 0.5, n=40, interval=Interval(0.5 - 1.96 * 0.4, 0.5 + 1.96 * 0.4))
    found = less(a, b)
    assert found.value == 1.5
    assert found.interval is not None
    assert found.interval.low == pytest.approx(1.5 - 1.96 * 0.5)
    assert found.interval.high == pytest.approx(1.5 + 1.96 * 0.5)
    assert (found.n, found.n_units) == (30, 10)


def test_uneven_intervals_reach_to_the_side_they_reach_to() -> None:
    # Newcombe 1998, Stat Med 17:873-890, table II, contrast (a), method 10: 56/70 less 48/80.
    found = less(wilson(56, 70), wilson(48, 80))
    assert found.interval is not None
    assert (round(found.interval.low, 4), round(found.interval.high, 4)) == (0.0524, 0.3339)


def test_a_difference_says_what_it_lacks() -> None:
    a = computed("a", 2.0, n=3)
    nothing = not_computable("b", "There is one unit.", n=1)
    assert less(a, nothing).reason == less(nothing, a).reason == "There is one unit."
    assert less(a, computed("c", 1.0, n=9, interval=Interval(0, 2))).interval is None
