"""Families of tests: against the published example and by hand."""

from __future__ import annotations

import pytest

from survey.stats.multiplicity import benjamini_hochberg

# Benjamini and Hochberg 1995, J R Stat Soc B 57, section 4: 15 hypotheses, 4 rejected at 0.05.
PUBLISHED = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1.0000,
)  # fmt: skip


def test_the_published_example_rejects_four() -> None:
    adjusted = benjamini_hochberg(PUBLISHED)
    assert sum(q <= 0.05 for q in adjusted) == 4
    assert adjusted[0] == pytest.approx(0.0015)
    assert adjusted[3] == pytest.approx(0.035625)


def test_order_is_kept_and_nothing_exceeds_one() -> None:
    assert benjamini_hochberg(tuple(reversed(PUBLISHED))) == tuple(
        reversed(benjamini_hochberg(PUBLISHED))
    )
    assert benjamini_hochberg([0.9, 0.8]) == (0.9, 0.9)


def test_no_one_and_two_tests() -> None:
    assert benjamini_hochberg([]) == ()
    assert benjamini_hochberg([0.04]) == (0.04,)
    assert benjamini_hochberg([0.04, 0.02]) == (0.04, 0.04)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, p])
