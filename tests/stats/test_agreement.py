"""How far the people of a unit agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.agreement import (
    Null,
    leaning_null,
    lindell_rwg_j,
    median_agreement,
    rwg,
    rwg_j,
    uniform_null,
)

UNIFORM = uniform_null(5)


def test_chance_has_the_published_variances() -> None:
    # James, Demaree and Wolf 1984: 2.00, 1.34 and .90 on 5 points; 4.00 on 7.
    assert (UNIFORM.variance, uniform_null(7).variance) == (2, 4)
    assert leaning_null("slight_skew").variance == pytest.approx(1.34)
    assert leaning_null("moderate_skew").variance == pytest.approx(0.90)


def test_rwg_is_one_less_the_share_of_chance() -> None:
    # Variance of 4, 4, 5, 3, 4 with n - 1: 0.5; of chance answers: 2.
    assert rwg([4, 4, 5, 3, 4], UNIFORM).value == pytest.approx(0.75)


def test_rwg_of_each_company_agrees_with_reference_case_06(case) -> None:
    reference = case("06")
    data, expected = reference.columns("data.csv"), reference.expected["computed"]
    answers, groups = np.array(data["LEAD"]), np.array(data["GRP"])
    for row in reference.rows("expected_rwg_lead_by_group.csv"):
        own = answers[groups == row["grpid"]]
        result = rwg(own, UNIFORM)
        assert result.value == pytest.approx(row["rwg"], abs=1e-9)
        assert result.n == row["gsize"]
    wanted = expected["rwg_LEAD_uniform5"]
    result = median_agreement(answers, groups.tolist(), UNIFORM)
    assert result.rwg_j.value == pytest.approx(wanted["median"], abs=1e-9)
    assert result.share_at_cut == pytest.approx(wanted["share_ge_.70"], abs=1e-9)
    assert (result.rwg_j.n, result.rwg_j.n_units) == (7382, 99)


def test_more_items_alone_raise_rwg_j_but_not_lindells() -> None:
    unit = np.random.default_rng(1).integers(2, 6, size=(12, 2)).astype(float)
    ten = np.tile(unit, 5)
    assert lindell_rwg_j(ten, UNIFORM).value == pytest.approx(lindell_rwg_j(unit, UNIFORM).value)
    assert rwg_j(ten, UNIFORM).value > rwg_j(unit, UNIFORM).value
    # Spearman and Brown's formula, from 2 items to 10.
    two = rwg_j(unit, UNIFORM).value
    assert rwg_j(ten, UNIFORM).value == pytest.approx(5 * two / (1 + 4 * two))


def test_a_stricter_idea_of_chance_leaves_less_agreement_and_is_named() -> None:
    unit = [[4, 4], [4, 5], [5, 3], [3, 4], [4, 4]]
    figures = [
        rwg_j(unit, null)
        for null in (UNIFORM, leaning_null("slight_skew"), leaning_null("moderate_skew"))
    ]
    assert figures[0].value > figures[1].value > figures[2].value
    assert [figure.method for figure in figures] == [
        "rwg_j_uniform", "rwg_j_slight_skew", "rwg_j_moderate_skew",
    ]  # fmt: skip


def test_people_who_answer_alike_agree_wholly_and_opposites_not_at_all() -> None:
    alike, apart = [[4, 4]] * 6, [[1, 5], [5, 1], [1, 5], [5, 1]]
    for function in (rwg_j, lindell_rwg_j):
        assert function(alike, UNIFORM).value == 1
        result = function(apart, UNIFORM)
        assert result.value == 0
        assert "wider than chance" in result.warnings[0]


@pytest.mark.parametrize("values", [[], [4], [4, None], [None, None]])
def test_nobody_agrees_alone(values) -> None:
    result = rwg(values, UNIFORM)
    assert result.status == "not_computable"
    assert result.reason == "It takes at least 2 answers to agree."
    assert rwg_j([[v, v] for v in values] or np.zeros((0, 2)), UNIFORM).status == "not_computable"


def test_gaps_are_dropped_by_response() -> None:
    assert rwg([4, 5, None, 3], UNIFORM).value == rwg([4, 5, 3], UNIFORM).value
    with_gap = [[4, 4], [5, 3], [3, None], [4, 5]]
    assert rwg_j(with_gap, UNIFORM).value == rwg_j([[4, 4], [5, 3], [4, 5]], UNIFORM).value


def test_under_five_units_no_median_is_shown() -> None:
    answers, units = [4, 5, 1, 2, 3, 3, 5, 5, 4, 2], list("aabbccddef")
    result = median_agreement(answers, units, UNIFORM)
    assert result.rwg_j.status == result.lindell.status == "not_computable"
    assert result.rwg_j.warnings == ("2 units with under 2 responses left out.",)
    assert result.share_at_cut is None
    assert median_agreement([], [], UNIFORM).rwg_j.n == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: rwg([[1, 2]], UNIFORM),
        lambda: rwg([1, np.inf], UNIFORM),
        lambda: rwg_j([1, 2], UNIFORM),
        lambda: rwg_j([[1, np.inf]], UNIFORM),
        lambda: median_agreement([1, 2], ["a"], UNIFORM),
        lambda: uniform_null(1),
        lambda: leaning_null("heavy"),
        lambda: Null("none", 0.0),
    ],
)
def test_what_cannot_be_is_refused(call) -> None:
    with pytest.raises(ValueError, match=r"Expected|infinite|groups|variance"):
        call()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=2, max_size=15),
    st.randoms(),
)
def test_agreement_lies_between_0_and_1_whoever_answered_first(rows, order) -> None:
    mixed = list(rows)
    order.shuffle(mixed)
    for function in (rwg_j, lindell_rwg_j):
        result = function(rows, UNIFORM)
        assert 0 <= result.value <= 1
        assert result.value == pytest.approx(function(mixed, UNIFORM).value)
    assert rwg_j(rows, UNIFORM).value >= lindell_rwg_j(rows, UNIFORM).value - 1e-12
