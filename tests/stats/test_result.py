"""An estimate is whole: a value or a reason, never NaN."""

import math

import pytest

from survey.stats.bootstrap import two_way_bca
from survey.stats.kendall import kendall
from survey.stats.partial import partial_correlation
from survey.stats.proportions import wilson
from survey.stats.result import Estimate, Interval, computed, not_computable


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_no_field_of_a_result_holds_nan_or_infinity(bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        computed("mean", bad, n=3)
    with pytest.raises(ValueError, match="finite"):
        computed("mean", 1.0, n=3, df=bad)
    with pytest.raises(ValueError, match="finite"):
        Interval(bad, 1.0)
    with pytest.raises(ValueError, match="finite"):
        Interval(0.0, bad)


def test_an_interval_runs_upward() -> None:
    with pytest.raises(ValueError, match="upward"):
        Interval(0.4, 0.2)


def test_a_clipped_interval_stays_on_the_scale() -> None:
    assert Interval(-3.0, 7.0).clipped(1, 5) == Interval(1, 5)
    assert Interval(6.0, 7.0).clipped(1, 5) == Interval(5, 5)


def test_p_is_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        computed("r", 0.5, n=5, p=1.2)


def test_status_value_and_reason_agree() -> None:
    with pytest.raises(ValueError, match="value exactly when"):
        Estimate("r", "ok", None, None, 5)
    with pytest.raises(ValueError, match="value exactly when"):
        Estimate("r", "not_computable", 0.5, None, 5, reason="no")
    with pytest.raises(ValueError, match="reason exactly when"):
        Estimate("r", "not_computable", None, None, 5)
    with pytest.raises(ValueError, match="reason exactly when"):
        Estimate("r", "ok", 0.5, None, 5, reason="no")


def test_what_cannot_be_computed_carries_its_reason_and_no_number() -> None:
    result = not_computable("r", "It takes at least 3 pairs.", n=2)
    assert (result.ok, result.value, result.interval, result.p) == (False, None, None, None)
    assert result.reason == "It takes at least 3 pairs."


def test_a_choice_that_is_none_is_refused_and_those_there_are_are_named() -> None:
    x, y, units = [1, 2, 4, 3, 5, 7], [2, 1, 3, 5, 4, 8], "aabbcc"
    with pytest.raises(ValueError, match="p_by must be size or normal, not exact"):
        kendall(x, y, p_by="exact")
    with pytest.raises(ValueError, match="of must be values or ranks"):
        partial_correlation(x, y, [[3, 1, 4, 1, 5, 9]], of="rank")
    with pytest.raises(ValueError, match="of must be correlation or slope"):
        two_way_bca(x, y, units, [1, 2] * 3, of="slop", seed=1)
    with pytest.raises(ValueError, match=r"1\.5 out of 3 is not a count"):
        wilson(1.5, 3)
