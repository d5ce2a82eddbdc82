"""How much more it would take: answers for a difference, waves for a link inside units."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import ceil

from survey.stats.power_of_differences import means_power, shares_power
from survey.stats.result import Estimate, computed, not_computable

_MOST = 1_000_000
_TOO_MANY = "So small a difference cannot be detected with any number of answers to hand."
_NO_ERROR = "Without an estimate inside units there is nothing to reckon from."


@lru_cache(maxsize=1024)
def answers_for_share_difference(
    share: float, difference: float, *, alpha: float = 0.05, power: float = 0.8
) -> Estimate:
    """How many answers each of two equal sides needs for shares so far apart to be detected.

    The other share lies towards the middle, where it takes more. Found by doubling and halving over
    `shares_power`, whose power rises with n but for small teeth: read it as "about". Not computable
    beyond a million answers. Raises ValueError for shares outside 0 to 1, or no difference.

    >>> answers_for_share_difference(0.8, 0.05).value
    1094.0
    """
    if not (0 <= share <= 1 and 0 < difference <= 0.5):
        raise ValueError(f"Not a share and a difference: {share}, {difference}.")
    other = share - difference if share > 0.5 else share + difference

    def reached(n: int) -> bool:
        return (shares_power(n, share, n, other, alpha=alpha).value or 0.0) >= power

    return _fewest("answers_for_share_difference", reached)


@lru_cache(maxsize=1024)
def answers_for_mean_difference(
    difference: float, sd: float, *, alpha: float = 0.05, power: float = 0.8
) -> Estimate:
    """How many answers each of two equal sides needs for means so far apart to be detected.

    `difference` and `sd` in the unit of the values. Found over `means_power`. Not computable beyond
    a million answers. Raises ValueError as `means_power`, and for no difference.

    >>> answers_for_mean_difference(0.5, 1.0).value
    64.0
    """
    if not difference > 0:
        raise ValueError(f"A difference is above 0, not {difference}.")

    def reached(n: int) -> bool:
        return (means_power(n, n, difference, sd, alpha=alpha).value or 0.0) >= power

    return _fewest("answers_for_mean_difference", reached)


def waves_for_link_inside(detectable: Estimate, rho: float, *, n_units: int, df: float) -> Estimate:
    """How many waves in all it would take to detect a link of `rho` inside as many units.

    From the link that data with `df` degrees of freedom detect now: what is detected shrinks with
    the root of the degrees of freedom, of which n units with w waves have (n - 1)(w - 1) - 1. That
    units stay as alike over time as they were is taken for granted: read it as "about". Not
    computable without a detectable link. Raises ValueError unless 0 < rho < 1 and there are units.

    >>> seen = computed("smallest_detectable_within", 0.41, n=72)
    >>> waves_for_link_inside(seen, 0.3, n_units=9, df=55).value
    16.0
    """
    if not 0 < rho < 1 or n_units < 2:
        raise ValueError(f"Expected 0 < rho < 1 and two units or more, got {rho} and {n_units}.")
    now = detectable.value
    if now is None or not 0 < now < 1:
        return not_computable("waves_for_link_inside", _NO_ERROR, n=detectable.n)
    wanted = df * now**2 * (1 - rho**2) / ((1 - now**2) * rho**2)
    waves = ceil((wanted + 1) / (n_units - 1)) + 1
    return computed("waves_for_link_inside", float(waves), n=detectable.n, n_units=n_units)


def _fewest(method: str, reached: Callable[[int], bool]) -> Estimate:
    low, high = 1, 2
    while not reached(high):
        if high >= _MOST:
            return not_computable(method, _TOO_MANY, n=0)
        low, high = high, min(2 * high, _MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return computed(method, float(high), n=high)
