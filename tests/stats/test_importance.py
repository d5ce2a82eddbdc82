"""How R squared divides among predictors."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.importance import Resampling, johnson_weights, lmg

# Groemping 2006, J Stat Soft 17(1): fertility in 47 Swiss provinces.
SWISS = {
    "Agriculture": 0.0571, "Examination": 0.1712, "Education": 0.2601, "Catholic": 0.1056,
    "Infant.Mortality": 0.1128,
}  # fmt: skip
FEW = Resampling(times=100)


def table(reference, name: str, outcome: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    columns = reference.columns(name)
    names = [column for column in columns if column != outcome]
    return names, np.column_stack([columns[name] for name in names]), np.array(columns[outcome])


@pytest.mark.parametrize(
    ("part", "file", "outcome"),
    [
        ("swiss", "data.csv", "Fertility"),
        ("attitude_rating", "attitude.csv", "rating"),
        ("mtcars_mpg_cyl_disp_hp_gear", "mtcars.csv", "mpg"),
    ],
)
def test_shares_agree_with_reference_case_14(case, part: str, file: str, outcome: str) -> None:
    expected = case("14").expected["computed"][part]
    names, x, y = table(case("14"), file, outcome)
    for method, function in (("lmg", lmg), ("johnson", johnson_weights)):
        result = function(x, y, names=names, rows_per_predictor=5, resampling=FEW)
        values = [predictor.share.value for predictor in result.predictors]
        assert sum(values) == pytest.approx(result.r_squared.value, abs=1e-12)
        if method in expected:
            assert values == pytest.approx([expected[method][name] for name in names], abs=1e-8)
        if "R2" in expected:
            assert result.r_squared.value == pytest.approx(expected["R2"], abs=1e-10)
        if part == "swiss" and method == "lmg":
            assert values == pytest.approx([SWISS[name] for name in names], abs=5e-5)


def test_the_whole_model_comes_with_its_f_test_and_predictors_with_their_sign(case) -> None:
    names, x, y = table(case("14"), "data.csv", "Fertility")
    result = lmg(x, y, rows_per_predictor=9, resampling=FEW)
    # summary(lm(Fertility ~ ., swiss)) in R: F 19.76 on 5 and 41 df, p 5.594e-10.
    assert result.r_squared.df == 41
    assert result.r_squared.p == pytest.approx(5.594e-10, rel=1e-3)
    signs = {
        name: predictor.r > 0 for name, predictor in zip(names, result.predictors, strict=True)
    }
    assert not signs["Education"]
    assert signs["Catholic"]


def test_means_taken_off_count_against_rows_and_degrees_of_freedom() -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=(40, 2)), random.normal(size=40)
    assert lmg(x, y, means_removed=12, resampling=FEW).r_squared.df == 26
    refused = lmg(x, y, means_removed=22)
    assert refused.r_squared.reason == (
        "2 predictors take 20 rows; there are 19 once the means taken off are counted."
    )
    assert refused.predictors[1].share.reason == refused.r_squared.reason


def test_rows_alike_inside_units_do_not_make_the_whole_model_look_sure() -> None:
    random = np.random.default_rng(20261122)
    n_units, n_waves, alarms = 12, 16, {"by unit": 0, "by row": 0}
    unit = np.repeat(np.arange(n_units), n_waves)

    def drifting() -> np.ndarray:
        """Values that hang on from wave to wave, less unit and wave means."""
        steps = random.normal(size=(n_units, n_waves))
        for wave in range(1, n_waves):
            steps[:, wave] = 0.7 * steps[:, wave - 1] + 0.7 * steps[:, wave]
        return (steps - steps.mean(1, keepdims=True) - steps.mean(0) + steps.mean()).ravel()

    for _ in range(300):
        x, y = np.column_stack([drifting(), drifting()]), drifting()
        removed = n_units + n_waves - 1
        never = Resampling(times=1)
        by_unit = lmg(x, y, units=unit.tolist(), means_removed=removed, resampling=never)
        alarms["by unit"] += by_unit.r_squared.p < 0.05
        alarms["by row"] += lmg(x, y, means_removed=removed, resampling=never).r_squared.p < 0.05
    assert abs(alarms["by unit"] / 300 - 0.05) < 4 * (0.05 * 0.95 / 300) ** 0.5
    assert alarms["by row"] / 300 > 0.15


def explained(x: np.ndarray, y: np.ndarray) -> float:
    fitted = x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(fitted @ fitted)


def test_every_choice_of_signs_is_counted_as_written() -> None:
    random = np.random.default_rng(7)
    unit = np.repeat(np.arange(6), 5)
    x, y = random.normal(size=(30, 2)), random.normal(size=30)
    x, y = x - x.mean(axis=0), y - y.mean()
    result = lmg(x, y, units=unit.tolist(), resampling=FEW)
    as_much = [
        explained(x, y * np.array(signs)[unit]) >= explained(x, y) - 1e-9
        for signs in product((-1, 1), repeat=6)
    ]
    assert result.r_squared.p == pytest.approx(np.mean(as_much))


def test_with_many_units_signs_are_drawn_and_agree_with_the_f_test_of_independent_rows() -> None:
    random = np.random.default_rng(8)
    unit = np.repeat(np.arange(60), 5)
    x = random.normal(size=(300, 2))
    y = 0.12 * x[:, 0] + random.normal(size=300)
    by_unit = lmg(x, y, units=unit.tolist(), resampling=FEW).r_squared
    assert by_unit.p == pytest.approx(lmg(x, y, resampling=FEW).r_squared.p, abs=0.03)
    assert by_unit == lmg(x, y, units=unit.tolist(), resampling=FEW).r_squared
    strong = lmg(x, x[:, 0] + 0.1 * y, units=unit.tolist(), resampling=FEW).r_squared
    assert strong.p == 1 / 2**14


def of_all_orders(x: np.ndarray, y: np.ndarray) -> list[float]:
    """The definition: what each predictor adds, averaged over every order of entering."""

    def explained(chosen: list[int]) -> float:
        if not chosen:
            return 0.0
        design = np.column_stack([np.ones(len(y)), x[:, chosen]])
        left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        return 1 - float(left @ left) / float(((y - y.mean()) ** 2).sum())

    orders = list(permutations(range(x.shape[1])))
    shares = [0.0] * x.shape[1]
    for order in orders:
        for place, j in enumerate(order):
            gain = explained(list(order[: place + 1])) - explained(list(order[:place]))
            shares[j] += gain / len(orders)
    return shares


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.floats(0.01, 1000))
def test_lmg_is_its_definition_whatever_the_units_of_measurement(seed, p, factor) -> None:
    random = np.random.default_rng(seed)
    x = random.normal(size=(45, p)) @ random.normal(size=(p, p))
    y = x.sum(axis=1) + random.normal(size=45)
    result = lmg(x * factor + 5, y / factor, resampling=FEW)
    shares = [predictor.share for predictor in result.predictors]
    assert [share.value for share in shares] == pytest.approx(of_all_orders(x, y), abs=1e-8)
    weights = johnson_weights(x, y, resampling=FEW)
    assert sum(part.share.value for part in weights.predictors) == pytest.approx(
        result.r_squared.value, abs=1e-8
    )
    for share in shares:
        assert 0 <= share.interval.low <= share.value <= share.interval.high


def test_whole_units_are_drawn_so_that_rows_alike_inside_widen_the_interval() -> None:
    random = np.random.default_rng(4)
    unit = np.repeat(np.arange(10), 20)
    x = random.normal(size=(10, 2))[unit]
    y = x[:, 0] + random.normal(size=10)[unit]
    by_unit = lmg(x, y, units=unit.tolist()).predictors[0].share.interval
    by_row = lmg(x, y).predictors[0].share.interval
    assert by_unit.high - by_unit.low > 2 * (by_row.high - by_row.low)
    few = lmg(x, y, units=(unit % 7).tolist()).predictors[0].share
    assert few.interval is None
    assert "No interval" in few.warnings[0]


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        (np.zeros((0, 2)), np.zeros(0), "20 rows; there are 0"),
        (np.ones((1, 1)), np.ones(1), "1 predictor takes 10 rows; there are 1"),
        (np.arange(4.0).reshape(2, 2), np.arange(2.0), "there are 2"),
        (np.column_stack([np.arange(30), np.ones(30)]), np.arange(30), "predictor 2 is the same"),
        (np.arange(30.0)[:, None], np.full(30, 4.1), "the outcome is the same"),
        (np.column_stack([np.arange(30), 3 - np.arange(30)]), np.arange(30) % 7, "combination"),
    ],
)
def test_what_cannot_be_divided_is_refused(x, y, reason: str) -> None:
    for function in (lmg, johnson_weights):
        result = function(x, y)
        assert result.r_squared.status == "not_computable"
        assert reason in result.r_squared.reason
        assert all(part.share.status == "not_computable" for part in result.predictors)


def test_rows_with_a_gap_are_left_out_and_a_predictor_is_named() -> None:
    random = np.random.default_rng(5)
    x, y = random.normal(size=(30, 2)), random.normal(size=30)
    x[3, 1] = y[7] = np.nan
    result = lmg(x, y, resampling=FEW)
    assert (result.r_squared.n, result.r_squared.warnings) == (
        28,
        ("2 rows left out because a value is missing.",),
    )
    x[:, 1] = 2 * x[:, 0]
    assert lmg(x, y, names=["pay", "tools"]).r_squared.reason.startswith("tools is a combination")


def test_a_perfect_model_has_r_squared_one() -> None:
    random = np.random.default_rng(6)
    x = random.normal(size=(30, 2))
    result = lmg(x, x @ [1, 2], resampling=FEW)
    assert result.r_squared.value == pytest.approx(1)
    assert result.r_squared.p < 1e-100


@pytest.mark.parametrize(
    ("x", "y", "options"),
    [
        ([1, 2, 3], [1, 2, 3], {}),
        ([[1], [2]], [1, 2, 3], {}),
        ([[1], [2]], [1, 2], {"units": ["a"]}),
        ([[1], [np.inf]], [1, 2], {}),
        ([[1], [2]], [1, 2], {"means_removed": 0}),
        (np.ones((20, 13)), np.ones(20), {}),
        (np.ones((20, 0)), np.ones(20), {}),
    ],
)
def test_shapes_that_do_not_fit_are_refused(x, y, options) -> None:
    with pytest.raises(ValueError, match=r"Expected|infinite"):
        lmg(x, y, **options)
