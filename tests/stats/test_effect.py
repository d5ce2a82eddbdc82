"""A correlation in words."""

import pytest

from survey.stats.effect import (
    chance_above_median,
    chance_above_median_of_top_quarter,
    top_minus_bottom_quarter,
)


def test_words_agree_with_reference_case_35(case) -> None:
    for row in case("35").rows("expected.csv"):
        chance = chance_above_median(row["r"])
        assert chance == pytest.approx(row["p_above_median_given_top_half"], abs=1e-9)
        top = chance_above_median_of_top_quarter(row["r"])
        assert top == pytest.approx(row["p_above_median_given_top_quartile"], abs=1e-9)
        assert 1 - top == pytest.approx(row["p_above_median_given_bottom_quartile"], abs=1e-9)
        gap = top_minus_bottom_quarter(row["r"])
        assert gap == pytest.approx(row["top_minus_bottom_quartile_in_outcome_SDs"], abs=1e-9)


def test_dunlaps_published_values() -> None:
    # Dunlap 1994, Psychol Bull 116:509-511: r 0 gives .500 and r .50 gives .667.
    assert chance_above_median(0) == 0.5
    assert round(chance_above_median(0.5), 3) == 0.667
    assert (chance_above_median(1), chance_above_median(-1)) == (1, 0)


@pytest.mark.parametrize("r", [-1.1, 2, float("nan")])
def test_what_is_no_correlation_is_refused(r: float) -> None:
    words = (chance_above_median, chance_above_median_of_top_quarter, top_minus_bottom_quarter)
    for say in words:
        with pytest.raises(ValueError, match="between -1 and 1"):
            say(r)


def test_the_further_up_the_surer_and_perfect_links_are_sure() -> None:
    for r in (0.05, 0.3, 0.6, 0.95, 0.999):
        assert 0.5 < chance_above_median(r) < chance_above_median_of_top_quarter(r) <= 1
        assert chance_above_median_of_top_quarter(-r) == pytest.approx(
            1 - chance_above_median_of_top_quarter(r), abs=1e-9
        )
    assert chance_above_median_of_top_quarter(1) == 1
    assert chance_above_median_of_top_quarter(-1) == 0
