"""A correlation in words: what it means for units above and below the middle."""

import math
from statistics import NormalDist

# The mean of the top quarter of a standard normal is exp(-q^2/2)/sqrt(2 pi)/.25 at q = .674.
_TOP_QUARTER_MEAN = 4 * NormalDist().pdf(NormalDist().inv_cdf(0.75))

# Simpson's rule over nine standard deviations in this many steps is exact to ten digits.
_STEPS = 600


def _refuse_impossible(r: float) -> None:
    if not -1 <= r <= 1:
        raise ValueError(f"A correlation lies between -1 and 1, not {r}.")


def chance_above_median(r: float) -> float:
    """The chance, 0 to 1, of an above-median outcome for a unit in the upper half.

    Formula, for normal pairs: 1/2 + arcsin(r) / pi; a unit in the lower half has one minus
    this. Source: Dunlap 1994, Psychol Bull 116:509-511. Smaller than the 1/2 + r/2 of the
    binomial effect size display, which overstates. Raises ValueError outside -1 to 1.

    >>> round(chance_above_median(0.34), 2)
    0.61
    """
    _refuse_impossible(r)
    return 0.5 + math.asin(r) / math.pi


def top_minus_bottom_quarter(r: float) -> float:
    """The expected gap between the top and the bottom quarter of units, in outcome SDs.

    Formula, for normal pairs: 2 r E(z | top quarter) = 2.5422 r. They "differ by" this much;
    nothing says one would move the other. Raises ValueError outside -1 to 1.

    >>> round(top_minus_bottom_quarter(0.3), 3)
    0.763
    """
    _refuse_impossible(r)
    return 2 * r * _TOP_QUARTER_MEAN


def chance_above_median_of_top_quarter(r: float) -> float:
    """The chance, 0 to 1, of an above-median outcome for a unit in the top quarter.

    Formula, for normal pairs: the mean of Phi(r x / sqrt(1 - r^2)) over the top quarter of x, by
    Simpson's rule; a unit in the bottom quarter has one minus this. Raises ValueError outside
    -1 to 1.

    >>> round(chance_above_median_of_top_quarter(0.3), 3)
    0.653
    """
    _refuse_impossible(r)
    if abs(r) == 1:
        return float(r == 1)
    normal, slope = NormalDist(), r / math.sqrt(1 - r * r)
    first, step = normal.inv_cdf(0.75), 9 / _STEPS
    total = 0.0
    for at in range(_STEPS + 1):
        x = first + at * step
        weight = 1 if at in (0, _STEPS) else 4 if at % 2 else 2
        total += weight * normal.pdf(x) * normal.cdf(slope * x)
    return 4 * total * step / 3
