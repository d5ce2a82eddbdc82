"""Links inside units: published data, full regressions written out, gaps and dead ends."""

import math

import numpy as np
import pytest

from survey.stats.correlation import pearson
from survey.stats.distributions import t_p_value
from survey.stats.within import repeated_measures, two_way

from .published import ACIDITY, CARBON_DIOXIDE, SUBJECTS


def panel(seed: int, n_units: int, n_waves: int, *, kept: float = 1.0):
    """A made-up panel with unit and wave movements; `kept` is the share of rows not missing."""
    random = np.random.default_rng(seed)
    units, waves = np.divmod(np.arange(n_units * n_waves), n_waves)
    used = random.random(len(units)) < kept
    units, waves = units[used], waves[used]
    x = random.normal(size=n_units)[units] + random.normal(size=n_waves)[waves]
    x = x + random.normal(size=len(units))
    y = 0.4 * x + random.normal(size=n_units)[units] + random.normal(size=n_waves)[waves]
    return x, y + random.normal(size=len(units)), units.tolist(), waves.tolist()


def full_regression(x, y, units, waves, covariates=()):
    """Slope, residual df, classical, CR1 and CR2 errors and df from all columns at once."""
    units, waves = np.asarray(units), np.asarray(waves)
    indicators = [units[:, None] == np.unique(units), waves[:, None] == np.unique(waves)[1:]]
    design = np.column_stack([x, *indicators, *covariates]).astype(float)
    inverse = np.linalg.pinv(design.T @ design)
    left = np.eye(len(x)) - design @ inverse @ design.T
    slope, residual = (inverse @ design.T @ y)[0], left @ y
    df = len(x) - np.linalg.matrix_rank(design)
    weights = design @ inverse[:, 0]
    classical = math.sqrt(residual @ residual / df * inverse[0, 0])
    cr1 = cr2 = 0.0
    columns = []
    groups = np.unique(units)
    for unit in groups:
        rows = np.flatnonzero(units == unit)
        values, vectors = np.linalg.eigh(left[np.ix_(rows, rows)])
        roots = np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0)
        adjusted = (vectors * roots) @ vectors.T @ weights[rows]
        cr1 += (weights[rows] @ residual[rows]) ** 2
        cr2 += (adjusted @ residual[rows]) ** 2
        columns.append(left[:, rows] @ adjusted)
    products = np.array(columns) @ np.array(columns).T
    satterthwaite = np.trace(products) ** 2 / (products**2).sum()
    cr1 *= len(groups) / (len(groups) - 1)
    return slope, df, classical, math.sqrt(cr1), math.sqrt(cr2), satterthwaite


def test_bland_and_altmans_correlation_within_subjects() -> None:
    # BMJ 310:446 prints r = -0.51, P < 0.001; the df are 47 - 8 - 1.
    result = repeated_measures(ACIDITY, CARBON_DIOXIDE, SUBJECTS).correlation
    assert round(result.value, 2) == -0.51
    assert result.p < 0.001
    assert (result.n, result.n_units, result.n_waves, result.df) == (47, 8, None, 38)
    swapped = repeated_measures(CARBON_DIOXIDE, ACIDITY, SUBJECTS).correlation
    assert swapped.value == pytest.approx(result.value, abs=1e-12)


def test_repeated_measures_agrees_with_reference_case_01(case) -> None:
    expected = case("01").expected["computed"]
    result = repeated_measures(CARBON_DIOXIDE, ACIDITY, SUBJECTS)
    assert result.correlation.value == pytest.approx(expected["rm_r"], abs=1e-9)
    assert result.correlation.p == pytest.approx(expected["rm_p"], abs=1e-9)
    ends = [result.correlation.interval.low, result.correlation.interval.high]
    assert ends == pytest.approx(expected["rm_ci95"], abs=1e-8)
    assert result.slope.value == pytest.approx(expected["slope_pH_on_PaCO2"], abs=1e-9)
    errors = {row["type"]: row for row in expected["cluster_robust_slope"]}
    assert result.cr1.error == pytest.approx(errors["CR1"]["se"], abs=1e-9)
    assert result.cr2.error == pytest.approx(errors["CR2"]["se"], abs=1e-9)
    assert result.cr2.df == pytest.approx(errors["CR2"]["df_satt"], abs=1e-7)
    assert result.cr2.p == pytest.approx(errors["CR2"]["p_satt"], abs=1e-7)
    wide = repeated_measures(CARBON_DIOXIDE, ACIDITY, SUBJECTS, level=0.99).correlation
    assert [wide.interval.low, wide.interval.high] == pytest.approx(expected["rm_ci99"], abs=1e-8)


