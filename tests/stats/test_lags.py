"""Lags joined on place in time, and the two directions compared."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.lags import lagged
from survey.stats.lead_lag import lead_minus_lag
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.within import two_way


def leading_panel(seed: int, n_units: int = 9, n_waves: int = 10, *, by: int = 1, link=0.8):
    """y follows x `by` waves later, with a level of each unit and a season of all."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n_units, n_waves + by))
    y = link * x[:, : n_waves if by else None] + 0.6 * random.normal(size=(n_units, n_waves))
    season = 2 * random.normal(size=n_waves)
    x = x[:, by:] + random.normal(size=(n_units, 1)) + season
    y = y + random.normal(size=(n_units, 1)) - season
    units, order = np.divmod(np.arange(n_units * n_waves), n_waves)
    return x.ravel(), y.ravel(), units.tolist(), order.tolist()


def joined_by_hand(x, y, units, order, lag):
    at = {key: row for row, key in enumerate(zip(units, order, strict=True))}
    pairs = [(row, at.get((unit, place + lag))) for (unit, place), row in at.items()]
    now, then = zip(*[pair for pair in pairs if pair[1] is not None], strict=True)
    now, then = list(now), list(then)
    return x[now], y[then], [units[row] for row in now], [order[row] for row in now]


def test_each_lag_is_the_two_way_link_of_the_pairs_joined_by_hand() -> None:
    x, y, units, order = leading_panel(1)
    table = lagged(x, y, units, order)
    for one in table.lags:
        wanted = two_way(*joined_by_hand(x, y, units, order, one.lag))
        assert one.association == wanted.clustered
        assert one.within == wanted
        assert one.association.n == 9 * (10 - abs(one.lag))
    assert (table.m, table.family) == (5, "lags -2, -1, 0, +1, +2")
    adjusted = benjamini_hochberg([one.association.p for one in table.lags])
    assert tuple(one.q for one in table.lags) == adjusted
    found = [one.lag for one in table.lags if one.q < 0.01]
    assert found == [1]


def test_a_missing_wave_does_not_shift_the_lag() -> None:
    x, y, units, order = leading_panel(2, 9, 12)
    kept = np.array(order) != 5
    kept[40] = kept[77] = False
    rest = [np.array(side)[kept] for side in (x, y, units, order)]
    x, y, units, order = rest[0], rest[1], rest[2].tolist(), rest[3].tolist()
    for one in lagged(x, y, units, order).lags:
        assert one.within == two_way(*joined_by_hand(x, y, units, order, one.lag))
        # Twelve waves without the sixth: two fewer pairs of waves than the lag itself costs.
        waves = {0: 11, 1: 9, 2: 8}[abs(one.lag)]
        assert one.association.n_waves == waves


def test_rows_in_any_order_and_numbers_from_anywhere_give_the_same() -> None:
    x, y, units, order = leading_panel(3)
    plain = lagged(x, y, units, order)
    mixed = np.random.default_rng(1).permutation(len(x))
    names = [f"unit {units[row]}" for row in mixed]
    places = [order[row] - 40_000 for row in mixed]
    turned = lagged(x[mixed], y[mixed], names, places)
    for one, two in zip(plain.lags, turned.lags, strict=True):
        assert two.association.value == pytest.approx(one.association.value, abs=1e-12)
        assert two.q == pytest.approx(one.q, rel=1e-6)


def test_the_sides_may_be_missing_separately() -> None:
    x, y, units, order = leading_panel(4)
    gone_x, gone_y = x.copy(), y.copy()
    gone_x[3], gone_y[15] = np.nan, np.nan
    one = lagged(gone_x, gone_y, units, order, lags=[1]).lags[0]
    # Row 3 is an x, row 15 the y of row 14: both other halves still count elsewhere.
    assert one.association.n == 9 * 9 - 2
    assert "2 pairs left out because a value is missing." in one.association.warnings


def test_covariates_are_those_of_the_outcomes_time() -> None:
    x, y, units, order = leading_panel(5)
    mix = np.random.default_rng(3).normal(size=len(x))
    with_mix = lagged(x, y + 5 * mix, units, order, lags=[1], covariates={"mix": mix}).lags[0]
    assert with_mix.within.n_covariates == 1
    assert with_mix.association.value > 0.6
    assert lagged(x, y + 5 * mix, units, order, lags=[1]).lags[0].association.value < 0.4


