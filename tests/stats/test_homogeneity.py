"""Groups compared inside strata: against published values, by hand, and by false alarms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from survey.stats.homogeneity import beside_comparable, homogeneity

# Fleiss 1981, Statistical Methods for Rates and Proportions, p. 139: smokers among lung patients
# of four studies; Pearson's chi-square 12.600 on 3 degrees of freedom (also R's ?prop.test).
SMOKERS, PATIENTS = [[83, 90, 129, 70]], [[86, 93, 136, 82]]

# Bickel, Hammel and O'Connell 1975, Science 187:398-404: admitted of men and women who applied to
# six departments of Berkeley; R's mantelhaen.test(UCBAdmissions, correct = FALSE) gives 1.5246.
ADMITTED = [[512, 89], [353, 17], [120, 202], [138, 131], [53, 94], [22, 24]]
APPLIED = [[825, 108], [560, 25], [325, 593], [417, 375], [191, 393], [373, 341]]

# Agresti 1990, Categorical Data Analysis, p. 233: rabbits cured by penicillin at once or after
# 90 minutes, at five doses; R's mantelhaen.test(Rabbits, exact = TRUE): S = 16, p = 0.03994.
CURED = [[0, 0], [3, 0], [6, 2], [5, 6], [2, 5]]
RABBITS = [[6, 5], [6, 6], [6, 6], [6, 6], [2, 5]]


def test_one_stratum_is_pearsons_chi_square_but_for_one_contact() -> None:
    found = homogeneity(SMOKERS, PATIENTS, seed=1)
    assert found.value == pytest.approx(12.600 * 396 / 397, abs=0.001)
    assert (found.df, found.n) == (3, 397)
    assert found.p == pytest.approx(0.0057, abs=0.0002)


def test_departments_explain_what_looked_like_a_bias_in_berkeley() -> None:
    """The totals differ by far; within departments, where like is compared with like, hardly."""
    stratified = homogeneity(ADMITTED, APPLIED, seed=1)
    assert stratified.value == pytest.approx(1.5246, abs=0.0001)
    assert stratified.p == pytest.approx(0.2169, abs=0.0001)
    pooled = homogeneity([np.sum(ADMITTED, axis=0)], [np.sum(APPLIED, axis=0)], seed=1)
    assert pooled.p is not None
    assert pooled.p < 1e-15


def test_the_exact_p_is_the_published_one() -> None:
    cured, others = beside_comparable(CURED, RABBITS, 0)
    assert cured.p == pytest.approx(0.03994, abs=0.00001)
    assert cured.value == pytest.approx(16 / 26)
    # 6 rabbits of each of four doses with 0, 0, 2/6 and 6/6 cured, and 2 of one with 5/5.
    assert others == pytest.approx((0 + 0 + 2 + 6 + 2) / 26)


def test_resampling_and_the_exact_p_agree_for_two_groups() -> None:
    few = CURED[1:2], RABBITS[1:2]
    drawn = homogeneity(*few, resamples=20_000, seed=3)
    exact, _ = beside_comparable(*few, 0)
    assert drawn.method == "homogeneity_monte_carlo"
    assert drawn.p is not None
    assert exact.p is not None
    # The chi-square counts both directions by distance, the exact p by likelihood.
    assert abs(drawn.p - exact.p) < 0.015


def test_the_exact_p_is_fishers_in_one_stratum() -> None:
    """Fisher 1935: convictions of twins, p = 0.0005367 two-sided by likelihood."""
    found, _ = beside_comparable([[10, 2]], [[13, 17]], 0)
    assert found.p == pytest.approx(0.0005367, abs=1e-7)


@pytest.mark.parametrize(
    ("hits", "totals", "reason"),
    [
        ([], [], None),
        ([[]], [[]], "no two groups"),
        ([[0]], [[0]], "no two groups"),
        ([[1]], [[1]], "no two groups"),
        ([[1], [0]], [[1], [1]], "no two groups"),
        ([[0, 0]], [[1, 1]], "Everybody compared"),
        ([[1, 1]], [[1, 1]], "Everybody compared"),
        ([[1, 0], [0, 1]], [[2, 0], [0, 2]], "no two groups"),
    ],
)
def test_nothing_to_compare_is_said_in_words(
    hits: list[list[int]], totals: list[list[int]], reason: str | None
) -> None:
    if reason is None:
        with pytest.raises(ValueError, match="strata x groups"):
            homogeneity(hits, totals, seed=1)
        return
    found = homogeneity(hits, totals, seed=1)
    assert not found.ok
    assert reason in str(found.reason)


def test_one_contact_each_is_no_evidence() -> None:
    found = homogeneity([[1, 0]], [[1, 1]], resamples=99, seed=1)
    assert (found.p, found.n) == (1.0, 2)
    alone, others = beside_comparable([[1, 0]], [[1, 1]], 0)
    assert (alone.value, others, alone.p) == (1.0, 0.0, 1.0)


def test_a_group_without_comparable_others_has_no_share() -> None:
    found, others = beside_comparable([[5, 0], [0, 3]], [[9, 0], [0, 9]], 0)
    assert (found.ok, others) == (False, 0.0)


@pytest.mark.parametrize(
    ("hits", "totals"), [([[2]], [[1]]), ([[-1]], [[1]]), ([1], [1]), ([[1, 1]], [[1]])]
)
def test_impossible_counts_are_refused(hits: list[list[int]], totals: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"count|tables"):
        homogeneity(hits, totals, seed=1)
    with pytest.raises(ValueError, match=r"count|tables"):
        beside_comparable(hits, totals, 0)


def test_no_resamples_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 resample"):
        homogeneity(SMOKERS, PATIENTS, resamples=0, seed=1)


def test_large_counts_neither_overflow_nor_leave_zero_to_one() -> None:
    found, _ = beside_comparable([[100_000, 90_000]], [[200_000, 200_000]], 0)
    assert found.p is not None
    assert 0 <= found.p < 1e-200
    same, _ = beside_comparable([[90_000, 90_000]], [[200_000, 200_000]], 0)
    assert same.p == pytest.approx(1.0)


def test_false_alarms_at_small_counts_keep_to_their_level() -> None:
    """Ten agents with 3 to 12 contacts in two queues of very different shares, all alike."""
    random = np.random.default_rng(11)
    overall, single = [], []
    for seed in range(300):
        totals = random.integers(3, 13, size=(2, 10))
        # Half of the agents work mostly in the second queue: no accusation.
        totals[0, 5:] = random.integers(0, 2, size=5)
        hits = random.binomial(totals, [[0.1], [0.6]])
        found = homogeneity(hits, totals, resamples=199, seed=seed)
        overall.append(found.p is not None and found.p <= 0.05)
        one, _ = beside_comparable(hits, totals, 0)
        single.append(one.p is not None and one.p <= 0.05)
    # Three standard errors above 5% of 300 runs.
    most = 0.05 + 3 * math.sqrt(0.05 * 0.95 / 300)
    assert np.mean(overall) <= most
    assert np.mean(single) <= most


def test_pooling_the_queues_would_accuse_whoever_works_in_the_other_one() -> None:
    totals = np.array([[90, 5], [5, 90]])
    hits = np.array([[9, 0], [3, 54]])
    assert (homogeneity(hits, totals, seed=1).p or 0) > 0.2
    assert (homogeneity([hits.sum(axis=0)], [totals.sum(axis=0)], seed=1).p or 1) < 1e-9


def test_a_real_difference_is_found() -> None:
    totals = np.full((2, 8), 20)
    hits = np.full((2, 8), 4)
    hits[:, 3] = 14
    found = homogeneity(hits, totals, seed=1)
    assert found.p is not None
    assert found.p <= 0.002
    one, others = beside_comparable(hits, totals, 3)
    assert (one.value, others) == (0.7, pytest.approx(0.2))
    assert one.p is not None
    assert one.p < 1e-6
