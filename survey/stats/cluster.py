"""Standard errors of a slope when the rows of one unit hang together: CR1 and CR2."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from survey.stats.distributions import t_p_value, t_quantile
from survey.stats.mixture_t import mixture_t_p_value, mixture_t_quantile
from survey.stats.panel import Panel
from survey.stats.result import Interval
from survey.stats.samples import FloatArray, IntArray

# Under 4 units a clustered error says more about chance than about the slope.
FEWEST_UNITS = 4
# Numbers in the blocks of units that are handled together: 2 MB.
_NUMBERS_AT_ONCE = 250_000


@dataclass(frozen=True, slots=True)
class SlopeError:
    """The standard error of a slope with its degrees of freedom, two-sided p and interval.

    The interval reaches `reach` errors to either side.
    """

    error: float
    df: float
    p: float
    interval: Interval
    reach: float


def slope_error(slope: float, error: float, df: float, *, level: float) -> SlopeError:
    """The t test and interval of a slope with this standard error.

    >>> round(slope_error(0.5, 0.2, 10, level=0.95).p, 3)
    0.031
    """
    reach = t_quantile(level, df)
    return SlopeError(
        error, df, t_p_value(slope, error, df), _around(slope, reach * error, level), reach
    )


def _around(slope: float, half: float, level: float) -> Interval:
    return Interval(slope - half, slope + half, level=level)


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
) -> tuple[SlopeError, SlopeError] | tuple[None, None]:
    """The slope's bias-reduced error clustered by unit: by Satterthwaite's t, by its exact law.

    Both have the same error and Satterthwaite's df; the exact p keeps its level where units move
    unevenly and are few, Satterthwaite's lies above it.

    Per unit g the residuals are multiplied by (I - H_gg)^(-1/2), where H projects on waves and
    x inside units (`basis` and x_left): right on average under equal, independent errors. P is
    the covariance of the unit scores under those errors; Satterthwaite's df = trace(P)^2 / sum of
    P^2, and the exact law has the eigenvalues of P as weights (`mixture_t`).
    Sources: Bell and McCaffrey 2002, Surv Methodol 28:169-181; Pustejovsky and Tipton 2018,
    J Bus Econ Stat 36:672-683. Both None under 4 units or where the df fall below 1.
    """
    if panel.n_units < FEWEST_UNITS:
        return None, None
    spread = float(x_left @ x_left)
    scores, covariance = _scores(
        x_left, residual, panel, np.column_stack([basis, x_left / math.sqrt(spread)])
    )
    trace = float(np.trace(covariance))
    # Units that the model fits exactly whatever they hold leave scores of rounding only.
    if trace <= 1e-9 * spread:
        return None, None
    df = trace**2 / float((covariance**2).sum())
    if not df >= 1:
        return None, None
    error = math.sqrt(float(scores @ scores)) / spread
    by_t = slope_error(slope, error, df, level=level)
    return by_t, _exact(slope, by_t, covariance, level=level)


def _scores(
    x_left: FloatArray, residual: FloatArray, panel: Panel, hat: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Each unit's adjusted score, and their covariance under equal, independent errors."""
    scores = np.empty(panel.n_units)
    lengths = np.empty(panel.n_units)
    shared = np.empty((hat.shape[1], panel.n_units))
    for units, rows in _alike(panel):
        own = hat[rows]
        blocks = np.eye(rows.shape[1]) - own @ own.transpose(0, 2, 1)
        weighted = _by_inverse_root(blocks, x_left[rows])
        scores[units] = np.einsum("gm,gm->g", weighted, residual[rows])
        lengths[units] = np.einsum("gm,gm->g", weighted, weighted)
        shared[:, units] = np.einsum("gmd,gm->dg", own, weighted)
    return scores, np.diag(lengths) - shared.T @ shared


def _alike(panel: Panel) -> Iterator[tuple[IntArray, IntArray]]:
    """Units of one size together, some at a time: their numbers, and their rows (units, size)."""
    sizes = np.bincount(panel.unit)
    rows = np.split(np.argsort(panel.unit, kind="stable"), np.cumsum(sizes)[:-1])
    for size in np.unique(sizes).tolist():
        units = np.flatnonzero(sizes == size)
        at_once = max(1, _NUMBERS_AT_ONCE // (size * (size + panel.n_waves)))
        for start in range(0, len(units), at_once):
            some = units[start : start + at_once]
            yield some, np.array([rows[unit] for unit in some])


def _exact(slope: float, by_t: SlopeError, covariance: FloatArray, *, level: float) -> SlopeError:
    weights = np.linalg.eigvalsh(covariance)
    weights = weights[weights > 1e-9 * weights[-1]]
    reach = mixture_t_quantile(level, weights)
    return replace(
        by_t,
        p=mixture_t_p_value(slope / by_t.error, weights) if by_t.error else by_t.p,
        interval=_around(slope, reach * by_t.error, level),
        reach=reach,
    )


def _by_inverse_root(blocks: FloatArray, values: FloatArray) -> FloatArray:
    """Each block's symmetric inverse square root times its values, without what is fit exactly."""
    roots, vectors = np.linalg.eigh(blocks)
    kept = roots > 1e-10
    by = np.where(kept, 1 / np.sqrt(np.where(kept, roots, 1)), 0)
    turned = by * np.einsum("gmv,gm->gv", vectors, values)
    return np.asarray(np.einsum("gmv,gv->gm", vectors, turned), dtype=np.float64)
