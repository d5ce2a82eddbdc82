"""One unit's change beside the changes of the others: a difference in differences."""

import math

import numpy as np
import numpy.typing as npt

from survey.stats.between_variance import TOO_FAR_APART, RandomEffects, too_far_apart
from survey.stats.distributions import t_p_value, t_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, read_vector

FEWEST_OTHERS = 2
_METHOD = "difference_in_differences"


def change_against_others(
    change: float,
    standard_error: float,
    others: npt.ArrayLike,
    other_errors: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> Estimate:
    """How much more a unit changed than the others did, in the unit of the changes.

    `change` is the unit's value after minus before with its standard error s, `others` and
    `other_errors` the same of the other units. Formula: d = change - m, m = sum w_i y_i / sum w_i,
    w_i = 1 / (s_i^2 + T), T the variance by which units' changes differ anyway (REML over the
    others). Interval: d -+ t(k-1) sqrt(s^2 + T + q / sum w_i), q Knapp and Hartung's factor, not
    below 1. T is in it because a unit always moves somewhat by itself; without it every second
    unit would seem to have a story. Sources: difference in differences; DerSimonian and Laird
    1986, Control Clin Trials 7:177-188; Higgins, Thompson and Spiegelhalter 2009, J R Stat Soc A
    172:137-159, for the interval of a new unit. Not computable under 2 others (one other unit may
    be the one that moved), without a standard error, or where they lie more than 60 powers of ten
    apart. Raises ValueError for sides of unequal length, infinity, missing values or a negative
    standard error.

    >>> found = change_against_others(0.3, 0.05, [0.02, 0.1, 0.05, 0.03], [0.05] * 4)
    >>> round(found.value, 2), round(found.interval.low, 2), found.df
    (0.25, 0.07, 3.0)
    """
    values, errors = read_vector(others), read_vector(other_errors)
    if len(values) != len(errors):
        raise ValueError(f"Got {len(values)} changes but {len(errors)} standard errors.")
    given = np.array([change, standard_error, *values, *errors])
    if not np.isfinite(given).all() or standard_error < 0 or (errors < 0).any():
        raise ValueError("Changes are finite numbers and standard errors are not negative.")
    k = len(values)
    problem = _why_not(values, errors, standard_error)
    if problem:
        return not_computable(_METHOD, problem, n=k + 1, n_units=k + 1)
    centre, scale = float(np.median(values)), float(np.median(errors))
    # One unit of the scale is about one standard error, whatever the values are measured in.
    fit = RandomEffects((values - centre) / scale, (errors / scale) ** 2)
    between = fit.restricted_maximum()
    weights = fit.weights(between)
    factor = max(1.0, float(fit.spread(weights)) / (k - 1))
    variance = (standard_error / scale) ** 2 + between + factor / float(weights.sum())
    value = change - centre - scale * float(fit.common(weights))
    error, df = scale * math.sqrt(variance), float(k - 1)
    reach = t_quantile(level, df) * error
    return computed(
        _METHOD,
        value,
        n=k + 1,
        interval=Interval(value - reach, value + reach, level=level),
        p=t_p_value(value, error, df),
        df=df,
        n_units=k + 1,
    )


def _why_not(values: FloatArray, errors: FloatArray, standard_error: float) -> str | None:
    if len(values) < FEWEST_OTHERS:
        return f"It takes at least {FEWEST_OTHERS} other units to tell one unit's change."
    if standard_error == 0 or (errors == 0).any():
        return "A change whose answers do not differ at all cannot be weighed."
    if too_far_apart(values - np.median(values), np.append(errors, standard_error)):
        return TOO_FAR_APART
    return None


def smallest_detectable_difference(found: Estimate, *, power: float = 0.8) -> float | None:
    """Which difference from the others would have been told from none with this power.

    `found` is what `change_against_others` gave. Formula: (t(.975) + t(power)) e on the same
    degrees of freedom, e the standard error behind the interval, at its level. None where
    nothing was computed. Raises ValueError for a power not above one half and below 1.

    >>> found = change_against_others(0.3, 0.05, [0.02, 0.1, 0.05, 0.03], [0.05] * 4)
    >>> round(smallest_detectable_difference(found), 2)
    0.23
    """
    if not 0.5 < power < 1:
        raise ValueError(f"A power lies above one half and below 1, not {power}.")
    if found.interval is None or found.df is None:
        return None
    reach = t_quantile(found.interval.level, found.df)
    half = (found.interval.high - found.interval.low) / 2
    return half * (reach + t_quantile(2 * power - 1, found.df)) / reach
