"""Covariates beside units and waves: full regressions written out, and those that add nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.within import two_way, two_way_residuals

from .test_within import full_regression, panel


def mixed_panel(seed: int, n_units: int = 8, n_waves: int = 7, *, kept: float = 1.0):
    """A panel in which two covariates move both sides."""
    x, y, units, waves = panel(seed, n_units, n_waves, kept=kept)
    random = np.random.default_rng(seed + 100)
    covariates = random.normal(size=(2, len(x)))
    return x + covariates[0], y + covariates.sum(axis=0), units, waves, covariates


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("kept", [1.0, 0.8])
def test_two_way_with_covariates_equals_the_full_regression(seed: int, kept: float) -> None:
    x, y, units, waves, covariates = mixed_panel(seed, kept=kept)
    result = two_way(x, y, units, waves, covariates=covariates.T)
    slope, df, classical, cr1, cr2, satterthwaite = full_regression(x, y, units, waves, covariates)
    assert (result.correlation.df, result.n_covariates) == (df, 2)
    assert result.slope.value == pytest.approx(slope, abs=1e-9)
    assert result.classical.error == pytest.approx(classical, rel=1e-9)
    assert result.cr1.error == pytest.approx(cr1, rel=1e-9)
    assert result.cr2.error == pytest.approx(cr2, rel=1e-7)
    assert result.cr2.df == pytest.approx(satterthwaite, rel=1e-6)
    assert result.correlation.p == pytest.approx(result.classical.p, rel=1e-8)


def test_an_array_columns_and_names_give_the_same() -> None:
    x, y, units, waves, covariates = mixed_panel(4)
    array = two_way(x, y, units, waves, covariates=covariates.T)
    columns = two_way(x, y, units, waves, covariates=[list(column) for column in covariates])
    named = dict(zip(("mix", "tenure"), covariates, strict=True))
    assert array == columns == two_way(x, y, units, waves, covariates=named)
    one = two_way(x, y, units, waves, covariates=list(covariates[0]))
    assert one == two_way(x, y, units, waves, covariates=covariates[0])
    assert one.n_covariates == 1


def test_without_covariates_nothing_changes() -> None:
    x, y, units, waves = panel(4, 8, 6)
    plain = two_way(x, y, units, waves)
    assert plain.n_covariates == 0
    assert plain == two_way(x, y, units, waves, covariates=[])
    assert plain == two_way(x, y, units, waves, covariates=np.empty((len(x), 0)))


def test_covariates_that_add_nothing_are_dropped_and_named() -> None:
    x, y, units, waves, covariates = mixed_panel(5)
    of_units = 3.7 + 0.1 * np.array(units)
    useless = {
        "site": np.full(len(x), 0.1),
        "level": of_units,
        "month": np.array(waves) ** 2.0 + of_units,
        "mix": covariates[0],
        "again": 5 - 3 * covariates[0] + of_units,
    }
    result = two_way(x, y, units, waves, covariates=useless)
    alone = two_way(x, y, units, waves, covariates=covariates[0])
    assert result.n_covariates == 1
    assert result.correlation.df == alone.correlation.df
    assert result.slope.value == pytest.approx(alone.slope.value, abs=1e-10)
    assert result.cr2.error == pytest.approx(alone.cr2.error, rel=1e-8)
    said = " ".join(result.correlation.warnings)
    assert "site left out of the covariates: it is the same everywhere." in said
    assert "level left out of the covariates: units and waves already tell it." in said
    assert "month left out of the covariates: units and waves already tell it." in said
    assert "again left out of the covariates: the other covariates already tell it." in said
    assert "mix" not in said


def test_a_side_that_is_a_covariate_is_not_computable() -> None:
    x, y, units, waves, _ = mixed_panel(6)
    result = two_way(x, y, units, waves, covariates={"itself": 2 * x + 1})
    assert result.correlation.reason == "The first side changes with the covariates alone."
    result = two_way(x, y, units, waves, covariates={"outcome": y})
    assert "second side" in result.correlation.reason


def test_more_covariates_than_the_rows_can_carry_are_refused() -> None:
    x, y, units, waves = panel(7, 4, 4)
    covariates = np.random.default_rng(1).normal(size=(len(x), 7))
    assert two_way(x, y, units, waves, covariates=covariates[:, :6]).correlation.df == 2
    result = two_way(x, y, units, waves, covariates=covariates)
    assert "too little to judge by" in result.correlation.reason
    covariates = np.random.default_rng(1).normal(size=(len(x), 30))
    assert not two_way(x, y, units, waves, covariates=covariates).correlation.ok


def test_a_row_that_misses_a_covariate_is_left_out() -> None:
    x, y, units, waves, covariates = mixed_panel(8)
    gaps = covariates.copy()
    gaps[0, 3] = gaps[1, 3] = gaps[1, 20] = np.nan
    kept = ~np.isnan(gaps).any(axis=0)
    result = two_way(x, y, units, waves, covariates=gaps.T)
    without = two_way(
        x[kept],
        y[kept],
        np.array(units)[kept].tolist(),
        np.array(waves)[kept].tolist(),
        covariates=covariates.T[kept],
    )
    assert result.correlation.value == pytest.approx(without.correlation.value, abs=1e-12)
    assert "2 pairs left out because a value is missing." in result.slope.warnings
    with pytest.raises(ValueError, match="missing in 2"):
        two_way(x, y, units, waves, covariates=gaps.T, missing="refuse")


def test_covariates_of_another_length_and_infinity_are_refused() -> None:
    x, y, units, waves, covariates = mixed_panel(9)
    with pytest.raises(ValueError, match="covariates of 55"):
        two_way(x, y, units, waves, covariates=[covariates[0][:-1]])
    with pytest.raises(ValueError, match="infinite"):
        two_way(x, y, units, waves, covariates=[np.where(x > 0, np.inf, x)])


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_too_few_rows_are_refused_with_covariates(n: int) -> None:
    rows = list(range(n))
    result = two_way(rows, rows, rows, rows, covariates=np.ones((n, 1)))
    assert result.correlation.status == "not_computable"


def test_the_residuals_are_those_the_correlation_is_made_of() -> None:
    x, y, units, waves, covariates = mixed_panel(10, kept=0.8)
    pairs = np.array(two_way_residuals(x, y, units, waves, covariates=covariates.T))
    result = two_way(x, y, units, waves, covariates=covariates.T)
    assert np.corrcoef(pairs.T)[0, 1] == pytest.approx(result.correlation.value, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1e-9, 1e-3, 1.0, 1e6]), st.integers(0, 99))
def test_scale_shift_and_order_of_covariates_do_not_count(seed, scale, shift) -> None:
    x, y, units, waves, covariates = mixed_panel(seed, 6, 6, kept=0.9)
    plain = two_way(x, y, units, waves, covariates=covariates.T)
    changed = [scale * (shift + column) for column in (covariates[1], covariates.sum(axis=0))]
    turned = two_way(x, y, units, waves, covariates=changed)
    assert turned.correlation.value == pytest.approx(plain.correlation.value, abs=1e-9)
    assert turned.correlation.df == plain.correlation.df
    assert turned.cr2.error == pytest.approx(plain.cr2.error, rel=1e-6)


@pytest.mark.parametrize("size", [1e-200, 1e150])
def test_sizes_beyond_what_can_be_computed_are_refused_in_words(size: float) -> None:
    x, y, units, waves = panel(11, 6, 6)
    assert "change its unit" in two_way(size * x, y, units, waves).correlation.reason
    assert "change its unit" in two_way(x, size * y, units, waves).slope.reason
    within_reach = two_way(1e-40 * x, 1e40 * y, units, waves)
    plain = two_way(x, y, units, waves)
    assert within_reach.correlation.value == pytest.approx(plain.correlation.value, abs=1e-12)
    assert within_reach.slope.p == pytest.approx(plain.slope.p, rel=1e-6)
    mix = np.random.default_rng(1).normal(size=len(x))
    plain = two_way(x, y, units, waves, covariates=[mix])
    scaled = two_way(x, y, units, waves, covariates=[size * mix])
    assert scaled.slope.value == pytest.approx(plain.slope.value, rel=1e-9)
