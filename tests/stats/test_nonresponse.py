"""What those who did not answer could change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.nonresponse import finite_population_correction, mean_bounds


def test_bounds_and_correction_agree_with_reference_case_34(case) -> None:
    for row in case("34").rows("expected.csv"):
        responded, invited = int(row["responded"]), int(row["invited"])
        bounds = mean_bounds(row["mean"], responded, invited)
        assert bounds.value == row["mean"]
        assert bounds.ends == pytest.approx((row["lo"], row["hi"]), abs=1e-12)
        assert bounds.n == responded
        factor = finite_population_correction(responded, invited).value
        assert factor == pytest.approx(row["fpc"], abs=1e-12)


def test_where_all_answered_nothing_is_open() -> None:
    assert mean_bounds(3.8, 12, 12).ends == (3.8, 3.8)
    assert finite_population_correction(12, 12).value == 0
    assert finite_population_correction(1, 1).value == 0


def test_where_nobody_answered_there_is_no_figure() -> None:
    for invited in (0, 5):
        assert mean_bounds(3.0, 0, invited).reason == "There are no answers yet."
        assert finite_population_correction(0, invited).status == "not_computable"


def test_one_answer_of_two_leaves_half_the_scale_open() -> None:
    assert mean_bounds(1, 1, 2).ends == (1, 3)
    assert mean_bounds(0.75, 4, 5, low=0, high=1).ends == pytest.approx((0.6, 0.8))
    assert finite_population_correction(1, 2).value == 1


@pytest.mark.parametrize(
    ("mean", "responded", "invited"),
    [(3, 3, 2), (3, -1, 2), (0.9, 1, 2), (5.1, 1, 2), (float("nan"), 1, 2), (float("inf"), 1, 2)],
)
def test_what_cannot_be_is_refused(mean: float, responded: int, invited: int) -> None:
    with pytest.raises(ValueError, match=r"invited|scale"):
        mean_bounds(mean, responded, invited)
    if not 0 <= responded <= invited:
        with pytest.raises(ValueError, match="invited"):
            finite_population_correction(responded, invited)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=30), st.data())
def test_whatever_the_silent_think_their_mean_lies_in_the_bounds(answers, data) -> None:
    responded = data.draw(st.integers(1, len(answers)))
    bounds = mean_bounds(sum(answers[:responded]) / responded, responded, len(answers))
    assert bounds.interval.low - 1e-9 <= sum(answers) / len(answers) <= bounds.interval.high + 1e-9
    assert 0 <= finite_population_correction(responded, len(answers)).value <= 1
