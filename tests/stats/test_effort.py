"""Customer effort: the mean ease and the share who found it easy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.effort import customer_effort
from survey.stats.means import mean
from survey.stats.proportions import wilson


def test_mean_and_share_are_those_of_the_answers_written_out() -> None:
    answers = [7] * 20 + [6] * 12 + [5] * 8 + [3] * 6 + [1] * 4
    effort = customer_effort({7: 20, 6: 12, 5: 8, 4: 0, 3: 6, 1: 4})
    assert effort.mean.value == pytest.approx(mean(answers).value)
    assert effort.mean.ends == pytest.approx(mean(answers).ends)
    assert effort.easy.ends == wilson(40, 50).ends
    assert (effort.mean.method, effort.easy.method) == ("ces_mean", "ces_easy")
    assert customer_effort({7: 20, 6: 12, 5: 18}, easy_from=6).easy.value == 0.64


@pytest.mark.parametrize("counts", [{}, {7: 0}])
def test_no_answers_give_no_score(counts: dict[int, int]) -> None:
    effort = customer_effort(counts)
    assert effort.mean.reason == effort.easy.reason == "There are no answers yet."


@pytest.mark.parametrize(("counts", "value"), [({7: 1}, 7), ({7: 9}, 7), ({1: 2}, 1)])
def test_answers_all_alike_have_a_share_with_an_interval(counts, value: int) -> None:
    effort = customer_effort(counts)
    assert (effort.mean.value, effort.mean.interval) == (value, None)
    assert "no interval" in effort.mean.warnings[0]
    assert effort.easy.interval.high - effort.easy.interval.low > 0.2


@pytest.mark.parametrize("counts", [{0: 1}, {8: 1}, {5: -1}])
def test_counts_that_cannot_be_are_refused(counts: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        customer_effort(counts)
    with pytest.raises(ValueError, match="Easy begins"):
        customer_effort({7: 1}, easy_from=8)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, 7), st.integers(0, 50)))
def test_a_score_stays_on_its_scale(counts: dict[int, int]) -> None:
    effort = customer_effort(counts)
    if effort.mean.ok:
        assert 1 <= effort.mean.value <= 7
        assert 0 <= effort.easy.interval.low <= effort.easy.value <= effort.easy.interval.high <= 1
