"""Unit means drawn towards their common mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.shrinkage import james_stein, shrink_means

# Rubin 1981, J Educ Stat 6:377-401: gains from coaching in eight schools.
SCHOOLS = ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])


def test_the_eight_schools_cannot_be_told_apart() -> None:
    # Gelman et al., Bayesian Data Analysis, sec. 5.5: pooled 7.7 with standard error 4.1.
    result = shrink_means(*SCHOOLS)
    assert not result.tells_units_apart
    assert result.between.value == 0
    assert result.common.value == pytest.approx(7.68561672495604, abs=1e-6)
    assert result.common_error == pytest.approx(4.0719191584023, abs=1e-6)
    assert result.between.p == pytest.approx(0.695659166635196, abs=1e-9)
    for unit in result.units:
        assert unit.own_weight == 0
        assert unit.estimate.value == pytest.approx(result.common.value, abs=1e-9)
        assert "No detectable difference" in unit.estimate.warnings[0]
        # The schools may differ all the same: the variance between them is not known to be 0.
        assert unit.estimate.interval.high - unit.estimate.interval.low > 2 * 1.96 * 4.07


def test_a_units_interval_is_the_mixture_over_every_variance_between() -> None:
    values, errors = (np.array(side, dtype=float) for side in SCHOOLS)
    # The integral by brute force: a flat prior on T, the mean integrated out in closed form.
    total = weight = second = 0.0
    for at in np.linspace(-8, 20, 20_000):
        between = np.exp(at)
        w = 1 / (between + errors**2)
        centre = w @ values / w.sum()
        chance = between * np.exp(
            0.5 * (np.log(w).sum() - np.log(w.sum()) - w @ (values - centre) ** 2)
        )
        kept = between * w[0]
        mean = kept * values[0] + (1 - kept) * centre
        spread = kept * errors[0] ** 2 + (1 - kept) ** 2 / w.sum()
        total, weight = total + chance, weight + chance * mean
        second += chance * (spread + mean**2)
    first = weight / total
    reach = 1.959964 * (second / total - first**2) ** 0.5
    interval = shrink_means(*SCHOOLS).units[0].estimate.interval
    assert (interval.low, interval.high) == pytest.approx((first - reach, first + reach), abs=1e-3)


def test_unequal_units_agree_with_reference_case_21(case) -> None:
    rows = case("21").rows("molloy2014_blup.csv")
    result = shrink_means([r["yi"] for r in rows], [r["vi"] ** 0.5 for r in rows])
    shrunken = [unit.estimate.value for unit in result.units]
    assert shrunken == pytest.approx([r["blup_z"] for r in rows], abs=1e-5)
    for unit, row in zip(result.units, rows, strict=True):
        half = (unit.estimate.interval.high - unit.estimate.interval.low) / 2
        # Wider than with the variance between units taken as known.
        assert 1 < half / (1.959964 * row["blup_se"]) < 1.3


def test_baseball_agrees_with_reference_case_21(case) -> None:
    # Efron and Morris 1975: .294 for Clemente, .242 for Alvis.
    rows = case("21").rows("baseball_1970.csv")
    share = sum(r["mle"] for r in rows) / len(rows)
    shrunken = james_stein([r["mle"] for r in rows], share * (1 - share) / 45)
    assert shrunken == pytest.approx([r["js"] for r in rows], abs=1e-9)
    assert (round(shrunken[0], 3), round(shrunken[-1], 3)) == (0.294, 0.242)


def test_equal_units_follow_the_closed_form() -> None:
    values = np.array([1.0, 2.0, 4.0, 9.0, 3.0])
    result = shrink_means(values, [0.8] * 5)
    between = values.var(ddof=1) - 0.64
    assert result.between.value == pytest.approx(between, rel=1e-9)
    for value, unit in zip(values, result.units, strict=True):
        assert unit.own_weight == pytest.approx(between / (between + 0.64))
        assert unit.estimate.value == pytest.approx(
            3.8 + between / (between + 0.64) * (value - 3.8)
        )


@pytest.mark.parametrize("k", [0, 1, 2, 3])
def test_under_four_units_nothing_is_drawn_anywhere(k: int) -> None:
    result = shrink_means([4.0, 4.5, 3.0][:k], [0.2] * k)
    assert result.common.status == result.between.status == "not_computable"
    assert "at least 4 units" in result.between.reason
    assert not result.tells_units_apart
    assert [unit.estimate.status for unit in result.units] == ["not_computable"] * k


def test_a_unit_that_cannot_be_weighed_is_left_out_with_its_reason() -> None:
    values, errors = [4.0, 4.6, 3.1, 4.9, 5.0, None], [0.2, 0.2, 0.2, 0.2, 0.0, 0.2]
    result = shrink_means(values, errors)
    assert result.common.n == 4
    assert result.units[:4] == shrink_means(values[:4], errors[:4]).units
    assert "missing or 0" in result.units[4].estimate.reason
    assert result.units[5].estimate.reason == "The unit has no value."
    assert (result.units[4].own_value, result.units[5].own_value) == (5.0, None)


def test_units_all_alike_stay_where_they_are() -> None:
    result = shrink_means([4.1] * 6, [0.3] * 6)
    assert result.between.value == 0
    assert result.between.p == pytest.approx(1)
    assert [unit.estimate.value for unit in result.units] == pytest.approx([4.1] * 6)


@pytest.mark.parametrize(
    ("values", "errors", "message"),
    [
        ([1, 2], [1], "2 values but 1"),
        ([1, 2, 3, 4], [1, 1, 1, -1], "negative"),
        ([1, 2, 3, np.inf], [1] * 4, "infinite"),
        ([1, 2, 3, 4], [1, 1, 1, np.inf], "infinite"),
    ],
)
def test_what_cannot_be_is_refused(values, errors, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        shrink_means(values, errors)


@pytest.mark.parametrize(
    ("values", "variance"), [([1, 2, 3], 1), ([1, 2, 3, None], 1), ([1] * 4, 0)]
)
def test_james_stein_refuses_what_it_cannot_weigh(values, variance: float) -> None:
    with pytest.raises(ValueError, match="4 values"):
        james_stein(values, variance)
    assert james_stein([2, 2, 2, 2], 1.0) == (2, 2, 2, 2)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 10)), min_size=4, max_size=12),
    st.floats(0.01, 100),
    st.floats(-100, 100),
)
def test_each_unit_lies_between_its_own_and_the_common_value(rows, factor, shift) -> None:
    values, errors = (np.array(side) for side in zip(*rows, strict=True))
    result = shrink_means(values, errors)
    moved = shrink_means(values * factor + shift, errors * factor)
    for unit, other in zip(result.units, moved.units, strict=True):
        estimate = unit.estimate
        low, high = sorted((unit.own_value, result.common.value))
        assert low - 1e-6 <= estimate.value <= high + 1e-6
        assert estimate.interval.low <= estimate.value <= estimate.interval.high
        assert 0 <= unit.own_weight < 1
        # Another unit of measurement changes nothing but the unit.
        assert other.estimate.value == pytest.approx(
            estimate.value * factor + shift, abs=1e-3 * max(1, factor)
        )


@pytest.mark.parametrize(("k", "between"), [(5, 0.0), (5, 1.0), (12, 0.3), (12, 3.0)])
def test_nineteen_of_twenty_intervals_hold_the_truth(k: int, between: float) -> None:
    random = np.random.default_rng(20261122 + k)
    covered = []
    for _ in range(200):
        errors = random.uniform(0.5, 1.7, size=k)
        truth = 4 + between**0.5 * random.normal(size=k)
        result = shrink_means(truth + errors * random.normal(size=k), errors)
        covered += [
            unit.estimate.interval.low <= true <= unit.estimate.interval.high
            for unit, true in zip(result.units, truth, strict=True)
        ]
    assert np.mean(covered) > 0.93
