"""How far units truly differ: the variance between them, and what the data allow it to be."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.samples import FloatArray

# Where the density of a variance has fallen to exp(-20) of its peak the integral over it ends.
_NEGLIGIBLE_LOG = 20.0
# Errors and distances whose ratios stay below this can be squared and divided without overflow.
_FURTHEST = 1e60
TOO_FAR_APART = "Values or standard errors are too far apart in size to be weighed together."
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(40)


def too_far_apart(away: FloatArray, errors: FloatArray) -> bool:
    """Whether distances, or errors above 0, lie too far apart in size for `RandomEffects`.

    >>> too_far_apart(np.array([0.0, 1.0]), np.array([0.1, 1e-200]))
    True
    """
    smallest, largest = float(errors.min()), float(errors.max())
    return max(largest, float(np.abs(away).max())) / _FURTHEST > smallest


@dataclass(frozen=True, slots=True)
class RandomEffects:
    """Means of units with sampling variances known, around a common mean.

    The sums that follow from a variance between units: `weights` 1 / (between + variance), the
    weighted `common` mean, Cochran's Q as `spread`, and the restricted likelihood.
    """

    values: FloatArray
    variances: FloatArray

    @property
    def widest(self) -> float:
        """A variance between units that is larger than the values can mean."""
        return float(np.ptp(self.values) ** 2 + self.variances.max())

    def weights(self, between: npt.ArrayLike) -> FloatArray:
        """One row per variance given, one column per unit."""
        return np.asarray(1 / (np.asarray(between)[..., None] + self.variances), dtype=np.float64)

    def common(self, weights: FloatArray) -> FloatArray:
        """The weighted mean of the units."""
        return np.asarray((weights @ self.values) / weights.sum(-1), dtype=np.float64)

    def spread(self, weights: FloatArray) -> FloatArray:
        """Cochran's Q at these weights."""
        away = self.values - self.common(weights)[..., None]
        return np.asarray((weights * away**2).sum(-1), dtype=np.float64)

    def log_likelihood(self, between: FloatArray) -> FloatArray:
        """The restricted log likelihood, up to a constant."""
        weights = self.weights(between)
        total = np.log(weights).sum(-1) - np.log(weights.sum(-1)) - self.spread(weights)
        return np.asarray(0.5 * total, dtype=np.float64)

    def _score(self, between: float) -> float:
        """The slope of the restricted log likelihood, doubled."""
        weights = self.weights(between)
        away = self.values - self.common(weights)
        squares = weights**2
        return float(squares @ away**2 - weights.sum() + squares.sum() / weights.sum())

    def restricted_maximum(self) -> float:
        """The variance between units at which the restricted likelihood peaks, not below 0."""
        start = float(self.variances.min()) / 100
        grid = start * np.expm1(np.linspace(0, np.log1p(1e4 * self.widest / start), 200))
        best = int(np.argmax(self.log_likelihood(grid)))
        if best == 0 and self._score(0.0) <= 0:
            return 0.0
        low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
        return _falling_root(self._score, low, high)

    def variance_with_spread(self, wanted: float) -> float:
        """The variance at which Cochran's Q is as wanted; 0 where Q never is as large."""

        def excess(between: float) -> float:
            return float(self.spread(self.weights(between))) - wanted

        if excess(0.0) <= 0:
            return 0.0
        low, high = 0.0, 1.0
        while excess(high) > 0:
            low, high = high, 2 * high
        return _falling_root(excess, low, high)


def _falling_root(function: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(100):
        middle = (low + high) / 2
        if function(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def integration_nodes(
    log_density: Callable[[FloatArray], FloatArray], start: float, widest: float
) -> tuple[FloatArray, FloatArray]:
    """Points and weights (summing to 1) that integrate over a positive quantity.

    The log density is looked at from `start` to `widest` on the scale log(1 + x / start), and 40
    Gauss-Legendre nodes are put where it is not negligible.

    >>> nodes, weights = integration_nodes(lambda x: -x, 0.01, 1000.0)
    >>> round(float(weights @ nodes), 6)  # the mean of an exponential
    1.0
    """
    looked = np.linspace(0, np.log1p(widest / start), 400)
    density = log_density(start * np.expm1(looked)) + looked
    inside = np.flatnonzero(density > density.max() - _NEGLIGIBLE_LOG)
    low, high = looked[max(inside[0] - 1, 0)], looked[min(inside[-1] + 1, len(looked) - 1)]
    places = low + (high - low) * (_NODES + 1) / 2
    nodes = start * np.expm1(places)
    log_weights = log_density(nodes) + places
    weights = _WEIGHTS * np.exp(log_weights - log_weights.max())
    return np.asarray(nodes, dtype=np.float64), np.asarray(weights / weights.sum())
