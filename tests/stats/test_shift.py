"""The p of turning units round in time, against every turn written out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats import shift
from survey.stats.shift import two_way_shift
from survey.stats.within import two_way

from .test_within import panel


def by_hand(x, y, units, waves, columns=()):
    """The share of all turns with |r*| >= |r|, each fitted anew by least squares."""
    units, waves = np.asarray(units), np.asarray(waves)
    indicators = [units[:, None] == np.unique(units), waves[:, None] == np.unique(waves)]
    design = np.column_stack([*indicators, *columns]).astype(float)

    def left(side):
        return side - design @ np.linalg.lstsq(design, side, rcond=None)[0]

    x_left, y_left = left(np.asarray(x)), left(np.asarray(y))
    rows = [np.flatnonzero(units == unit) for unit in np.unique(units)]
    rows = [one[np.argsort(waves[one])] for one in rows]
    strengths = []
    for turn in product(*(range(len(one)) for one in rows)):
        turned = x_left.copy()
        for one, by in zip(rows, turn, strict=True):
            turned[one] = np.roll(x_left[one], by)
        turned = left(turned)
        strengths.append(abs(turned @ y_left) / np.linalg.norm(turned))
    return np.mean(np.array(strengths) >= strengths[0] - 1e-9)


@pytest.mark.parametrize(("seed", "kept"), [(1, 1.0), (2, 1.0), (3, 0.8), (4, 0.8)])
def test_the_exact_p_counts_every_turn(seed: int, kept: float) -> None:
    x, y, units, waves = panel(seed, 5, 5, kept=kept)
    found = two_way_shift(x, y, units, waves, seed=1)
    assert found.method == "two_way_shift_exact"
    assert found.value == pytest.approx(two_way(x, y, units, waves).correlation.value, abs=1e-12)
    assert found.p == pytest.approx(by_hand(x, y, units, waves), abs=1e-12)
    assert any("gaps closed" in said for said in found.warnings) == (kept < 1)


def test_covariates_are_taken_out_before_and_after_each_turn() -> None:
    x, y, units, waves = panel(5, 5, 5)
    mix = np.random.default_rng(1).normal(size=len(x))
    found = two_way_shift(x, y + 2 * mix, units, waves, covariates={"mix": mix}, seed=1)
    assert found.p == pytest.approx(by_hand(x, y + 2 * mix, units, waves, [mix]), abs=1e-12)


def test_the_drawn_p_comes_close_to_the_exact_one(monkeypatch) -> None:
    x, y, units, waves = panel(6, 5, 5)
    exact = two_way_shift(x, y, units, waves, seed=1)
    monkeypatch.setattr(shift, "EXACT_UP_TO", 10)
    drawn = two_way_shift(x, y, units, waves, resamples=20_000, seed=1)
    assert drawn.method == "two_way_shift_monte_carlo"
    assert drawn.p == pytest.approx(exact.p, abs=4 * (exact.p * (1 - exact.p) / 20_000) ** 0.5)


def test_blocks_of_resamples_give_what_one_block_gives(monkeypatch) -> None:
    x, y, units, waves = panel(7, 12, 8, kept=0.9)
    whole = two_way_shift(x, y, units, waves, resamples=3000, seed=4)
    monkeypatch.setattr(shift, "NUMBERS_AT_ONCE", 1200)
    assert two_way_shift(x, y, units, waves, resamples=3000, seed=4).p == whole.p
    assert two_way_shift(x, y, units, waves, resamples=3000, seed=5).p != whole.p


def test_a_strong_link_has_the_smallest_p_there_is_and_never_zero() -> None:
    x, _, units, waves = panel(8, 10, 8)
    noise = np.random.default_rng(2).normal(size=len(x))
    assert two_way_shift(x, x + 0.1 * noise, units, waves, resamples=199, seed=1).p == 1 / 200
    few = two_way_shift(*panel(9, 3, 3), seed=1)
    assert few.p >= 1 / 27


def test_dates_sort_as_waves_do_and_rows_in_any_order_give_the_same() -> None:
    x, y, units, waves = panel(10, 5, 5, kept=0.9)
    plain = two_way_shift(x, y, units, waves, seed=1)
    mixed = np.random.default_rng(1).permutation(len(x))
    dates = [f"2026-0{waves[row] + 1}-01" for row in mixed]
    names = [f"unit {units[row]}" for row in mixed]
    turned = two_way_shift(x[mixed], y[mixed], names, dates, seed=9)
    assert (turned.p, turned.n_waves) == (plain.p, plain.n_waves)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 500), st.sampled_from([1e-9, 1.0, -3.0, 1e7]), st.integers(-40, 40))
def test_scale_and_shift_of_a_side_do_not_count(seed: int, scale: float, shifted: int) -> None:
    x, y, units, waves = panel(seed, 4, 6)
    plain = two_way_shift(x, y, units, waves, seed=1)
    turned = two_way_shift(scale * (x + shifted), y, units, waves, seed=1)
    assert abs(turned.value) == pytest.approx(abs(plain.value), abs=1e-9)
    assert turned.p == plain.p


def test_slow_drifts_under_a_shared_season_keep_their_false_alarms() -> None:
    random = np.random.default_rng(20261123)
    runs, alarms, analytic = 400, 0, 0
    units, waves = (part.tolist() for part in np.divmod(np.arange(120), 12))
    for _ in range(runs):
        sides = random.normal(size=(2, 10, 12))
        for wave in range(1, 12):
            sides[..., wave] = 0.5 * sides[..., wave - 1] + 0.75**0.5 * sides[..., wave]
        x, y = (sides + 2 * random.normal(size=12)).reshape(2, -1)
        alarms += two_way_shift(x, y, units, waves, resamples=399, seed=1).p <= 0.05
        analytic += two_way(x, y, units, waves).correlation.p < 0.05
    assert abs(alarms / runs - 0.05) < 4 * (0.05 * 0.95 / runs) ** 0.5
    assert analytic > alarms


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_hardly_any_rows_are_refused(n: int) -> None:
    rows = list(range(n))
    assert two_way_shift(rows, rows, rows, rows, seed=1).status == "not_computable"


def test_still_sides_and_few_units_are_refused() -> None:
    x, y, units, waves = panel(11, 5, 5)
    still = [0.1 * unit for unit in units]
    assert "first side never changes" in two_way_shift(still, y, units, waves, seed=1).reason
    season = [float(wave**2) for wave in waves]
    assert "second side changes" in two_way_shift(x, season, units, waves, seed=1).reason
    assert "at least 3 units" in two_way_shift(*panel(1, 2, 9), seed=1).reason
    assert "too little" in two_way_shift(*panel(1, 3, 2), seed=1).reason


def test_a_turn_that_leaves_no_movement_counts_against_the_link() -> None:
    # Turned by one wave, every unit moves alike, and the waves take it all.
    units, waves = np.divmod(np.arange(12), 4)
    x = [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    found = two_way_shift(x, x, units.tolist(), waves.tolist(), seed=1)
    assert found.ok
    assert 0 < found.p <= 1


def test_doubled_rows_lengths_and_no_resamples_are_errors() -> None:
    x, y, units, waves = panel(12, 5, 5)
    with pytest.raises(ValueError, match="more than one row"):
        two_way_shift([*x, 1], [*y, 1], [*units, 0], [*waves, 0], seed=1)
    with pytest.raises(ValueError, match="waves"):
        two_way_shift(x, y, units, waves[:-1], seed=1)
    with pytest.raises(ValueError, match="at least 1 resample"):
        two_way_shift(x, y, units, waves, resamples=0, seed=1)
    with pytest.raises(ValueError, match="infinite"):
        two_way_shift(np.where(x > 0, np.inf, x), y, units, waves, seed=1)
