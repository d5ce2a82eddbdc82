"""Partial correlations, the effective size of series, and what attenuation took."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.attenuation import without_attenuation
from survey.stats.autocorrelation import effective_size, pearson_in_time
from survey.stats.correlation import fisher_interval, pearson, spearman
from survey.stats.partial import partial_correlation
from survey.stats.result import computed, not_computable


def test_partial_correlations_agree_with_reference_case_16(case) -> None:
    reference = case("16")
    files = {"hl": "ppcor_hl.csv", "x": "pingouin_partial_corr.csv", "mpg": "mtcars.csv"}
    for wanted in reference.expected["computed"]:
        data = reference.columns(files[wanted["x"]])
        names = [wanted["covar"]] if isinstance(wanted["covar"], str) else wanted["covar"]
        found = partial_correlation(
            data[wanted["x"]],
            data[wanted["y"]],
            {name: data[name] for name in names},
            of="values" if wanted["method"] == "pearson" else "ranks",
        )
        assert found.value == pytest.approx(wanted["r"], abs=1e-9)
        assert found.p == pytest.approx(wanted["p"], abs=1e-8)
        assert found.ends == pytest.approx(wanted["ci95_fisher"], abs=1e-6)
        assert (found.n, found.df) == (wanted["n"], wanted["df"])


def test_one_covariate_follows_the_formula_of_three_correlations() -> None:
    x, y, z = np.random.default_rng(1).normal(size=(3, 30))
    xy, xz, yz = pearson(x, y).value, pearson(x, z).value, pearson(y, z).value
    wanted = (xy - xz * yz) / math.sqrt((1 - xz**2) * (1 - yz**2))
    assert partial_correlation(x, y, z).value == pytest.approx(wanted, abs=1e-12)


def test_without_a_useful_covariate_it_is_the_plain_correlation() -> None:
    x, y = np.random.default_rng(2).normal(size=(2, 20))
    for covariates in ([], [[7.1] * 20]):
        found, plain = partial_correlation(x, y, covariates), pearson(x, y)
        assert (found.p, found.df) == (pytest.approx(plain.p), plain.df)
        assert found.value == pytest.approx(plain.value, abs=1e-12)
    assert any("same everywhere" in said for said in found.warnings)
    ranks = partial_correlation(x, y, [], of="ranks")
    assert ranks.value == pytest.approx(spearman(x, y).value, abs=1e-12)


def test_a_covariate_told_by_the_others_is_dropped() -> None:
    x, y, z = np.random.default_rng(3).normal(size=(3, 15))
    found = partial_correlation(x, y, {"age": z, "born": 2026 - z})
    assert (found.df, found.value) == (12, pytest.approx(partial_correlation(x, y, z).value))
    assert any(said.startswith("born left out") for said in found.warnings)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1e-8, 1.0, 1e8]), st.integers(-50, 50))
def test_scale_shift_order_and_sides_do_not_count(seed: int, scale: float, shift: int) -> None:
    x, y, z, w = np.random.default_rng(seed).normal(size=(4, 20))
    plain = partial_correlation(x, y, [z, w])
    mixed = np.random.default_rng(1).permutation(20)
    turned = partial_correlation(
        scale * (y[mixed] + shift), x[mixed], [w[mixed] - 2 * z[mixed], scale * z[mixed]]
    )
    assert turned.value == pytest.approx(plain.value, abs=1e-9)
    assert turned.p == pytest.approx(plain.p, abs=1e-8)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_too_few_rows_for_the_covariates_are_refused(n: int) -> None:
    found = partial_correlation(range(n), [1, 3, 2][:n], [[4, 1, 1][:n]])
    assert found.status == "not_computable"


def test_constant_sides_and_sides_told_by_the_covariates_are_refused() -> None:
    x, y, z = np.random.default_rng(4).normal(size=(3, 12))
    assert "first side is the same" in partial_correlation([2.1] * 12, y, z).reason
    told = partial_correlation(x, 5 - 2 * z, z)
    assert told.reason == "The second side changes with the covariates alone."
    many = np.random.default_rng(5).normal(size=(12, 11))
    assert "too few for 11 covariates" in partial_correlation(x, y, many).reason
    gaps = np.where(np.arange(12) == 3, np.nan, z)
    assert partial_correlation(x, y, gaps).n == 11
    with pytest.raises(ValueError, match="missing in 1"):
        partial_correlation(x, y, gaps, missing="refuse")


# Annual flow of the Nile and level of Lake Huron, 1875 to 1970: series of R's datasets, from
# Cobb 1978, Biometrika 65:243-251, and Brockwell and Davis 1991, Time Series, appendix A.
NILE = [
    1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
    1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
    1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845,
    744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742,
    801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906,
    901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip
HURON = [
    10.38, 11.86, 10.97, 10.80, 9.79, 10.39, 10.42, 10.82, 11.40, 11.32, 11.44, 11.68, 11.17,
    10.53, 10.01, 9.91, 9.14, 9.16, 9.55, 9.67, 8.44, 8.24, 9.10, 9.09, 9.35, 8.82, 9.32, 9.01,
    9.00, 9.80, 9.83, 9.72, 9.89, 10.01, 9.37, 8.69, 8.19, 8.67, 9.55, 8.92, 8.09, 9.37, 10.13,
    10.14, 9.51, 9.24, 8.66, 8.86, 8.05, 7.79, 6.75, 6.75, 7.82, 8.64, 10.58, 9.48, 7.38, 6.90,
    6.94, 6.24, 6.84, 6.85, 6.90, 7.79, 8.18, 7.51, 7.23, 8.42, 9.61, 9.05, 9.26, 9.22, 9.38,
    9.10, 7.95, 8.12, 9.75, 10.85, 10.41, 9.96, 9.61, 8.76, 8.18, 7.21, 7.13, 9.10, 8.25, 7.91,
    6.89, 5.96, 6.80, 7.68, 8.38, 8.52, 9.74, 9.31,
]  # fmt: skip


def test_a_lake_and_a_river_have_no_link_once_their_years_are_counted_right() -> None:
    plain = pearson(HURON, NILE)
    assert (round(plain.value, 3), round(plain.p, 3)) == (0.243, 0.017)
    first, every = pearson_in_time(HURON, NILE), pearson_in_time(HURON, NILE, by="all_lags")
    assert (round(first.p, 3), round(every.p, 2)) == (0.125, 0.20)
    assert effective_size(HURON, NILE).value == pytest.approx(41.28, abs=0.01)
    assert (
        first.ends == fisher_interval(plain.value, effective_size(HURON, NILE).value).ends
        if (False)
        else first.interval == fisher_interval(plain.value, effective_size(HURON, NILE).value)
    )
    assert plain.value == first.value == every.value
    centred = [np.array(series) - np.mean(series) for series in (HURON, NILE)]
    inverse = 1 / 96
    for lag in range(1, 20):
        kept = [(side[:-lag] @ side[lag:]) / (side @ side) for side in centred]
        inverse += 2 / 96 * (96 - lag) / 96 * kept[0] * kept[1]
    assert effective_size(HURON, NILE, by="all_lags").value == pytest.approx(1 / inverse)


def test_pearson_in_time_keeps_its_false_alarms() -> None:
    random = np.random.default_rng(6)
    runs, alarms, plain = 600, 0, 0
    for _ in range(runs):
        series = random.normal(size=(2, 60))
        for at in range(1, 60):
            series[:, at] += 0.6 * series[:, at - 1]
        alarms += (pearson_in_time(*series).p or 1) < 0.05
        plain += pearson(*series).p < 0.05
    assert alarms / runs < 0.1 < plain / runs


def test_the_size_never_exceeds_n_and_small_sizes_lose_interval_and_p() -> None:
    zigzag = [1, 5, 2, 6, 1, 7, 2, 5, 1, 6]
    drift = list(range(10))
    for by in ("first_lag", "all_lags"):
        assert effective_size(zigzag, drift, by=by).value == 10
    slow = [math.atan(value / 9) for value in range(-30, 31)]
    few = pearson_in_time(slow[:40], slow[20:60])
    assert 2 < effective_size(slow[:40], slow[20:60]).value <= 3
    assert (few.interval, few.p is None) == (None, False)
    assert "no interval" in few.warnings[-1]
    fewer = pearson_in_time(slow, slow)
    assert effective_size(slow, slow).value <= 2
    assert (fewer.ok, fewer.interval, fewer.p, fewer.df) == (True, None, None, None)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_short_and_constant_series_are_refused(n: int) -> None:
    assert effective_size(range(n), range(n)).status == "not_computable"
    assert pearson_in_time(range(n), range(n)).status == "not_computable"
    assert effective_size([1, 1, 1, 1], [1, 2, 3, 5]).status == "not_computable"


def test_a_missing_moment_keeps_its_place() -> None:
    random = np.random.default_rng(7)
    x, y = random.normal(size=(2, 700))
    for series in (x, y):
        for at in range(1, 700):
            series[at] += 0.6 * series[at - 1]
    gaps = x.copy()
    gaps[::7] = np.nan
    whole, part = effective_size(x, y), effective_size(gaps, y)
    assert part.n == 600
    assert part.value / part.n == pytest.approx(whole.value / whole.n, rel=0.1)
    assert effective_size(3e8 * x + 5, -1e-9 * y).value == pytest.approx(whole.value, rel=1e-6)


def test_the_corrections_agree_with_reference_case_26(case) -> None:
    for row in case("26").rows("expected.csv"):
        interval = fisher_interval(row["r"], 40)
        observed = computed("pearson", row["r"], n=40, interval=interval, p=0.01)
        found = without_attenuation(observed, row["rxx"], row["ryy"])
        if row["over_1"] == "TRUE":
            assert found.reason == "Reliability too low to correct."
            continue
        assert found.value == pytest.approx(row["corrected"], abs=1e-12)
        # The table's ends take 1.96 for the normal quantile.
        assert found.ends == pytest.approx([row["ci_lo_n40"], row["ci_hi_n40"]], abs=1e-8)
        assert (found.p, found.n) == (0.01, 40)


def test_what_cannot_be_corrected_says_so() -> None:
    observed = computed("pearson", 0.3, n=20)
    assert without_attenuation(observed, 0.09, 1).value == pytest.approx(1)
    assert not without_attenuation(observed, 0.0, 0.9).ok
    assert not without_attenuation(observed, -0.2, -0.9).ok
    none = not_computable("pearson", "It takes at least 3 pairs.", n=2)
    assert without_attenuation(none, 0.5, 0.5).reason == none.reason
    for reliability in (1.01, math.nan, math.inf):
        with pytest.raises(ValueError, match="reliability"):
            without_attenuation(observed, reliability, 0.5)


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.99, 0.99), st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_correction_never_weakens_a_link_nor_turns_it(r: float, one: float, two: float) -> None:
    found = without_attenuation(computed("pearson", r, n=20), one, two)
    if found.ok:
        assert abs(found.value) >= abs(r) * (1 - 1e-12)
        assert found.value * r >= 0
        assert abs(found.value) <= 1
