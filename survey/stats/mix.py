"""Figures adjusted to a common mix, so that a unit is not judged by which channels it serves."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from survey.stats.proportions import normal_quantile, wilson
from survey.stats.result import Estimate, Interval, computed, not_computable

Stratum = TypeVar("Stratum", bound=Hashable)
# Weights summed in another order may miss a whole by this much.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class AdjustedMean:
    """A mean adjusted for its mix, and its standard error (None where not computable)."""

    estimate: Estimate
    error: float | None


def standardise(
    rates: Mapping[Stratum, tuple[int, int]],
    weights: Mapping[Stratum, float],
    *,
    least_covered: float = 1.0,
    level: float = 0.95,
) -> Estimate:
    """The share a unit would have under the common mix, from 0 to 1.

    `rates` gives (successes, n) per stratum (for instance per channel), `weights` the common
    mix, in any unit: only proportions count. Formula: sum w_s p_s with weights scaled to 1.
    Interval: Wilson limits per stratum combined as value -+ sqrt(sum (w_s (p_s - limit_s))^2).
    Sources: direct standardisation; for the interval Zou and Donner 2008, Stat Med
    27:1693-1702. With one stratum it is Wilson's interval. Strata in which the unit has no
    answers are left out with a warning where the others carry `least_covered` of the mix, a
    share from 0 to 1; else the result is not computable. Raises ValueError for negative
    weights, weights without a positive sum, or counts that cannot be.

    >>> small, large = (81, 87), (192, 263)  # Charig et al. 1986, BMJ 292:879-882
    >>> share = standardise({"small": small, "large": large}, {"small": 357, "large": 343})
    >>> round(share.value, 4)
    0.8325
    """
    method = "standardised_share"
    n = sum(rates[stratum][1] for stratum in weights if stratum in rates)
    mix = _usable_mix(weights, {name: count for name, (_, count) in rates.items()}, least_covered)
    if isinstance(mix, str):
        return not_computable(method, mix, n=n)
    value = below = above = 0.0
    for stratum, weight in mix.weights.items():
        share = wilson(*rates[stratum], level=level)
        assert share.value is not None
        assert share.interval is not None
        value += weight * share.value
        below += (weight * (share.value - share.interval.low)) ** 2
        above += (weight * (share.interval.high - share.value)) ** 2
    value = min(value, 1.0)
    interval = Interval(value - math.sqrt(below), value + math.sqrt(above), level=level)
    return computed(method, value, n=n, interval=interval.clipped(0.0, 1.0), warnings=mix.warnings)


def standardise_means(
    means: Mapping[Stratum, tuple[float, int]],
    spreads: Mapping[Stratum, float],
    weights: Mapping[Stratum, float],
    *,
    least_covered: float = 1.0,
    level: float = 0.95,
) -> AdjustedMean:
    """The mean a unit would have under the common mix, in the unit of the values.

    `means` gives (mean, n) per stratum, `spreads` the standard deviation of single values in
    each stratum, common to all units and taken as known; `weights` and `least_covered` as in
    `standardise`. Formula: sum w_s m_s, standard error sqrt(sum w_s^2 sd_s^2 / n_s), interval
    value -+ z errors. Source: direct standardisation, Fleiss, Levin and Paik 2003, Statistical
    Methods for Rates and Proportions. A stratum with few answers and much weight makes
    it uncertain; `observed_minus_expected` does not have that weakness. Raises ValueError for
    weights, counts or spreads that cannot be, or a stratum without a spread.

    >>> csat, spread = {"phone": (4.2, 64), "chat": (3.8, 16)}, {"phone": 0.8, "chat": 1.0}
    >>> adjusted = standardise_means(csat, spread, {"phone": 50, "chat": 50})
    >>> round(adjusted.estimate.value, 3), round(adjusted.error, 4)
    (4.0, 0.1346)
    """
    method = "standardised_mean"
    counts = {stratum: n for stratum, (_, n) in means.items()}
    mix = _usable_mix(weights, counts, least_covered)
    if isinstance(mix, str):
        return AdjustedMean(not_computable(method, mix, n=sum(counts.values())), None)
    n = sum(counts[stratum] for stratum in mix.weights)
    value = math.fsum(weight * means[stratum][0] for stratum, weight in mix.weights.items())
    variance = math.fsum(
        weight**2 * _spread(spreads, stratum) ** 2 / counts[stratum]
        for stratum, weight in mix.weights.items()
    )
    return _adjusted(method, value, math.sqrt(variance), n, level, mix.warnings)


def observed_minus_expected(
    means: Mapping[Stratum, tuple[float, int]],
    expected: Mapping[Stratum, float],
    spreads: Mapping[Stratum, float],
    *,
    level: float = 0.95,
) -> AdjustedMean:
    """How far a unit lies above what its own mix would have brought at the centre's figures.

    `means` gives (mean, n) per stratum of the unit, `expected` the centre's mean and `spreads`
    its standard deviation of single values there, both taken as known. Formula:
    sum n_s (m_s - e_s) / n, standard error sqrt(sum n_s sd_s^2) / n, interval value -+ z errors.
    Source: indirect standardisation, Fleiss, Levin and Paik 2003. It needs no answers in
    every stratum, so it suits small units; units with different mixes are each compared with
    the centre, not with one another. A unit that is part of the centre pulls what is expected
    its own way, so it looks a little too ordinary. For shares give p as mean and sqrt(p (1-p))
    as spread. Not computable where n is 0 or a stratum of the unit has no expected figure.
    Raises ValueError for counts or spreads that cannot be.

    >>> csat, centre = {"phone": (4.2, 64), "chat": (3.8, 16)}, {"phone": 4.0, "chat": 3.9}
    >>> adjusted = observed_minus_expected(csat, centre, {"phone": 0.8, "chat": 1.0})
    >>> round(adjusted.estimate.value, 3), round(adjusted.error, 4)
    (0.14, 0.0943)
    """
    method = "observed_minus_expected"
    _refuse_impossible({stratum: n for stratum, (_, n) in means.items()})
    answered = {stratum: (mean, n) for stratum, (mean, n) in means.items() if n > 0}
    n = sum(count for _, count in answered.values())
    if n == 0:
        return AdjustedMean(not_computable(method, "There are no answers yet.", n=0), None)
    for stratum in answered:
        if stratum not in expected:
            reason = f"There is no figure to expect in {stratum}."
            return AdjustedMean(not_computable(method, reason, n=n), None)
    value = math.fsum(
        count * (mean - expected[stratum]) for stratum, (mean, count) in answered.items()
    )
    variance = math.fsum(
        count * _spread(spreads, stratum) ** 2 for stratum, (_, count) in answered.items()
    )
    return _adjusted(method, value / n, math.sqrt(variance) / n, n, level, ())


@dataclass(frozen=True, slots=True)
class _Mix(Generic[Stratum]):
    """Weights that sum to 1 over strata with answers, and what was left out."""

    weights: Mapping[Stratum, float]
    warnings: tuple[str, ...]


def _usable_mix(
    weights: Mapping[Stratum, float], counts: Mapping[Stratum, int], least_covered: float
) -> "_Mix[Stratum] | str":
    """The mix over strata with answers, or a sentence saying why there is none."""
    total = math.fsum(weights.values())
    if not 0 < total < math.inf or min(weights.values()) < 0:
        raise ValueError("The weights of a mix are 0 or more and not all 0.")
    _refuse_impossible(counts)
    wanted = {stratum: weight / total for stratum, weight in weights.items() if weight > 0}
    missing = [stratum for stratum in wanted if not counts.get(stratum)]
    covered = math.fsum(wanted[stratum] for stratum in wanted if stratum not in missing)
    if missing and (covered == 0 or covered < least_covered - _ROUNDING):
        first = missing[0]
        return f"{first} has no answers but carries {wanted[first]:.0%} of the mix."
    return _Mix(
        {stratum: wanted[stratum] / covered for stratum in wanted if stratum not in missing},
        tuple(
            f"{stratum}, {wanted[stratum]:.0%} of the mix, has no answers and is left out."
            for stratum in missing
        ),
    )


def _refuse_impossible(counts: Mapping[Stratum, int]) -> None:
    if any(n < 0 for n in counts.values()):
        raise ValueError("A count of answers is 0 or more.")


def _spread(spreads: Mapping[Stratum, float], stratum: Stratum) -> float:
    spread = spreads.get(stratum)
    if spread is None or not 0 <= spread < math.inf:
        raise ValueError(f"{stratum} needs a spread of 0 or more, not {spread}.")
    return spread


def _adjusted(
    method: str, value: float, error: float, n: int, level: float, warnings: tuple[str, ...]
) -> AdjustedMean:
    reach = normal_quantile(level) * error
    interval = Interval(value - reach, value + reach, level=level) if error > 0 else None
    if error == 0:
        warnings = (*warnings, "All answers are alike: no interval.")
    return AdjustedMean(computed(method, value, n=n, interval=interval, warnings=warnings), error)
