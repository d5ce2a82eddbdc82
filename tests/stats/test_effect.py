"""A correlation in words."""

import pytest

from survey.stats.effect import chance_above_median, top_minus_bottom_quarter


def test_words_agree_with_reference_case_35(case) -> None:
    for row in case("35").rows("expected.csv"):
        chance = chance_above_median(row["r"])
        assert chance == pytest.approx(row["p_above_median_given_top_half"], abs=1e-9)
        gap = top_minus_bottom_quarter(row["r"])
        assert gap == pytest.approx(row["top_minus_bottom_quartile_in_outcome_SDs"], abs=1e-9)


def test_dunlaps_published_values() -> None:
    # Dunlap 1994, Psychol Bull 116:509-511: r 0 gives .500 and r .50 gives .667.
    assert chance_above_median(0) == 0.5
    assert round(chance_above_median(0.5), 3) == 0.667
    assert (chance_above_median(1), chance_above_median(-1)) == (1, 0)


@pytest.mark.parametrize("r", [-1.1, 2, float("nan")])
def test_what_is_no_correlation_is_refused(r: float) -> None:
    with pytest.raises(ValueError, match="between -1 and 1"):
        chance_above_median(r)
    with pytest.raises(ValueError, match="between -1 and 1"):
        top_minus_bottom_quarter(r)
