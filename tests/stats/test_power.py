"""What a number of pairs could have shown."""

import math
import time

import numpy as np
import pytest

from survey.stats.power import (
    correlation_power,
    pairs_needed,
    smallest_detectable_correlation,
    smallest_detectable_within,
)
from survey.stats.within import two_way

# Cohen 1988, Statistical Power Analysis, table 3.4.1: r .30, two-sided .05, n 84 gives .80.
COHEN = (84, 0.3, 0.80)


def test_power_agrees_with_cohens_table() -> None:
    n, rho, power = COHEN
    assert correlation_power(n, rho).value == pytest.approx(power, abs=0.005)


def test_power_under_no_link_is_alpha() -> None:
    for n in (4, 5, 9, 50, 5000):
        assert correlation_power(n, 0.0).value == pytest.approx(0.05, abs=1e-10)
        assert correlation_power(n, 0.0, alpha=0.01).value == pytest.approx(0.01, abs=1e-10)


def test_power_agrees_with_reference_case_28(case) -> None:
    reference = case("28")
    computed = reference.expected["computed"]
    for n, rho, name in (
        (9, 0.76, "power_at_n9_r.76_exact"),
        (9, 0.80, "power_at_n9_r.80_exact"),
        (12, 0.33, "power_at_n12_r.33_exact"),
        (30, 0.33, "power_at_n30_r.33_exact"),
        (84, 0.3, "power_n84_r.3_exact"),
    ):
        assert correlation_power(n, rho).value == pytest.approx(computed[name], abs=1e-8)
    for row in reference.rows("mde_table.csv"):
        found = smallest_detectable_correlation(int(row["n"])).value
        assert found == pytest.approx(row["mde80_exact"], abs=1e-6)


@pytest.mark.parametrize("n", [4, 12, 714])
def test_the_smallest_detectable_correlation_has_the_power_asked_for(n: int) -> None:
    rho = smallest_detectable_correlation(n, power=0.9).value
    assert correlation_power(n, rho).value == pytest.approx(0.9, abs=1e-9)
    assert correlation_power(n, -rho).value == pytest.approx(0.9, abs=1e-9)


def test_the_pairs_needed_agree_with_reference_case_28(case) -> None:
    for row in case("28").expected["computed"]["n_for_r"]:
        # The reference solves an approximation; counted exactly the last pair may be spared.
        needed = pairs_needed(row["r"])
        assert 0 <= math.ceil(row["n_pwr"]) - needed.value <= 1
        assert correlation_power(needed.n, row["r"]).value >= 0.8
        assert correlation_power(needed.n - 1, row["r"]).value < 0.8


def test_a_correlation_next_to_nothing_cannot_be_detected() -> None:
    for rho in (0.0, 1e-9):
        assert "cannot be detected" in pairs_needed(rho).reason
    assert pairs_needed(-0.3) == pairs_needed(0.3)
    assert pairs_needed(0.9999).value == 4
    with pytest.raises(ValueError, match="rho"):
        pairs_needed(1.0)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_under_four_pairs_nothing_can_be_detected(n: int) -> None:
    assert smallest_detectable_correlation(n).status == "not_computable"
    assert correlation_power(n, 0.5).status == "not_computable"


def test_a_million_pairs_detect_almost_anything() -> None:
    # (z(.975) + z(.8)) / sqrt(n) for large n.
    assert smallest_detectable_correlation(10**6).value == pytest.approx(0.0028016, abs=1e-6)


def test_what_cannot_be_is_refused() -> None:
    for rho in (-1.0, 1.0, 2.0):
        with pytest.raises(ValueError, match="rho"):
            correlation_power(10, rho)
    with pytest.raises(ValueError, match="alpha < power"):
        smallest_detectable_correlation(10, alpha=0.8, power=0.5)


def test_a_call_takes_milliseconds() -> None:
    start = time.perf_counter()
    for n in range(1000, 1020):
        smallest_detectable_correlation(n)
    assert (time.perf_counter() - start) / 20 < 0.05


def panel(seed: int, n_units: int, n_waves: int):
    units = [unit for unit in range(n_units) for _ in range(n_waves)]
    x, y = np.random.default_rng(seed).normal(size=(2, len(units)))
    return two_way(x, y, units, list(range(n_waves)) * n_units)


def test_with_many_units_a_within_link_is_detected_like_any_other() -> None:
    found = panel(1, 400, 5)
    # Taking no account of units would give this; a clustered error of 400 units costs little.
    plain = smallest_detectable_correlation(int(found.correlation.df) + 2).value
    assert plain < smallest_detectable_within(found).value < 1.15 * plain


def test_few_units_detect_less_than_their_rows_let_one_think() -> None:
    for seed in range(5):
        found = panel(seed, 6, 12)
        plain = smallest_detectable_correlation(int(found.correlation.df) + 2).value
        assert 1.1 * plain < smallest_detectable_within(found).value < 1
        assert smallest_detectable_within(found).value < (
            smallest_detectable_within(found, power=0.9).value
        )


@pytest.mark.parametrize("n_units", [0, 1, 2, 3])
def test_under_four_units_no_within_link_can_be_detected(n_units: int) -> None:
    assert smallest_detectable_within(panel(1, n_units, 9)).status == "not_computable"


def test_a_line_through_every_unit_leaves_a_number_and_odd_powers_are_refused() -> None:
    units, waves = [unit for unit in range(6) for _ in range(6)], list(range(6)) * 6
    x = np.random.default_rng(3).normal(size=36)
    assert 0 < smallest_detectable_within(two_way(x, 2 * x, units, waves)).value < 1
    with pytest.raises(ValueError, match="half"):
        smallest_detectable_within(panel(1, 6, 6), power=0.5)
