"""Shares adjusted to a common mix, so that a unit is not judged by which channels it serves."""

import math
from collections.abc import Hashable, Mapping
from typing import TypeVar

from survey.stats.proportions import wilson
from survey.stats.result import Estimate, Interval, computed, not_computable

Stratum = TypeVar("Stratum", bound=Hashable)


def standardise(
    rates: Mapping[Stratum, tuple[int, int]],
    weights: Mapping[Stratum, float],
    *,
    level: float = 0.95,
) -> Estimate:
    """The share a unit would have under the common mix, from 0 to 1.

    `rates` gives (successes, n) per stratum (for instance per channel), `weights` the common
    mix, in any unit: only proportions count. Formula: sum w_s p_s with weights scaled to 1.
    Interval: Wilson limits per stratum combined as value -+ sqrt(sum (w_s (p_s - limit_s))^2).
    Sources: direct standardisation; for the interval Zou and Donner 2008, Stat Med
    27:1693-1702. With one stratum it is Wilson's interval. Not computable where a stratum
    with weight has no answers. Raises ValueError for negative weights, weights without a
    positive sum, or counts that cannot be.

    >>> small, large = (81, 87), (192, 263)  # Charig et al. 1986, BMJ 292:879-882
    >>> share = standardise({"small": small, "large": large}, {"small": 357, "large": 343})
    >>> round(share.value, 4)
    0.8325
    """
    total = math.fsum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("The weights of a mix are 0 or more and not all 0.")
    n = sum(rates[stratum][1] for stratum in weights if stratum in rates)
    value = below = above = 0.0
    for stratum, weight in weights.items():
        if weight == 0:
            continue
        share = wilson(*rates.get(stratum, (0, 0)), level=level)
        if share.value is None or share.interval is None:
            reason = f"{stratum} has no answers but carries {weight / total:.0%} of the mix."
            return not_computable("standardised_share", reason, n=n)
        value += weight / total * share.value
        below += (weight / total * (share.value - share.interval.low)) ** 2
        above += (weight / total * (share.interval.high - share.value)) ** 2
    interval = Interval(value - math.sqrt(below), value + math.sqrt(above), level=level)
    return computed("standardised_share", value, n=n, interval=interval.clipped(0.0, 1.0))
