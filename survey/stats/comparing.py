"""Are two correlations different? Of two samples, or of the same rows, sharing a side or not.

That one correlation is significant and another is not says nothing about their difference.
"""

import math
from dataclasses import dataclass

import numpy as np

from survey.stats.correlation import fisher_interval
from survey.stats.distributions import t_p_value, z_p_value
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable

_FEWEST = 4
# Where rounding would leave a variance of zero or less.
_TINY = 1e-15
_ON_A_LINE = "A correlation of exactly 1 or -1 has no error to compare by."
_IMPOSSIBLE = "No data can have these correlations together; check that they are of the same rows."
_SAME_SIDES = "Two of the sides are the same or mirror each other, so there is nothing to compare."


@dataclass(frozen=True, slots=True)
class ComparisonTest:
    """One test of a difference: its statistic, z or (with `df`) t, and two-sided p."""

    name: str
    statistic: float
    p: float
    df: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first correlation minus the second, and every test of it by name.

    `difference` has Zou's interval and the p of the first of `tests`. `of_z` is Meng's interval
    of arctanh(first) - arctanh(second), where that applies.
    """

    difference: Estimate
    tests: tuple[ComparisonTest, ...] = ()
    of_z: Interval | None = None

    def test(self, name: str) -> ComparisonTest:
        """The test of this name. Raises KeyError where there is none."""
        return {test.name: test for test in self.tests}[name]


def compare_independent(
    r1: float, n1: float, r2: float, n2: float, *, level: float = 0.95
) -> Comparison:
    """The difference of two correlations of two separate samples of n1 and n2 pairs.

    Formula: z = (arctanh r1 - arctanh r2) / sqrt(1/(n1-3) + 1/(n2-3)); interval from Fisher's
    limits (l, u) of each: d - sqrt((r1-l1)^2 + (u2-r2)^2) to d + sqrt((u1-r1)^2 + (r2-l2)^2).
    Sources: Fisher 1921, Metron 1:3-32; Zou 2007, Psychol Methods 12:399-413. `n` of the result
    is n1 + n2, rounded down. For a partial correlation pass its df + 2. Not computable under 4
    pairs on a side or where a correlation is +-1. Raises ValueError for one beyond +-1.

    >>> comparison = compare_independent(0.5, 30, 0.6, 50)
    >>> round(comparison.difference.value, 2), round(comparison.difference.p, 4)
    (-0.1, 0.5514)
    """
    problem = _problem((r1, r2), min(n1, n2), np.eye(2))
    if problem:
        return _none("fisher", problem, n1 + n2)
    error = math.sqrt(1 / (n1 - 3) + 1 / (n2 - 3))
    fisher = _z_test("fisher", (math.atanh(r1) - math.atanh(r2)) / error)
    interval = _zou((r1, n1), (r2, n2), 0.0, level)
    return Comparison(_difference(fisher, r1 - r2, n1 + n2, interval), (fisher,))


def compare_overlapping(
    r_jk: float, r_jh: float, r_kh: float, n: float, *, level: float = 0.95
) -> Comparison:
    """r(j,k) minus r(j,h) on the same n rows: which of k and h goes closer with j?

    Tests by name: "williams" (the one of `difference`: t with n - 3 df, right down to small n),
    "steiger", "meng", "dunn", "pearson_filon". Sources: Williams 1959, J R Stat Soc B
    21:396-399; Steiger 1980, Psychol Bull 87:245-251; Meng, Rosenthal and Rubin 1992, Psychol
    Bull 111:172-175; Dunn and Clark 1969, J Am Stat Assoc 64:366-377; interval Zou 2007,
    Psychol Methods 12:399-413. Not computable under 4 rows, where a correlation is +-1, or
    where no data can have the three. Raises ValueError for one beyond +-1.

    >>> comparison = compare_overlapping(0.2, 0.5, 0.1, 315)
    >>> round(comparison.test("williams").statistic, 4), round(comparison.test("meng").p, 7)
    (-4.495, 1.13e-05)
    """
    matrix = np.array([[1, r_jk, r_jh], [r_jk, 1, r_kh], [r_jh, r_kh, 1]])
    problem = _problem((r_jk, r_jh, r_kh), n, matrix)
    if problem:
        return _none("williams", problem, n)
    both = (r_jk + r_jh) / 2
    gap = math.atanh(r_jk) - math.atanh(r_jh)
    covariance = _overlap(r_jk, r_jh, r_kh)
    meng_error = _meng_error(r_jk, r_jh, r_kh, n)
    filon = _filon_error(r_jk, r_jh, covariance, n)
    tests = (
        _williams(r_jk, r_jh, r_kh, n, float(np.linalg.det(matrix))),
        _pooled("steiger", gap, _overlap(both, both, r_kh) / (1 - both**2) ** 2, n),
        _z_test("meng", gap / meng_error),
        _pooled("dunn", gap, covariance / ((1 - r_jk**2) * (1 - r_jh**2)), n),
        _z_test("pearson_filon", (r_jk - r_jh) / filon),
    )
    together = covariance / ((1 - r_jk**2) * (1 - r_jh**2))
    interval = _zou((r_jk, n), (r_jh, n), together, level)
    reach = normal_quantile(level) * meng_error
    return Comparison(
        _difference(tests[0], r_jk - r_jh, n, interval),
        tests,
        Interval(gap - reach, gap + reach, level=level),
    )


def compare_separate(
    r_jk: float,
    r_hm: float,
    r_jh: float,
    r_jm: float,
    r_kh: float,
    r_km: float,
    n: float,
    *,
    level: float = 0.95,
) -> Comparison:
    """r(j,k) minus r(h,m) on the same n rows, four sides: does one lag lead the other?

    Tests by name: "raghunathan" (Raghunathan, Rosenthal and Rubin, the one of `difference`; it
    equals Dunn and Clark's), "steiger", "pearson_filon". Formula: with k the sum of four
    products that Pearson and Filon give, z = gap sqrt((n-3) / (2 - 2c)), gap the difference of
    the arctanh and c = k / (2 (1-r_jk^2)(1-r_hm^2)); Steiger puts the mean of both r into c.
    Sources: Pearson and Filon 1898, Philos Trans R Soc A 191:229-311; Steiger 1980, Psychol
    Bull 87:245-251; Raghunathan, Rosenthal and Rubin 1996, Psychol Methods 1:178-183; interval
    Zou 2007, Psychol Methods 12:399-413. All take the rows as independent. Refusals and errors
    as in `compare_overlapping`.

    >>> comparison = compare_separate(0.5, 0.6, 0.5, 0.5, 0.7, 0.8, 103)
    >>> [round(comparison.test(name).p, 4) for name in ("raghunathan", "steiger")]
    [0.2272, 0.2291]
    """
    matrix = np.array(
        [
            [1, r_jk, r_jh, r_jm],
            [r_jk, 1, r_kh, r_km],
            [r_jh, r_kh, 1, r_hm],
            [r_jm, r_km, r_hm, 1],
        ]
    )
    problem = _problem((r_jk, r_hm, r_jh, r_jm, r_kh, r_km), n, matrix)
    if problem:
        return _none("raghunathan", problem, n)
    crossed = (r_jh, r_jm, r_kh, r_km)
    both = (r_jk + r_hm) / 2
    gap = math.atanh(r_jk) - math.atanh(r_hm)
    covariance = _apart(r_jk, r_hm, *crossed)
    together = covariance / ((1 - r_jk**2) * (1 - r_hm**2))
    filon = _filon_error(r_jk, r_hm, covariance, n)
    tests = (
        _pooled("raghunathan", gap, together, n),
        _pooled("steiger", gap, _apart(both, both, *crossed) / (1 - both**2) ** 2, n),
        _z_test("pearson_filon", (r_jk - r_hm) / filon),
    )
    interval = _zou((r_jk, n), (r_hm, n), together, level)
    return Comparison(_difference(tests[0], r_jk - r_hm, n, interval), tests)


def _problem(rs: tuple[float, ...], n: float, matrix: np.ndarray) -> str | None:
    for r in rs:
        if not -1 <= r <= 1:
            raise ValueError(f"A correlation lies between -1 and 1, not {r}.")
    if n < _FEWEST:
        return f"It takes at least {_FEWEST} pairs."
    if max(map(abs, rs[:2])) > 1 - 1e-12:
        return _ON_A_LINE
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest < -1e-8:
        return _IMPOSSIBLE
    if max(map(abs, rs[2:]), default=0.0) > 1 - 1e-12 and smallest < 1e-12:
        return _SAME_SIDES
    return None


def _overlap(r1: float, r2: float, r_kh: float) -> float:
    """n times the covariance of r(j,k) and r(j,h)."""
    return r_kh * (1 - r1**2 - r2**2) - r1 * r2 * (1 - r1**2 - r2**2 - r_kh**2) / 2


def _apart(r1: float, r2: float, jh: float, jm: float, kh: float, km: float) -> float:
    """n times the covariance of r(j,k) and r(h,m)."""
    return (
        (jh - r1 * kh) * (km - kh * r2)
        + (jm - jh * r2) * (kh - r1 * jh)
        + (jh - jm * r2) * (km - r1 * jm)
        + (jm - r1 * km) * (kh - km * r2)
    ) / 2


def _filon_error(r1: float, r2: float, covariance: float, n: float) -> float:
    return math.sqrt(max((1 - r1**2) ** 2 + (1 - r2**2) ** 2 - 2 * covariance, _TINY) / n)


def _meng_error(r1: float, r2: float, r_kh: float, n: float) -> float:
    square = (r1**2 + r2**2) / 2
    f = min((1 - r_kh) / (2 * (1 - square)), 1)
    h = (1 - f * square) / (1 - square)
    return math.sqrt(max(2 * (1 - r_kh) * h, _TINY) / (n - 3))


def _williams(r1: float, r2: float, r_kh: float, n: float, determinant: float) -> ComparisonTest:
    spread = 2 * (n - 1) / (n - 3) * max(determinant, 0.0)
    spread += ((r1 + r2) / 2) ** 2 * (1 - r_kh) ** 3
    error = math.sqrt(max(spread, _TINY) / ((n - 1) * (1 + r_kh)))
    return ComparisonTest("williams", (r1 - r2) / error, t_p_value(r1 - r2, error, n - 3), n - 3)


def _pooled(name: str, gap: float, together: float, n: float) -> ComparisonTest:
    return _z_test(name, gap * math.sqrt((n - 3) / max(2 - 2 * together, _TINY)))


def _z_test(name: str, statistic: float) -> ComparisonTest:
    return ComparisonTest(name, statistic, z_p_value(statistic, 1))


def _zou(
    first: tuple[float, float], second: tuple[float, float], together: float, level: float
) -> Interval:
    """Limits from Fisher's of each (r, n); `together` is the correlation between the two r."""
    r1, r2 = first[0], second[0]
    one, two = (fisher_interval(r, n, level=level) for r, n in (first, second))
    assert one is not None
    assert two is not None
    down, up = (r1 - one.low, two.high - r2), (one.high - r1, r2 - two.low)
    reaches = [math.sqrt(max(a * a + b * b - 2 * together * a * b, 0)) for a, b in (down, up)]
    return Interval(r1 - r2 - reaches[0], r1 - r2 + reaches[1], level=level)


def _difference(test: ComparisonTest, value: float, n: float, interval: Interval) -> Estimate:
    return computed(test.name, value, n=int(n), interval=interval, p=test.p, df=test.df)


def _none(method: str, reason: str, n: float) -> Comparison:
    return Comparison(not_computable(method, reason, n=int(n)))
