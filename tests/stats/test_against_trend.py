"""One unit's change beside the others'."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.against_trend import change_against_others, smallest_detectable_difference


def test_a_change_that_all_share_is_no_difference() -> None:
    found = change_against_others(0.3, 0.05, [0.3, 0.31, 0.29, 0.3], [0.05] * 4)
    assert found.value == pytest.approx(0.0, abs=1e-9)
    assert found.interval.low < 0 < found.interval.high
    assert (found.df, found.n_units) == (3, 5)


def test_exact_others_leave_the_units_own_error_and_t() -> None:
    found = change_against_others(0.5, 0.1, [0.1] * 11, [1e-6] * 11)
    assert found.value == pytest.approx(0.4)
    half = (found.interval.high - found.interval.low) / 2
    assert half == pytest.approx(2.2281 * 0.1, rel=1e-4)


def test_units_that_move_apart_anyway_widen_the_interval() -> None:
    still = change_against_others(0.3, 0.05, [0.0, 0.01, -0.01, 0.0], [0.05] * 4)
    restless = change_against_others(0.3, 0.05, [0.3, -0.3, 0.2, -0.2], [0.05] * 4)
    assert still.interval.low > 0
    assert restless.interval.low < 0


@pytest.mark.parametrize("k", [0, 1])
def test_beside_one_other_nobody_can_say_which_moved(k: int) -> None:
    found = change_against_others(0.3, 0.05, [0.1] * k, [0.05] * k)
    assert not found.ok
    assert "at least 2 other units" in str(found.reason)
    assert smallest_detectable_difference(found) is None


def test_a_change_without_an_error_is_not_weighed() -> None:
    assert not change_against_others(0.3, 0.0, [0.1, 0.2], [0.1, 0.1]).ok
    assert not change_against_others(0.3, 0.1, [0.1, 0.2], [0.1, 0.0]).ok


def test_impossible_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="standard errors"):
        change_against_others(0.3, 0.1, [0.1, 0.2], [0.1])
    with pytest.raises(ValueError, match="not negative"):
        change_against_others(0.3, -0.1, [0.1, 0.2], [0.1, 0.1])
    with pytest.raises(ValueError, match="finite"):
        change_against_others(0.3, 0.1, [0.1, float("nan")], [0.1, 0.1])
    found = change_against_others(0.3, 0.1, [0.1, 0.2], [0.1, 0.1])
    with pytest.raises(ValueError, match="power"):
        smallest_detectable_difference(found, power=0.5)


@pytest.mark.parametrize("between", [0.0, 0.1])
@pytest.mark.parametrize("k", [2, 4, 8])
def test_a_unit_like_the_others_is_rarely_told_apart(k: int, between: float) -> None:
    rng = np.random.default_rng(11)
    errors = rng.uniform(0.05, 0.15, k + 1)
    runs, wrong = 600, 0
    for _ in range(runs):
        changes = 0.2 + between * rng.standard_normal(k + 1) + errors * rng.standard_normal(k + 1)
        interval = change_against_others(changes[0], errors[0], changes[1:], errors[1:]).interval
        wrong += not interval.low <= 0 <= interval.high
    assert wrong / runs < 0.08


def test_the_detectable_difference_is_detected_as_often_as_it_says() -> None:
    rng = np.random.default_rng(12)
    others, hits, runs = [0.0] * 12, 0, 800
    least = smallest_detectable_difference(change_against_others(0.0, 0.1, others, [1e-4] * 12))
    for _ in range(runs):
        change = least + 0.1 * rng.standard_normal()
        hits += change_against_others(change, 0.1, others, [1e-4] * 12).interval.low > 0
    assert hits / runs == pytest.approx(0.8, abs=0.06)
