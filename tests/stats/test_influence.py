"""One pair that carries a link, and a link that turns round inside."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.stats.correlation import pearson
from survey.stats.influence import leave_one_out_r, simpson_check
from survey.stats.result import computed, not_computable
from survey.stats.within import repeated_measures

from .published import ANSCOMBE


def test_anscombes_third_set_has_one_outlier() -> None:
    result = leave_one_out_r(*ANSCOMBE[3])
    assert result.index == 2  # the point (13, 12.74); without it the rest is a line
    assert result.change.value == pytest.approx(1 - 0.8163, abs=1e-3)
    assert not result.is_notable


def test_anscombes_fourth_set_rests_on_one_point() -> None:
    result = leave_one_out_r(*ANSCOMBE[4])
    assert (result.index, result.change.status) == (7, "not_computable")
    assert "rests on that pair" in result.change.reason
    assert result.is_notable


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=4, max_size=12))
def test_the_change_is_that_of_leaving_each_pair_out(rows: list[tuple[int, int]]) -> None:
    x, y = (np.array(side, dtype=float) for side in zip(*rows, strict=True))
    result, whole = leave_one_out_r(x, y), pearson(x, y)
    assume(result.change.ok)
    without = [pearson(np.delete(x, i), np.delete(y, i)).value for i in range(len(x))]
    changes = np.abs(np.array(without) - whole.value)
    assert abs(result.change.value) == pytest.approx(changes.max(), abs=1e-9)
    assert changes[result.index] == pytest.approx(changes.max(), abs=1e-9)


def test_the_index_is_the_place_in_the_input() -> None:
    x, y = ANSCOMBE[3]
    assert leave_one_out_r([None, *x], [1.0, *y]).index == 3


@pytest.mark.parametrize("x", [[], [1], [1, 2], [1, 2, 4], [5, 5, 5, 5]])
def test_too_few_pairs_and_constants_are_refused(x: list[int]) -> None:
    result = leave_one_out_r(x, list(range(len(x))))
    assert (result.change.status, result.index) == ("not_computable", None)
    assert not result.is_notable


def test_pooled_and_within_that_disagree_are_noticed() -> None:
    assert simpson_check(computed("p", 0.1, n=9), computed("w", -0.05, n=9)).is_notable
    assert simpson_check(computed("p", 0.5, n=9), computed("w", 0.2, n=9)).is_notable
    assert not simpson_check(computed("p", 0.3, n=9), computed("w", 0.15, n=9)).is_notable
    missing = simpson_check(computed("p", 0.3, n=9), not_computable("w", "Too few.", n=9))
    assert (missing.difference, missing.signs_differ, missing.is_notable) == (None, None, False)


def test_the_irises_of_reference_case_29_turn_round(case) -> None:
    reference = case("29")
    data, expected = reference.columns("iris_sepals.csv"), reference.expected["computed"]["iris"]
    length, width = data["Sepal.Length"], data["Sepal.Width"]
    pooled = pearson(length, width)
    within = repeated_measures(length, width, data["Species"]).correlation
    assert pooled.value == pytest.approx(expected["pooled_r"], abs=1e-9)
    assert within.value == pytest.approx(expected["pooled_within_rmcorr"], abs=1e-9)
    check = simpson_check(pooled, within)
    assert check.signs_differ
    assert check.is_notable
