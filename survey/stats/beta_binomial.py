"""Shares of units drawn towards their common share: beta-binomial empirical Bayes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.stats.beta_binomial_fit import Beta, Counts, fit_beta
from survey.stats.distributions import beta_quantiles, normal_tail
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray
from survey.stats.shrinkage import FEWEST_UNITS, NO_DIFFERENCES, ShrunkenUnit

_METHOD = "empirical_bayes_beta_binomial"
_TOO_FEW = f"It takes at least {FEWEST_UNITS} units with answers to judge how far units differ."


@dataclass(frozen=True, slots=True)
class ShareShrinkage:
    """The common share, how far units differ, and the shrunken units in the order given.

    `prior_n` is a + b of the beta distribution of the units' true shares: how many answers the
    common share counts for beside a unit's own. None where it has no bound (all units are put
    at the common share) or nothing could be computed. `between` is the variance of the true
    shares with Tarone's p, one-sided, that there is none.
    """

    common: Estimate
    between: Estimate
    prior_n: float | None
    units: tuple[ShrunkenUnit, ...]

    @property
    def tells_units_apart(self) -> bool:
        """Whether any variance between units was detected."""
        return self.between.value is not None and self.between.value > 0


def shrink_shares(
    successes: Sequence[int], counts: Sequence[int], *, level: float = 0.95
) -> ShareShrinkage:
    """Beta-binomial empirical Bayes: each unit's share drawn towards the common share.

    `successes` of `counts` answers per unit; all values are shares from 0 to 1. Formula: true
    shares follow Beta(a, b), with m = a / (a + b) and M = a + b; shrunken share
    (x + m M) / (n + M), own weight n / (n + M), variance between units m (1 - m) / (M + 1). a
    and b by maximum likelihood, so that unequal n count as they should. Where the shares vary no
    more than chance (Tarone's statistic not above 0), as where all are 0 or all are 1, M has no
    bound and every unit is put at the pooled share. Interval of a unit: quantiles of the beta
    distribution with the mean and variance of the mixture of Beta(x + m M, n - x + (1-m) M) over
    m and M, weighted by the likelihood with a flat prior on 1 / (M + 1) and Jeffreys' prior on
    m, widened where needed to hold the value: it allows for both being estimated. Simulated, it
    holds the truth in .93 of cases or more, in .91 where most units are at an end. Sources:
    Griffiths 1973, Biometrics 29:637-648; Tarone 1979, Biometrika 66:585-590; Morris and Tang
    2011, Stat Sci 26:271-287. A unit without answers is left out with a reason. Not computable
    under 4 units. Raises ValueError for sides of unequal length and for counts that cannot be.

    >>> result = shrink_shares([8, 18, 45, 9, 30], [10, 20, 60, 30, 40])
    >>> round(result.common.value, 3), round(result.prior_n, 2)
    (0.685, 6.23)
    >>> [round(unit.estimate.value, 2) for unit in result.units]
    [0.76, 0.85, 0.74, 0.37, 0.74]
    """
    _refuse_impossible(successes, counts)
    used = [n > 0 for n in counts]
    k = sum(used)
    if k < FEWEST_UNITS:
        none = not_computable(_METHOD, _TOO_FEW, n=sum(counts), n_units=k)
        units = tuple(_left_out(x, n, none) for x, n in zip(successes, counts, strict=True))
        return ShareShrinkage(none, none, None, units)
    data = Counts.of([(x, n) for x, n, keep in zip(successes, counts, used, strict=True) if keep])
    prior = fit_beta(data)
    shrunken = _by_pair(data, prior, level)
    without = not_computable(_METHOD, "The unit has no answers.", n=0)
    return ShareShrinkage(
        _common(data, prior, level),
        _between(data, prior),
        prior.strength,
        tuple(
            shrunken[x, n] if n else _left_out(x, n, without)
            for x, n in zip(successes, counts, strict=True)
        ),
    )


def _refuse_impossible(successes: Sequence[int], counts: Sequence[int]) -> None:
    if len(successes) != len(counts):
        raise ValueError(f"Got {len(successes)} successes but {len(counts)} counts.")
    for x, n in zip(successes, counts, strict=True):
        if not 0 <= x <= n or x != int(x) or n != int(n):
            raise ValueError(f"{x} out of {n} is not a share: count 0 to n out of n.")


def _left_out(x: int, n: int, estimate: Estimate) -> ShrunkenUnit:
    return ShrunkenUnit(x / n if n else None, None, estimate)


def _by_pair(data: Counts, prior: Beta, level: float) -> dict[tuple[int, int], ShrunkenUnit]:
    """Units with the same counts share their result."""
    mixed, spread = data.mixture.unit_moments(data)
    low, high = _matched(mixed, spread, level)
    if prior.strength is None:
        weights = np.zeros(len(data.n))
    else:
        weights = data.n / (data.n + prior.strength)
    own = data.x / data.n
    values = weights * own + (1 - weights) * prior.mean
    warnings = (NO_DIFFERENCES,) if prior.strength is None else ()
    return {
        (int(x), int(n)): ShrunkenUnit(
            float(share),
            float(weight),
            computed(
                _METHOD,
                float(value),
                n=int(n),
                interval=Interval(
                    min(float(bottom), float(value)), max(float(top), float(value)), level=level
                ),
                n_units=data.k,
                warnings=warnings,
            ),
        )
        for x, n, share, weight, value, bottom, top in zip(
            data.x, data.n, own, weights, values, low, high, strict=True
        )
    }


def _matched(mean: FloatArray, variance: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Quantiles of the beta distributions with these means and variances."""
    total = mean * (1 - mean) / variance - 1
    low, high = (
        beta_quantiles(probability, mean * total, (1 - mean) * total)
        for probability in ((1 - level) / 2, (1 + level) / 2)
    )
    return low, high


def _common(data: Counts, prior: Beta, level: float) -> Estimate:
    mean, variance = data.mixture.common_moments()
    low, high = _matched(np.array([mean]), np.array([variance]), level)
    interval = Interval(
        min(float(low[0]), prior.mean), max(float(high[0]), prior.mean), level=level
    )
    return computed(_METHOD, prior.mean, n=data.total, interval=interval, n_units=data.k)


def _between(data: Counts, prior: Beta) -> Estimate:
    pooled = prior.strength is None
    value = 0.0 if prior.strength is None else prior.mean * (1 - prior.mean) / (prior.strength + 1)
    return computed(
        "between_beta_binomial",
        value,
        n=data.total,
        p=normal_tail(data.tarone()),
        n_units=data.k,
        warnings=(NO_DIFFERENCES,) if pooled else (),
    )
