"""The least-squares line through a scatter, with the band in which the true line may run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import t_quantile
from survey.stats.samples import hardly_varies, read_pairs


@dataclass(frozen=True, slots=True)
class LinePoint:
    """The line at `x`: its height `y` and the ends of its 95% interval (None under 3 pairs)."""

    x: float
    y: float
    low: float
    high: float


def fitted_line(
    x: npt.ArrayLike, y: npt.ArrayLike, at: Sequence[float], *, level: float = 0.95
) -> tuple[LinePoint, ...]:
    """The line of y on x at the places `at`, each with the interval of the mean of y there.

    Formula: a + b x +- t(n-2) s sqrt(1/n + (x - mean)^2 / sum dx^2). Source: Working and
    Hotelling 1929, J Am Stat Assoc 24:73-85, pointwise form. Empty under 3 pairs or where x is
    constant. Raises ValueError for sides of unequal length and for infinity.

    >>> point = fitted_line([1, 2, 3, 4, 5], [2, 2, 4, 4, 6], [3])[0]
    >>> round(point.y, 2), round(point.low, 2), round(point.high, 2)
    (3.6, 2.7, 4.5)
    """
    pairs = read_pairs(x, y, missing="drop_pairs")
    if pairs.n < 3 or hardly_varies(pairs.x):
        return ()
    dx = pairs.x - pairs.x.mean()
    spread = float(dx @ dx)
    slope = float(dx @ pairs.y) / spread
    residual = pairs.y - pairs.y.mean() - slope * dx
    df = pairs.n - 2
    error = math.sqrt(float(residual @ residual) / df)
    reach = t_quantile(level, df) * error
    points = []
    for place in np.asarray(at, dtype=float):
        away = float(place - pairs.x.mean())
        height = float(pairs.y.mean()) + slope * away
        half = reach * math.sqrt(1 / pairs.n + away**2 / spread)
        points.append(LinePoint(float(place), height, height - half, height + half))
    return tuple(points)
