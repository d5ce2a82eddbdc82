"""Whether a unit's mean stands for something: the intraclass correlations ICC(1) and ICC(2)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import f_p_value, f_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, IntArray, codes_of, hardly_varies, read_vector

_NO_DIFFERENCES = "No unit differences beyond chance: a negative figure is shown as 0."


@dataclass(frozen=True, slots=True)
class Aggregation:
    """ICC(1), the share of variance between units, and ICC(2), the reliability of a unit's mean.

    Both carry the p of the one-way F test. `mean_size` is the mean number of answers per unit
    and enters `icc1`; `size_k0` is k0 = (N - sum n^2 / N) / (J - 1), which allows for unequal
    sizes and enters `icc1_k0`. ICC(2) is (MSB - MSW) / MSB under both. Mean squares, F and
    what rests on k0 are None where not computable.
    """

    icc1: Estimate
    icc2: Estimate
    mean_size: float
    mean_square_between: float | None = None
    mean_square_within: float | None = None
    f_ratio: float | None = None
    icc1_k0: Estimate | None = None
    size_k0: float | None = None


def icc1_icc2(
    values: npt.ArrayLike, groups: Sequence[Hashable], *, level: float = 0.95
) -> Aggregation:
    """ICC(1) and ICC(2) of answers in units, by one-way analysis of variance.

    `values` and `groups` have equal length; missing values are dropped. Formula, with k the
    mean unit size: ICC(1) = (MSB - MSW) / (MSB + (k-1) MSW), ICC(2) = (MSB - MSW) / MSB. With
    units of unequal size the unbiased k0 in place of k gives `icc1_k0`.
    Interval from F / F(.975) and F / F(.025) in place of F; exact for units of equal size.
    Sources: Shrout and Fleiss 1979, Psychol Bull 86:420-428; Bliese 2000, in Klein and
    Kozlowski, Multilevel Theory, 349-381. Negative figures are shown as 0 with a warning. Use
    one wave at a time: people who answer again would be counted as independent. Not
    computable for one unit, for units of one answer only, or where all answers are alike.
    Raises ValueError where lengths differ.

    >>> result = icc1_icc2([1, 2, 4, 5, 7, 8], ["a", "a", "b", "b", "c", "c"])
    >>> round(result.icc1.value, 3), round(result.icc2.value, 3)
    (0.946, 0.972)
    """
    vector = read_vector(values)
    if len(vector) != len(groups):
        raise ValueError(f"Got {len(vector)} values but {len(groups)} groups.")
    present = ~np.isnan(vector)
    vector = vector[present]
    unit, n_units = codes_of([group for group, keep in zip(groups, present, strict=True) if keep])
    problem = _problem(vector, n_units)
    size = len(vector) / n_units if n_units else 0.0
    if problem:
        first, second = (
            not_computable(name, problem, n=len(vector), n_units=n_units)
            for name in ("icc1", "icc2")
        )
        return Aggregation(first, second, size)
    between, within = _mean_squares(vector, unit, n_units)
    return _aggregation(between, within, np.bincount(unit), level)


def icc_from_means(
    means: npt.ArrayLike, sizes: Sequence[int], pooled_sd: float, *, level: float = 0.95
) -> Aggregation:
    """ICC(1) and ICC(2) from what is published: unit means, their n, and the pooled spread.

    The same as `icc1_icc2` of the answers themselves as far as the figures are exact: with N
    answers in J units, MSB = sum n (mean - grand mean)^2 / (J-1) and MSW = pooled_sd^2 on N - J
    df. Not computable for one unit, for units of one answer only, or where all means are alike
    and the spread is 0. Raises ValueError for unequal lengths, a missing mean, an n under 1 and
    a negative or infinite spread.

    >>> result = icc_from_means([1.5, 4.5, 7.5], [2, 2, 2], 0.5**0.5)
    >>> round(result.icc1.value, 3), round(result.icc2.value, 3)
    (0.946, 0.972)
    """
    centres, n = read_vector(means), np.asarray(sizes, dtype=np.intp)
    if len(centres) != len(n):
        raise ValueError(f"Got {len(centres)} means but {len(n)} sizes.")
    if np.isnan(centres).any() or not 0 <= pooled_sd < np.inf or (n < 1).any():
        raise ValueError("A spread is 0 or more, and a unit has a mean and at least one answer.")
    total, n_units = int(n.sum()), len(n)
    size = total / n_units if n_units else 0.0
    problem = None
    if n_units < 2:
        problem = "It takes at least 2 units."
    elif total == n_units:
        problem = "It takes at least one unit with two answers."
    elif pooled_sd == 0 and hardly_varies(centres):
        problem = "All answers are alike."
    if problem:
        first, second = (
            not_computable(name, problem, n=total, n_units=n_units) for name in ("icc1", "icc2")
        )
        return Aggregation(first, second, size)
    between = float(n @ (centres - n @ centres / total) ** 2) / (n_units - 1)
    return _aggregation(between, pooled_sd**2, n, level)


def _problem(vector: FloatArray, n_units: int) -> str | None:
    if n_units < 2:
        return "It takes at least 2 units."
    if len(vector) == n_units:
        return "It takes at least one unit with two answers."
    if hardly_varies(vector):
        return "All answers are alike."
    return None


def _mean_squares(vector: FloatArray, unit: IntArray, n_units: int) -> tuple[float, float]:
    sizes = np.bincount(unit)
    means = np.bincount(unit, vector) / sizes
    inside = vector - means[unit]
    if hardly_varies(inside, scale=float(np.abs(vector).max())):
        inside = np.zeros_like(vector)
    between = float(sizes @ (means - vector.mean()) ** 2) / (n_units - 1)
    return between, float(inside @ inside) / (len(vector) - n_units)


def _aggregation(between: float, within: float, sizes: IntArray, level: float) -> Aggregation:
    n_units, n = len(sizes), int(sizes.sum())
    size, size_k0 = n / n_units, (n - float(sizes @ sizes) / n) / (n_units - 1)
    df1, df2 = n_units - 1, n - n_units
    # 1/F stays finite where answers agree within every unit; 0 then gives ICC 1.
    inverse = within / between if between > 0 else np.inf
    low, high = (
        inverse * f_quantile(probability, df1, df2)
        for probability in ((1 + level) / 2, (1 - level) / 2)
    )
    p = 0.0 if inverse == 0 else f_p_value(1 / inverse, df1, df2)

    def estimate(method: str, k: float) -> Estimate:
        value, low_end, high_end = (_share(ratio, k) for ratio in (inverse, low, high))
        return computed(
            method,
            max(value, 0.0),
            n=n,
            interval=Interval(low_end, high_end, level=level).clipped(0.0, 1.0),
            p=p,
            df=float(df2),
            n_units=n_units,
            warnings=(_NO_DIFFERENCES,) if value < 0 else (),
        )

    ratio = float(1 / inverse) if inverse > 0 else None
    first, second = estimate("icc1", size), estimate("icc2", 1.0)
    with_k0 = estimate("icc1_k0", size_k0)
    return Aggregation(first, second, size, between, within, ratio, with_k0, size_k0)


def _share(inverse: float, k: float) -> float:
    """(F - 1) / (F + k - 1) written in 1/F; k = 1 gives (F - 1) / F."""
    if np.isinf(inverse):
        return -1.0 / (k - 1) if k > 1 else -1.0
    return float((1 - inverse) / (1 + (k - 1) * inverse))