def test_two_way_agrees_with_reference_case_37(case) -> None:
    reference = case("37")
    data = reference.columns("common_shock_panel.csv")
    expected = reference.expected["computed"]["common_shock_panel"]
    result = two_way(data["x"], data["y"], data["team"], data["round"])
    plain = repeated_measures(data["x"], data["y"], data["team"]).correlation
    wanted = expected["two_way"]
    assert (result.correlation.n, result.correlation.df) == (wanted["n"], wanted["df"])
    assert (result.correlation.n_units, result.correlation.n_waves) == (8, 6)
    assert result.correlation.value == pytest.approx(wanted["r"], abs=1e-9)
    assert result.correlation.p == pytest.approx(wanted["p"], abs=1e-9)
    ends = [result.correlation.interval.low, result.correlation.interval.high]
    assert ends == pytest.approx(wanted["ci95_fisher"], abs=1e-8)
    assert result.slope.value == pytest.approx(wanted["slope"], abs=1e-9)
    assert result.classical.error == pytest.approx(wanted["se"], abs=1e-9)
    ends = [result.classical.interval.low, result.classical.interval.high]
    assert ends == pytest.approx(wanted["slope_ci95"], abs=1e-8)
    assert result.cr1.error == pytest.approx(wanted["CR1_se"], abs=1e-9)
    assert result.cr2.error == pytest.approx(wanted["CR2"]["se"], abs=1e-9)
    assert result.cr2.df == pytest.approx(wanted["CR2"]["df"], abs=1e-7)
    assert result.cr2.p == pytest.approx(wanted["CR2"]["p"], abs=1e-7)
    # The exact law of the same error lies between Satterthwaite's t and t(k - 1).
    assert result.slope.p == result.exact.p < result.cr2.p
    assert result.slope.p > t_p_value(result.slope.value, result.exact.error, 7)
    assert plain.value == pytest.approx(expected["team_only_rmcorr"]["r"], abs=1e-9)
    assert plain.df == expected["team_only_rmcorr"]["df"]


@pytest.mark.parametrize(("seed", "n_units", "n_waves"), [(1, 6, 5), (2, 12, 4), (3, 5, 9)])
@pytest.mark.parametrize("kept", [1.0, 0.75])
def test_two_way_equals_the_full_regression_with_gaps(
    seed: int, n_units: int, n_waves: int, kept: float
) -> None:
    x, y, units, waves = panel(seed, n_units, n_waves, kept=kept)
    result = two_way(x, y, units, waves)
    assert not any("sets" in warning or "only one" in warning for warning in result.slope.warnings)
    slope, df, classical, cr1, cr2, satterthwaite = full_regression(x, y, units, waves)
    assert result.correlation.df == df
    assert result.slope.value == pytest.approx(slope, abs=1e-9)
    assert result.classical.error == pytest.approx(classical, rel=1e-9)
    assert result.cr1.error == pytest.approx(cr1, rel=1e-9)
    assert result.cr2.error == pytest.approx(cr2, rel=1e-7)
    assert result.cr2.df == pytest.approx(satterthwaite, rel=1e-6)
    # r and the classical t are one test.
    assert result.correlation.p == pytest.approx(result.classical.p, rel=1e-8)


@pytest.mark.parametrize("n_units", [9, 10, 30])
def test_the_slope_is_judged_by_the_exact_law_however_many_units_there_are(n_units: int) -> None:
    result = two_way(*panel(1, n_units, 6))
    assert (result.slope.method, result.slope.p) == ("two_way_slope_cr2", result.exact.p)
    assert result.slope.interval == result.exact.interval
    assert result.exact.error == result.cr2.error
    assert not result.is_approximate
    assert not any("approximate" in warning for warning in result.slope.warnings)


@pytest.mark.parametrize(("n_units", "n_waves"), [(5, 9), (9, 5)])
def test_few_units_or_waves_make_p_approximate(n_units: int, n_waves: int) -> None:
    result = two_way(*panel(1, n_units, n_waves))
    assert result.is_approximate
    assert not result.is_carried_by_few
    assert any("fewer than 6 units or 6 waves" in warning for warning in result.slope.warnings)


