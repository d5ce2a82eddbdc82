"""Omega total, the one-factor model behind it, and what each item adds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.correlation import pearson
from survey.stats.factor import fit_one_factor
from survey.stats.item_rest import item_rest
from survey.stats.omega import omega_total
from survey.stats.reliability import cronbach_alpha


def table(reference, name: str) -> np.ndarray:
    columns = reference.columns(name)
    return np.column_stack([np.array(column, dtype=float) for column in columns.values()])


def people(random: np.random.Generator, n: int, loadings: list[float]) -> np.ndarray:
    """Items that share one factor; each has unit variance."""
    shared = np.outer(random.normal(size=n), loadings)
    return shared + random.normal(size=shared.shape) * np.sqrt(1 - np.square(loadings))


@pytest.mark.parametrize(
    ("part", "name"), [("bfi_A", "bfi_A_complete_A1reversed.csv"), ("attitude", "attitude.csv")]
)
def test_omega_agrees_with_reference_case_10(case, part: str, name: str) -> None:
    expected = case("10").expected["computed"][part]
    result = omega_total(table(case("10"), name))
    implied, observed = result.model_implied, result.observed
    assert implied.value == pytest.approx(expected["omega_total_raw_model_implied"], abs=2e-6)
    assert observed.value == pytest.approx(expected["omega_raw_observed_variance"], abs=2e-6)
    assert list(result.loadings) == pytest.approx(
        list(expected["loadings_ml_raw"].values()), rel=1e-4
    )
    assert list(result.own_variances) == pytest.approx(
        list(expected["residual_var"].values()), rel=1e-4
    )
    assert result.fit.value == pytest.approx(expected["chisq"], abs=1e-6)
    assert result.fit.df == expected["df"]
    assert (implied.method, observed.method) == (
        "omega_total_model_implied",
        "omega_total_observed",
    )
    for omega in (implied, observed):
        assert omega.interval.low < omega.value < omega.interval.high


def test_three_items_are_solved_by_hand() -> None:
    # Spearman: with r12 = .48, r13 = .40, r23 = .30 the loadings are .8, .6 and .5.
    fit = fit_one_factor(np.array([[1, 0.48, 0.4], [0.48, 1, 0.3], [0.4, 0.3, 1]]))
    assert fit.loadings == pytest.approx([0.8, 0.6, 0.5])
    assert fit.discrepancy == pytest.approx(0, abs=1e-10)


def test_a_heywood_case_gives_alpha_and_says_so() -> None:
    # r12 r13 / r23 = 2: the first item would have to be all factor and more.
    target = np.array([[1, 0.5, 0.4], [0.5, 1, 0.1], [0.4, 0.1, 1]])
    raw = np.random.default_rng(1).normal(size=(40, 3))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    rows = white @ np.linalg.cholesky(target).T
    result = omega_total(rows)
    alpha = cronbach_alpha(rows)
    for omega in (result.model_implied, result.observed):
        assert (omega.method, omega.value) == ("cronbach_alpha", alpha.value)
        assert "Heywood" in omega.warnings[-1]
    assert "Heywood" in result.fit.reason


def test_a_pattern_no_factor_can_have_gives_alpha_too() -> None:
    target = np.array([[1, 0.5, -0.4], [0.5, 1, 0.2], [-0.4, 0.2, 1]])
    raw = np.random.default_rng(2).normal(size=(60, 3))
    raw -= raw.mean(axis=0)
    rows = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T @ np.linalg.cholesky(target).T
    assert omega_total(rows).model_implied.method == "cronbach_alpha"


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (np.zeros((0, 3)), "at least 10 complete"),
        (np.ones((1, 3)), "at least 10 complete"),
        (np.ones((2, 3)), "at least 10 complete"),
        (np.ones((12, 2)), "at least 3 items"),
        (np.column_stack([np.arange(12), np.arange(12) % 5, np.ones(12)]), "item 3 is the same"),
        (np.column_stack([np.arange(12), np.arange(12) % 5, np.arange(12)]), "repeats"),
        (np.random.default_rng(1).normal(size=(12, 12)), "more complete responses than items"),
    ],
)
def test_what_omega_cannot_say(matrix, reason: str) -> None:
    result = omega_total(matrix)
    for estimate in (result.model_implied, result.observed, result.fit):
        assert estimate.status == "not_computable"
        assert reason in estimate.reason
    assert result.loadings == ()


def test_gaps_are_left_out_and_infinity_is_refused() -> None:
    rows = people(np.random.default_rng(3), 40, [0.7, 0.6, 0.8, 0.5])
    with_gap = np.vstack([rows, [np.nan, 1, 1, 1]])
    assert omega_total(with_gap).model_implied.value == omega_total(rows).model_implied.value
    assert omega_total(with_gap).observed.warnings == ("1 incomplete responses left out.",)
    with pytest.raises(ValueError, match="table of answers"):
        omega_total([[1, 2, np.inf]] * 12)


def test_an_item_keyed_the_wrong_way_round_is_suspected_by_omega_and_by_its_rest() -> None:
    rows = people(np.random.default_rng(4), 80, [0.8, 0.7, 0.8, 0.6])
    rows[:, 3] *= -1
    assert "keyed the wrong way" in omega_total(rows).model_implied.warnings[0]
    items = item_rest(rows)
    assert items[3].rest.value < 0
    assert "keyed the wrong way" in items[3].rest.warnings[0]
    assert items[0].rest.warnings == ()
    assert items[3].alpha_without.value == cronbach_alpha(rows[:, :3]).value


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 6), st.floats(0.01, 100), st.floats(-50, 50))
def test_omega_does_not_depend_on_the_unit_of_measurement_or_the_order(
    seed, k, factor, shift
) -> None:
    random = np.random.default_rng(seed)
    rows = people(random, 60, random.uniform(0.5, 0.8, size=k).tolist())
    result = omega_total(rows)
    moved = omega_total(rows[:, ::-1] * factor + shift)
    assert result.model_implied.method == moved.model_implied.method
    assert result.model_implied.value == pytest.approx(moved.model_implied.value, abs=1e-6)
    if result.loadings:
        assert 0 <= result.model_implied.value <= 1


def test_nineteen_of_twenty_intervals_hold_the_true_omega() -> None:
    random = np.random.default_rng(20261122)
    loadings = [0.8, 0.6, 0.7, 0.5]
    true = sum(loadings) ** 2 / (sum(loadings) ** 2 + sum(1 - load**2 for load in loadings))
    covered = []
    for _ in range(200):
        omega = omega_total(people(random, 80, loadings)).model_implied
        covered.append(omega.interval.low <= true <= omega.interval.high)
    assert abs(np.mean(covered) - 0.95) < 4 * (0.95 * 0.05 / 200) ** 0.5


@pytest.mark.parametrize(
    ("part", "name", "first"),
    [
        ("bfi_A", "bfi_agreeableness_A1reversed.csv", "A"),
        ("attitude", "attitude.csv", ""),
        ("pingouin_complete", "pingouin_cronbach_alpha_wide.csv", "QQ"),
    ],
)
def test_items_agree_with_reference_case_09(case, part: str, name: str, first: str) -> None:
    expected = case("09").expected["computed"][part]
    columns = {k: v for k, v in case("09").columns(name).items() if k.startswith(first)}
    rows = np.column_stack([np.array(column, dtype=float) for column in columns.values()])
    alpha = cronbach_alpha(rows)
    assert alpha.value == pytest.approx(expected["alpha_listwise"], abs=1e-8)
    assert list(alpha.ends) == pytest.approx(expected["feldt_ci95_listwise"], abs=1e-6)
    for item, column in zip(item_rest(rows), columns, strict=True):
        assert item.rest.n == expected["n_complete"]
        if expected["n_total"] == expected["n_complete"]:  # else the reference pairs what it can
            assert item.rest.value == pytest.approx(expected["item_rest_r"][column], abs=1e-8)
            assert item.alpha_without.value == pytest.approx(
                expected["alpha_if_item_dropped"][column], abs=1e-8
            )


def test_the_rest_of_an_item_is_the_sum_of_the_others() -> None:
    rows = people(np.random.default_rng(5), 30, [0.7, 0.6, 0.8])
    item = item_rest(rows)[1]
    assert item.rest.value == pearson(rows[:, 1], rows[:, 0] + rows[:, 2]).value
    assert item.rest.method == "item_rest"
    assert item_rest(rows[:, :2])[0].alpha_without.reason == "It takes at least 2 items."


@pytest.mark.parametrize("n", [0, 1, 2, 9])
def test_under_ten_responses_no_item_is_judged(n: int) -> None:
    for item in item_rest(np.arange(27.0).reshape(9, 3)[:n]):
        assert item.rest.status == item.alpha_without.status == "not_computable"
        assert "at least 10" in item.rest.reason
