"""The law of a clustered t: Student's where weights are equal, checked by drawing elsewhere."""

import math

import numpy as np
import pytest

from survey.stats.distributions import t_p_value, t_quantile
from survey.stats.mixture_t import mixture_t_p_value, mixture_t_quantile


@pytest.mark.parametrize("df", [1, 2, 5, 30, 499])
@pytest.mark.parametrize("t", [0.0, 0.3, 2.0, 9.0])
def test_equal_weights_give_students_t(df: int, t: float) -> None:
    assert mixture_t_p_value(t, np.full(df, 0.7)) == pytest.approx(t_p_value(t, 1, df), abs=1e-9)


@pytest.mark.parametrize("df", [1, 2, 5, 30, 499])
@pytest.mark.parametrize("level", [0.6, 0.95, 0.99])
def test_equal_weights_give_the_quantiles_of_t(df: int, level: float) -> None:
    assert mixture_t_quantile(level, np.ones(df)) == pytest.approx(t_quantile(level, df), rel=1e-7)


def test_one_weight_without_a_second_is_cauchys_law() -> None:
    assert mixture_t_p_value(3.0, np.array([4.0])) == pytest.approx(1 - 2 / math.pi * math.atan(3))


def test_uneven_weights_agree_with_values_drawn() -> None:
    weights = np.array([5.0, 2.0, 1.0, 0.5])
    random = np.random.default_rng(20260314)
    runs = 400_000
    variance = random.chisquare(1, size=(runs, 4)) @ weights / weights.sum()
    drawn = np.abs(random.normal(size=runs)) / np.sqrt(variance)
    for t in (1.0, 2.5, 6.0):
        p = mixture_t_p_value(t, weights)
        assert abs((drawn > t).mean() - p) < 4 * math.sqrt(p * (1 - p) / runs)


@pytest.mark.parametrize("seed", range(5))
def test_the_quantile_undoes_p_and_the_sign_and_scale_do_not_count(seed: int) -> None:
    weights = np.random.default_rng(seed).exponential(size=3 + 4 * seed) ** 3
    reach = mixture_t_quantile(0.95, weights)
    assert mixture_t_p_value(reach, weights) == pytest.approx(0.05, abs=1e-10)
    assert mixture_t_p_value(-reach, 10 * weights) == pytest.approx(0.05, abs=1e-10)
    assert mixture_t_p_value(1.1 * reach, weights) < 0.05


def test_a_level_outside_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        mixture_t_quantile(1.0, np.ones(3))
