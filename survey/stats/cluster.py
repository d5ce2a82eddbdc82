"""Standard errors of a slope when the rows of one unit hang together: CR1 and CR2."""

import math
from dataclasses import dataclass

import numpy as np

from survey.stats.distributions import t_p_value, t_quantile
from survey.stats.panel import Panel
from survey.stats.result import Interval
from survey.stats.samples import FloatArray

# Under 4 units a clustered error says more about chance than about the slope.
FEWEST_UNITS = 4


@dataclass(frozen=True, slots=True)
class SlopeError:
    """The standard error of a slope with its degrees of freedom, two-sided p and t interval."""

    error: float
    df: float
    p: float
    interval: Interval


def slope_error(slope: float, error: float, df: float, *, level: float) -> SlopeError:
    """The t test and interval of a slope with this standard error.

    >>> round(slope_error(0.5, 0.2, 10, level=0.95).p, 3)
    0.031
    """
    reach = t_quantile(level, df) * error
    interval = Interval(slope - reach, slope + reach, level=level)
    return SlopeError(error, df, t_p_value(slope, error, df), interval)


def cr1(
    slope: float, x_left: FloatArray, residual: FloatArray, panel: Panel, *, level: float
) -> SlopeError | None:
    """The slope's error clustered by unit with the factor k/(k-1), and t with k - 1 df.

    `x_left` is what units and waves leave of x, `residual` what the slope leaves of y. Formula:
    sqrt(k/(k-1) sum over units (x_left . residual)^2) / sum x_left^2. Source: Cameron and
    Miller 2015, J Hum Resour 50:317-372. None under 4 units.
    """
    k = panel.n_units
    if k < FEWEST_UNITS:
        return None
    scores = np.bincount(panel.unit, x_left * residual)
    error = math.sqrt(k / (k - 1) * float(scores @ scores)) / float(x_left @ x_left)
    return slope_error(slope, error, float(k - 1), level=level)


def cr2(
    slope: float,
    x_left: FloatArray,
    residual: FloatArray,
    panel: Panel,
    *,
    basis: FloatArray,
    level: float,
) -> SlopeError | None:
    """The slope's bias-reduced error clustered by unit, with Satterthwaite's df.

    Per unit g the residuals are multiplied by (I - H_gg)^(-1/2), where H projects on waves and
    x inside units (`basis` and x_left): right on average under equal, independent errors.
    df = trace(P)^2 / sum of P^2, P the covariance of the unit scores under those errors.
    Sources: Bell and McCaffrey 2002, Surv Methodol 28:169-181; Pustejovsky and Tipton 2018,
    J Bus Econ Stat 36:672-683. None under 4 units or where the df fall below 1.
    """
    if panel.n_units < FEWEST_UNITS:
        return None
    spread = float(x_left @ x_left)
    hat = np.column_stack([basis, x_left / math.sqrt(spread)])
    scores = np.empty(panel.n_units)
    lengths = np.empty(panel.n_units)
    shared = np.empty((hat.shape[1], panel.n_units))
    order = np.argsort(panel.unit, kind="stable")
    ends = np.cumsum(np.bincount(panel.unit))[:-1]
    for g, rows in enumerate(np.split(order, ends)):
        weighted = _inverse_root(np.eye(len(rows)) - hat[rows] @ hat[rows].T) @ x_left[rows]
        scores[g] = weighted @ residual[rows]
        lengths[g] = weighted @ weighted
        shared[:, g] = hat[rows].T @ weighted
    covariance = np.diag(lengths) - shared.T @ shared
    trace = float(np.trace(covariance))
    df = trace**2 / float((covariance**2).sum())
    if not df >= 1:
        return None
    return slope_error(slope, math.sqrt(float(scores @ scores)) / spread, df, level=level)


def _inverse_root(matrix: FloatArray) -> FloatArray:
    """The symmetric inverse square root, leaving out directions the model fits exactly."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > 1e-10
    return np.asarray((vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T)
