"""The intraclass correlation by restricted maximum likelihood, beside that by mean squares."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import chi_square_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, codes_of, hardly_varies, read_vector

_NO_DIFFERENCES = "No unit differences beyond chance: the variance between units is put at 0."


@dataclass(frozen=True, slots=True)
class RandomIntercepts:
    """ICC(1), ICC(2) at the mean unit size, and the two variances they come from.

    `mean_reliability` is the mean over units of n ICC / (1 + (n-1) ICC), each at its own n. The
    variances are in the square of the values' unit; None where not computable.
    """

    icc1: Estimate
    icc2: Estimate
    mean_reliability: float | None = None
    between: float | None = None
    within: float | None = None


@dataclass(frozen=True, slots=True)
class _Units:
    """What the answers in units come down to: sizes, means, and the squares left inside."""

    sizes: FloatArray
    means: FloatArray
    inside: float

    @property
    def n(self) -> int:
        return int(self.sizes.sum())

    def within(self, ratio: float) -> float:
        """The variance within units at this ratio of between to within."""
        shares = self.sizes / (1 + self.sizes * ratio)
        centre = shares @ self.means / shares.sum()
        return float(self.inside + shares @ (self.means - centre) ** 2) / (self.n - 1)

    def height(self, ratio: float) -> float:
        """The restricted log likelihood at this ratio, doubled, up to a constant."""
        shares = self.sizes / (1 + self.sizes * ratio)
        return float(
            -(self.n - 1) * np.log(self.within(ratio))
            - np.log1p(self.sizes * ratio).sum()
            - np.log(shares.sum())
        )


def icc_reml(
    values: npt.ArrayLike, groups: Sequence[Hashable], *, level: float = 0.95
) -> RandomIntercepts:
    """ICC(1) and ICC(2) of answers in units, from a random-intercept model fitted by REML.

    `values` and `groups` have equal length; missing values are dropped. Formula: ICC(1) = B /
    (B + W) with B and W the variances between and within units at the peak of the restricted
    likelihood, B not below 0; ICC(2) = k ICC(1) / (1 + (k-1) ICC(1)), k the mean unit size. With
    unequal sizes it weighs units otherwise than mean squares do and differs in the second or
    third decimal: name the one shown. Interval: the ratios whose doubled restricted log
    likelihood lies within the chi-square quantile (1 df) of its peak. Source: Patterson and
    Thompson 1971, Biometrika 58:545-554. Not computable for one unit, units of one answer only,
    or answers alike within every unit. Raises ValueError where lengths differ.

    >>> result = icc_reml([1, 2, 4, 5, 7, 8], ["a", "a", "b", "b", "c", "c"])
    >>> round(result.icc1.value, 3), round(result.icc2.value, 3)
    (0.946, 0.972)
    """
    vector = read_vector(values)
    if len(vector) != len(groups):
        raise ValueError(f"Got {len(vector)} values but {len(groups)} groups.")
    present = ~np.isnan(vector)
    vector = vector[present]
    unit, n_units = codes_of([group for group, keep in zip(groups, present, strict=True) if keep])
    sizes = np.bincount(unit, minlength=n_units)
    means = np.bincount(unit, vector, minlength=n_units) / sizes
    inside = vector - means[unit]
    problem = _problem(n_units, len(vector), inside, vector)
    if problem:
        first, second = (
            not_computable(name, problem, n=len(vector), n_units=n_units)
            for name in ("icc1_reml", "icc2_reml")
        )
        return RandomIntercepts(first, second)
    centre = float(vector.mean())
    units = _Units(sizes.astype(np.float64), means - centre, float(inside @ inside))
    return _result(units, level)


def _problem(n_units: int, n: int, inside: FloatArray, vector: FloatArray) -> str | None:
    if n_units < 2:
        return "It takes at least 2 units."
    if n == n_units:
        return "It takes at least one unit with two answers."
    if hardly_varies(inside, scale=float(np.abs(vector).max())):
        return "All answers within a unit are alike."
    return None


def _result(units: _Units, level: float) -> RandomIntercepts:
    ratio = _peak(units)
    wanted = units.height(ratio) - chi_square_quantile(level, 1)
    low = 0.0
    if units.height(0.0) < wanted:
        low = _crossing(lambda at: units.height(at) - wanted, ratio, 0.0)
    far = max(ratio, 1.0)
    while units.height(far) > wanted:
        far *= 4
    high = _crossing(lambda at: units.height(at) - wanted, ratio, far)
    within = units.within(ratio)
    size = units.n / len(units.sizes)
    warnings = (_NO_DIFFERENCES,) if ratio == 0 else ()

    def estimate(method: str, k: float) -> Estimate:
        value, start, end = (k * at / (1 + k * at) for at in (ratio, low, high))
        interval = Interval(min(start, value), max(end, value), level=level)
        return computed(
            method,
            value,
            n=units.n,
            interval=interval,
            n_units=len(units.sizes),
            warnings=warnings,
        )

    reliabilities = units.sizes * ratio / (1 + units.sizes * ratio)
    return RandomIntercepts(
        estimate("icc1_reml", 1.0),
        estimate("icc2_reml", size),
        float(reliabilities.mean()),
        ratio * within,
        within,
    )


def _peak(units: _Units) -> float:
    """The ratio with the largest restricted likelihood, to some ten digits."""
    grid = np.concatenate([[0.0], np.geomspace(1e-4 / float(units.sizes.max()), 1e8, 160)])
    heights = [units.height(float(ratio)) for ratio in grid]
    best = int(np.argmax(heights))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    slope = _slope(units)
    if best == 0 and slope(0.0) <= 0:
        return 0.0
    return _crossing(slope, low, high)


def _slope(units: _Units) -> Callable[[float], float]:
    """The derivative of the height by the ratio."""
    sizes, means = units.sizes, units.means

    def slope(ratio: float) -> float:
        shares = sizes / (1 + sizes * ratio)
        away = means - shares @ means / shares.sum()
        pull = float(shares**2 @ away**2) / units.within(ratio)
        return pull - float(shares.sum()) + float(shares @ shares) / float(shares.sum())

    return slope


def _crossing(function: Callable[[float], float], inside: float, outside: float) -> float:
    """Where the function passes from above 0 at one place to 0 or below at the other."""
    for _ in range(100):
        middle = (inside + outside) / 2
        if function(middle) > 0:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2