def test_too_few_waves_units_or_df_leave_a_reason_and_no_q() -> None:
    short = lagged(*leading_panel(6, 9, 5))
    assert {one.association.status for one in short.lags} == {"not_computable"}
    assert "at least 6 waves" in short.lags[2].association.reason
    assert (short.m, short.family) == (0, "no lags")
    six = lagged(*leading_panel(6, 9, 6))
    assert [one.association.ok for one in six.lags] == [True] * 5
    few = lagged(*leading_panel(6, 3, 12))
    assert "at least 4 units" in few.lags[2].association.reason
    thin = lagged(*leading_panel(6, 4, 6))
    # What is left of the df at lags 0, 1 and 2: 14, 11 and 8.
    assert [one.association.ok for one in thin.lags] == [False, True, True, True, False]
    assert (thin.m, thin.family) == (3, "lags -1, 0, +1")
    assert all((one.q is None) == (not one.association.ok) for one in thin.lags)
    assert any("degrees of freedom" in (one.association.reason or "") for one in thin.lags)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_hardly_any_rows_are_refused(n: int) -> None:
    rows = list(range(n))
    assert not any(one.association.ok for one in lagged(rows, rows, rows, rows).lags)
    assert not lead_minus_lag(rows, rows, rows, rows).difference.ok


def test_a_side_that_never_moves_is_refused() -> None:
    x, y, units, order = leading_panel(7)
    still = [0.1 * unit for unit in units]
    for one in lagged(still, y, units, order).lags:
        assert one.association.status == "not_computable"
    assert "first side never changes" in lead_minus_lag(still, y, units, order).difference.reason
    assert "second side never changes" in lead_minus_lag(x, still, units, order).difference.reason
    season = [float(place**2) for place in order]
    assert "alike" in lead_minus_lag(x, season, units, order).difference.reason


def test_doubled_rows_and_broken_places_are_errors() -> None:
    x, y, units, order = leading_panel(8)
    with pytest.raises(ValueError, match="more than one row"):
        lagged([*x, 1], [*y, 1], [*units, 0], [*order, 0])
    with pytest.raises(ValueError, match="whole number"):
        lagged(x, y, units, [place + 0.5 for place in order])
    with pytest.raises(ValueError, match="places in time"):
        lagged(x, y, units, order[:-1])
    with pytest.raises(ValueError, match="equal length"):
        lead_minus_lag(x[:-1], y, units, order)
    with pytest.raises(ValueError, match="infinite"):
        lagged(np.where(x > 0, np.inf, x), y, units, order)


def four_sides(x, y, units, order):
    """The four sides of each pair of waves that follow each other, units and waves taken out."""
    table = [np.array(side).reshape(9, -1) for side in (x, y)]
    sides = [table[0][:, :-1], table[1][:, 1:], table[1][:, :-1], table[0][:, 1:]]
    return [side - side.mean(1, keepdims=True) - side.mean(0) + side.mean() for side in sides]


def test_the_difference_is_that_of_the_two_lagged_links_on_the_same_pairs() -> None:
    x, y, units, order = leading_panel(9)
    found = lead_minus_lag(x, y, units, order)
    j, k, h, m = (side.ravel() for side in four_sides(x, y, units, order))
    lead, lag = np.corrcoef(j, k)[0, 1], np.corrcoef(h, m)[0, 1]
    assert found.lead.value == pytest.approx(lead, abs=1e-12)
    assert found.lag.value == pytest.approx(lag, abs=1e-12)
    assert found.difference.value == pytest.approx(lead - lag, abs=1e-12)
    assert found.independent_rows.difference.value == pytest.approx(lead - lag, abs=1e-12)
    assert (found.difference.n, found.difference.n_units, found.difference.df) == (81, 9, 8)
    # df = 81 - 9 - 9 + 1 - 1, and n = df + 2
    assert found.independent_rows.difference.n == 65
    assert found.difference.p < 0.01


