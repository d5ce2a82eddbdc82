"""Standardising to a common mix."""

import pytest

from survey.stats.mix import standardise
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
