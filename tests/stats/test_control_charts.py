"""Control charts against published limits, degenerate series, and what always holds."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.stats.control_charts import laney_p, p_chart, share_limits, sigma_z_of, xmr

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rate of ten batches.
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)


def test_an_individuals_chart_has_the_limits_that_nist_prints() -> None:
    chart = xmr(FLOW)
    assert chart.centre == pytest.approx(50.81, abs=0.0005)
    assert chart.mean_range == pytest.approx(1.8778, abs=0.0005)
    assert chart.limits is not None
    assert (chart.limits.low, chart.limits.high) == pytest.approx((45.8159, 55.8041), abs=0.0005)
    assert chart.outside == ()
    assert "provisional" in chart.warnings[0]


def test_both_reference_series_of_individuals_are_reproduced(case) -> None:  # type: ignore[no-untyped-def]
    found = case("23")
    for name, table, column in (
        ("nist", "data.csv", "flow"),
        ("montgomery", "montgomery_viscosity.csv", None),
    ):
        columns = found.columns(table)
        values = columns[column or next(key for key in columns if key != "i")]
        expected, chart = found.expected["computed"][name], xmr(values)
        assert chart.limits is not None
        assert (chart.centre, chart.mean_range, chart.sigma) == pytest.approx(
            (expected["mean"], expected["mr_bar"], expected["sigma"]), abs=1e-9
        )
        assert (chart.limits.low, chart.limits.high) == pytest.approx(
            (expected["lcl"], expected["ucl"]), abs=1e-9
        )


def test_the_p_chart_of_the_orange_juice_cans_flags_two_samples(case) -> None:  # type: ignore[no-untyped-def]
    found = case("24")
    cans = found.columns("orangejuice_trial.csv")
    chart = p_chart([int(x) for x in cans["D"]], [int(n) for n in cans["size"]])
    expected = found.expected["computed"]
    first = chart.points[0]
    assert first is not None
    assert (chart.centre, first.limits.low, first.limits.high) == pytest.approx(
        (expected["p_bar"], expected["lcl"], expected["ucl"]), abs=1e-9
    )
    assert [at + 1 for at in chart.outside] == expected["out"]


def test_no_range_reaches_across_a_gap() -> None:
    whole, gapped = xmr([1, 2, 9, 10]), xmr([1, 2, None, 9, 10])
    assert (whole.n_ranges, gapped.n_ranges) == (3, 2)
    assert gapped.mean_range == 1
    assert gapped.n == 4
    assert sigma_z_of([0.0, None, 9.0]) is None


def test_large_ranges_are_screened_out_once_where_that_is_asked_for() -> None:
    values = [10, 11, 10, 11, 10, 11, 30, 31, 30, 31, 30, 31]
    assert xmr(values).mean_range == pytest.approx(29 / 11)
    screened = xmr(values, screens_large_ranges=True)
    assert (screened.mean_range, screened.n_ranges) == (1, 10)
    assert screened.outside == tuple(range(12))


@pytest.mark.parametrize("values", [(), (3,), (None, None), (1, None, 2), (None, 4, None)])
def test_without_two_neighbours_there_are_no_limits(values: tuple[float | None, ...]) -> None:
    chart = xmr(values)
    assert (chart.status, chart.limits, chart.outside) == ("not_computable", None, ())
    assert chart.reason


@pytest.mark.parametrize("values", [(4.0,) * 20, (0.0,) * 20, (0.1 + 0.2, 0.3) * 10])
def test_a_series_that_does_not_vary_alarms_nobody(values: tuple[float, ...]) -> None:
    chart = xmr([*values, None, values[0] + 9])
    assert (chart.status, chart.limits, chart.outside) == ("not_computable", None, ())


def test_two_values_give_provisional_limits_and_a_scale_cuts_them() -> None:
    chart = xmr([1, 5], clip=(1, 5))
    assert chart.limits is not None
    assert (chart.limits.low, chart.limits.high) == (1, 5)
    assert chart.warnings
    assert not xmr([1, 5] * 6).warnings


def test_values_that_are_not_numbers_are_refused() -> None:
    for wrong in (math.nan, math.inf):
        with pytest.raises(ValueError, match="finite"):
            xmr([1, 2, wrong])
    with pytest.raises(ValueError, match="share"):
        p_chart([3], [2])
    with pytest.raises(ValueError, match="match"):
        laney_p([3], [4, 5])


def test_laneys_limits_hold_what_a_p_chart_of_large_numbers_flags() -> None:
    """Shares that move by more than chance: most leave the p chart, none the P' chart."""
    random = np.random.default_rng(20260310)
    shares = 0.98 + 0.002 * random.normal(size=20)
    ns = [int(n) for n in random.integers(250_000, 280_000, size=20)]
    counts = [round(share * n) for share, n in zip(shares, ns, strict=True)]
    assert len(p_chart(counts, ns).outside) > 10
    chart = laney_p(counts, ns)
    assert chart.outside == ()
    assert chart.sigma_z is not None
    assert chart.sigma_z > 5


