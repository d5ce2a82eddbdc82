"""Kendall's tau-b with exact and approximate p, and Spearman's exact p with ties."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.stats.correlation import spearman
from survey.stats.kendall import kendall


def test_tau_agrees_with_reference_cases_03_and_04(case) -> None:
    data, expected = case("03").rows("data.csv"), case("03").expected["computed"]
    assert data
    for name, wanted in case("04").expected["R"].items():
        if wanted["pearson"].get("estimate") is None:
            continue
        found = kendall(wanted["x"], wanted["y"])
        assert found.value == pytest.approx(wanted["kendall_default"]["estimate"], abs=1e-9), name
        assert found.p == pytest.approx(wanted["kendall_default"]["p"], abs=1e-7), name
        normal = kendall(wanted["x"], wanted["y"], p_by="normal")
        assert normal.p == pytest.approx(wanted["kendall_asymptotic"]["p"], abs=1e-7), name
    for name, x, y in anscombe(case("03")):
        found = kendall(x, y, p_by="normal")
        assert found.value == pytest.approx(expected[name]["kendall_tau_b"], abs=1e-9)
        assert found.p == pytest.approx(expected[name]["kendall_p_normal_no_cc"], abs=1e-8)


def anscombe(reference):
    columns = reference.columns("data.csv")
    for number in "1234":
        yield f"set{number}", columns[f"x{number}"], columns[f"y{number}"]


def test_the_exact_p_of_anscombes_first_set_counts_its_inversions() -> None:
    x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    found = kendall(x, y)
    assert found.method == "kendall_exact"
    assert found.value == pytest.approx(35 / 55)
    # R: cor.test(x, y, method = "kendall") prints T = 45, p-value = 0.005707.
    assert found.p == pytest.approx(0.005707, abs=5e-7)


@settings(max_examples=20, deadline=None)
@given(st.permutations(list(range(6))))
def test_the_exact_p_counts_every_order(order: list[int]) -> None:
    found = kendall(range(6), order)

    def score(one) -> int:
        return sum(
            int(math.copysign(1, one[j] - one[i])) for i in range(6) for j in range(i + 1, 6)
        )

    scores = [score(one) for one in permutations(range(6))]
    at_least = np.mean(np.array(scores) >= abs(score(order)))
    assert found.p == pytest.approx(min(1, 2 * at_least), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=40))
def test_only_the_order_counts(rows: list[tuple[int, int]]) -> None:
    x, y = (np.array(side, dtype=float) for side in zip(*rows, strict=True))
    plain = kendall(x, y)
    assume(plain.ok)
    assert kendall(y, x).value == pytest.approx(plain.value, abs=1e-12)
    assert kendall(np.exp(x), -(y**3)).value == pytest.approx(-plain.value, abs=1e-12)
    assert kendall(1e-9 * x, y + 1e6).p == pytest.approx(plain.p, abs=1e-12)
    mixed = np.random.default_rng(1).permutation(len(x))
    assert kendall(x[mixed], y[mixed]) == plain


def test_the_normal_p_comes_close_to_the_exact_one_where_they_meet() -> None:
    x, y = np.random.default_rng(1).normal(size=(2, 49))
    exact, normal = kendall(x, y), kendall(x, y, p_by="normal")
    assert (exact.method, normal.method) == ("kendall_exact", "kendall_normal")
    assert exact.p == pytest.approx(normal.p, abs=0.01)
    larger = np.random.default_rng(2).normal(size=(2, 2000))
    assert kendall(*larger).method == "kendall_normal"


def test_the_interval_covers_the_true_tau() -> None:
    random, runs, covered = np.random.default_rng(3), 600, 0
    for _ in range(runs):
        x, noise = random.normal(size=(2, 30))
        low, high = kendall(x, 0.5 * x + 0.75**0.5 * noise).ends
        covered += low <= 1 / 3 <= high
    assert abs(covered / runs - 0.95) < 4 * (0.95 * 0.05 / runs) ** 0.5


def test_perfect_few_and_tied_pairs() -> None:
    perfect = kendall(range(4), range(4))
    assert (perfect.value, perfect.interval) == (1, None)
    assert perfect.p == pytest.approx(2 / 24)
    assert kendall(range(9), range(9)).interval is None
    tied = kendall([1, 1, 2, 3, 3], [1, 2, 2, 4, 3])
    assert tied.method == "kendall_normal"
    assert "p is approximate with fewer than 10 pairs." in tied.warnings
    rounding = kendall([0.3, 0.1 + 0.2, 0.5, 0.7], [1, 2, 3, 4])
    assert rounding.method == "kendall_normal"


@pytest.mark.parametrize("x", [[], [1], [1, 2], [3, 3, 3, 3]])
def test_too_few_and_constant_sides_are_refused(x: list[int]) -> None:
    assert kendall(x, range(len(x))).status == "not_computable"


def test_a_side_that_varies_by_rounding_alone_is_refused() -> None:
    steps = [5 + 3e-12 * at for at in range(9)]
    assert kendall(steps, range(9)).status == "not_computable"


def test_missing_pairs_and_infinity() -> None:
    found = kendall([1, 2, None, 3, 4], [2, 1, 9, 4, math.nan])
    assert (found.n, found.warnings[0]) == (3, "2 pairs left out because a value is missing.")
    with pytest.raises(ValueError, match="infinite"):
        kendall([1, 2, math.inf], [1, 2, 3])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=3, max_size=6))
def test_spearmans_small_sample_p_counts_every_order_with_ties(rows) -> None:
    x, y = (list(side) for side in zip(*rows, strict=True))
    found = spearman(x, y)
    assume(found.ok)
    strengths = [abs(spearman(x, order).value) for order in permutations(y)]
    assert found.method == "spearman_exact"
    assert found.p == pytest.approx(np.mean(np.array(strengths) >= abs(found.value) - 1e-9))


def test_spearmans_small_sample_p_agrees_with_reference_case_04(case) -> None:
    for name in ("hollander_wolfe", "n3", "n4"):
        wanted = case("04").expected["R"][name]
        found = spearman(wanted["x"], wanted["y"])
        assert found.p == pytest.approx(wanted["spearman_exact_default"]["p"], abs=1e-9)
