"""The intraclass correlation by restricted maximum likelihood."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.aggregation import icc1_icc2
from survey.stats.icc_reml import icc_reml


def test_it_agrees_with_reference_case_06(case) -> None:
    reference = case("06")
    data, expected = reference.columns("data.csv"), reference.expected["computed"]
    for name, wanted in expected["reml"].items():
        result = icc_reml(data[name], data["GRP"])
        assert result.icc1.value == pytest.approx(wanted["icc1"], abs=1e-6)
        assert result.icc2.value == pytest.approx(wanted["icc2_mean_size"], abs=1e-6)
        assert result.icc1.interval.low < result.icc1.value < result.icc1.interval.high
    null = expected["wbeing_null"]
    assert result.between == pytest.approx(null["var_between"], abs=1e-6)
    assert result.within == pytest.approx(null["var_within"], abs=1e-6)
    assert result.mean_reliability == pytest.approx(
        expected["mean_reliability_of_group_means_WBEING"], abs=1e-6
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 9), st.integers(2, 9), st.floats(0.01, 100))
def test_units_of_one_size_give_what_mean_squares_give(seed, n_units, size, factor) -> None:
    random = np.random.default_rng(seed)
    units = np.repeat(np.arange(n_units), size)
    values = random.normal(size=n_units)[units] + random.normal(size=len(units))
    result = icc_reml(values * factor + 3, units.tolist())
    other = icc1_icc2(values, units.tolist())
    assert result.icc1.value == pytest.approx(other.icc1.value, abs=1e-6)
    assert result.icc2.value == pytest.approx(other.icc2.value, abs=1e-6)
    assert 0 <= result.icc1.interval.low <= result.icc1.value <= result.icc1.interval.high <= 1


def test_units_that_do_not_differ_have_none_and_say_so() -> None:
    result = icc_reml([1, 5, 1, 5, 1, 5], list("aabbcc"))
    assert (result.icc1.value, result.icc1.interval.low, result.between) == (0, 0, 0)
    assert "No unit differences" in result.icc1.warnings[0]
    assert result.icc1.interval.high > 0.2


@pytest.mark.parametrize(
    ("values", "groups", "reason"),
    [
        ([], [], "at least 2 units"),
        ([4], ["a"], "at least 2 units"),
        ([4, 5], ["a", "a"], "at least 2 units"),
        ([4, 5], ["a", "b"], "two answers"),
        ([4, 4, 5, 5], list("aabb"), "alike"),
        ([4, 4, 4, None], list("aabb"), "alike"),
    ],
)
def test_what_cannot_be_judged(values, groups, reason: str) -> None:
    result = icc_reml(values, groups)
    assert result.icc1.status == result.icc2.status == "not_computable"
    assert reason in result.icc1.reason
    assert result.between is None


def test_lengths_must_agree_and_infinity_is_refused() -> None:
    with pytest.raises(ValueError, match="groups"):
        icc_reml([1, 2], ["a"])
    with pytest.raises(ValueError, match="infinite"):
        icc_reml([1, np.inf], ["a", "b"])


def test_nineteen_of_twenty_intervals_hold_the_truth_with_unequal_units() -> None:
    random = np.random.default_rng(20261122)
    units = np.repeat(np.arange(20), np.tile([3, 6, 12, 30], 5))
    covered = []
    for _ in range(150):
        values = 0.5 * random.normal(size=20)[units] + random.normal(size=len(units))
        interval = icc_reml(values, units.tolist()).icc1.interval
        covered.append(interval.low <= 0.2 <= interval.high)
    assert np.mean(covered) > 0.95 - 4 * (0.95 * 0.05 / 150) ** 0.5
