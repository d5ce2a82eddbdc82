"""Families of tests: against the published example and by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.multiplicity import adjust_family, benjamini_hochberg

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


def test_the_adjusted_values_agree_with_reference_case_15(case) -> None:
    rows = case("15").rows("expected.csv")
    adjusted = benjamini_hochberg([row["p"] for row in rows])
    assert adjusted == pytest.approx([row["bh"] for row in rows], abs=1e-12)
    missing = case("15").expected["with_missing"]
    family = adjust_family("with a gap", dict(enumerate(missing["p"])))
    assert list(family.q.values()) == pytest.approx(missing["p_adjust_BH"], abs=1e-12)
    assert (family.name, family.m) == ("with a gap", 3)


def test_a_family_of_nothing_computed_counts_nobody() -> None:
    assert adjust_family("lags", {}).m == 0
    assert adjust_family("lags", {1: None}).q == {1: None}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusting_keeps_the_order_and_never_lowers(p_values: list[float]) -> None:
    adjusted = benjamini_hochberg(p_values)
    for p, q in zip(p_values, adjusted, strict=True):
        assert p <= q * (1 + 1e-12) + 1e-300
        assert q <= min(1, p * len(p_values)) * (1 + 1e-12)
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    assert all(adjusted[a] <= adjusted[b] for a, b in itertools.pairwise(order))
