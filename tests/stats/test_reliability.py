"""Cronbach's alpha and where it has no meaning."""

import numpy as np
import pytest

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
