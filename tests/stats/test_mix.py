"""Standardising to a common mix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.mix import observed_minus_expected, standardise, standardise_means
from survey.stats.proportions import wilson

# Charig et al. 1986, BMJ 292:879-882: kidney stones by size and treatment.
STONES = {
    "A": {"small": (81, 87), "large": (192, 263)},
    "B": {"small": (234, 270), "large": (55, 80)},
}


def test_a_common_mix_turns_the_kidney_stones_round() -> None:
    mix = {"small": 357, "large": 343}
    adjusted = {treatment: standardise(rates, mix).value for treatment, rates in STONES.items()}
    raw = {
        treatment: sum(x for x, _ in rates.values()) / sum(n for _, n in rates.values())
        for treatment, rates in STONES.items()
    }
    assert raw["A"] < raw["B"]
    assert adjusted["A"] > adjusted["B"]
    assert adjusted["A"] == pytest.approx(0.832546217385604, abs=1e-12)
    assert adjusted["B"] == pytest.approx(0.778875, abs=1e-12)


def test_one_stratum_is_wilson() -> None:
    result = standardise({"phone": (15, 148)}, {"phone": 3.0})
    plain = wilson(15, 148)
    assert result.value == pytest.approx(plain.value)
    assert result.interval.low == pytest.approx(plain.interval.low)
    assert result.interval.high == pytest.approx(plain.interval.high)


def test_only_proportions_of_the_mix_count_and_strata_without_weight_do_not() -> None:
    rates = {"phone": (8, 10), "chat": (3, 10), "mail": (0, 10)}
    small = standardise(rates, {"phone": 1, "chat": 3, "mail": 0})
    large = standardise(rates, {"phone": 100, "chat": 300})
    assert small.value == pytest.approx(0.425)
    assert small.value == pytest.approx(large.value)
    assert small.interval.low == pytest.approx(large.interval.low)
    assert large.n == 20


def test_a_unanimous_unit_still_has_an_interval() -> None:
    result = standardise({"phone": (5, 5), "chat": (5, 5)}, {"phone": 1, "chat": 1})
    assert result.interval.high == 1
    assert result.interval.low < 0.75


def test_a_missing_stratum_is_named() -> None:
    result = standardise({"phone": (8, 10)}, {"phone": 3, "chat": 1})
    assert result.status == "not_computable"
    assert result.reason == "chat has no answers but carries 25% of the mix."


@pytest.mark.parametrize("weights", [{"phone": -1.0, "chat": 2.0}, {"phone": 0.0}])
def test_weights_that_cannot_be_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        standardise({"phone": (8, 10)}, weights)


def test_a_missing_stratum_may_be_left_out_where_the_rest_carry_enough_of_the_mix() -> None:
    rates, mix = {"phone": (8, 10), "mail": (5, 10)}, {"phone": 6, "mail": 3, "chat": 1}
    assert not standardise(rates, mix, least_covered=0.95).ok
    result = standardise(rates, mix, least_covered=0.9)
    assert result.value == pytest.approx((6 * 0.8 + 3 * 0.5) / 9)
    assert result.warnings == ("chat, 10% of the mix, has no answers and is left out.",)
    assert not standardise({}, mix, least_covered=0.0).ok


def test_a_standardised_mean_is_the_weighted_mean_with_its_variance() -> None:
    means, spreads = {"phone": (4.2, 64), "chat": (3.8, 16)}, {"phone": 0.8, "chat": 1.0}
    result = standardise_means(means, spreads, {"phone": 3, "chat": 1})
    assert result.estimate.value == pytest.approx(4.1)
    error = (0.75**2 * 0.64 / 64 + 0.25**2 / 16) ** 0.5
    assert result.error == pytest.approx(error)
    assert result.estimate.interval.high == pytest.approx(4.1 + 1.959964 * error, abs=1e-6)
    assert result.estimate.n == 80
    left_out = standardise_means(means, spreads, {"phone": 3, "mail": 1}, least_covered=0.7)
    assert (left_out.estimate.value, left_out.estimate.n) == (pytest.approx(4.2), 64)
    assert "mail, 25% of the mix" in left_out.estimate.warnings[0]


def test_the_kidney_stones_of_reference_case_29_turn_round(case) -> None:
    expected = case("29").expected["computed"]["kidney"]
    for treatment, rates in STONES.items():
        result = standardise(rates, expected["weights"])
        assert result.value == pytest.approx(expected["mix_adjusted"][treatment], abs=1e-9)
        as_means = standardise_means(
            {stratum: (x / n, n) for stratum, (x, n) in rates.items()},
            {stratum: (x / n * (1 - x / n)) ** 0.5 for stratum, (x, n) in rates.items()},
            expected["weights"],
        )
        assert as_means.estimate.value == pytest.approx(result.value, abs=1e-12)
    # Against both together: A lies above what its stones would have brought, B below.
    together = {
        size: tuple(sum(STONES[t][size][part] for t in STONES) for part in (0, 1))
        for size in ("small", "large")
    }
    share = {size: x / n for size, (x, n) in together.items()}
    spread = {size: (p * (1 - p)) ** 0.5 for size, p in share.items()}
    above = {
        treatment: observed_minus_expected(
            {size: (x / n, n) for size, (x, n) in rates.items()}, share, spread
        ).estimate.value
        for treatment, rates in STONES.items()
    }
    assert above["A"] > 0 > above["B"]


def test_a_unit_at_the_centres_figures_is_as_expected_whatever_its_mix() -> None:
    centre = {"phone": 4.0, "chat": 3.5, "mail": 3.0}
    spread = dict.fromkeys(centre, 1.0)
    result = observed_minus_expected({"phone": (4.0, 2), "mail": (3.0, 7)}, centre, spread)
    assert result.estimate.value == 0
    assert result.error == pytest.approx(9**0.5 / 9)


def test_units_without_answers_and_strata_without_figures_have_no_adjusted_mean() -> None:
    assert standardise_means({}, {}, {"phone": 1}).error is None
    none = observed_minus_expected({"phone": (4.0, 0)}, {}, {})
    assert none.estimate.reason == "There are no answers yet."
    unknown = observed_minus_expected({"fax": (4.0, 1)}, {"phone": 4.0}, {"phone": 1.0})
    assert unknown.estimate.reason == "There is no figure to expect in fax."


def test_values_all_alike_have_a_mean_without_an_interval() -> None:
    result = standardise_means({"phone": (5.0, 3)}, {"phone": 0.0}, {"phone": 1})
    assert (result.estimate.value, result.estimate.interval, result.error) == (5, None, 0)
    assert "no interval" in result.estimate.warnings[0]


@pytest.mark.parametrize(
    ("means", "spreads", "message"),
    [
        ({"phone": (4.0, -1)}, {"phone": 1.0}, "count"),
        ({"phone": (4.0, 3)}, {}, "spread"),
        ({"phone": (4.0, 3)}, {"phone": -1.0}, "spread"),
        ({"phone": (4.0, 3)}, {"phone": float("inf")}, "spread"),
        ({"phone": (4.0, 3)}, {"phone": float("nan")}, "spread"),
        ({"phone": (float("nan"), 3)}, {"phone": 1.0}, "finite"),
    ],
)
def test_what_cannot_be_is_refused(means, spreads, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        standardise_means(means, spreads, {"phone": 1})
    with pytest.raises(ValueError, match=message):
        observed_minus_expected(means, {"phone": 4.0}, spreads)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.floats(0, 1), st.floats(0.01, 9)), min_size=1, max_size=6
    )
)
def test_an_adjusted_share_stays_between_those_of_its_strata(strata) -> None:
    rates = {at: (round(n * part), n) for at, (n, part, _) in enumerate(strata)}
    result = standardise(rates, {at: weight for at, (_, _, weight) in enumerate(strata)})
    shares = [x / n for x, n in rates.values()]
    assert min(shares) - 1e-12 <= result.value <= max(shares) + 1e-12
    assert 0 <= result.interval.low <= result.value <= result.interval.high <= 1


def test_nineteen_of_twenty_adjusted_means_hold_the_truth() -> None:
    random = np.random.default_rng(20261122)
    truth, spread, mix = {"a": 4.1, "b": 3.2}, {"a": 0.8, "b": 1.1}, {"a": 0.5, "b": 0.5}
    sizes, covered = {"a": 40, "b": 5}, 0
    for _ in range(400):
        means = {s: (random.normal(truth[s], spread[s], sizes[s]).mean(), sizes[s]) for s in truth}
        interval = standardise_means(means, spread, mix).estimate.interval
        covered += interval.low <= 3.65 <= interval.high
    assert abs(covered / 400 - 0.95) < 4 * (0.95 * 0.05 / 400) ** 0.5
