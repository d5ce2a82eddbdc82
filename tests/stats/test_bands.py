"""Bands: only what clears a line by itself, and nobody where nobody can be told apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.bands import Band, Lines, band_of, give_bands
from survey.stats.result import Interval
from survey.stats.same_work import adjust_means

LINES = Lines(3.95, 4.45)
# The answers of a real centre, from 1 to 5: most are 5, and 1 comes next but one.
SKEWED = np.array([0.13, 0.013, 0.02, 0.147, 0.69])


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [
        (4.46, 4.9, Band.TOP),
        (4.45, 4.9, Band.NOT_ENOUGH),
        (3.96, 4.44, Band.MIDDLE),
        (3.95, 4.44, Band.NOT_ENOUGH),
        (3.0, 3.94, Band.LOW),
        (3.0, 3.95, Band.NOT_ENOUGH),
        (3.0, 5.0, Band.NOT_ENOUGH),
    ],
)
def test_only_an_interval_that_clears_a_line_gives_a_band(
    low: float, high: float, band: Band
) -> None:
    assert band_of(Interval(low, high), LINES) is band


def test_without_an_interval_there_is_no_band() -> None:
    assert band_of(None, LINES) is Band.NOT_ENOUGH


@pytest.mark.parametrize(("low", "high"), [(4.5, 4.0), (float("nan"), 4.0), (1.0, float("inf"))])
def test_lines_that_cannot_be_are_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="line"):
        Lines(low, high)


@pytest.mark.parametrize("k", [0, 1, 2, 3])
def test_under_four_units_nobody_has_a_band(k: int) -> None:
    found = give_bands([1.0, 5.0, 3.0][:k], [0.01] * k, LINES)
    assert [unit.band for unit in found.units] == [Band.NOT_ENOUGH] * k
    assert "at least 4" in str(found.reason)


def test_a_unit_without_an_error_is_no_unit_and_gets_no_band() -> None:
    found = give_bands([4.9, 4.9, 3.2, 4.2, float("nan")], [0.02, 0, 0.02, 0.02, 0.1], LINES)
    assert "at least 4" in str(found.reason)
    found = give_bands([4.9, 4.9, 3.2, 4.2, 4.1], [0.02, 0, 0.02, 0.02, 0.02], LINES)
    assert [u.band.value for u in found.units[:3]] == ["top", "not enough evidence", "low"]
    assert found.n_looked_at == 4


def test_where_nothing_differs_nobody_is_in_the_middle_either() -> None:
    found = give_bands([4.2, 4.21, 4.19, 4.2], [0.05] * 4, LINES)
    assert found.shrinkage.between.value == 0
    assert {unit.band for unit in found.units} == {Band.NOT_ENOUGH}
    assert "No detectable difference" in str(found.reason)


def test_a_band_rests_on_the_units_own_answers_too() -> None:
    # Nine units are alike and well measured, so shrinking alone would put the tenth among them.
    values, errors = [4.2, 4.22, 4.18, 4.2, 4.23, 4.17, 4.2, 4.2, 4.21, 4.0], [0.02] * 9 + [0.3]
    found = give_bands(values, errors, LINES)
    shrunken = found.shrinkage.units[-1].estimate
    assert band_of(shrunken.interval, LINES) is Band.MIDDLE
    assert found.units[-1].band is Band.NOT_ENOUGH
    assert found.units[-1].estimate.value == shrunken.value


def test_lines_above_everybody_make_nobody_low_who_has_shown_nothing() -> None:
    values, errors = [4.2, 4.3, 4.1, 4.25, 4.15, 4.3, 4.1, 4.9], [0.02] * 7 + [0.4]
    found = give_bands(values, errors, Lines(4.75, 4.8))
    assert found.units[0].band is Band.LOW
    assert found.units[-1].band is Band.NOT_ENOUGH


def test_the_more_are_looked_at_the_wider_are_the_intervals() -> None:
    few = give_bands([4.0, 4.3, 4.6, 4.9], [0.1] * 4, LINES)
    many = give_bands([4.0, 4.3, 4.6, 4.9], [0.1] * 4, LINES, n_looked_at=400)
    assert few.level == pytest.approx(1 - 0.05 / 4)
    assert many.level == pytest.approx(1 - 0.05 / 400)
    for one, other in zip(few.units, many.units, strict=True):
        assert one.estimate.interval.low > other.estimate.interval.low


def tilted(mean: float) -> np.ndarray:
    """The skewed answers tilted until they have this mean."""
    low, high = -6.0, 6.0
    points = np.arange(1, 6)
    for _ in range(60):
        weights = SKEWED * np.exp((low + high) / 2 * points)
        weights /= weights.sum()
        low, high = ((low + high) / 2, high) if weights @ points < mean else (low, (low + high) / 2)
    return weights


@pytest.mark.parametrize(
    ("shift", "n_units", "n_answers"),
    [(0.0, 30, (30, 80)), (-0.26, 30, (30, 30)), (-0.26, 12, (300, 3000)), (0.24, 12, (300, 3000))],
)
def test_wrong_bands_are_rare_even_beside_a_line(
    shift: float, n_units: int, n_answers: tuple[int, int]
) -> None:
    rng = np.random.default_rng(7)
    centre, points, wrong, pages = SKEWED @ np.arange(1, 6), range(1, 6), 0, 60
    lines = Lines(centre - 0.25, centre + 0.25)
    truths = np.where(np.arange(n_units) < n_units // 2, shift, 0.0)
    right = {-0.26: Band.LOW, 0.0: Band.MIDDLE, 0.24: Band.MIDDLE}
    chances = {shift: tilted(centre + shift), 0.0: tilted(centre)}
    for _ in range(pages):
        sizes = rng.integers(n_answers[0], n_answers[1] + 1, n_units)
        units = {
            at: {(): dict(zip(points, rng.multinomial(n, chances[truth]).tolist(), strict=True))}
            for at, (n, truth) in enumerate(zip(sizes, truths.tolist(), strict=True))
        }
        whole = {(): {p: sum(unit[()][p] for unit in units.values()) for p in points}}
        means = adjust_means(units, whole).values()
        found = give_bands(
            [one.estimate.value for one in means], [one.standard_error for one in means], lines
        )
        wrong += any(
            unit.band not in (Band.NOT_ENOUGH, right[truth])
            for unit, truth in zip(found.units, truths.tolist(), strict=True)
        )
    assert wrong <= 0.05 * pages + 3


def test_impossible_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="standard errors"):
        give_bands([1, 2], [1], LINES)
    with pytest.raises(ValueError, match="error rate"):
        give_bands([1, 2], [1, 1], LINES, error=1.0)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1, 5), st.floats(0.01, 2)), max_size=9),
    st.floats(0.05, 1),
)
def test_turning_the_scale_round_turns_the_bands_round(units, reach) -> None:
    values, errors = [y for y, _ in units], [s for _, s in units]
    lines = Lines(3 - reach, 3 + reach)
    one = give_bands(values, errors, lines)
    other = give_bands([6 - y for y in values], errors, lines)
    turned = {Band.TOP: Band.LOW, Band.LOW: Band.TOP}
    for unit, mirror in zip(one.units, other.units, strict=True):
        assert mirror.band is turned.get(unit.band, unit.band)
