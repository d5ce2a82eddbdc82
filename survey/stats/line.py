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
    """The line at `x`: its height `y` and the ends of the interval of the mean there."""

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
    dx, dy = pairs.x - pairs.x.mean(), pairs.y - pairs.y.mean()
    # Sides of their own size first, so that squares of huge and tiny numbers stay in range.
    width, scale = float(np.abs(dx).max()), float(np.abs(dy).max()) or 1.0
    dx, dy = dx / width, dy / scale
    spread = float(dx @ dx)
    slope = float(dx @ dy) / spread
    residual = dy - slope * dx
    df = pairs.n - 2
    reach = t_quantile(level, df) * math.sqrt(float(residual @ residual) / df)
    points = []
    for place in np.asarray(at, dtype=float):
        away = float(place - pairs.x.mean()) / width
        height = float(pairs.y.mean()) + scale * slope * away
        half = scale * reach * math.hypot(1 / math.sqrt(pairs.n), away / math.sqrt(spread))
        points.append(LinePoint(float(place), height, height - half, height + half))
    return tuple(points)
