"""Promoters minus detractors, and an interval that agreement does not collapse."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from survey.stats.promoters import net_promoter


def test_the_interval_agrees_with_reference_case_13(case) -> None:
    for row in case("13").rows("expected.csv"):
        counts = {10: int(row["promoters"]), 7: int(row["passives"]), 6: int(row["detractors"])}
        result = net_promoter(counts)
        assert result.value == row["nps"]
        assert result.interval.low == pytest.approx(max(row["adjwald_lo"], -100), abs=1e-6)
        assert result.interval.high == pytest.approx(min(row["adjwald_hi"], 100), abs=1e-6)


def test_points_count_as_promoters_passives_and_detractors() -> None:
    assert net_promoter(dict.fromkeys(range(11), 1)).value == pytest.approx(100 * (2 - 7) / 11)
    assert net_promoter({9: 1, 8: 1, 7: 1, 6: 1}).value == 0


def test_the_interval_of_a_small_case_is_the_formula_written_out() -> None:
    # 10 of 10 promoters: p' = 10.75/13, q' = .75/13, d' = 10/13.
    result = net_promoter({10: 10})
    error = ((11.5 / 13 - (10 / 13) ** 2) / 13) ** 0.5
    assert result.value == 100
    assert result.interval.low == pytest.approx(100 * (10 / 13 - 1.959964 * error), abs=1e-4)
    assert result.interval.high == 100


def test_no_answers_give_no_score() -> None:
    assert net_promoter({}).status == "not_computable"
    assert net_promoter({10: 0, 3: 0}).reason == "There are no answers yet."


def test_one_answer_has_a_wide_interval() -> None:
    result = net_promoter({0: 1})
    assert result.value == -100
    assert result.interval.high - result.interval.low > 90


@pytest.mark.parametrize("counts", [{11: 1}, {-1: 1}, {5: -1}])
def test_counts_that_cannot_be_are_refused(counts: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        net_promoter(counts)


@pytest.mark.parametrize("counts", [{10: 7}, {7: 7}, {0: 7}, {0: 1}, {10: 1}, {8: 1}])
def test_unanimous_answers_keep_an_interval(counts: dict[int, int]) -> None:
    low, high = net_promoter(counts).ends
    assert high - low > 25
    assert low <= net_promoter(counts).value <= high


@settings(max_examples=80, deadline=None)
@example((0, 0, 1))
@given(st.tuples(*[st.integers(0, 3000)] * 3).filter(any))
def test_the_score_lies_in_its_interval_and_mirrors(counts: tuple[int, int, int]) -> None:
    promoters, passives, detractors = counts
    score = net_promoter({10: promoters, 8: passives, 2: detractors})
    mirror = net_promoter({10: detractors, 8: passives, 2: promoters})
    assert -100 <= score.interval.low <= score.value <= score.interval.high <= 100
    assert score.interval.low == pytest.approx(-mirror.interval.high)
