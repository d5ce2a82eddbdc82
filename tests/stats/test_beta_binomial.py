"""Shares of units drawn towards their common share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from survey.stats.beta_binomial import shrink_shares

UNEQUAL = ([8, 18, 45, 9, 30, 2], [10, 20, 60, 30, 40, 2])
# Efron and Morris 1975, J Am Stat Assoc 70:311-319: hits of 18 batters in their first 45 at-bats.
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


def by_search(successes: list[int], counts: list[int]) -> tuple[float, float]:
    """Mean and strength with the largest likelihood, found without any slopes."""
    x, n = np.array(successes), np.array(counts)

    def height(place) -> float:
        a, b = np.exp(place)
        return -float(np.sum(special.betaln(x + a, n - x + b) - special.betaln(a, b)))

    found = optimize.minimize(
        height, [1.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13}
    )
    a, b = np.exp(found.x)
    return a / (a + b), a + b


@pytest.mark.parametrize(("successes", "counts"), [UNEQUAL, (HITS, [45] * 18)])
def test_the_prior_has_the_largest_likelihood(successes, counts) -> None:
    mean, strength = by_search(successes, counts)
    result = shrink_shares(successes, counts)
    assert result.common.value == pytest.approx(mean, abs=1e-5)
    assert result.prior_n == pytest.approx(strength, rel=1e-3)
    assert result.tells_units_apart
    for x, n, unit in zip(successes, counts, result.units, strict=True):
        assert unit.own_value == x / n
        assert unit.own_weight == pytest.approx(n / (n + strength), abs=1e-5)
        assert unit.estimate.value == pytest.approx(
            (x + mean * strength) / (n + strength), abs=1e-5
        )
        assert unit.estimate.n == n


def test_a_units_interval_has_the_moments_of_the_mixture_over_every_prior() -> None:
    x, n = (np.array(side, dtype=float) for side in UNEQUAL)
    # The integral by brute force over the plane: flat in rho = 1 / (M + 1), Jeffreys' in the mean.
    means = (np.arange(400) + 0.5)[:, None, None] / 400
    rho = (np.arange(400) + 0.5)[None, :, None] / 400
    a, b = means * (1 / rho - 1), (1 - means) * (1 / rho - 1)
    logs = (special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum(axis=-1)
    chance = np.exp(logs - logs.max()) * (means * (1 - means))[:, :, 0] ** -0.5
    chance /= chance.sum()
    share = (x[0] + a) / (n[0] + a + b)
    inside = share * (1 - share) / (n[0] + a + b + 1)
    mean = float((chance[:, :, None] * share).sum())
    variance = float((chance[:, :, None] * (inside + (share - mean) ** 2)).sum())
    total = mean * (1 - mean) / variance - 1
    wanted = special.betaincinv(mean * total, (1 - mean) * total, [0.025, 0.975])
    assert shrink_shares(*UNEQUAL).units[0].estimate.ends == pytest.approx(tuple(wanted), abs=2e-3)


def test_a_small_unit_is_drawn_further_than_a_large_one_with_the_same_share() -> None:
    small, large = shrink_shares([9, 90, 10, 50], [10, 100, 20, 100]).units[:2]
    assert small.own_value == large.own_value
    assert small.estimate.value < large.estimate.value < 0.9
    assert small.estimate.interval.high > large.estimate.interval.high


@pytest.mark.parametrize(
    ("successes", "counts", "pooled"),
    [
        ([0, 0, 0, 0], [5, 9, 1, 3], 0.0),
        ([5, 9, 1, 3], [5, 9, 1, 3], 1.0),
        ([50, 51, 52, 50], [100] * 4, 0.5075),
        ([0, 1, 1, 1], [1, 1, 1, 1], 0.75),
    ],
)
def test_shares_no_further_apart_than_chance_are_pooled(successes, counts, pooled: float) -> None:
    result = shrink_shares(successes, counts)
    assert not result.tells_units_apart
    assert (result.prior_n, result.between.value) == (None, 0.0)
    assert result.common.value == pooled
    for unit in result.units:
        assert (unit.own_weight, unit.estimate.value) == (0, pooled)
        assert "No detectable difference" in unit.estimate.warnings[0]
        low, high = unit.estimate.ends
        assert low <= pooled <= high
        assert high - low > 0.05


def test_units_each_all_one_way_keep_their_own_share() -> None:
    result = shrink_shares([0, 3, 4, 2], [3, 3, 4, 2])
    assert (result.prior_n, result.common.value) == (0, 0.75)
    assert [unit.estimate.value for unit in result.units] == [0, 1, 1, 1]
    assert result.units[3].estimate.interval.low < 0.7


def test_tarones_p_is_that_of_his_statistic() -> None:
    # By hand: S = sum (x - n p)^2 / (p q) with p = 19/40; z = (S - 40) / sqrt(2 * 4 * 90).
    share = 19 / 40
    away = sum((x - 10 * share) ** 2 for x in (2, 5, 9, 3)) / (share * (1 - share))
    z = (away - 40) / (2 * 4 * 90) ** 0.5
    assert shrink_shares([2, 5, 9, 3], [10] * 4).between.p == pytest.approx(
        float(special.ndtr(-z)), rel=1e-9
    )


@pytest.mark.parametrize("k", [0, 1, 2, 3])
def test_under_four_units_with_answers_nothing_is_drawn(k: int) -> None:
    result = shrink_shares([*[3, 4, 5][:k], 0], [*[5, 5, 5][:k], 0])
    assert result.common.status == result.between.status == "not_computable"
    assert "at least 4 units" in result.common.reason
    assert {unit.estimate.status for unit in result.units} == {"not_computable"}
    assert result.units[k].own_value is None


def test_a_unit_without_answers_is_left_out() -> None:
    result = shrink_shares([*UNEQUAL[0], 0], [*UNEQUAL[1], 0])
    assert result.units[-1].estimate.reason == "The unit has no answers."
    assert result.units[:-1] == shrink_shares(*UNEQUAL).units


@pytest.mark.parametrize(
    ("successes", "counts"),
    [([1, 2], [3]), ([4], [3]), ([-1], [3]), ([0.5], [3]), ([float("nan")], [3]), ([0], [-1])],
)
def test_counts_that_cannot_be_are_refused(successes, counts) -> None:
    with pytest.raises(ValueError, match=r"not a share|counts"):
        shrink_shares(successes, counts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=4,
        max_size=12,
    )
)
def test_shrunken_shares_mirror_and_stay_between(rows) -> None:
    successes, counts = (list(side) for side in zip(*rows, strict=True))
    there = shrink_shares(successes, counts)
    back = shrink_shares([n - x for x, n in rows], counts)
    for unit, mirror in zip(there.units, back.units, strict=True):
        low, high = sorted((unit.own_value, there.common.value))
        assert low - 1e-9 <= unit.estimate.value <= high + 1e-9
        assert unit.estimate.value == pytest.approx(1 - mirror.estimate.value, abs=1e-5)
        assert 0 <= unit.estimate.interval.low <= unit.estimate.interval.high <= 1


@pytest.mark.parametrize("strength", [8.0, 40.0, 1e9])
def test_nineteen_of_twenty_intervals_hold_the_truth(strength: float) -> None:
    random = np.random.default_rng(20261122)
    covered = []
    for _ in range(60):
        counts = random.integers(8, 60, size=12)
        truth = random.beta(0.8 * strength, 0.2 * strength, size=12)
        result = shrink_shares(random.binomial(counts, truth).tolist(), counts.tolist())
        covered += [
            unit.estimate.interval.low <= true <= unit.estimate.interval.high
            for unit, true in zip(result.units, truth, strict=True)
        ]
    assert np.mean(covered) > 0.92
