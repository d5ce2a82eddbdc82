"""Correlations against published figures, at the edges, and as laws."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.stats.correlation import fisher_interval, mid_ranks, pearson, spearman

from .published import ANSCOMBE, TUNA_X, TUNA_Y

numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
pairs = st.lists(st.tuples(numbers, numbers), min_size=4, max_size=30)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_anscombes_four_sets_share_one_correlation(number: int) -> None:
    result = pearson(*ANSCOMBE[number])
    assert result.value == pytest.approx(0.816, abs=6e-4)
    assert result.p == pytest.approx(0.00217, abs=1e-5)
    assert (result.n, result.df) == (11, 9)


def test_correlations_agree_with_reference_case_03(case) -> None:
    for number in (1, 2, 3, 4):
        expected = case("03").expected["computed"][f"set{number}"]
        result, ranked = pearson(*ANSCOMBE[number]), spearman(*ANSCOMBE[number])
        assert result.value == pytest.approx(expected["pearson_r"], abs=1e-9)
        assert result.p == pytest.approx(expected["p"], abs=1e-8)
        ends = [result.interval.low, result.interval.high]
        assert ends == pytest.approx(expected["ci95_fisher"], abs=1e-8)
        assert ranked.value == pytest.approx(expected["spearman_rho"], abs=1e-9)
        assert ranked.p == pytest.approx(expected["spearman_p_t_approx"], abs=1e-8)
        assert ranked.method == "spearman_t"


def test_correlations_with_ties_agree_with_reference_case_04(case) -> None:
    reference = case("04").expected["R"]
    for name, exact in (("likert_ties", False), ("hollander_wolfe", True), ("n4", True)):
        data = reference[name]
        result, ranked = pearson(data["x"], data["y"]), spearman(data["x"], data["y"])
        assert result.value == pytest.approx(data["pearson"]["estimate"], abs=1e-9)
        assert result.p == pytest.approx(data["pearson"]["p"], abs=1e-7)
        ends = [result.interval.low, result.interval.high]
        assert ends == pytest.approx(data["pearson"]["ci95"], abs=1e-8)
        kind = "spearman_exact_default" if exact else "spearman_asymptotic"
        assert ranked.value == pytest.approx(data[kind]["estimate"], abs=1e-9)
        assert ranked.p == pytest.approx(data[kind]["p"], abs=1e-7)
    three = reference["n3"]
    assert pearson(three["x"], three["y"]).p == pytest.approx(2 / 3)
    assert spearman(three["x"], three["y"]).p == 1


def test_spearmans_p_is_exact_up_to_nine_pairs() -> None:
    # Hollander and Wolfe's tuna: sum of squared rank differences 48, exact p .0968.
    result = spearman(TUNA_X, TUNA_Y)
    assert result.value == pytest.approx(0.6)
    assert result.p == pytest.approx(0.0967978395, abs=1e-9)
    assert (result.method, result.df) == ("spearman_exact", None)


def test_spearmans_interval_is_bonett_and_wrights() -> None:
    result = spearman(TUNA_X, TUNA_Y)
    reach = 1.959963985 * math.sqrt((1 + 0.36 / 2) / 6)
    assert result.interval.low == pytest.approx(math.tanh(math.atanh(0.6) - reach), abs=1e-9)
    assert result.interval.high == pytest.approx(math.tanh(math.atanh(0.6) + reach), abs=1e-9)


@pytest.mark.parametrize("correlate", [pearson, spearman])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_under_three_pairs_there_is_no_correlation(correlate, n: int) -> None:
    result = correlate(list(range(n)), list(range(n)))
    assert result.status == "not_computable"
    assert (result.n, result.reason) == (n, "It takes at least 3 pairs.")


@pytest.mark.parametrize("correlate", [pearson, spearman])
@pytest.mark.parametrize("constant", [[3.0] * 4, [0.3, 0.1 + 0.2, 0.3, 0.3], [0.0] * 4])
def test_a_side_that_hardly_varies_is_refused_and_named(correlate, constant: list[float]) -> None:
    for sides, name in (((constant, [1, 2, 3, 4]), "first"), (([1, 2, 3, 4], constant), "second")):
        result = correlate(*sides)
        assert result.status == "not_computable"
        assert f"on the {name} side" in result.reason


def test_three_pairs_have_no_interval_and_a_perfect_rank_order_no_small_p() -> None:
    assert pearson([1, 2, 3], [1, 3, 2]).interval is None
    result = spearman([1, 2, 3], [5, 6, 9])
    assert (result.value, result.p) == (1, pytest.approx(1 / 3))
    assert result.interval is None


def test_a_perfect_line_is_plus_or_minus_one_and_says_so() -> None:
    x = [0.1, 0.2, 0.3, 0.7, 0.9]
    for slope in (0.3, -7.0):
        result = pearson(x, [slope * value + 0.1 for value in x])
        assert result.value == math.copysign(1, slope)
        assert (result.interval.low, result.interval.high) == (result.value, result.value)
        assert result.p == 0
        assert "exactly on a line" in result.warnings[0]


def test_pairs_with_a_missing_value_are_dropped_or_refused_by_policy() -> None:
    x, y = [1, 2, None, 4, 5, 6], [2, math.nan, 3, 5, 4, 7]
    result = pearson(x, y)
    assert result.n == 4
    assert result.value == pytest.approx(pearson([1, 4, 5, 6], [2, 5, 4, 7]).value)
    assert result.warnings == ("2 pairs left out because a value is missing.",)
    assert spearman([1, 2, 3, 4, None], [1, 2, 3, 4, 5]).p == pytest.approx(2 / 24)
    with pytest.raises(ValueError, match="missing in 2 of 6"):
        pearson(x, y, missing="refuse")


def test_what_is_not_a_row_of_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="equal length"):
        pearson([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="infinite"):
        spearman([1, 2, math.inf], [1, 2, 3])
    with pytest.raises(ValueError, match="one row"):
        pearson([[1, 2], [3, 4]], [[1, 2], [3, 4]])


def test_fishers_interval_needs_more_than_three() -> None:
    assert fisher_interval(0.5, 3) is None
    wide, narrow = fisher_interval(0.5, 10), fisher_interval(0.5, 10, level=0.5)
    assert wide.low < narrow.low < 0.5 < narrow.high < wide.high


def test_huge_and_tiny_values_do_not_overflow() -> None:
    x = np.array([1.0, 2.0, 4.0, 3.0, 7.0])
    y = np.array([2.0, 1.0, 5.0, 3.0, 6.0])
    assert pearson(x * 1e300, y * 1e-300).value == pytest.approx(pearson(x, y).value)


def test_mid_ranks_share_their_places() -> None:
    assert mid_ranks(np.array([3.0, 1.0, 3.0, 2.0, 3.0])).tolist() == [4, 1, 4, 2, 4]
    assert mid_ranks(np.array([])).tolist() == []


@settings(max_examples=60, deadline=None)
@given(pairs, st.floats(0.1, 100), st.floats(-100, 100))
def test_correlation_is_symmetric_bounded_and_free_of_units(rows, scale, shift) -> None:
    x, y = (list(side) for side in zip(*rows, strict=True))
    result = pearson(x, y)
    assume(result.ok and np.ptp(x) > 1e-3 * np.abs(x).max() and np.ptp(y) > 1e-3 * np.abs(y).max())
    assert -1 <= result.value <= 1
    assert result.interval.low <= result.value <= result.interval.high
    assert pearson(y, x).value == pytest.approx(result.value, abs=1e-12)
    moved = pearson([scale * value + shift for value in x], y)
    assert not moved.ok or moved.value == pytest.approx(result.value, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_ranks_do_not_feel_a_rising_change_of_scale(rows) -> None:
    x, y = (list(side) for side in zip(*rows, strict=True))
    result = spearman(x, y)
    assume(result.ok)
    assert spearman([math.asinh(value) for value in x], y).value == pytest.approx(result.value)
