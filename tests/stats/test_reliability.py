"""Cronbach's alpha and where it has no meaning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.reliability import cronbach_alpha


def items(reference, name: str, first: str) -> list[list[float | None]]:
    return [
        [value for column, value in row.items() if column.startswith(first)]
        for row in reference.rows(name)
    ]


def test_alpha_agrees_with_reference_case_09(case) -> None:
    reference = case("09")
    expected = reference.expected["computed"]
    whole = cronbach_alpha(items(reference, "pingouin_cronbach_alpha_wide.csv", "QQ"))
    wanted = expected["pingouin_complete"]
    assert whole.value == pytest.approx(wanted["alpha_listwise"], abs=1e-8)
    ends = [whole.interval.low, whole.interval.high]
    assert ends == pytest.approx(wanted["feldt_ci95_listwise"], abs=1e-6)


def test_incomplete_responses_are_left_out_before_ten_are_counted(case) -> None:
    rows = items(case("09"), "pingouin_cronbach_wide_missing.csv", "Q")
    result = cronbach_alpha(rows)  # 9 of 12 are complete
    assert (result.status, result.n) == ("not_computable", 9)
    assert result.warnings == ("3 incomplete responses left out.",)
    doubled = cronbach_alpha([*rows, *rows])
    assert doubled.n == 18
    # Alpha is a ratio of variances: writing every row twice leaves it as it is.
    assert doubled.value == pytest.approx(0.801694915254237, abs=1e-8)


def test_equal_items_are_perfectly_reliable() -> None:
    column = np.arange(10.0)
    result = cronbach_alpha(np.column_stack([column, column + 1, column]))
    assert result.value == pytest.approx(1)
    assert result.interval.low == pytest.approx(1)


def test_an_item_keyed_the_wrong_way_round_is_suspected() -> None:
    column = np.arange(12.0) % 5
    result = cronbach_alpha(np.column_stack([column, 5 - column, np.arange(12) % 2]))
    assert result.value < 0
    assert "keyed the wrong way" in result.warnings[0]


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (np.zeros((0, 3)), "at least 10 complete"),
        (np.ones((1, 3)), "at least 10 complete"),
        ([[1, 2], [5, 4]], "at least 10 complete"),
        (np.arange(12.0)[:, None], "at least 2 items"),
        (np.full((12, 3), 4.1), "same sum"),
        ([[v, 5 - v] for v in (1, 2, 3, 4) * 3], "same sum"),
    ],
)
def test_what_alpha_cannot_say(matrix, reason: str) -> None:
    result = cronbach_alpha(matrix)
    assert result.status == "not_computable"
    assert reason in result.reason


@pytest.mark.parametrize("matrix", [[1, 2, 3], [[1, np.inf]] * 12])
def test_what_is_no_table_of_answers_is_refused(matrix) -> None:
    with pytest.raises(ValueError, match="table of answers"):
        cronbach_alpha(matrix)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 7), st.floats(0.01, 100), st.floats(-100, 100))
def test_alpha_depends_on_neither_order_nor_unit(seed: int, k: int, factor, shift) -> None:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(25, 1)) + random.normal(size=(25, k))
    result = cronbach_alpha(rows)
    moved = cronbach_alpha(random.permutation(rows)[:, ::-1] * factor + shift)
    assert moved.value == pytest.approx(result.value, abs=1e-8)
    assert result.interval.low < result.value < result.interval.high < 1
    # Spearman and Brown: alpha is the mean covariance stepped up to k items.
    covariances = np.cov(rows.T)
    between = (covariances.sum() - np.trace(covariances)) / (k * (k - 1))
    assert result.value == pytest.approx(k * k * between / covariances.sum())


def test_feldts_interval_holds_the_true_alpha_nineteen_times_in_twenty() -> None:
    random = np.random.default_rng(20261122)
    true, covered = 4 / 5, 0  # four items, each half what they share
    for _ in range(600):
        rows = random.normal(size=(20, 1)) + random.normal(size=(20, 4))
        interval = cronbach_alpha(rows).interval
        covered += interval.low <= true <= interval.high
    assert abs(covered / 600 - 0.95) < 4 * (0.95 * 0.05 / 600) ** 0.5