def test_a_unit_that_carries_the_movement_makes_p_approximate() -> None:
    x, y, units, waves = panel(1, 12, 8)
    x = np.where(np.array(units) == 0, 20 * x, x)
    result = two_way(x, y, units, waves)
    assert result.is_carried_by_few
    assert result.is_approximate
    # The exact law would be surer of itself than is safe here.
    assert result.slope.p == result.cr2.p > result.exact.p
    assert any("lies in a few units" in warning for warning in result.slope.warnings)


def test_three_units_have_a_correlation_but_no_clustered_error() -> None:
    result = two_way(*panel(4, 3, 8))
    assert result.correlation.ok
    assert (result.cr1, result.cr2, result.slope.interval, result.slope.p) == (None,) * 4
    assert (result.exact, result.is_approximate) == (None, False)
    assert result.slope.ok


def test_a_balanced_panel_equals_double_demeaning() -> None:
    x, y, units, waves = panel(7, 6, 5)
    left = []
    for side in (x, y):
        table = side.reshape(6, 5)
        rest = table - table.mean(1, keepdims=True) - table.mean(0) + table.mean()
        left.append(rest.ravel())
    result = two_way(x, y, units, waves).correlation
    assert result.value == pytest.approx(pearson(*left).value, abs=1e-12)
    assert result.df == 30 - 6 - 5


def test_the_order_of_rows_and_the_names_of_units_do_not_count() -> None:
    x, y, units, waves = panel(5, 6, 6, kept=0.8)
    order = np.random.default_rng(1).permutation(len(x))
    names = [f"unit {units[row]}" for row in order]
    shuffled = two_way(x[order], y[order], names, [waves[row] for row in order])
    plain = two_way(x, y, units, waves)
    assert shuffled.slope.value == pytest.approx(plain.slope.value, abs=1e-12)
    assert shuffled.cr2.error == pytest.approx(plain.cr2.error, rel=1e-9)


def test_a_pair_alone_in_its_unit_or_wave_adds_nothing() -> None:
    x, y, units, waves = panel(6, 5, 5)
    plain = two_way(x, y, units, waves)
    more = two_way([*x, 3, 4], [*y, 9, 9], [*units, "new", 0], [*waves, 0, "once"])
    assert more.correlation.value == pytest.approx(plain.correlation.value, abs=1e-12)
    assert (more.correlation.n, more.correlation.df) == (25, plain.correlation.df)
    assert more.cr1.error == pytest.approx(plain.cr1.error)
    assert more.correlation.warnings == ("2 pairs left out as the only one of their unit or wave.",)
    single = repeated_measures([*x, 3], [*y, 9], [*units, "new"]).correlation
    assert single.df == repeated_measures(x, y, units).correlation.df == 25 - 5 - 1


def test_sets_of_units_that_share_no_wave_keep_the_right_df() -> None:
    x1, y1, units1, waves1 = panel(8, 4, 5)
    x2, y2, units2, waves2 = panel(9, 4, 5)
    units = [*units1, *(10 + unit for unit in units2)]
    apart = two_way([*x1, *x2], [*y1, *y2], units, [*waves1, *(10 + wave for wave in waves2)])
    assert apart.correlation.df == 40 - 8 - 10 + 2 - 1
    assert any("2 sets" in warning for warning in apart.correlation.warnings)
    joined = two_way([*x1, *x2], [*y1, *y2], units, [*waves1, *waves2])
    assert joined.correlation.df == 40 - 8 - 5 + 1 - 1
    assert joined.correlation.warnings == ()


def test_a_shared_season_is_a_link_for_one_and_none_for_the_other() -> None:
    random = np.random.default_rng(12)
    units, waves = np.divmod(np.arange(60), 6)
    season = 3 * random.normal(size=6)[waves]
    x, y = season + random.normal(size=60), season + random.normal(size=60)
    assert repeated_measures(x, y, units.tolist()).correlation.value > 0.7
    assert two_way(x, y, units.tolist(), waves.tolist()).correlation.p > 0.05


