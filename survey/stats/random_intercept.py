"""A linear model whose units each have a level of their own, drawn from one normal distribution."""

import math
from dataclasses import dataclass

import numpy as np

from survey.stats.samples import FloatArray, IntArray

# Unit variance over residual variance is looked for between these powers of ten.
_LOWEST, _HIGHEST, _STEP = -7.0, 7.0, 0.25
_GOLDEN = (math.sqrt(5) - 1) / 2
# Units matter only where they raise the log-likelihood by more than rounding does.
_GAIN = 1e-8


@dataclass(frozen=True, slots=True)
class RandomIntercept:
    """Coefficients with their covariance (p, p), and the two variances, in units of y squared."""

    coefficients: FloatArray
    covariance: FloatArray
    unit_variance: float
    residual_variance: float


@dataclass(frozen=True, slots=True)
class _Sums:
    """Products inside units, and the means and sizes of units, of the columns with y as last."""

    inside: FloatArray
    means: FloatArray
    sizes: FloatArray

    @property
    def df(self) -> int:
        return round(float(self.sizes.sum())) - len(self.inside) + 1

    def weighted(self, ratio: float) -> FloatArray:
        """All products under the inverse of I + ratio * (ones of a unit)."""
        weights = self.sizes / (1 + self.sizes * ratio)
        return np.asarray(self.inside + (self.means * weights[:, np.newaxis]).T @ self.means)


def fit_random_intercept(columns: FloatArray, y: FloatArray, unit: IntArray) -> RandomIntercept:
    """The fit by restricted maximum likelihood (REML), columns of shape (n, p), unit from 0.

    Formula: with v = unit over residual variance and V = I + v (ones of a unit), the
    coefficients are those of generalised least squares; v is the one that makes
    (n - p) log(RSS_V / (n - p)) + sum over units log(1 + n_u v) + log |X' V^-1 X| smallest:
    looked for on a grid, then by golden section. At v = 0 this is ordinary least squares. Source:
    Patterson and Thompson 1971, Biometrika 58:545-554. Columns are independent, n > p, and some
    of y is left inside units: see to that first. Raises LinAlgError otherwise.

    >>> y, unit = np.array([1.0, 2, 4, 5, 7, 9]), np.array([0, 0, 1, 1, 2, 2])
    >>> fit = fit_random_intercept(np.ones((6, 1)), y, unit)
    >>> round(fit.unit_variance, 4), round(fit.residual_variance, 4)
    (10.0833, 1.0)
    """
    scale = np.abs(columns).max(axis=0)
    y_scale = float(np.abs(y).max()) or 1.0
    table = np.column_stack([columns / scale, y / y_scale])
    sizes = np.bincount(unit).astype(np.float64)
    totals = np.stack([np.bincount(unit, column) for column in table.T], axis=1)
    means = np.asarray(totals / sizes[:, np.newaxis], dtype=np.float64)
    inside = np.asarray(table - means[unit], dtype=np.float64)
    sums = _Sums(inside.T @ inside, means, sizes)
    ratio = _best_ratio(sums)
    products = sums.weighted(ratio)
    coefficients, rss = _solved(products)
    residual = rss / sums.df
    unscale = y_scale / scale
    inverse = np.linalg.inv(products[:-1, :-1])
    covariance = residual * inverse * np.outer(unscale, unscale)
    return RandomIntercept(
        coefficients * unscale,
        np.asarray(covariance, dtype=np.float64),
        ratio * residual * y_scale**2,
        residual * y_scale**2,
    )


def _solved(products: FloatArray) -> tuple[FloatArray, float]:
    solution = np.linalg.solve(products[:-1, :-1], products[:-1, -1])
    coefficients = np.asarray(solution, dtype=np.float64)
    return coefficients, float(products[-1, -1] - coefficients @ products[:-1, -1])


def _deviance(sums: _Sums, ratio: float) -> float:
    products = sums.weighted(ratio)
    _, rss = _solved(products)
    _, log_determinant = np.linalg.slogdet(products[:-1, :-1])
    spread = float(np.log1p(sums.sizes * ratio).sum())
    return sums.df * math.log(max(rss, 1e-300)) + spread + float(log_determinant)


def _best_ratio(sums: _Sums) -> float:
    steps = round((_HIGHEST - _LOWEST) / _STEP)
    grid = [_LOWEST + _STEP * at for at in range(steps + 1)]
    start = min(grid, key=lambda power: _deviance(sums, 10**power))
    low, high = start - _STEP, start + _STEP
    one, two = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_one, at_two = _deviance(sums, 10**one), _deviance(sums, 10**two)
    while high - low > 1e-9:
        if at_one < at_two:
            high, two, at_two = two, one, at_one
            one = high - _GOLDEN * (high - low)
            at_one = _deviance(sums, 10**one)
        else:
            low, one, at_one = one, two, at_two
            two = low + _GOLDEN * (high - low)
            at_two = _deviance(sums, 10**two)
    ratio = 10 ** ((low + high) / 2)
    return ratio if _deviance(sums, ratio) < _deviance(sums, 0.0) - _GAIN else 0.0
