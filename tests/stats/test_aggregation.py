"""Whether a unit's mean stands for something."""

import numpy as np
import pytest

from survey.stats.aggregation import icc1_icc2, icc_from_means

# Shrout and Fleiss 1979, Psychol Bull 86:420-428, table 2: six targets rated by four judges;
# they print ICC(1,1) = .17 and ICC(1,4) = .44.
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_shrout_and_fleiss_printed_these() -> None:
    values = [rating for ratings in TARGETS for rating in ratings]
    result = icc1_icc2(values, [target for target in range(6) for _ in range(4)])
    assert round(result.icc1.value, 2) == 0.17
    assert round(result.icc2.value, 2) == 0.44
    assert round(result.f_ratio, 2) == 1.79
    assert (result.icc1.n, result.icc1.n_units, result.mean_size) == (24, 6, 4)
    assert result.icc1.p == pytest.approx(0.165, abs=0.001)
    # Units of one size have one size only.
    assert (result.size_k0, result.icc1_k0.value) == (4, result.icc1.value)
    # The interval of reference 08: -.133 to .723, its negative end shown as 0.
    assert result.icc1.ends == pytest.approx((0, 0.722560062328121))
    assert result.icc2.ends == pytest.approx((0, 0.912415420340776))


def test_icc_agrees_with_reference_case_06(case) -> None:
    reference = case("06")
    data = reference.columns("data.csv")
    for name, wanted in reference.expected["computed"]["anova"].items():
        result = icc1_icc2(data[name], data["GRP"])
        assert result.mean_square_between == pytest.approx(wanted["MSB"], rel=1e-9)
        assert result.mean_square_within == pytest.approx(wanted["MSW"], rel=1e-9)
        assert result.f_ratio == pytest.approx(wanted["F"], rel=1e-9)
        assert result.mean_size == pytest.approx(wanted["mean_group_size"])
        assert result.icc1.value == pytest.approx(wanted["icc1_anova_mean_size"], abs=1e-8)
        assert result.icc2.value == pytest.approx(wanted["icc2_anova"], abs=1e-8)
        assert result.size_k0 == pytest.approx(wanted["k0"])
        assert result.icc1_k0.value == pytest.approx(wanted["icc1_anova_k0"], abs=1e-8)
        assert result.icc1.interval.low < result.icc1.value < result.icc1.interval.high


def test_icc2_is_icc1_stepped_up_to_the_size_of_the_unit() -> None:
    random = np.random.default_rng(2)
    units = np.repeat(np.arange(8), 12)
    values = random.normal(size=8)[units] + random.normal(size=96)
    result = icc1_icc2(values, units.tolist())
    icc1 = result.icc1.value
    assert result.icc2.value == pytest.approx(12 * icc1 / (1 + 11 * icc1))


def test_units_that_agree_completely_inside_have_icc_one() -> None:
    result = icc1_icc2([0.1 + 0.2, 0.3, 4, 4, 5, 5], list("aabbcc"))
    assert (result.icc1.value, result.icc2.value, result.icc1.p) == (1, 1, 0)
    assert result.f_ratio is None


@pytest.mark.parametrize("values", [[1, 5, 1, 5, 1, 5], [1, 5, 2, 4, 3, 3.1]])
def test_units_that_do_not_differ_have_icc_zero_and_say_so(values: list[float]) -> None:
    result = icc1_icc2(values, list("aabbcc"))
    for estimate in (result.icc1, result.icc2):
        assert (estimate.value, estimate.interval.low) == (0, 0)
        assert "No unit differences" in estimate.warnings[0]


@pytest.mark.parametrize(
    ("values", "groups", "reason"),
    [
        ([], [], "at least 2 units"),
        ([4], ["a"], "at least 2 units"),
        ([4, 5], ["a", "a"], "at least 2 units"),
        ([4, 5], ["a", "b"], "two answers"),
        ([4, 4, 4, 4], list("aabb"), "alike"),
    ],
)
def test_what_cannot_be_judged(values: list[float], groups: list[str], reason: str) -> None:
    result = icc1_icc2(values, groups)
    assert result.icc1.status == result.icc2.status == "not_computable"
    assert reason in result.icc1.reason


def test_missing_answers_are_dropped_and_lengths_must_agree() -> None:
    with_gap = icc1_icc2([1, 2, None, 5, 6], list("aaabb"))
    assert with_gap == icc1_icc2([1, 2, 5, 6], list("aabb"))
    with pytest.raises(ValueError, match="groups"):
        icc1_icc2([1, 2], ["a"])


def test_published_means_and_spread_give_the_figures_of_the_answers_behind_them() -> None:
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(9), [5, 9, 7, 12, 6, 8, 30, 5, 11])
    answers = rng.integers(1, 6, len(groups)) + 0.5 * rng.normal(size=9)[groups]
    sizes = np.bincount(groups)
    means = np.bincount(groups, answers) / sizes
    inside = answers - means[groups]
    spread = float(np.sqrt(inside @ inside / (len(answers) - 9)))
    told, known = icc_from_means(means, sizes.tolist(), spread), icc1_icc2(answers, groups.tolist())
    for one, other in ((told.icc1, known.icc1), (told.icc2, known.icc2)):
        assert one.value == pytest.approx(other.value, abs=1e-12)
        assert one.ends == pytest.approx(other.ends, abs=1e-12)
        assert one.p == pytest.approx(other.p, abs=1e-12)


@pytest.mark.parametrize(
    ("means", "sizes"), [([], []), ([3.0], [9]), ([3.0, 4.0], [1, 1]), ([3.0, 3.0], [5, 5])]
)
def test_too_few_published_means_give_a_reason(means: list[float], sizes: list[int]) -> None:
    result = icc_from_means(means, sizes, 0.0)
    assert result.icc1.value is None
    assert result.icc2.reason
