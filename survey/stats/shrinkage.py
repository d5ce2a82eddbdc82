"""Unit means drawn towards their common mean, as far as chance alone would spread them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.between_variance import (
    TOO_FAR_APART,
    RandomEffects,
    integration_nodes,
    too_far_apart,
)
from survey.stats.distributions import chi_square_p_value, chi_square_quantile, t_quantile
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, read_vector

FEWEST_UNITS = 4
NO_DIFFERENCES = "No detectable difference between units: each is shown at the common value."
_TOO_FEW = f"It takes at least {FEWEST_UNITS} units to judge how far units differ."
_METHOD = "empirical_bayes_normal"


@dataclass(frozen=True, slots=True)
class ShrunkenUnit:
    """One unit: its own value, the weight that keeps (0 to 1), and the shrunken estimate.

    `own_weight` is B in: shrunken value = B own value + (1 - B) common value; 0 puts the unit at
    the common value. None where the unit could not be used.
    """

    own_value: float | None
    own_weight: float | None
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """The common value, how far units differ, and the shrunken units in the order given.

    `between` is the variance between units (unit: square of the value's unit) with the p of the
    test that there is none. `common_error` is the standard error of the common value at that
    variance; None where not computable.
    """

    common: Estimate
    between: Estimate
    common_error: float | None
    units: tuple[ShrunkenUnit, ...]

    @property
    def tells_units_apart(self) -> bool:
        """Whether any variance between units was detected."""
        return self.between.value is not None and self.between.value > 0


def shrink_means(
    values: npt.ArrayLike, standard_errors: npt.ArrayLike, *, level: float = 0.95
) -> Shrinkage:
    """Normal empirical Bayes: each unit's mean drawn towards the common mean.

    `values` and `standard_errors` hold one number per unit, in the unit of the values. Formula:
    v_i = s_i^2, w_i = 1 / (v_i + T), common value m = sum w_i y_i / sum w_i, own weight
    B_i = T / (T + v_i), shrunken value B_i y_i + (1 - B_i) m. T, the variance between units, is
    the restricted maximum likelihood (REML) estimate, not below 0; T = 0 is a finding that puts
    every unit at m. Interval of a unit: mean -+ z sd of the mixture of normals N(B y + (1-B) m,
    B v + (1-B)^2 / sum w) over T, weighted by the restricted likelihood with a flat prior on T,
    widened where needed to hold the value: it allows for T and m being estimated. Interval of m:
    Knapp and Hartung's with t(k-1), never under that of the plain standard error. Interval of T:
    Q-profile; its p is Cochran's Q test. Sources: Efron and Morris 1975, J Am Stat Assoc
    70:311-319; Morris and Tang 2011, Stat Sci 26:271-287; Knapp and Hartung 2003, Stat Med
    22:2693-2710; Viechtbauer 2007, Stat Med 26:37-52. A unit with a missing value, or a standard
    error missing or 0, is left out with a reason. Not computable under 4 units, or where values
    or standard errors lie more than 60 powers of ten apart. Raises ValueError for sides of unequal
    length, infinity or a negative standard error.

    >>> schools = shrink_means([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    >>> schools.between.value, round(schools.common.value, 2), schools.tells_units_apart
    (0.0, 7.69, False)
    >>> apart = shrink_means([4.1, 4.5, 3.7, 4.9], [0.2, 0.2, 0.2, 0.2]).units[3]
    >>> round(apart.own_weight, 3), round(apart.estimate.value, 3)
    (0.85, 4.81)
    """
    own, errors = read_vector(values), read_vector(standard_errors)
    if len(own) != len(errors):
        raise ValueError(f"Got {len(own)} values but {len(errors)} standard errors.")
    if (errors < 0).any():
        raise ValueError("A standard error cannot be negative.")
    used = ~np.isnan(own) & (errors > 0)
    k = int(used.sum())
    if k < FEWEST_UNITS:
        none = not_computable(_METHOD, _TOO_FEW, n=k, n_units=k)
        return Shrinkage(none, none, None, tuple(_left_out(y, none) for y in own))
    # One unit of the scale is about one standard error, whatever the values are measured in.
    scale = float(np.median(errors[used]))
    centre = float(np.median(own[used]))
    if too_far_apart(own[used] - centre, errors[used]):
        none = not_computable(_METHOD, TOO_FAR_APART, n=k, n_units=k)
        return Shrinkage(none, none, None, tuple(_left_out(y, none) for y in own))
    fit = RandomEffects((own[used] - centre) / scale, (errors[used] / scale) ** 2)
    between = fit.restricted_maximum()
    weights = fit.weights(between)
    error = scale / float(np.sqrt(weights.sum()))
    shrunken = iter(_units(fit, between, centre, scale, level))
    units = tuple(
        next(shrunken) if keep else _left_out(y, _why_left_out(y, k))
        for y, keep in zip(own, used, strict=True)
    )
    return Shrinkage(
        _common(fit, weights, centre, scale, level),
        _between(fit, between, scale, level),
        error,
        units,
    )


def _left_out(value: float, estimate: Estimate) -> ShrunkenUnit:
    return ShrunkenUnit(None if np.isnan(value) else float(value), None, estimate)


def _why_left_out(value: float, k: int) -> Estimate:
    reason = (
        "The unit has no value."
        if np.isnan(value)
        else "The unit's own standard error is missing or 0, so its value cannot be weighed."
    )
    return not_computable(_METHOD, reason, n=k, n_units=k)


def _units(
    fit: RandomEffects, between: float, centre: float, scale: float, level: float
) -> list[ShrunkenUnit]:
    start = float(fit.variances.min()) / 10
    nodes, chances = integration_nodes(fit.log_likelihood, start, 1e8 * fit.widest)
    weights = fit.weights(nodes)
    kept = nodes[:, None] * weights
    means = kept * fit.values + (1 - kept) * fit.common(weights)[:, None]
    spreads = kept * fit.variances + (1 - kept) ** 2 / weights.sum(-1)[:, None]
    middle = chances @ means
    reach = normal_quantile(level) * np.sqrt(chances @ (spreads + (means - middle) ** 2))
    own_weights = between * fit.weights(between)
    values = own_weights * fit.values + (1 - own_weights) * fit.common(fit.weights(between))
    low, high = np.minimum(middle - reach, values), np.maximum(middle + reach, values)
    k = len(values)
    warnings = (NO_DIFFERENCES,) if between == 0 else ()
    back = (centre + scale * ends for ends in (fit.values, values, low, high))
    return [
        ShrunkenUnit(
            float(own),
            float(weight),
            computed(
                _METHOD,
                float(value),
                n=k,
                interval=Interval(float(bottom), float(top), level=level),
                n_units=k,
                warnings=warnings,
            ),
        )
        for own, value, bottom, top, weight in zip(*back, own_weights, strict=True)
    ]


def _common(
    fit: RandomEffects, weights: FloatArray, centre: float, scale: float, level: float
) -> Estimate:
    k = len(fit.values)
    value = centre + scale * float(fit.common(weights))
    widening = max(1.0, float(fit.spread(weights)) / (k - 1))
    reach = t_quantile(level, k - 1) * scale * float(np.sqrt(widening / weights.sum()))
    interval = Interval(value - reach, value + reach, level=level)
    return computed(_METHOD, value, n=k, interval=interval, df=float(k - 1), n_units=k)


def _between(fit: RandomEffects, between: float, scale: float, level: float) -> Estimate:
    k = len(fit.values)
    spread = float(fit.spread(fit.weights(0.0)))
    low, high = (
        fit.variance_with_spread(chi_square_quantile(probability, k - 1))
        for probability in ((1 + level) / 2, (1 - level) / 2)
    )
    return computed(
        "between_reml",
        scale**2 * between,
        n=k,
        interval=Interval(scale**2 * min(low, between), scale**2 * max(high, between), level=level),
        p=chi_square_p_value(spread, k - 1),
        df=float(k - 1),
        n_units=k,
        warnings=(NO_DIFFERENCES,) if between == 0 else (),
    )


def james_stein(values: npt.ArrayLike, variance: float) -> tuple[float, ...]:
    """Values of one common sampling variance drawn towards their mean, in the order given.

    Formula: m + c (y - m), c = max(0, 1 - (k-3) variance / sum (y - m)^2), m the plain mean: the
    positive-part James-Stein estimator. One multiplier serves all, so units must have been
    measured equally well; `shrink_means` does not need that. Source: Efron and Morris 1975, J Am
    Stat Assoc 70:311-319. Raises ValueError under 4 values, for missing or infinite ones, or for
    a variance that is not above 0.

    >>> [round(value, 2) for value in james_stein([1, 2, 4, 9], 3.0)]
    [1.24, 2.16, 4.0, 8.61]
    """
    own = read_vector(values)
    if len(own) < FEWEST_UNITS or np.isnan(own).any() or not 0 < variance < np.inf:
        raise ValueError("It takes 4 values or more, none missing, and a variance above 0.")
    middle = own.mean()
    spread = float((own - middle) @ (own - middle))
    kept = max(0.0, 1 - (len(own) - 3) * variance / spread) if spread > 0 else 0.0
    return tuple(float(value) for value in middle + kept * (own - middle))
