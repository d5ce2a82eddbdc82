"""The beta distribution of units' true shares: its likelihood, its peak, and its uncertainty."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from survey.stats.between_variance import integration_nodes
from survey.stats.distributions import beta_quantiles, digamma, log_gamma, trigamma
from survey.stats.samples import FloatArray

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
# Beyond this many times the largest count a prior cannot be told from complete pooling.
_UNBOUNDED = 1e6


@dataclass(frozen=True)
class Counts:
    """Successes x of n answers per unit: each different pair once, and how often it occurs."""

    x: FloatArray
    n: FloatArray
    times: FloatArray

    @classmethod
    def of(cls, pairs: list[tuple[int, int]]) -> "Counts":
        """The counts of units given as (successes, answers)."""
        distinct, times = np.unique(np.asarray(pairs, dtype=np.float64), axis=0, return_counts=True)
        return cls(distinct[:, 0], distinct[:, 1], times.astype(np.float64))

    @property
    def k(self) -> int:
        """How many units there are."""
        return int(self.times.sum())

    @property
    def total(self) -> int:
        """How many answers there are."""
        return int(self.times @ self.n)

    @property
    def pooled(self) -> float:
        """The share of all answers together."""
        return float(self.times @ self.x) / self.total

    def tarone(self) -> float:
        """Tarone's z that the shares vary more than chance; 0 where there is nothing to vary."""
        share = self.pooled
        pairs = float(self.times @ (self.n * (self.n - 1)))
        if share in (0.0, 1.0) or pairs == 0:
            return 0.0
        away = float(self.times @ (self.x - self.n * share) ** 2) / (share * (1 - share))
        return float((away - self.total) / (2 * pairs) ** 0.5)

    def log_likelihood(self, mean: FloatArray, strength: FloatArray) -> FloatArray:
        """The beta-binomial log likelihood, up to a constant; one value per pair given."""
        m, total = mean[..., None], strength[..., None]
        a, b = m * total, (1 - m) * total
        terms = log_gamma(self.x + a) - log_gamma(a) + log_gamma(self.n - self.x + b)
        terms += log_gamma(total) - log_gamma(b) - log_gamma(self.n + total)
        return np.asarray(terms @ self.times, dtype=np.float64)

    def centre(self, strength: FloatArray) -> tuple[FloatArray, FloatArray]:
        """About where the likelihood of the mean peaks, and how many answers that is worth."""
        weights = self.n / (strength[..., None] + self.n)
        mean = (weights * self.x / self.n) @ self.times / (weights @ self.times)
        return mean, (weights @ self.times) * (strength + 1)

    @cached_property
    def mixture(self) -> "Mixture":
        """Beta distributions over the plane of mean and strength, with their chances."""

        def proposal(d: FloatArray) -> tuple[FloatArray, FloatArray]:
            mean, worth = self.centre(1 / d)
            return mean * worth + 0.5, (1 - mean) * worth + 0.5

        start = 0.1 / float(self.n.max())

        def log_density(d: FloatArray) -> FloatArray:
            # At 0 the prior has no bound; a thousandth of the first step is as good.
            d = np.maximum(d, start / 1000)
            alpha, beta = proposal(d)
            mean, total = alpha / (alpha + beta), alpha + beta
            height = self.log_likelihood(mean, 1 / d) - 0.5 * np.log(total) - 2 * np.log1p(d)
            return np.asarray(height, dtype=np.float64)

        nodes, chances = integration_nodes(log_density, start, 1e6)
        alpha, beta = (side[:, None] for side in proposal(nodes))
        means = beta_quantiles((_NODES + 1) / 2, alpha, beta).clip(1e-12, 1 - 1e-12)
        # Jeffreys' prior over the beta density the nodes were drawn from leaves these powers.
        log_weights = self.log_likelihood(means, np.broadcast_to(1 / nodes[:, None], means.shape))
        log_weights += log_gamma(alpha) + log_gamma(beta) - log_gamma(alpha + beta)
        log_weights -= alpha * np.log(means) + beta * np.log1p(-means)
        log_weights += 0.5 * np.log(means * (1 - means))
        log_weights += (-2 * np.log1p(nodes) - log_density(nodes))[:, None]
        weights = np.exp(log_weights - log_weights.max()) * _WEIGHTS * chances[:, None]
        strengths = np.broadcast_to(1 / nodes[:, None], means.shape)
        return Mixture(means.ravel(), strengths.ravel(), weights.ravel() / weights.sum())