def test_a_side_that_never_moves_inside_units_is_refused_before_fitting() -> None:
    x, y, units, waves = panel(1, 5, 4)
    level = np.array([0.1, 0.2, 0.3, 0.7, 0.9])[units]
    noise = level * (1 + 2e-16 * np.arange(len(level)))
    for still in (level, noise):
        for result in (two_way(still, y, units, waves), repeated_measures(x, still, units)):
            assert result.correlation.status == result.slope.status == "not_computable"
            assert "never changes inside a unit" in result.correlation.reason
            assert (result.classical, result.cr1, result.cr2) == (None, None, None)


def test_units_that_all_move_alike_leave_nothing_beyond_the_waves() -> None:
    x, _, units, waves = panel(1, 5, 4)
    alike = np.array([0.31, 0.77, 0.12, 0.53])[waves] + np.array([3.1, 4.2, 2.7, 3.3, 3.9])[units]
    result = two_way(alike, x, units, waves)
    assert "wave by wave" in result.correlation.reason
    assert repeated_measures(alike, x, units).correlation.ok


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_rows_are_refused(n: int) -> None:
    rows = list(range(n))
    assert two_way(rows, rows, rows, rows).correlation.status == "not_computable"
    assert repeated_measures(rows, rows, [1] * n).correlation.status == "not_computable"


def test_two_units_and_one_wave_are_refused() -> None:
    assert "at least 3 units" in two_way(*panel(1, 2, 9)).correlation.reason
    assert two_way(*panel(1, 9, 1)).correlation.status == "not_computable"
    assert "too little" in two_way(*panel(1, 3, 2)).correlation.reason


def test_an_exact_line_inside_units_says_so() -> None:
    x, _, units, waves = panel(3, 5, 5)
    y = 0.5 * x + np.array([1.0, 5, 2, 8, 3])[units]
    result = two_way(x, y, units, waves)
    assert (result.correlation.value, result.correlation.p) == (1, 0)
    assert any("exactly on a line" in warning for warning in result.correlation.warnings)
    assert result.slope.value == pytest.approx(0.5)


def test_missing_values_are_dropped_with_their_unit_and_wave() -> None:
    x, y, units, waves = panel(2, 6, 5)
    gaps = x.copy()
    gaps[[3, 17]] = np.nan
    kept = ~np.isnan(gaps)
    left_units = [unit for unit, keep in zip(units, kept, strict=True) if keep]
    left_waves = [wave for wave, keep in zip(waves, kept, strict=True) if keep]
    with_gaps = two_way(gaps, y, units, waves)
    without = two_way(x[kept], y[kept], left_units, left_waves)
    assert with_gaps.correlation.value == pytest.approx(without.correlation.value, abs=1e-12)
    assert "2 pairs left out because a value is missing." in with_gaps.slope.warnings
    with pytest.raises(ValueError, match="missing in 2"):
        two_way(gaps, y, units, waves, missing="refuse")


def test_lengths_must_agree_and_doubled_rows_are_said() -> None:
    x, y, units, waves = panel(2, 5, 5)
    with pytest.raises(ValueError, match="units"):
        repeated_measures(x, y, units[:-1])
    with pytest.raises(ValueError, match="waves"):
        two_way(x, y, units, waves[:-1])
    doubled = two_way([*x, 1.0], [*y, 1.0], [*units, 0], [*waves, 0])
    assert any("more than one pair" in warning for warning in doubled.correlation.warnings)


def test_the_clustered_interval_leaves_out_zero_exactly_where_its_p_is_small() -> None:
    rng = np.random.default_rng(11)
    for link in (0.0, 0.3, -0.3, 0.6, -2.0):
        units = [unit for unit in range(9) for _ in range(6)]
        waves = list(range(6)) * 9
        x = rng.normal(size=54)
        shown = two_way(x, link * x + rng.normal(size=54), units, waves).clustered
        assert shown.interval is not None
        assert shown.p is not None
        assert (shown.interval.low > 0 or shown.interval.high < 0) == (shown.p < 0.05)
        assert -1 < shown.interval.low <= shown.value <= shown.interval.high < 1


def test_without_a_clustered_error_there_is_no_interval() -> None:
    x, y = [1, 2, 4, 3, 2, 4, 4, 5, 3], [2, 3, 4, 4, 2, 5, 4, 6, 6]
    shown = two_way(x, y, ["a"] * 3 + ["b"] * 3 + ["c"] * 3, [1, 2, 3] * 3).clustered
    assert shown.ok
    assert shown.interval is None