def test_the_jackknife_is_that_of_the_panel_computed_without_each_unit() -> None:
    x, y, units, order = leading_panel(10)
    kept = np.random.default_rng(2).random(len(x)) < 0.85
    x, y = x[kept], y[kept]
    units, order = np.array(units)[kept], np.array(order)[kept]
    found = lead_minus_lag(x, y, units.tolist(), order.tolist())
    values = []
    for unit in range(9):
        rest = units != unit
        part = lead_minus_lag(x[rest], y[rest], units[rest].tolist(), order[rest].tolist())
        values.append(part.difference.value)
    error = np.sqrt(8 / 9 * ((values - np.mean(values)) ** 2).sum())
    half = (found.difference.interval.high - found.difference.interval.low) / 2
    assert half == pytest.approx(2.3060041 * error, rel=1e-6)


def test_with_gaps_both_links_are_two_way_links_of_the_pairs_that_have_all_four() -> None:
    x, y, units, order = leading_panel(12)
    kept = np.random.default_rng(3).random(len(x)) < 0.8
    x, y = x[kept], y[kept]
    units, order = np.array(units)[kept].tolist(), np.array(order)[kept].tolist()
    found = lead_minus_lag(x, y, units, order)
    lead = two_way(*joined_by_hand(x, y, units, order, 1)).correlation
    lag = two_way(*joined_by_hand(y, x, units, order, 1)).correlation
    assert found.lead.value == pytest.approx(lead.value, abs=1e-10)
    assert found.lag.value == pytest.approx(lag.value, abs=1e-10)
    assert found.independent_rows.difference.n == lead.df + 2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 500), st.sampled_from([1e-8, 1.0, 1e7]), st.floats(-50, 50))
def test_swapping_the_sides_turns_the_sign_and_scales_do_not_count(seed, scale, shift) -> None:
    x, y, units, order = leading_panel(seed, 7, 8, link=0.4)
    there = lead_minus_lag(x, y, units, order)
    back = lead_minus_lag(scale * (y + shift), x, units, order)
    assert back.difference.value == pytest.approx(-there.difference.value, abs=1e-9)
    assert back.difference.p == pytest.approx(there.difference.p, abs=1e-7)
    one = lagged(x, y, units, order, lags=[1]).lags[0].association
    turned = lagged(y, x, units, order, lags=[-1]).lags[0].association
    assert turned.value == pytest.approx(one.value, abs=1e-12)


def test_covariates_of_both_times_are_taken_out_of_the_difference() -> None:
    x, y, units, order = leading_panel(11)
    mix = np.random.default_rng(3).normal(size=len(x))
    blurred = lead_minus_lag(x, y + 5 * mix, units, order)
    clear = lead_minus_lag(x, y + 5 * mix, units, order, covariates={"mix": mix})
    assert clear.lead.value > 0.6 > blurred.lead.value
    assert clear.independent_rows.difference.n == 65 - 2
    constant = lead_minus_lag(x, y, units, order, covariates={"site": np.ones(len(x))})
    assert constant.difference.value == lead_minus_lag(x, y, units, order).difference.value
    assert any("site left out" in said for said in constant.difference.warnings)


def autocorrelated(random, n_units, n_waves, keeps):
    side = random.normal(size=(n_units, n_waves))
    for wave in range(1, n_waves):
        side[:, wave] = keeps * side[:, wave - 1] + (1 - keeps**2) ** 0.5 * side[:, wave]
    return side


def test_the_difference_keeps_its_false_alarms_where_waves_hang_together() -> None:
    random = np.random.default_rng(20261122)
    runs, alarms = 400, 0
    units, order = (part.tolist() for part in np.divmod(np.arange(72), 8))
    for _ in range(runs):
        season = random.normal(size=8)
        shared = autocorrelated(random, 9, 8, 0.6)
        x, y = (shared + autocorrelated(random, 9, 8, 0.6) + season for _ in range(2))
        alarms += lead_minus_lag(x.ravel(), y.ravel(), units, order).difference.p < 0.05
    assert abs(alarms / runs - 0.05) < 4 * (0.05 * 0.95 / runs) ** 0.5


def test_unequal_steadiness_is_said_because_it_looks_like_a_lead() -> None:
    random = np.random.default_rng(4)
    units, order = (part.tolist() for part in np.divmod(np.arange(600), 20))
    steady = autocorrelated(random, 30, 20, 0.9)
    x = steady + 0.0
    y = 0.6 * steady + random.normal(size=(30, 20))
    found = lead_minus_lag(x.ravel(), y.ravel(), units, order)
    assert found.by_steadiness < -0.1
    assert any("keeps its level longer" in said for said in found.difference.warnings)
