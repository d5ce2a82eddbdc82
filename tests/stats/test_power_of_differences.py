"""What two sets of answers could have shown."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey.stats.power_of_differences import (
    means_power,
    shares_power,
    smallest_detectable_difference,
    smallest_detectable_share_difference,
)
from survey.stats.proportions import newcombe_difference


def test_power_agrees_with_cohens_table_for_means() -> None:
    # Cohen 1988, table 2.4.1: two-sided .05 and power .80 take 26, 64 and 393 a side.
    for n, d in ((26, 0.8), (64, 0.5), (393, 0.2)):
        assert means_power(n, n, d, 1.0).value == pytest.approx(0.80, abs=0.01)
        assert smallest_detectable_difference(n, n, 2.0).value == pytest.approx(2 * d, rel=0.01)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(2, 60), st.floats(0, 1.5), st.floats(0.1, 10))
def test_power_for_means_is_that_of_the_noncentral_t(n1, n2, shift, sd) -> None:
    df, edge = n1 + n2 - 2, stats.t.ppf(0.975, n1 + n2 - 2)
    law = stats.nct(df, shift / math.sqrt(1 / n1 + 1 / n2))
    wanted = law.sf(edge) + law.cdf(-edge)
    assert means_power(n1, n2, -shift * sd, sd).value == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize(("n1", "n2"), [(1, 2), (5, 9), (30, 300), (10**6, 40)])
def test_the_smallest_detectable_difference_has_the_power_asked_for(n1: int, n2: int) -> None:
    found = smallest_detectable_difference(n1, n2, 0.9, power=0.9)
    assert means_power(n1, n2, found.value, 0.9).value == pytest.approx(0.9, abs=1e-4)


def test_far_apart_means_are_seen_for_certain() -> None:
    # Here the series of the noncentral t fails in SciPy.
    assert means_power(20, 20, 8.0, 1.0).value == 1
    assert means_power(1000, 1000, 0.5, 1.0).value == 1


def test_power_for_shares_counts_the_intervals_shown() -> None:
    n1, n2, share1, share2 = 12, 9, 0.8, 0.3
    by_hand = 0.0
    for x1, x2 in itertools.product(range(n1 + 1), range(n2 + 1)):
        interval = newcombe_difference(x1, n1, x2, n2).interval
        if not interval.low <= 0 <= interval.high:
            by_hand += stats.binom.pmf(x1, n1, share1) * stats.binom.pmf(x2, n2, share2)
    result = shares_power(n1, share1, n2, share2)
    assert (result.value, result.method) == (
        pytest.approx(by_hand, abs=1e-12),
        "shares_power_exact",
    )


def test_beyond_the_exact_sizes_the_approximation_takes_over_without_a_jump() -> None:
    exact, normal = shares_power(500, 0.8, 500, 0.75), shares_power(501, 0.8, 500, 0.75)
    assert normal.method == "shares_power_normal"
    assert normal.value == pytest.approx(exact.value, abs=0.01)
    # The help page of power.prop.test in R: n = 50, p1 = .50, p2 = .75 has power 0.740.
    assert shares_power(50, 0.5, 50, 0.75).value == pytest.approx(0.740, abs=0.03)
    assert shares_power(10**6, 0.8, 10**6, 0.8).value == pytest.approx(0.05, abs=1e-9)


def test_under_no_difference_power_is_about_alpha() -> None:
    for share in (0.1, 0.5, 0.8, 0.95):
        assert shares_power(60, share, 60, share).value < 0.06
    assert shares_power(30, 0.0, 30, 0.0).value == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(15, 300), st.integers(15, 300), st.floats(0.2, 0.8))
def test_a_smallest_share_difference_is_just_detected_in_its_direction(n1, n2, share) -> None:
    up = smallest_detectable_share_difference(n1, n2, share)
    down = smallest_detectable_share_difference(n1, n2, 1 - share, direction="down")
    if up.ok:
        assert shares_power(n1, share, n2, share + up.value).value == pytest.approx(0.8, abs=1e-4)
        assert down.value == pytest.approx(up.value, abs=1e-6)
    assert up.status == down.status


@pytest.mark.parametrize(("n1", "n2"), [(0, 0), (0, 9), (1, 0), (1, 1), (2, 1)])
def test_with_hardly_any_answers_nothing_can_be_detected(n1: int, n2: int) -> None:
    found = smallest_detectable_share_difference(n1, n2, 0.5)
    assert found.reason == "With these numbers of answers no difference can be detected."
    if min(n1, n2) == 0 or n1 + n2 < 3:
        for result in (means_power(n1, n2, 1.0, 1.0), smallest_detectable_difference(n1, n2, 1.0)):
            assert "at least 2 answers" in result.reason


def test_at_the_end_of_the_scale_there_is_no_room() -> None:
    assert not smallest_detectable_share_difference(50, 50, 1.0).ok
    assert not smallest_detectable_share_difference(50, 50, 0.97).ok
    assert smallest_detectable_share_difference(50, 50, 0.97, direction="down").ok


@pytest.mark.parametrize(
    "call",
    [
        lambda: means_power(-1, 5, 1.0, 1.0),
        lambda: means_power(5, 5, 1.0, 0.0),
        lambda: means_power(5, 5, float("nan"), 1.0),
        lambda: means_power(5, 5, 1.0, float("inf")),
        lambda: means_power(5, 5, 1.0, 1.0, alpha=0.0),
        lambda: smallest_detectable_difference(5, 5, -1.0),
        lambda: smallest_detectable_difference(5, 5, 1.0, power=0.01),
        lambda: shares_power(5, 1.1, 5, 0.5),
        lambda: shares_power(5, float("nan"), 5, 0.5),
        lambda: smallest_detectable_share_difference(5, 5, -0.1),
    ],
)
def test_what_cannot_be_is_refused(call) -> None:
    with pytest.raises(ValueError, match=r"Expected|[Ss]pread|[Ss]hare"):
        call()


def test_simulated_answers_are_told_apart_as_often_as_promised() -> None:
    random = np.random.default_rng(20261122)
    found = smallest_detectable_share_difference(60, 80, 0.7, direction="down").value
    seen = 0
    for _ in range(400):
        interval = newcombe_difference(
            int(random.binomial(60, 0.7)), 60, int(random.binomial(80, 0.7 - found)), 80
        ).interval
        seen += not interval.low <= 0 <= interval.high
    assert abs(seen / 400 - 0.8) < 4 * (0.8 * 0.2 / 400) ** 0.5