@dataclass(frozen=True, slots=True)
class Mixture:
    """Beta distributions by mean and strength, with chances that sum to 1."""

    means: FloatArray
    strengths: FloatArray
    chances: FloatArray

    def unit_moments(self, data: Counts) -> tuple[FloatArray, FloatArray]:
        """Mean and variance of each unit's true share, given its counts."""
        total = self.strengths[:, None] + data.n
        inside = (self.means * self.strengths)[:, None] + data.x
        means = inside / total
        middle = self.chances @ means
        spread = means * (1 - means) / (total + 1) + (means - middle) ** 2
        return middle, self.chances @ spread

    def common_moments(self) -> tuple[float, float]:
        """Mean and variance of the common share."""
        middle = float(self.chances @ self.means)
        return middle, float(self.chances @ (self.means - middle) ** 2)


@dataclass(frozen=True, slots=True)
class Beta:
    """A beta distribution by its mean and a + b; None where the latter has no bound."""

    mean: float
    strength: float | None


def fit_beta(data: Counts) -> Beta:
    """The beta distribution of the units' true shares with the largest likelihood.

    >>> fit_beta(Counts.of([(5, 10), (6, 10), (5, 10), (4, 10)]))
    Beta(mean=0.5, strength=None)
    """
    if data.tarone() <= 1e-9:
        return Beta(data.pooled, None)
    if ((data.x == 0) | (data.x == data.n)).all():
        # Every unit is all one way: the likelihood grows until the prior counts for nothing.
        return Beta(float(data.times @ (data.x > 0)) / data.k, 0.0)
    strengths = np.geomspace(1e-2, 1e4 * float(data.n.max()), 60)
    means, _ = data.centre(strengths)
    best = int(np.argmax(data.log_likelihood(means, strengths)))
    start = np.log([means[best] * strengths[best], (1 - means[best]) * strengths[best]])
    a, b = np.exp(_climb(data, start))
    if a + b > _UNBOUNDED * data.n.max():
        return Beta(data.pooled, None)
    return Beta(float(a / (a + b)), float(a + b))


def _climb(data: Counts, place: FloatArray) -> FloatArray:
    """Newton's steps in (log a, log b), shortened until each goes up."""

    def height(at: FloatArray) -> float:
        a, b = np.exp(at)
        return float(data.log_likelihood(np.asarray(a / (a + b)), np.asarray(a + b)))

    now = height(place)
    for _ in range(100):
        slope, bend = _derivatives(data, place)
        roots, turns = np.linalg.eigh(bend)
        # Where the surface bends upward the step follows the slope all the same.
        step = turns @ ((turns.T @ slope) / np.maximum(np.abs(roots), 1e-12))
        step *= min(1.0, 2.0 / float(np.abs(step).max() or 1.0))
        for _ in range(40):
            then = height(place + step)
            if then >= now:
                break
            step = step / 2
        place, now = place + step, then
        if np.abs(step).max() < 1e-12:
            break
    return place


def _derivatives(data: Counts, place: FloatArray) -> tuple[FloatArray, FloatArray]:
    a, b = np.exp(place)
    times, x, n = data.times, data.x, data.n
    both = float(times @ (digamma(n + a + b) - digamma(a + b)))
    slope_a = float(times @ (digamma(x + a) - digamma(a))) - both
    slope_b = float(times @ (digamma(n - x + b) - digamma(b))) - both
    shared = float(times @ (trigamma(n + a + b) - trigamma(a + b)))
    bend_a = float(times @ (trigamma(x + a) - trigamma(a))) - shared
    bend_b = float(times @ (trigamma(n - x + b) - trigamma(b))) - shared
    slope = np.array([slope_a * a, slope_b * b])
    cross = -shared * a * b
    bend = np.array([[bend_a * a * a + slope[0], cross], [cross, bend_b * b * b + slope[1]]])
    return slope, bend
