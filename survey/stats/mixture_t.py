"""Student's t where the variance below it is a weighted sum: what a clustered error really follows.

A slope's clustered error squared is, under independent errors of equal size, a sum of squared
normal values with unequal weights. Equal weights give t; with unequal ones t at any number of df
is an approximation, and a cautious one where few weights are large.
"""

import math

import numpy as np

from survey.stats.distributions import t_quantile
from survey.stats.samples import FloatArray

# Nodes of the integral over an angle from 0 to a right angle; 60 leave an error under 1e-10 in p.
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(60)
_SINES_SQUARED = np.sin((_NODES + 1) * math.pi / 4) ** 2
_MOST_STEPS = 60


def mixture_t_p_value(t: float, weights: FloatArray) -> float:
    """The two-sided p of t, its squared error a sum of squared normals with these weights.

    t is value / error, the weights (at least one above 0, shape (m,)) count by their ratios only;
    m equal ones give Student's t with m df. Formula: the chance that |Z| exceeds |t| sqrt(V / E V),
    V = sum of weight_j Z_j^2, by Craig's integral for the normal tail, whose mean over V is closed:
    2/pi times the integral from 0 to pi/2 of prod_j (1 + t^2 w_j / (sum w sin^2 a))^(-1/2) da.
    Source: Craig 1991, MILCOM 91:571-575; the law itself as in McCaffrey and Bell 2006, Stat Med
    25:4081-4098, who approximate it. No errors.

    >>> round(mixture_t_p_value(2.2281388520, np.ones(10)), 8), mixture_t_p_value(0, np.ones(3))
    (0.05, 1.0)
    """
    return _tail(abs(t), weights / weights.sum())[0]


def mixture_t_quantile(level: float, weights: FloatArray) -> float:
    """How many errors an interval of this level reaches, weights as in `mixture_t_p_value`.

    Found by Newton's steps on log p over log t, which bends downward. Raises ValueError for a
    level outside 0 to 1.

    >>> round(mixture_t_quantile(0.95, np.ones(10)), 6)
    2.228139
    """
    shares = weights / weights.sum()
    t = t_quantile(level, 1 / float(shares @ shares))
    for _ in range(_MOST_STEPS):
        p, steepness = _tail(t, shares)
        step = math.log(p / (1 - level)) / steepness
        t *= math.exp(step)
        if abs(step) < 1e-12:
            break
    return t


def _tail(t: float, shares: FloatArray) -> tuple[float, float]:
    """p at t, and minus the slope of log p over log t there."""
    grown = t * t * shares / _SINES_SQUARED[:, np.newaxis]
    values = np.exp(-0.5 * np.log1p(grown).sum(axis=1)) * _NODE_WEIGHTS / 2
    p = float(values.sum())
    steepness = float(values @ (grown / (1 + grown)).sum(axis=1))
    return min(p, 1.0), steepness / p if p else 0.0
