"""Means with intervals: from answers, from counts, and from a unit's mean with a common spread."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import t_p_value, t_quantile, z_p_value
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import hardly_varies, read_vector

_NO_ANSWERS = "There are no answers yet."
_ONE_SIDED = "One of the two sides has no answers."


def mean(values: npt.ArrayLike, *, level: float = 0.95) -> Estimate:
    """The mean of one row of values with Student's t interval, in the unit of the values.

    Formula: m +- t(n-1) s / sqrt(n). Source: Student 1908, Biometrika 6:1-25. Missing values
    (NaN, None) are dropped and counted in a warning. One value, or values all alike, give a
    mean without an interval. Not computable for no values. Raises ValueError for infinity.

    >>> result = mean([3, 4, 5, 4, 4])
    >>> result.value, round(result.interval.low, 2), round(result.interval.high, 2)
    (4.0, 3.12, 4.88)
    """
    vector = read_vector(values)
    present = vector[~np.isnan(vector)]
    n_missing = len(vector) - len(present)
    warnings = (f"{n_missing} left out because the value is missing.",) if n_missing else ()
    if len(present) == 0:
        return not_computable("mean_t", _NO_ANSWERS, n=0, warnings=warnings)
    constant = hardly_varies(present)
    variance = 0.0 if len(present) < 2 or constant else float(present.var(ddof=1))
    return _t_mean(float(present.mean()), variance, len(present), level=level, warnings=warnings)


def mean_from_counts(counts: Mapping[int, int], *, level: float = 0.95) -> Estimate:
    """The mean of whole-number answers given as {point: count}, with Student's t interval.

    The same as `mean` over the answers written out, from exact whole-number sums. Not
    computable for no answers. Raises ValueError for a negative count.

    >>> result = mean_from_counts({3: 1, 4: 3, 5: 1})
    >>> result.value, round(result.interval.low, 2), round(result.interval.high, 2)
    (4.0, 3.12, 4.88)
    """
    n, total, deviation = _moments(counts)
    if n == 0:
        return not_computable("mean_t", _NO_ANSWERS, n=0)
    variance = deviation / (n - 1) if n > 1 else 0.0
    return _t_mean(total / n, variance, n, level=level)


def mean_with_pooled_sd(
    mean: float,
    n: int,
    sd: float,
    *,
    against: float | None = None,
    df: float | None = None,
    level: float = 0.95,
) -> Estimate:
    """A unit's mean with an interval from a spread common to all units.

    Formula: m +- q sd / sqrt(n), q the t quantile with `df` degrees of freedom (those of the
    pooled spread), or the normal quantile where `df` is not given. A unit's own spread never
    enters: beside its mean it would give away single answers. p is that of the distance from
    `against`, a value taken as known; none where it is not given. Where `against` is the mean of
    all units, this one among them, the test is stricter than it need be: the unit pulls that mean
    its own way. Not computable where n is 0. Raises ValueError for a negative n or spread.

    >>> result = mean_with_pooled_sd(4.0, 16, 0.8)
    >>> round(result.interval.low, 3), round(result.interval.high, 3)
    (3.608, 4.392)
    """
    _refuse_impossible(n, sd)
    if n == 0:
        return not_computable("mean_pooled_sd", _NO_ANSWERS, n=0)
    error = sd / math.sqrt(n)
    reach = _quantile(level, df) * error
    interval = Interval(mean - reach, mean + reach, level=level)
    p = None if against is None else _p_value(mean - against, error, df)
    return computed("mean_pooled_sd", mean, n=n, interval=interval, p=p, df=df)


def difference_with_pooled_sd(
    mean1: float,
    n1: int,
    mean2: float,
    n2: int,
    sd: float,
    *,
    df: float | None = None,
    level: float = 0.95,
) -> Estimate:
    """The first mean minus the second with an interval from a common spread; later wave first.

    Formula: d +- q sd sqrt(1/n1 + 1/n2), q as in `mean_with_pooled_sd`; p is that of the same
    ratio. Treats the two waves as different people: where the same people answered both, who
    cannot be linked, the interval is usually wider than needed. `n` of the result is n1 + n2.
    Not computable where either n is 0. Raises ValueError for a negative n or spread.

    >>> change = difference_with_pooled_sd(4.0, 16, 3.5, 16, 0.8)
    >>> change.value, round(change.interval.low, 3), round(change.interval.high, 3)
    (0.5, -0.054, 1.054)
    """
    _refuse_impossible(min(n1, n2), sd)
    method = "difference_pooled_sd"
    if n1 == 0 or n2 == 0:
        return not_computable(method, _ONE_SIDED, n=n1 + n2)
    error = sd * math.sqrt(1 / n1 + 1 / n2)
    return _difference(method, mean1 - mean2, error, n=n1 + n2, df=df, level=level)


def change_with_pooled_sds(
    mean1: float,
    n1: int,
    sd1: float,
    mean2: float,
    n2: int,
    sd2: float,
    *,
    level: float = 0.95,
) -> Estimate:
    """A unit's mean in one wave minus that in an earlier one; each wave has its common spread.

    Formula: d +- z sqrt(sd1^2 / n1 + sd2^2 / n2), the interval of two independent means with
    known spreads; p is that of the same ratio. The waves are treated as if other people had
    answered. Nobody can tell who answered both, and mostly the same people do: what they have in
    common is then counted as chance, so that the interval is too wide and the p too large. That
    errs towards "no detectable difference". `n` of the result is n1 + n2. Not computable where
    either n is 0. Raises ValueError for a negative n or spread.

    >>> change = change_with_pooled_sds(4.0, 9, 0.9, 3.5, 16, 1.6)
    >>> change.value, round(change.interval.low, 3), round(change.interval.high, 3)
    (0.5, -0.48, 1.48)
    """
    _refuse_impossible(n1, sd1)
    _refuse_impossible(n2, sd2)
    method = "change_pooled_sds"
    if n1 == 0 or n2 == 0:
        return not_computable(method, _ONE_SIDED, n=n1 + n2)
    error = math.sqrt(sd1**2 / n1 + sd2**2 / n2)
    return _difference(method, mean1 - mean2, error, n=n1 + n2, df=None, level=level)


def pooled_sd(groups: Iterable[npt.ArrayLike]) -> Estimate:
    """The spread within groups, one figure for all of them, in the unit of the values.

    Formula: sqrt(sum over groups of (v - group mean)^2 / (N - k)), df = N - k; groups of one
    add nothing. `n` is N, `n_units` is k, both over groups with two values or more. Missing
    values are dropped. Not computable where no group has two values.

    >>> pooled_sd([[1, 3], [4, 4, 4]]).df
    3.0
    """
    parts = [vector[~np.isnan(vector)] for vector in map(read_vector, groups)]
    return _pool(
        (len(part), float(((part - part.mean()) ** 2).sum())) for part in parts if len(part)
    )


def pooled_sd_from_counts(groups: Iterable[Mapping[int, int]]) -> Estimate:
    """The same as `pooled_sd`, for whole-number answers given as {point: count} per group.

    >>> round(pooled_sd_from_counts([{1: 1, 3: 1}, {4: 3}]).value, 4)
    0.8165
    """
    moments = map(_moments, groups)
    return _pool((n, deviation) for n, _, deviation in moments)


def _pool(groups: Iterable[tuple[int, float]]) -> Estimate:
    used = [(n, deviation) for n, deviation in groups if n >= 2]
    n_total = sum(n for n, _ in used)
    if not used:
        return not_computable("pooled_sd", "No group has two answers.", n=0, n_units=0)
    df = n_total - len(used)
    value = math.sqrt(math.fsum(deviation for _, deviation in used) / df)
    return computed("pooled_sd", value, n=n_total, df=float(df), n_units=len(used))


def _moments(counts: Mapping[int, int]) -> tuple[int, int, float]:
    """The number of answers, their sum, and their squared distance from the mean."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("A count of answers cannot be negative.")
    n = sum(counts.values())
    total = sum(point * count for point, count in counts.items())
    squares = sum(point * point * count for point, count in counts.items())
    # Whole numbers up to the division: no digits are lost where all answers agree.
    return n, total, (n * squares - total * total) / n if n else 0.0


