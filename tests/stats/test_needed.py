"""How much more it takes, held to the power it promises and to published formulas."""

from __future__ import annotations

import pytest

from survey.stats.needed import (
    answers_for_mean_difference,
    answers_for_share_difference,
    waves_for_link_inside,
)
from survey.stats.power_of_differences import means_power, shares_power
from survey.stats.result import computed, not_computable


@pytest.mark.parametrize(
    ("share", "difference", "n"),
    # Fleiss, Levin and Paik 2003, without continuity correction.
    [(0.8, 0.05, 1094), (0.5, 0.05, 1565), (0.5, 0.1, 388)],
)
def test_answers_for_shares_are_those_of_the_formula(
    share: float, difference: float, n: int
) -> None:
    found = answers_for_share_difference(share, difference).value
    assert found == pytest.approx(n, rel=0.02)


@pytest.mark.parametrize(("share", "difference"), [(0.0, 0.1), (0.03, 0.05), (0.5, 0.3), (1, 0.2)])
def test_so_many_answers_have_the_power_and_a_tenth_less_have_not(
    share: float, difference: float
) -> None:
    n = int(answers_for_share_difference(share, difference).value or 0)
    other = share - difference if share > 0.5 else share + difference
    assert (shares_power(n, share, n, other).value or 0) >= 0.8
    fewer = int(0.9 * n)
    assert (shares_power(fewer, share, fewer, other).value or 0) < 0.8


@pytest.mark.parametrize(
    ("difference", "sd", "n"), [(0.5, 1.0, 64), (0.2, 1.0, 394), (1.0, 1.0, 17)]
)
def test_answers_for_means_are_those_of_cohen_s_tables(
    difference: float, sd: float, n: int
) -> None:
    assert answers_for_mean_difference(difference, sd).value == n
    assert (means_power(n - 1, n - 1, difference, sd).value or 0) < 0.8


def test_what_no_number_of_answers_can_tell_is_not_computable() -> None:
    assert answers_for_mean_difference(0.0001, 1.0).reason is not None
    assert answers_for_share_difference(0.5, 0.0001).reason is not None


def test_waves_grow_as_the_link_looked_for_shrinks() -> None:
    seen = computed("smallest_detectable_within", 0.41, n=72)
    waves = [
        waves_for_link_inside(seen, rho, n_units=9, df=55).value or 0 for rho in (0.41, 0.3, 0.2)
    ]
    # Nine units with eight waves have 55 degrees of freedom: what is seen now takes no more.
    assert waves[0] == 8
    assert waves[0] < waves[1] < waves[2]


def test_without_anything_to_reckon_from_no_waves_are_told() -> None:
    nothing = not_computable("smallest_detectable_within", "Too few.", n=0)
    assert waves_for_link_inside(nothing, 0.3, n_units=9, df=55).value is None


@pytest.mark.parametrize(("share", "difference"), [(-0.1, 0.1), (0.5, 0.0), (0.5, 0.6)])
def test_what_is_no_share_or_no_difference_is_refused(share: float, difference: float) -> None:
    with pytest.raises(ValueError, match="Not a share and a difference"):
        answers_for_share_difference(share, difference)
    with pytest.raises(ValueError, match="above 0"):
        answers_for_mean_difference(0.0, 1.0)
    with pytest.raises(ValueError, match="two units or more"):
        waves_for_link_inside(computed("r", 0.4, n=9), 0.3, n_units=1, df=5)
