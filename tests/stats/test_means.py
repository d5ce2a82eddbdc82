"""Means and their intervals, with a unit's own spread and with a common one."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.means import (
    change_with_pooled_sds,
    difference_with_pooled_sd,
    mean,
    mean_from_counts,
    mean_with_pooled_sd,
    pooled_sd,
    pooled_sd_from_counts,
)

# Student's sleep data as printed in Student 1908, Biometrika 6:1-25 (Cushny and Peebles 1905):
# extra hours by the second drug less the first, mean 1.58, t 4.06 on 9 degrees of freedom.
SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]


def test_the_interval_of_a_mean_is_students() -> None:
    result = mean(SLEEP)
    assert result.value == pytest.approx(1.58)
    assert result.df == 9
    assert (result.interval.low, result.interval.high) == pytest.approx((0.7001, 2.4599), abs=1e-4)


@pytest.mark.parametrize("values", [[], [math.nan, None]])
def test_no_values_give_no_mean(values: list[float | None]) -> None:
    assert mean(values).status == "not_computable"


def test_one_value_and_equal_values_give_a_mean_without_interval() -> None:
    assert mean([4]).interval is None
    assert mean([4]).warnings == ("One answer: no interval.",)
    assert mean([0.1 + 0.2, 0.3]).interval is None
    assert mean_from_counts({5: 3}).value == 5
    assert mean_from_counts({5: 3}).warnings == ("All answers are alike: no interval.",)
    assert mean_from_counts({5: 1}).interval is None


def test_two_values_have_a_wide_interval() -> None:
    result = mean([3, 5])  # t with one degree of freedom is 12.706 at 95 %
    assert result.interval.high == pytest.approx(4 + 12.7062, abs=1e-4)


def test_missing_values_are_dropped_and_said() -> None:
    result = mean([3, None, 5])
    assert result.n == 2
    assert result.warnings == ("1 left out because the value is missing.",)


def test_infinity_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        mean([1.0, math.inf])


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.integers(1, 5), st.integers(0, 9), min_size=1))
def test_counts_give_what_the_answers_written_out_give(counts: dict[int, int]) -> None:
    answers = [point for point, count in counts.items() for _ in range(count)]
    from_counts, from_values = mean_from_counts(counts), mean(answers)
    assert from_counts.status == from_values.status
    if from_counts.ok:
        assert from_counts.value == pytest.approx(from_values.value)
        assert (from_counts.interval is None) == (from_values.interval is None)
    if from_counts.interval:
        assert from_counts.interval.low == pytest.approx(from_values.interval.low)


def test_millions_of_alike_answers_lose_no_digit() -> None:
    assert mean_from_counts({4: 10_000_000}).interval is None
    assert mean_from_counts({4: 10_000_000, 5: 1}).interval.high > 4


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        mean_from_counts({4: -1})


def test_a_common_spread_gives_equal_intervals_to_equal_sizes() -> None:
    high, low = mean_with_pooled_sd(4.5, 9, 0.6), mean_with_pooled_sd(2.5, 9, 0.6)
    assert high.interval.high - high.value == pytest.approx(1.959964 * 0.2, abs=1e-6)
    assert high.interval.high - high.value == pytest.approx(low.value - low.interval.low)
    with_df = mean_with_pooled_sd(4.5, 9, 0.6, df=10)
    assert with_df.interval.high == pytest.approx(4.5 + 2.228139 * 0.2, abs=1e-6)
    assert mean_with_pooled_sd(0, 0, 0.6).status == "not_computable"


def test_a_change_between_waves_has_the_interval_of_two_independent_means() -> None:
    # By hand: sd .8, 8 and 8 answers, df 14 gives t = .5 / .4 = 1.25, p = .2318.
    change = difference_with_pooled_sd(4.0, 8, 3.5, 8, 0.8, df=14)
    assert change.value == 0.5
    assert change.p == pytest.approx(0.2318, abs=1e-4)
    assert change.interval.low == pytest.approx(0.5 - 2.144787 * 0.4, abs=1e-6)
    assert difference_with_pooled_sd(4.0, 8, 3.216, 8, 0.8).p == pytest.approx(0.05, abs=1e-4)
    assert difference_with_pooled_sd(4.0, 8, 3.5, 0, 0.8).status == "not_computable"


def test_a_spread_of_zero_leaves_no_doubt() -> None:
    assert difference_with_pooled_sd(4.0, 8, 3.5, 8, 0.0).p == 0
    assert difference_with_pooled_sd(4.0, 8, 4.0, 8, 0.0).p == 1


def test_a_change_has_the_spread_of_each_wave() -> None:
    # By hand: .9^2 / 9 + 1.6^2 / 16 = .09 + .16 = .25, so the error is .5; z of .98 / .5 is 1.96.
    change = change_with_pooled_sds(4.0, 9, 0.9, 3.5, 16, 1.6)
    assert change.value == 0.5
    assert change.n == 25
    assert change.interval.low == pytest.approx(0.5 - 1.959964 * 0.5, abs=1e-6)
    assert change.interval.high == pytest.approx(0.5 + 1.959964 * 0.5, abs=1e-6)
    assert change.p == pytest.approx(0.317311, abs=1e-6)  # two-sided, one standard error
    # Equal spreads: the same as one spread common to both.
    both, one = (
        change_with_pooled_sds(4, 8, 0.8, 3.5, 8, 0.8),
        difference_with_pooled_sd(4, 8, 3.5, 8, 0.8),
    )
    assert (both.interval, both.p) == (one.interval, one.p)
    # Turned round, the same distance the other way.
    back = change_with_pooled_sds(3.5, 16, 1.6, 4.0, 9, 0.9)
    assert (back.value, back.p) == (-0.5, change.p)


def test_a_change_of_nobody_is_none_and_of_one_is_wide() -> None:
    assert change_with_pooled_sds(4.0, 0, 0.9, 3.5, 16, 0.9).status == "not_computable"
    assert change_with_pooled_sds(4.0, 9, 0.9, 3.5, 0, 0.9).status == "not_computable"
    one = change_with_pooled_sds(4.0, 1, 1.0, 3.0, 1, 1.0)
    assert one.interval.high - 1.0 == pytest.approx(1.959964 * math.sqrt(2), abs=1e-6)
    for n, sd in ((-1, 0.5), (3, -0.5), (3, math.inf)):
        with pytest.raises(ValueError, match="0 or more"):
            change_with_pooled_sds(4.0, n, sd, 3.0, 5, 0.5)
        with pytest.raises(ValueError, match="0 or more"):
            change_with_pooled_sds(4.0, 5, 0.5, 3.0, n, sd)


def test_the_distance_from_a_known_value_has_a_p() -> None:
    # .98 above, error .5: 1.96 standard errors.
    assert mean_with_pooled_sd(4.0, 16, 2.0, against=3.02).p == pytest.approx(0.05, abs=1e-4)
    assert mean_with_pooled_sd(4.0, 16, 2.0, against=4.0).p == 1
    assert mean_with_pooled_sd(4.0, 16, 2.0).p is None


@pytest.mark.parametrize(("n", "sd"), [(-1, 0.5), (3, -0.5), (3, math.nan)])
def test_sizes_and_spreads_that_cannot_be_are_refused(n: int, sd: float) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        mean_with_pooled_sd(4.0, n, sd)
    with pytest.raises(ValueError, match="0 or more"):
        difference_with_pooled_sd(4.0, n, 3.0, 5, sd)


def test_the_pooled_spread_is_within_groups_only() -> None:
    result = pooled_sd([[1, 3], [11, 13], [7], []])
    assert result.value == pytest.approx(math.sqrt(2))
    assert (result.n, result.n_units, result.df) == (4, 2, 2)
    assert pooled_sd([[7], []]).status == "not_computable"
    assert pooled_sd([]).status == "not_computable"
    assert pooled_sd([[4, 4]]).value == 0
    from_counts = pooled_sd_from_counts([{1: 1, 3: 1}, {11: 1, 13: 1}, {7: 1}])
    assert (from_counts.value, from_counts.n) == (pytest.approx(math.sqrt(2)), 4)
