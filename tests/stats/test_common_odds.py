"""Two groups compared inside strata."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.common_odds import common_odds_ratio
from survey.stats.mix import standardise

# Bickel, Hammel and O'Connell 1975, Science 187:398-404: admitted of applicants to Berkeley,
# men and women, in the six largest departments.
BERKELEY = [
    (512, 825, 89, 108), (353, 560, 17, 25), (120, 325, 202, 593),
    (138, 417, 131, 375), (53, 191, 94, 393), (22, 373, 24, 341),
]  # fmt: skip


def test_berkeley_turns_round_inside_its_departments(case) -> None:
    expected = case("29").expected["computed"]["ucb"]
    men, women = (
        sum(row[at] for row in BERKELEY) / sum(row[at + 1] for row in BERKELEY) for at in (0, 2)
    )
    assert men == pytest.approx(expected["male_rate"], abs=1e-9)
    assert women == pytest.approx(expected["female_rate"], abs=1e-9)
    result = common_odds_ratio(BERKELEY)
    assert result.value == pytest.approx(expected["mh_common_or"], abs=1e-9)
    assert result.p == pytest.approx(expected["mh_p"], abs=1e-9)
    # Men look favoured by far; inside departments they are not.
    assert men - women > 0.14
    assert result.interval.low < result.value < 1 < result.interval.high
    mix = {at: row[1] + row[3] for at, row in enumerate(BERKELEY)}
    inside = [
        standardise({d: (row[at], row[at + 1]) for d, row in enumerate(BERKELEY)}, mix).value
        for at in (0, 2)
    ]
    assert inside[0] < inside[1]


def test_the_limits_printed_by_r() -> None:
    # mantelhaen.test(UCBAdmissions): 0.7719074 to 1.0603298, X-squared 1.4269, p 0.2323.
    result = common_odds_ratio(BERKELEY)
    assert result.ends == pytest.approx((0.7719074, 1.0603298), abs=1e-6)
    assert result.p == pytest.approx(0.2323, abs=5e-5)


def test_one_stratum_has_its_own_odds_ratio() -> None:
    assert common_odds_ratio([(6, 10, 3, 12)]).value == pytest.approx((6 / 4) / (3 / 9))


@pytest.mark.parametrize(
    "strata", [[], [(0, 0, 3, 5)], [(3, 3, 2, 2)], [(0, 4, 0, 9)], [(5, 5, 0, 5)], [(1, 1, 0, 0)]]
)
def test_where_nothing_can_be_compared_there_is_no_ratio(strata) -> None:
    assert common_odds_ratio(strata).status == "not_computable"


@pytest.mark.parametrize("stratum", [(4, 3, 1, 2), (-1, 3, 1, 2), (1, 3, 1, -2)])
def test_counts_that_cannot_be_are_refused(stratum) -> None:
    with pytest.raises(ValueError, match="not both shares"):
        common_odds_ratio([stratum])


COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=6))
def test_the_ratio_turns_over_with_its_groups(pairs) -> None:
    there = common_odds_ratio([(*one, *two) for one, two in pairs])
    back = common_odds_ratio([(*two, *one) for one, two in pairs])
    assert there.status == back.status
    if there.ok:
        assert there.value == pytest.approx(1 / back.value)
        assert there.p == pytest.approx(back.p)
        assert there.interval.low <= there.value <= there.interval.high