def test_sigma_z_is_the_mean_difference_and_never_below_one() -> None:
    counts, ns = [60, 90, 55, 95], [100, 100, 100, 100]
    chart = laney_p(counts, ns)
    zs = [point.z for point in chart.points if point]
    steps = [abs(b - a) for a, b in pairwise(zs)]
    assert chart.sigma_z == pytest.approx(sum(steps) / 3 / 1.128)
    still = laney_p([80, 81, 80, 79], ns)
    assert still.sigma_z == 1
    assert [point.limits for point in still.points if point] == [
        point.limits for point in p_chart([80, 81, 80, 79], ns).points if point
    ]


def test_a_day_without_answers_is_a_gap() -> None:
    chart = laney_p([8, 0, 9, 7], [10, 0, 10, 10])
    assert chart.points[1] is None
    assert chart.n == 3
    assert chart.outside == ()


@pytest.mark.parametrize(
    ("counts", "ns"),
    [
        ((), ()),
        ((0,), (0,)),
        ((0, 0), (5, 9)),
        ((5, 9), (5, 9)),
        ((3,), (5,)),
        ((3, 0, 2), (5, 0, 5)),
    ],
)
def test_with_too_little_or_nothing_that_differs_there_are_no_limits(
    counts: tuple[int, ...], ns: tuple[int, ...]
) -> None:
    chart = laney_p(counts, ns)
    assert (chart.status, chart.points, chart.outside) == ("not_computable", (), ())
    assert chart.reason


@given(
    st.lists(
        st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30
    )
)
def test_limits_stay_on_the_scale_and_hold_their_centre(days: list[tuple[int, int]]) -> None:
    counts, ns = [x for x, _ in days], [n for _, n in days]
    narrow, wide = p_chart(counts, ns), laney_p(counts, ns)
    for point in wide.points:
        if point:
            assert wide.centre is not None
            assert 0 <= point.limits.low <= wide.centre <= point.limits.high <= 1
    assert set(wide.outside) <= set(narrow.outside)
    assert sum(point is not None for point in wide.points) in (0, sum(n > 0 for n in ns))


@given(st.floats(0.01, 0.99), st.integers(1, 10_000))
def test_more_answers_give_narrower_limits(centre: float, n: int) -> None:
    few, many = share_limits(centre, n, sigma_z=1), share_limits(centre, 4 * n, sigma_z=1)
    assert few.low <= many.low <= many.high <= few.high


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=30),
    st.floats(0.1, 10),
    st.floats(-100, 100),
)
def test_limits_move_with_the_scale(values: list[float | None], times: float, plus: float) -> None:
    chart = xmr(values)
    moved = xmr([None if one is None else one * times + plus for one in values])
    if chart.limits and moved.limits:
        size = 1e-6 * (1 + abs(chart.limits.high) + abs(chart.limits.low)) * times + 1e-6
        assert moved.limits.high == pytest.approx(chart.limits.high * times + plus, abs=size)
