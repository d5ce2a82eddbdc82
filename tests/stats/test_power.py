"""What a number of pairs could have shown."""

import time

import pytest

from survey.stats.power import correlation_power, smallest_detectable_correlation

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
