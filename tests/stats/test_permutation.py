"""Chance measured by reshuffling, exact and sampled."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.stats.correlation import pearson
from survey.stats.permutation import pearson_permutation, repeated_measures_permutation
from survey.stats.within import repeated_measures

from .published import ACIDITY, BLAND_ALTMAN, CARBON_DIOXIDE, SUBJECTS


def test_the_exact_p_agrees_with_reference_case_19(case) -> None:
    reference = case("19")
    data, expected = reference.columns("attitude_first8.csv"), reference.expected["computed"]
    result = pearson_permutation(data["rating"], data["complaints"], seed=1)
    assert result.value == pytest.approx(expected["attitude8"]["r"], abs=1e-10)
    assert result.p == pytest.approx(expected["attitude8"]["p_exact_abs_rule"], abs=1e-10)
    means = [np.mean(pairs, axis=0) for pairs in BLAND_ALTMAN.values()]
    between = pearson_permutation(*np.transpose(means), seed=1)
    assert between.value == pytest.approx(expected["bland_between_means"]["r"], abs=1e-10)
    assert between.p == pytest.approx(expected["bland_between_means"]["p_exact"], abs=1e-10)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=6))
def test_the_exact_p_counts_every_order_with_ties(rows: list[tuple[int, int]]) -> None:
    x, y = (list(side) for side in zip(*rows, strict=True))
    result = pearson_permutation(x, y, seed=1)
    assume(result.ok)
    strength = abs(result.value) - 1e-9
    shares = [abs(pearson(x, order).value) >= strength for order in permutations(y)]
    assert result.p == pytest.approx(np.mean(shares), abs=1e-12)


@pytest.mark.parametrize(("n", "smallest"), [(3, 1 / 3), (4, 1 / 12), (5, 1 / 60)])
def test_few_evenly_spaced_pairs_have_a_smallest_p_and_say_so(n: int, smallest: float) -> None:
    result = pearson_permutation(range(n), range(n), seed=1)
    assert result.p == pytest.approx(smallest)
    assert bool(result.warnings) == (smallest > 0.05)


def test_the_smallest_p_said_is_that_of_the_values_at_hand() -> None:
    # No order of these values turns the link round exactly, so one order in 4! is possible.
    uneven = pearson_permutation([1, 2, 4, 8], [1, 2, 4, 8], seed=1)
    assert (uneven.p, uneven.warnings) == (pytest.approx(1 / 24), ())
    tied = pearson_permutation([1, 1, 1, 8, 1], [3, 3, 4, 3, 3], seed=1)
    assert tied.warnings == ("With these 5 pairs no p below 0.2 is possible.",)


def test_nine_pairs_are_counted_and_ten_are_sampled() -> None:
    x, y = np.arange(10.0), np.array([2, 1, 4, 3, 0, 6, 5, 9, 7, 8.0])
    exact = pearson_permutation(x[:9], y[:9], seed=1)
    sampled = pearson_permutation(x, y, seed=1)
    assert exact.method == "pearson_permutation_exact"
    assert sampled.method == "pearson_permutation_monte_carlo"
    assert sampled.p == pytest.approx(pearson(x, y).p, abs=0.005)
    assert (sampled.p * 10_000) == pytest.approx(round(sampled.p * 10_000))


def test_the_sampled_p_repeats_with_its_seed_and_is_never_zero() -> None:
    x = np.arange(40.0)
    first, again = (pearson_permutation(x, x, resamples=99, seed=5) for _ in range(2))
    assert first == again
    assert first.p == pytest.approx(0.01)


def test_a_large_sample_is_shuffled_in_parts() -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=(2, 2000))
    result = pearson_permutation(x, y, resamples=999, seed=1)
    assert result.p == pytest.approx(pearson(x, y).p, abs=4 * (0.25 / 999) ** 0.5)


@pytest.mark.parametrize("x", [[], [1], [1, 2], [3, 3, 3, 3]])
def test_too_few_and_constant_sides_are_refused(x: list[int]) -> None:
    assert pearson_permutation(x, list(range(len(x))), seed=1).status == "not_computable"


def test_missing_pairs_are_dropped_and_no_resamples_refused() -> None:
    result = pearson_permutation([1, 2, None, 4, 6], [1, 2, 3, 4, 7], seed=1)
    assert result.n == 4
    with pytest.raises(ValueError, match="at least 1 resample"):
        pearson_permutation([1, 2, 3], [1, 3, 2], resamples=0, seed=1)


def test_ours_counts_both_tails_where_others_double_one(case) -> None:
    reference = case("19")
    data, expected = reference.columns("attitude_first8.csv"), reference.expected["computed"]
    x, y = (np.array(data[name]) for name in ("rating", "complaints"))
    orders = y[np.array(list(permutations(range(8))))]
    products = (orders - y.mean()) @ (x - x.mean())
    observed = (y - y.mean()) @ (x - x.mean()) - 1e-6
    both, one = np.mean(np.abs(products) >= observed), np.mean(products >= observed)
    assert both == pytest.approx(expected["attitude8"]["p_exact_abs_rule"], abs=1e-12)
    assert 2 * one == pytest.approx(expected["attitude8"]["p_exact_doubled_tail_rule"], abs=1e-12)
    assert pearson_permutation(x, y, seed=1).p == pytest.approx(both, abs=1e-12)


def test_shuffling_inside_units_agrees_with_reference_case_19(case) -> None:
    expected = case("19").expected["computed"]
    first_two = [row for row, subject in enumerate(SUBJECTS) if subject in (1, 2)]
    sides = [[side[row] for row in first_two] for side in (ACIDITY, CARBON_DIOXIDE, SUBJECTS)]
    two = repeated_measures_permutation(*sides, seed=1)
    wanted = expected["bland_subjects_1_2_within"]
    assert two.method == "repeated_measures_permutation_exact"
    assert (two.value, two.p) == pytest.approx((wanted["rm_r"], wanted["p_exact"]), abs=1e-10)
    everyone = repeated_measures_permutation(
        ACIDITY, CARBON_DIOXIDE, SUBJECTS, resamples=19_999, seed=1
    )
    wanted = expected["bland_within_restricted_mc"]
    assert everyone.method == "repeated_measures_permutation_monte_carlo"
    assert everyone.value == pytest.approx(wanted["rm_r"], abs=1e-10)
    assert everyone.p == pytest.approx(
        wanted["p"], abs=4 * (wanted["p"] * (1 - wanted["p"]) / 19_999) ** 0.5
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=8, max_size=8))
def test_the_exact_p_inside_units_counts_every_order_of_each(rows: list[tuple[int, int]]) -> None:
    x, y = (list(side) for side in zip(*rows, strict=True))
    units = [0, 0, 0, 1, 1, 1, 2, 2]
    found = repeated_measures_permutation(x, y, units, seed=1)
    assume(found.ok)
    strengths = [
        abs(repeated_measures(x, [*one, *two, *three], units).correlation.value)
        for one in permutations(y[:3])
        for two in permutations(y[3:6])
        for three in permutations(y[6:])
    ]
    assert found.p == pytest.approx(np.mean(np.array(strengths) >= abs(found.value) - 1e-9))


def test_still_sides_and_few_pairs_inside_units_are_refused() -> None:
    still = repeated_measures_permutation([1, 1, 2, 2], [1, 2, 3, 5], "aabb", seed=1)
    assert still.reason == "The first side never changes inside a unit."
    for n in range(3):
        assert not repeated_measures_permutation(range(n), range(n), [0] * n, seed=1).ok
    assert not repeated_measures_permutation([1, 2, 3], [1, 3, 2], "abc", seed=1).ok
    with pytest.raises(ValueError, match="at least 1 resample"):
        repeated_measures_permutation([1, 2, 3], [1, 3, 2], "aaa", resamples=0, seed=1)
