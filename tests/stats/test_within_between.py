"""The within-between model: a published panel, the likelihood written out, and its refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.within import repeated_measures, two_way
from survey.stats.within_between import within_between

from .test_within import panel


def made_up(seed: int, n_units: int = 12, *, spread: float = 1.0):
    """Units of 2 to 7 rows whose levels differ; slopes .5 inside and 1.5 between."""
    random = np.random.default_rng(seed)
    units = np.repeat(np.arange(n_units), random.integers(2, 8, size=n_units))
    means = random.normal(size=n_units)
    means_of_rows = means[units]
    x = means_of_rows + random.normal(size=len(units))
    found = np.bincount(units, x) / np.bincount(units)
    level = 1.5 * found + spread * random.normal(size=n_units)
    y = 3 + 0.5 * (x - found[units]) + level[units] + random.normal(size=len(units))
    return x, y, units.tolist()


def dense(columns, y, units, ratio):
    """-2 log restricted likelihood, coefficients and errors with all of V written out."""
    units = np.asarray(units)
    v = np.eye(len(y)) + ratio * (units[:, None] == units)
    inverse = np.linalg.inv(v)
    products = columns.T @ inverse @ columns
    coefficients = np.linalg.solve(products, columns.T @ inverse @ y)
    residual = y - columns @ coefficients
    df = len(y) - columns.shape[1]
    variance = residual @ inverse @ residual / df
    deviance = df * np.log(variance) + np.linalg.slogdet(v)[1] + np.linalg.slogdet(products)[1]
    return deviance, coefficients, variance * np.linalg.inv(products), variance


def test_the_model_agrees_with_reference_case_20(case) -> None:
    reference = case("20")
    data, wanted = reference.columns("data.csv"), reference.expected["computed"]
    found = within_between(data["HRS"], data["WBEING"], data["GRP"])
    hybrid, mundlak = wanted["within_between"], wanted["mundlak"]
    pairs = (
        (found.intercept, hybrid["fixef"]["(Intercept)"], hybrid["se"]["(Intercept)"], 97),
        (found.within, hybrid["fixef"]["W"], hybrid["se"]["W"], 7282),
        (found.between, hybrid["fixef"]["G"], hybrid["se"]["G"], 97),
        (found.contextual, mundlak["fixef"]["G"], mundlak["se"]["G"], 97),
    )
    quantiles = {97: 1.98472319, 7282: 1.96028}
    for estimate, value, error, df in pairs:
        assert estimate.value == pytest.approx(value, abs=1e-5)
        half = (estimate.interval.high - estimate.interval.low) / 2
        assert half / quantiles[df] == pytest.approx(error, abs=1e-5)
        assert estimate.df == df
    assert found.within.value == pytest.approx(wanted["fixed_effects_slope"], abs=1e-12)
    assert found.unit_variance == pytest.approx(hybrid["var_group"], abs=1e-5)
    assert found.residual_variance == pytest.approx(hybrid["var_resid"], abs=1e-5)


@pytest.mark.parametrize(("seed", "spread"), [(1, 1.0), (2, 0.3), (3, 8.0)])
def test_the_fit_is_the_smallest_of_the_likelihood_written_out(seed, spread) -> None:
    x, y, units = made_up(seed, spread=spread)
    found = within_between(x, y, units)
    ratio = found.unit_variance / found.residual_variance
    means = (np.bincount(units, x) / np.bincount(units))[units]
    columns = np.column_stack([np.ones(len(x)), x - means, means])
    deviance, coefficients, covariance, variance = dense(columns, y, units, ratio)
    around = [dense(columns, y, units, ratio * by)[0] for by in (0.01, 0.5, 0.98, 1.02, 2, 50)]
    assert deviance <= min(around)
    assert found.intercept.value == pytest.approx(coefficients[0], abs=1e-8)
    assert found.within.value == pytest.approx(coefficients[1], abs=1e-8)
    assert found.between.value == pytest.approx(coefficients[2], abs=1e-8)
    assert found.residual_variance == pytest.approx(variance, rel=1e-8)
    contrast = np.array([0, -1, 1])
    half = (found.contextual.interval.high - found.contextual.interval.low) / 2
    error = np.sqrt(contrast @ covariance @ contrast)
    assert half == pytest.approx(2.2281389 * error, rel=1e-6)
    assert found.contextual.df == 10


def test_the_slope_inside_units_is_the_fixed_effects_slope() -> None:
    x, y, units = made_up(4)
    fixed = repeated_measures(x, y, units)
    found = within_between(x, y, units)
    assert found.within.value == pytest.approx(fixed.slope.value, abs=1e-12)
    assert found.contextual.value == pytest.approx(found.between.value - found.within.value)


def test_waves_as_controls_give_the_two_way_slope() -> None:
    x, y, units, waves = panel(5, 20, 5)
    dummies = {f"wave {wave}": np.array(waves) == wave for wave in range(5)}
    found = within_between(x, y, units, controls=dummies)
    assert found.within.value == pytest.approx(two_way(x, y, units, waves).slope.value, abs=1e-10)
    # One of five tells nothing the others do not, and in a full panel no unit has more of one.
    assert found.controls == tuple(f"wave {wave} inside units" for wave in range(4))
    assert found.within.df == 100 - 20 - 5


def test_controls_enter_inside_and_between_and_are_paid_for_by_units() -> None:
    x, y, units = made_up(6, 24)
    random = np.random.default_rng(1)
    mix, tenure = random.normal(size=len(x)), random.normal(size=24)[units]
    found = within_between(
        x, y + 2 * mix - tenure, units, controls={"mix": mix, "tenure": tenure, "more": tenure**2}
    )
    assert found.controls == ("mix inside units", "mix between units", "tenure between units")
    assert found.within.value == pytest.approx(0.5, abs=0.3)
    assert any(said.startswith("more between units left out") for said in found.within.warnings)
    assert found.between.df == 24 - 1 - 3
    few = within_between(*made_up(7, 9), controls={"mix": np.ones(len(made_up(7, 9)[0]))})
    assert (few.controls, few.within.warnings) == ((), ())


def test_units_that_do_not_differ_leave_ordinary_least_squares() -> None:
    x, y, units = made_up(8)
    means = (np.bincount(units, x) / np.bincount(units))[units]
    columns = np.column_stack([np.ones(len(x)), x - means, means])
    noise = y - (np.bincount(units, y) / np.bincount(units))[units]
    flat = 1 + 0.3 * x + noise
    found = within_between(x, flat, units)
    assert found.unit_variance == 0
    assert any("ordinary least squares" in said for said in found.between.warnings)
    plain = np.linalg.lstsq(columns, flat, rcond=None)[0]
    assert [found.within.value, found.between.value] == pytest.approx(plain[1:], abs=1e-10)
    residual = flat - columns @ plain
    assert found.residual_variance == pytest.approx(residual @ residual / (len(x) - 3), rel=1e-10)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 300), st.sampled_from([1e-7, 1.0, 1e7]), st.integers(-30, 30))
def test_scale_shift_and_order_of_rows_do_not_count(seed: int, scale: float, shift: int) -> None:
    x, y, units = made_up(seed, 8)
    plain = within_between(x, y, units)
    mixed = np.random.default_rng(1).permutation(len(x))
    names = [f"unit {units[row]}" for row in mixed]
    turned = within_between(scale * (x[mixed] + shift), 3 * y[mixed] - shift, names)
    for one, two in ((plain.within, turned.within), (plain.contextual, turned.contextual)):
        assert two.value * scale / 3 == pytest.approx(one.value, rel=1e-5, abs=1e-7)
        assert two.p == pytest.approx(one.p, abs=1e-5)
    assert turned.unit_variance == pytest.approx(9 * plain.unit_variance, rel=1e-4, abs=1e-6)


def test_the_contextual_interval_covers_the_true_difference() -> None:
    runs, covered, inside = 250, 0, 0
    for seed in range(runs):
        found = within_between(*made_up(10_000 + seed, 14))
        covered += found.contextual.interval.low <= 1.0 <= found.contextual.interval.high
        inside += found.within.interval.low <= 0.5 <= found.within.interval.high
    for count in (covered, inside):
        assert abs(count / runs - 0.95) < 4 * (0.05 * 0.95 / runs) ** 0.5


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_under_five_units_the_model_is_refused(n: int) -> None:
    units = [unit for unit in range(n) for _ in range(4)]
    x = np.random.default_rng(1).normal(size=len(units))
    found = within_between(x, x**2, units)
    reason = f"It takes at least 5 units; there are {n}."
    assert {found.within.reason, found.between.reason, found.contextual.reason} == {reason}
    assert (found.unit_variance, found.controls) == (None, ())


def test_still_sides_and_exact_lines_are_refused() -> None:
    x, y, units = made_up(9)
    of_units = np.array(units) * 0.1
    means = (np.bincount(units, x) / np.bincount(units))[units]
    assert "first side never" in within_between(of_units, y, units).within.reason
    assert "second side never" in within_between(x, of_units, units).within.reason
    assert "do not differ in their means" in within_between(x - means, y, units).within.reason
    assert "on a line" in within_between(x, 2 * x + of_units**2, units).within.reason
    alone = within_between(x[:6], y[:6], range(6))
    assert "never changes inside a unit" in alone.within.reason


def test_rows_alone_in_their_unit_count_between_units() -> None:
    x, y, units = made_up(11)
    found = within_between([*x, 2.0], [*y, 4.0], [*units, 99])
    assert (found.between.n_units, found.between.n) == (13, len(x) + 1)
    assert found.within.value == pytest.approx(within_between(x, y, units).within.value, abs=1e-12)


def test_missing_rows_lengths_and_infinity() -> None:
    x, y, units = made_up(12)
    gap = within_between([*x, np.nan], [*y, 1], [*units, 0])
    assert gap.within.value == within_between(x, y, units).within.value
    assert gap.within.warnings[0] == "1 row left out because a value is missing."
    with pytest.raises(ValueError, match="equal length"):
        within_between(x, y, units[:-1])
    with pytest.raises(ValueError, match="infinite"):
        within_between(np.where(x > 0, np.inf, x), y, units)


def test_sizes_beyond_what_can_be_computed_are_refused_and_those_of_controls_do_not_count() -> None:
    x, y, units = made_up(13)
    assert "change its unit" in within_between(1e-200 * x, y, units).within.reason
    assert "change its unit" in within_between(x, 1e150 * y, units).within.reason
    mix = np.random.default_rng(1).normal(size=len(x))
    plain = within_between(x, y, units, controls=[mix])
    tiny = within_between(x, y, units, controls=[1e-200 * mix])
    assert tiny.between.value == pytest.approx(plain.between.value, rel=1e-6)
