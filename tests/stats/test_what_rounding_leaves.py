"""Data where exact arithmetic gives 0, 1 or a line, and floating point nearly does."""

import math
from typing import Any

import numpy as np
import pytest
import scipy.stats

from survey.stats.against_trend import change_against_others
from survey.stats.aggregation import icc_from_means
from survey.stats.bands import Lines, give_bands
from survey.stats.correlation import spearman
from survey.stats.importance import Resampling, lmg
from survey.stats.item_rest import item_rest
from survey.stats.kendall import kendall
from survey.stats.line import fitted_line
from survey.stats.omega import omega_total
from survey.stats.reliability import cronbach_alpha
from survey.stats.result import computed
from survey.stats.runs import anhoej_runs
from survey.stats.samples import read_pairs, read_vector
from survey.stats.shift import two_way_shift
from survey.stats.shrinkage import shrink_means
from survey.stats.slope import between_slope, size_between_quartiles
from survey.stats.within import two_way
from survey.stats.within_between import within_between


def _panel(k: int, n_waves: int) -> tuple[list[int], list[int]]:
    return [unit for unit in range(k) for _ in range(n_waves)], list(range(n_waves)) * k


@pytest.mark.parametrize(
    ("k", "x", "y"),
    [
        (4, [3, 2, 2, 2, 3, 3, 1, 1], [2, 2, 1, 2, 3, 3, 3, 2]),
        (
            5,
            [3, 1, 2, 1, 3, 3, 2, 3, 2, 3, 2, 1, 1, 3, 1],
            [3, 2, 1, 3, 1, 2, 3, 1, 1, 3, 3, 2, 1, 2, 2],
        ),
    ],
)
def test_a_link_of_exactly_nothing_keeps_the_interval_and_p_of_its_slope(
    k: int, x: list[int], y: list[int]
) -> None:
    found = two_way(x, y, *_panel(k, len(x) // k))

    assert found.slope.value == pytest.approx(0, abs=1e-15)
    assert found.slope.p == pytest.approx(1)
    low, high = found.clustered.ends
    assert low is not None
    assert high is not None
    assert low < 0 < high
    assert found.clustered.p == found.slope.p


def test_links_of_whole_numbers_never_lose_their_interval_to_rounding() -> None:
    random = np.random.default_rng(5)
    for _ in range(400):
        k, n_waves = int(random.integers(4, 9)), int(random.integers(2, 4))
        units, waves = _panel(k, n_waves)
        x, y = random.integers(1, 4, size=(2, k * n_waves))
        found = two_way(x, y, units, waves)
        if found.slope.interval is None or found.correlation.value is None:
            continue
        low, high = found.clustered.ends
        assert low is not None
        assert high is not None
        assert low <= found.correlation.value <= high
        assert found.clustered.p == found.slope.p


def test_an_association_reaches_as_far_as_its_slope_in_its_own_scale() -> None:
    units, waves = _panel(8, 7)
    x, noise = np.random.default_rng(2).normal(size=(2, 56))
    found = two_way(x, x / 3 + noise, units, waves)
    r, slope, ends = found.correlation.value, found.slope.value, found.slope.interval
    assert r is not None
    assert slope is not None
    assert ends is not None

    wanted = tuple(math.tanh(math.atanh(r) * end / slope) for end in (ends.low, ends.high))
    assert found.clustered.ends == pytest.approx(wanted)


@pytest.mark.parametrize("k", range(2, 9))
def test_items_that_all_say_the_same_have_an_alpha_of_one(k: int) -> None:
    random = np.random.default_rng(k)
    for _ in range(40):
        answers = random.integers(1, 6, size=30)
        if np.ptp(answers):
            alpha = cronbach_alpha(np.tile(answers[:, np.newaxis], k))
            assert alpha.value is not None
            assert 1 - 1e-12 <= alpha.value <= 1
            assert alpha.interval is not None


def test_alpha_does_not_depend_on_where_the_scale_begins() -> None:
    answers = np.random.default_rng(3).normal(size=(24, 1)) + np.zeros((1, 3))
    answers[:, 2] += np.random.default_rng(4).normal(size=24)

    moved = cronbach_alpha(answers + 1e11)

    assert moved.value == pytest.approx(cronbach_alpha(answers).value, abs=1e-4)
    assert item_rest(answers + 1e11)[2].alpha_without.value == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(("wide", "high"), [(1e-140, 1e150), (1.0, 1e150), (1e-170, 1.0)])
def test_a_line_is_the_same_in_any_unit(wide: float, high: float) -> None:
    x, noise = np.random.default_rng(6).normal(size=(2, 12))
    y = x + noise
    known = scipy.stats.linregress(x, y)

    slope = between_slope(x * wide, y * high)
    size = size_between_quartiles(x * wide, y * high)
    point = fitted_line(x * wide, y * high, [0.5 * wide])[0]

    assert slope.value == pytest.approx(known.slope * high / wide)
    assert slope.p == pytest.approx(known.pvalue)
    assert size.value == pytest.approx(
        known.slope * (np.quantile(x, 0.75) - np.quantile(x, 0.25)) * high
    )
    assert point.y == pytest.approx((known.intercept + 0.5 * known.slope) * high)
    assert point.low == pytest.approx(fitted_line(x, y, [0.5])[0].low * high)


def test_a_slope_beyond_floating_point_is_refused_in_words() -> None:
    x, y = np.random.default_rng(6).normal(size=(2, 12))
    assert "too far apart" in str(between_slope(x * 1e-200, y * 1e200).reason)


def test_a_line_inside_units_is_told_from_rounding_of_a_large_first_side() -> None:
    y = np.random.default_rng(7).normal(size=24)
    found = within_between(1e8 + y, y, [unit for unit in "abcdefgh" for _ in range(3)])
    assert found.within.reason == "Inside units y lies exactly on a line."


def test_units_are_weighed_alike_in_any_unit_or_refused_in_words() -> None:
    values, errors = [0.1, 0.4, 0.2, 0.9], [0.1, 0.2, 0.1, 0.15]
    plain = change_against_others(0.3, 0.1, values, errors)
    unit = shrink_means(values, errors).units[3]
    assert plain.value is not None
    assert unit.estimate.value is not None
    for size in (1e-150, 1e150):
        in_size = [[one * size for one in side] for side in (values, errors)]
        moved = change_against_others(0.3 * size, 0.1 * size, *in_size)
        assert moved.value == pytest.approx(plain.value * size)
        assert moved.p == pytest.approx(plain.p)
        shrunken = shrink_means(*in_size).units[3].estimate.value
        assert shrunken == pytest.approx(unit.estimate.value * size)
    apart = [1e-200, 0.2, 0.1, 0.15]
    assert "too far apart" in str(change_against_others(0.3, 0.1, values, apart).reason)
    assert "too far apart" in str(shrink_means(values, apart).common.reason)
    assert "too far apart" in str(give_bands(values, apart, Lines(0.2, 0.5)).reason)


def test_shares_and_omega_in_tiny_units_are_computed_or_refused_in_words() -> None:
    rows = np.random.default_rng(8).normal(size=(40, 3)) + np.arange(40)[:, np.newaxis] / 10
    outcome = rows.sum(axis=1) + np.random.default_rng(9).normal(size=40)
    shares = [
        one.share.value for one in lmg(rows * [1e-300, 1, 1e150], outcome * 1e-200).predictors
    ]
    assert shares == pytest.approx([one.share.value for one in lmg(rows, outcome).predictors])
    assert "change its unit" in str(omega_total(rows * 1e-200).model_implied.reason)


@pytest.mark.parametrize("n", [7, 20])
def test_ranks_do_not_depend_on_how_far_apart_values_lie(n: int) -> None:
    x, noise = np.random.default_rng(10).normal(size=(2, n))
    far = np.exp(20 * x)
    assert np.ptp(np.log10(far)) > 15

    known = scipy.stats.spearmanr(far, x + noise).statistic

    assert spearman(far, x + noise).value == pytest.approx(known)
    assert spearman(far, x + noise).p == pytest.approx(spearman(x, x + noise).p)
    assert kendall(far, x + noise) == kendall(x, x + noise)


def test_what_a_mask_hides_is_missing() -> None:
    hidden = np.ma.MaskedArray([1.0, 2, 99, 4, 5], mask=np.arange(5) == 2)
    pairs = read_pairs(hidden, [1, 2, 3, 4, 6])
    assert pairs.x.tolist() == [1, 2, 4, 5]


def test_what_is_no_number_is_refused_in_a_sentence() -> None:
    wrongs: list[Any] = [["good", "bad"], [{}, 1], [[1, 2], [3]]]
    for wrong in wrongs:
        with pytest.raises(ValueError, match="Expected one row of numbers"):
            read_vector(wrong)
    with pytest.raises(ValueError, match="drop_pairs or refuse, not drop"):
        read_pairs([1], [2], missing="drop")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="cannot be put in order"):
        two_way_shift([1, 2], [1, 2], "aa", [1, None], seed=1)
    with pytest.raises(ValueError, match="at least 1 draw"):
        Resampling(times=0)
    with pytest.raises(ValueError, match="finite"):
        anhoej_runs([1.0, 2.0] * 6, centre=math.nan)
    with pytest.raises(ValueError, match="a unit has a mean"):
        icc_from_means([math.nan, 2.0], [2, 2], 1.0)
    with pytest.raises(ValueError, match="n must be a finite number"):
        computed("share", 0.5, n=math.inf)  # type: ignore[arg-type]