def _t_mean(
    value: float, variance: float, n: int, *, level: float, warnings: tuple[str, ...] = ()
) -> Estimate:
    if n == 1 or variance == 0:
        why = "One answer" if n == 1 else "All answers are alike"
        return computed("mean_t", value, n=n, warnings=(*warnings, f"{why}: no interval."))
    reach = t_quantile(level, n - 1) * math.sqrt(variance / n)
    interval = Interval(value - reach, value + reach, level=level)
    return computed("mean_t", value, n=n, interval=interval, df=float(n - 1), warnings=warnings)


def _difference(
    method: str, value: float, error: float, *, n: int, df: float | None, level: float
) -> Estimate:
    reach = _quantile(level, df) * error
    interval = Interval(value - reach, value + reach, level=level)
    return computed(method, value, n=n, interval=interval, p=_p_value(value, error, df), df=df)


def _p_value(distance: float, error: float, df: float | None) -> float:
    return z_p_value(distance, error) if df is None else t_p_value(distance, error, df)


def _quantile(level: float, df: float | None) -> float:
    return normal_quantile(level) if df is None else t_quantile(level, df)


def _refuse_impossible(n: int, sd: float) -> None:
    if n < 0 or not (math.isfinite(sd) and sd >= 0):
        raise ValueError(f"Expected n of 0 or more and a spread of 0 or more, got {n} and {sd}.")
