"""BCa intervals: the law schools, blocks of units, and where there is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.bootstrap import pearson_bca, two_way_bca
from survey.stats.correlation import pearson
from survey.stats.within import two_way

from .test_within import panel


def test_the_law_schools_agree_with_reference_case_05(case) -> None:
    reference = case("05")
    data, expected = reference.columns("data.csv"), reference.expected["computed"]
    found = pearson_bca(data["LSAT"], data["GPA"], resamples=60_000, seed=1)
    assert found.estimate.value == pytest.approx(expected["r"], abs=1e-12)
    assert found.acceleration == pytest.approx(expected["acceleration"], abs=1e-8)
    assert found.jackknife_error == pytest.approx(expected["jackknife_se"], abs=1e-8)
    assert found.estimate.ends == pytest.approx(expected["bca95_mc"], abs=0.01)
    percentile = [found.percentile.low, found.percentile.high]
    assert percentile == pytest.approx(expected["percentile95_mc"], abs=0.01)
    assert found.bias == pytest.approx(expected["z0_mc"], abs=0.03)
    assert found.bootstrap_error == pytest.approx(expected["boot_se_mc"], abs=0.003)
    usual = pearson_bca(data["LSAT"], data["GPA"], seed=2)
    assert usual.estimate.ends == pytest.approx(expected["bca95_mc"], abs=0.02)
    narrow = pearson_bca(data["LSAT"], data["GPA"], resamples=60_000, seed=3, level=0.9)
    assert narrow.estimate.ends == pytest.approx(expected["bca90_mc"], abs=0.015)


def test_the_seed_alone_decides_the_draws() -> None:
    x, y = np.random.default_rng(1).normal(size=(2, 30))
    first, again = (pearson_bca(x, y, resamples=999, seed=5) for _ in range(2))
    assert first == again
    assert first != pearson_bca(x, y, resamples=999, seed=6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1e-9, 1.0, 1e9]), st.integers(-99, 99))
def test_scale_shift_and_sides_do_not_count(seed: int, scale: float, shift: int) -> None:
    x, y = np.random.default_rng(seed).normal(size=(2, 25))
    plain = pearson_bca(x, y, resamples=199, seed=1)
    turned = pearson_bca(scale * (y + shift), x, resamples=199, seed=1)
    assert turned.estimate.ends == pytest.approx(plain.estimate.ends, abs=1e-7)
    assert turned.acceleration == pytest.approx(plain.acceleration, abs=1e-7)
    mirrored = pearson_bca(-x, y, resamples=199, seed=1)
    assert mirrored.acceleration == pytest.approx(-plain.acceleration, abs=1e-9)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7])
def test_under_eight_pairs_there_is_no_bootstrap(n: int) -> None:
    x = list(range(n))
    found = pearson_bca(x, [value**2 for value in x], seed=1)
    assert found.estimate.status == "not_computable"
    assert found.estimate.method == "pearson_bca"
    assert (found.acceleration, found.percentile) == (None, None)


def test_constant_sides_and_missing_pairs() -> None:
    assert "same" in pearson_bca([3] * 9, range(9), seed=1).estimate.reason
    x, y = np.random.default_rng(1).normal(size=(2, 12))
    gap = pearson_bca([*x, None], [*y, 1], resamples=199, seed=1)
    assert gap.estimate.ends == pearson_bca(x, y, resamples=199, seed=1).estimate.ends
    assert "1 pair left out because a value is missing." in gap.estimate.warnings
    with pytest.raises(ValueError, match="missing in 1"):
        pearson_bca([*x, None], [*y, 1], seed=1, missing="refuse")
    with pytest.raises(ValueError, match="100 resamples"):
        pearson_bca(x, y, resamples=99, seed=1)


def test_resamples_that_do_not_vary_leave_fishers_interval_and_say_so() -> None:
    x, y = [1] * 8 + [2], [3, 4, 3, 5, 4, 3, 4, 5, 9]
    found = pearson_bca(x, y, seed=1)
    assert (found.estimate.method, found.estimate.interval) == ("pearson", pearson(x, y).interval)
    assert any("does not vary: this one is by formula" in one for one in found.estimate.warnings)
    assert found.acceleration is None


def test_a_line_has_no_bootstrap_interval() -> None:
    found = pearson_bca(range(9), range(9), resamples=199, seed=1)
    assert found.estimate.ends == (1, 1)
    assert any("hardly differ" in one for one in found.estimate.warnings)


def test_a_point_that_outweighs_all_others_leaves_the_formula() -> None:
    x, y = np.random.default_rng(2).normal(size=(2, 400))
    x[0] = y[0] = 60
    level = 1 - 1e-11
    found = pearson_bca(x, y, resamples=499, seed=1, level=level)
    assert found.estimate.interval == pearson(x, y, level=level).interval
    assert any("weighs too much" in one for one in found.estimate.warnings)


@pytest.mark.parametrize("kept", [1.0, 0.8])
@pytest.mark.parametrize("of", ["correlation", "slope"])
def test_a_drawn_unit_comes_with_all_its_waves(kept: float, of) -> None:
    x, y, units, waves = panel(1, 10, 6, kept=kept)
    mix = np.random.default_rng(7).normal(size=len(x))
    found = two_way_bca(x, y, units, waves, of=of, covariates=[mix], resamples=150, seed=3)
    times = np.random.default_rng(3).multinomial(10, np.full(10, 0.1), size=150)

    def of_rows(weights):
        rows = [row for row, unit in enumerate(units) for _ in range(weights[unit])]
        copies = [(units[row], at) for row in range(len(x)) for at in range(weights[units[row]])]
        part = two_way(
            x[rows], y[rows], copies, [waves[row] for row in rows], covariates=[mix[rows]]
        )
        return part.slope.value if of == "slope" else part.correlation.value

    drawn = np.array([of_rows(weights) for weights in times])
    assert found.bootstrap_error == pytest.approx(drawn.std(ddof=1), rel=1e-7)
    each = np.array([of_rows(1 - row) for row in np.eye(10, dtype=int)])
    error = np.sqrt(9 / 10 * ((each - each.mean()) ** 2).sum())
    assert found.jackknife_error == pytest.approx(error, rel=1e-7)
    percentile = np.quantile(drawn, [0.025, 0.975])
    assert [found.percentile.low, found.percentile.high] == pytest.approx(percentile, rel=1e-7)


def test_few_units_and_nothing_to_relate_are_refused() -> None:
    few = two_way_bca(*panel(2, 7, 6), seed=1)
    assert few.estimate.reason == "It takes at least 8 units to draw from."
    _, y, units, waves = panel(3, 9, 5)
    still = two_way_bca([float(unit) for unit in units], y, units, waves, seed=1)
    assert "never changes" in still.estimate.reason
    for n in range(4):
        rows = list(range(n))
        assert not two_way_bca(rows, rows, rows, rows, seed=1).estimate.ok


def test_one_unit_that_carries_all_leaves_the_clustered_interval() -> None:
    x, y, units, waves = panel(4, 9, 5)
    only = np.where(np.array(units) == 0, x, 1.0)
    found = two_way_bca(only, y, units, waves, resamples=199, seed=1)
    assert found.estimate.ends == two_way(only, y, units, waves).clustered.ends
    assert any("does not vary" in one for one in found.estimate.warnings)


def test_the_interval_of_units_covers_the_true_slope() -> None:
    random = np.random.default_rng(9)
    runs, covered = 150, 0
    units, waves = (part.tolist() for part in np.divmod(np.arange(150), 6))
    for _ in range(runs):
        x, noise = random.normal(size=(2, 150))
        y = 0.3 * x + noise + np.repeat(random.normal(size=25), 6)
        found = two_way_bca(x, y, units, waves, of="slope", resamples=399, seed=1)
        low, high = found.estimate.ends
        covered += low <= 0.3 <= high
    assert 0.87 < covered / runs < 0.99
