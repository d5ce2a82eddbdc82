"""Shares and their changes against the published tables and at the edges."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.proportions import fisher_exact, newcombe_difference, wilson

# Newcombe 1998, Stat Med 17:857-872, table I, method 3.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Newcombe 1998, Stat Med 17:873-890, table II, method 10.
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]


@pytest.mark.parametrize(("x", "n", "low", "high"), WILSON)
def test_wilson_gives_the_published_limits(x: int, n: int, low: float, high: float) -> None:
    result = wilson(x, n)
    assert result.value == x / n
    assert (result.interval.low, result.interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("x1", "n1", "x2", "n2", "low", "high"), NEWCOMBE)
def test_newcombe_gives_the_published_limits(
    x1: int, n1: int, x2: int, n2: int, low: float, high: float
) -> None:
    result = newcombe_difference(x1, n1, x2, n2)
    assert result.n == n1 + n2
    assert (result.interval.low, result.interval.high) == pytest.approx((low, high), abs=5e-5)


def test_wilson_agrees_with_reference_case_11(case) -> None:
    for row in case("11").rows("expected.csv"):
        x, n = int(row["x"]), int(row["n"])
        at_95, at_90 = wilson(x, n).interval, wilson(x, n, level=0.9).interval
        assert at_95.low == pytest.approx(row["wilson_lo"], abs=1e-8)
        assert at_95.high == pytest.approx(row["wilson_hi"], abs=1e-8)
        assert at_90.low == pytest.approx(row["wilson90_lo"], abs=1e-8)
        assert at_90.high == pytest.approx(row["wilson90_hi"], abs=1e-8)


def test_newcombe_agrees_with_reference_case_12(case) -> None:
    for row in case("12").rows("expected.csv"):
        counts = [int(row[name]) for name in ("x1", "n1", "x2", "n2")]
        result = newcombe_difference(*counts)
        assert result.value == pytest.approx(row["d"], abs=1e-12)
        assert result.interval.low == pytest.approx(row["lo"], abs=1e-8)
        assert result.interval.high == pytest.approx(row["hi"], abs=1e-8)


def exact_p(x1: int, n1: int, x2: int, n2: int) -> float:
    """Fisher's p from whole numbers, summed from the end instead of outward."""
    k, total = x1 + x2, n1 + n2
    chances = [math.comb(k, x) * math.comb(total - k, n1 - x) for x in range(n1 + 1)]
    tail = sum(chances[: x1 + 1]) if x1 * n2 < x2 * n1 else sum(chances[x1:])
    return min(1.0, 2 * tail / math.comb(total, n1))


def test_fisher_gives_the_published_chance() -> None:
    # Fisher 1935, J R Stat Soc 98:39-82, convicted twins: 619 / 1330665 on one side.
    for twins in (fisher_exact(10, 13, 2, 17), fisher_exact(2, 17, 10, 13)):
        assert twins.p == pytest.approx(2 * 619 / 1_330_665, rel=1e-12)
        assert twins.interval is None


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_fisher_agrees_with_sums_of_whole_numbers(data) -> None:
    n1, n2 = (data.draw(st.integers(1, 60)) for _ in range(2))
    x1, x2 = (data.draw(st.integers(0, n)) for n in (n1, n2))
    result = fisher_exact(x1, n1, x2, n2)
    assert result.p == pytest.approx(exact_p(x1, n1, x2, n2), rel=1e-9)
    assert result.value == pytest.approx(x1 / n1 - x2 / n2, abs=1e-15)


def test_fisher_stays_exact_and_quick_for_millions_of_answers() -> None:
    alike = fisher_exact(410_000, 500_000, 410_100, 500_000)
    assert alike.p == pytest.approx(0.795, abs=0.002)
    assert fisher_exact(0, 500_000, 500_000, 500_000).p == 0.0
    assert fisher_exact(1, 1, 1, 1).p == 1.0


def test_no_answers_give_no_share() -> None:
    assert wilson(0, 0).status == "not_computable"
    assert newcombe_difference(0, 0, 1, 2).status == "not_computable"
    assert newcombe_difference(1, 2, 0, 0).status == "not_computable"
    assert fisher_exact(0, 0, 1, 2).status == fisher_exact(1, 2, 0, 0).status == "not_computable"


def test_the_ends_of_the_scale_are_reached_exactly() -> None:
    for n in range(1, 200):
        assert wilson(0, n).interval.low == 0.0
        assert wilson(n, n).interval.high == 1.0


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_counts_that_cannot_be_are_refused(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(x, n)
    for compare in (newcombe_difference, fisher_exact):
        with pytest.raises(ValueError, match="not a share"):
            compare(1, 2, x, n)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_that_cannot_be_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        wilson(1, 2, level=level)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_stays_on_the_scale_and_mirrors(counts: tuple[int, int]) -> None:
    x, n = counts
    share, mirror = wilson(x, n), wilson(n - x, n)
    assert 0 <= share.interval.low <= share.value <= share.interval.high <= 1
    assert share.interval.low == pytest.approx(1 - mirror.interval.high, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 40), st.integers(1, 40)))
def test_newcombe_turns_its_sign_with_its_sides(counts: tuple[int, int, int, int]) -> None:
    x1, x2, n1, n2 = min(counts[0], counts[2]), min(counts[1], counts[3]), counts[2], counts[3]
    there, back = newcombe_difference(x1, n1, x2, n2), newcombe_difference(x2, n2, x1, n1)
    assert there.value == pytest.approx(-back.value)
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert -1 <= there.interval.low <= there.value <= there.interval.high <= 1
