"""Differences of correlations, against an independent program's values and their own symmetries."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.stats.comparing import compare_independent, compare_overlapping, compare_separate


def test_the_comparisons_agree_with_reference_case_31(case) -> None:
    expected = case("31").expected["computed"]
    names = {
        "fisher1925": "fisher",
        "williams1959": "williams",
        "steiger1980": "steiger",
        "meng1992": "meng",
        "dunn1969": "dunn",
        "pearson1898": "pearson_filon",
        "raghunathan1996": "raghunathan",
    }
    pairs = (
        (compare_independent(0.5, 30, 0.6, 50), expected["indep_.5_n30_v_.6_n50"], 1),
        (compare_overlapping(0.2, 0.5, 0.1, 315), expected["overlap_.2_.5_.1_n315"], 5),
        (
            compare_separate(0.5, 0.6, 0.5, 0.5, 0.7, 0.8, 103),
            expected["nonoverlap_jk.5_hm.6_jh.5_jm.5_kh.7_km.8_n103"],
            3,
        ),
    )
    for found, wanted, n_tests in pairs:
        known = {names[name]: value for name, value in wanted.items() if name in names}
        known.pop("dunn", None) if n_tests == 3 else None
        assert len(found.tests) == len(known) == n_tests
        for test in found.tests:
            assert test.statistic == pytest.approx(known[test.name]["statistic"], abs=1e-9)
            assert test.p == pytest.approx(known[test.name]["p"], abs=1e-9)
    meng = compare_overlapping(0.2, 0.5, 0.1, 315).of_z
    wanted = expected["overlap_.2_.5_.1_n315"]["meng1992"]["conf.int"]
    assert [meng.low, meng.high] == pytest.approx(wanted, abs=1e-9)


def test_zous_interval_is_that_of_his_example() -> None:
    # Zou 2007, Psychol Methods 12:399-413: .396 and .179 of 66, .088 between the other two.
    shared = compare_overlapping(0.396, 0.179, 0.088, 66).difference.interval
    assert (round(shared.low, 3), round(shared.high, 3)) == (-0.093, 0.517)


def test_the_separate_comparison_covers_the_true_difference() -> None:
    random = np.random.default_rng(6)
    truth = np.array([[1, 0.5, 0.4, 0.3], [0.5, 1, 0.3, 0.4], [0.4, 0.3, 1, 0.2], [0, 0, 0, 1]])
    truth[3] = truth[:, 3]
    mixing, runs, n = np.linalg.cholesky(truth), 1500, 40
    covered = 0
    for _ in range(runs):
        j, k, h, _ = np.corrcoef(mixing @ random.normal(size=(4, n)))
        found = compare_separate(j[1], h[3], j[2], j[3], k[2], k[3], n).difference.interval
        covered += found.low <= 0.3 <= found.high
    assert abs(covered / runs - 0.95) < 4 * (0.05 * 0.95 / runs) ** 0.5


def test_without_a_link_between_them_dependent_correlations_are_compared_as_independent() -> None:
    alone = compare_separate(0.5, 0.2, 0, 0, 0, 0, 50)
    two = compare_independent(0.5, 50, 0.2, 50)
    assert alone.difference.p == pytest.approx(two.difference.p, abs=1e-12)
    assert alone.difference.ends == pytest.approx(two.difference.ends, abs=1e-12)


correlations = st.floats(-0.95, 0.95)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 200))
def test_swapping_the_two_turns_the_sign_and_keeps_p(seed: int, n: int) -> None:
    j, k, h, _ = np.corrcoef(np.random.default_rng(seed).normal(size=(4, 7)))
    jk, jh, jm, kh, km, hm = j[1], j[2], j[3], k[2], k[3], h[3]
    there = compare_separate(jk, hm, jh, jm, kh, km, n)
    back = compare_separate(hm, jk, jh, kh, jm, km, n)
    assert there.difference.value == pytest.approx(-back.difference.value)
    for one, two in zip(there.tests, back.tests, strict=True):
        assert one.statistic == pytest.approx(-two.statistic)
    low, high = there.difference.ends
    assert back.difference.ends == pytest.approx((-high, -low))
    mirrored = compare_overlapping(-jk, -jh, kh, n)
    overlap = compare_overlapping(jk, jh, kh, n)
    assert mirrored.difference.value == pytest.approx(-overlap.difference.value)
    assert [test.p for test in mirrored.tests] == pytest.approx([t.p for t in overlap.tests])


@settings(max_examples=60, deadline=None)
@given(correlations, correlations, correlations, st.integers(4, 400))
def test_every_number_is_finite_whatever_the_correlations(jk, jh, kh, n) -> None:
    found = compare_overlapping(jk, jh, kh, n)
    assume(found.difference.ok)
    assert all(math.isfinite(test.statistic) and 0 <= test.p <= 1 for test in found.tests)
    assert found.difference.interval.low <= found.difference.value + 1e-12
    assert found.difference.value <= found.difference.interval.high + 1e-12


def test_the_overlapping_tests_keep_their_false_alarms() -> None:
    random = np.random.default_rng(5)
    runs, alarms = 1500, {"williams": 0, "steiger": 0, "meng": 0}
    mixing = np.linalg.cholesky([[1, 0.4, 0.4], [0.4, 1, 0.6], [0.4, 0.6, 1]])
    for _ in range(runs):
        j, k, _ = np.corrcoef(mixing @ random.normal(size=(3, 20)))
        found = compare_overlapping(j[1], j[2], k[2], 20)
        for name in alarms:
            alarms[name] += found.test(name).p < 0.05
    for count in alarms.values():
        assert abs(count / runs - 0.05) < 4 * (0.05 * 0.95 / runs) ** 0.5


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_under_four_pairs_nothing_is_compared(n: int) -> None:
    for found in (
        compare_independent(0.1, n, 0.2, 50),
        compare_overlapping(0.1, 0.2, 0.3, n),
        compare_separate(0.1, 0.2, 0, 0, 0, 0, n),
    ):
        assert found.difference.reason == "It takes at least 4 pairs."
        assert (found.tests, found.of_z) == ((), None)


def test_what_cannot_be_compared_is_refused_with_its_reason() -> None:
    assert "exactly 1" in compare_independent(1, 20, 0.2, 20).difference.reason
    assert "No data can" in compare_overlapping(0.9, -0.9, 0.9, 50).difference.reason
    assert "same or mirror" in compare_overlapping(0.3, 0.3, 1, 50).difference.reason
    assert "same or mirror" in compare_overlapping(0.3, -0.3, -1, 50).difference.reason
    with pytest.raises(ValueError, match="between -1 and 1"):
        compare_independent(1.2, 20, 0.2, 20)
    with pytest.raises(ValueError, match="between -1 and 1"):
        compare_overlapping(0.2, 0.3, math.nan, 20)
