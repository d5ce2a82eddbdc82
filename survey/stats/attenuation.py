"""What a correlation might be if both sides were measured without error: a secondary figure."""

import math
from dataclasses import replace

from survey.stats.result import Estimate, Interval, not_computable

_TOO_LOW = "Reliability too low to correct."


def without_attenuation(
    association: Estimate, reliability_x: float, reliability_y: float
) -> Estimate:
    """The correlation over the root of both reliabilities; its interval likewise, p unchanged.

    Formula: r / sqrt(rxx ryy); nothing is learnt by it, so p and n stay. The ends may pass +-1.
    For unit means the reliabilities are their ICC(2), from one wave each. The errors of both
    sides must be independent, as they are where different people answer. Source: Spearman 1904,
    Am J Psychol 15:72-101. Not computable where the correlation is not, where a reliability is 0
    or less, or where the result would pass +-1 ("Reliability too low to correct."). Raises
    ValueError for a reliability above 1 or not finite.

    >>> from survey.stats.result import computed
    >>> observed = computed("pearson", 0.45, n=40, interval=Interval(0.16, 0.67), p=0.004)
    >>> corrected = without_attenuation(observed, 0.64, 0.81)
    >>> round(corrected.value, 3), round(corrected.interval.low, 3), corrected.p
    (0.625, 0.222, 0.004)
    """
    method = f"{association.method}_without_attenuation"
    for reliability in (reliability_x, reliability_y):
        if not (math.isfinite(reliability) and reliability <= 1):
            raise ValueError(f"A reliability is a number up to 1, not {reliability}.")
    if association.value is None:
        return replace(association, method=method)
    factor = math.sqrt(max(reliability_x, 0.0)) * math.sqrt(max(reliability_y, 0.0))
    # Compared before dividing: a factor of 0 would not divide, and rounding is no reason.
    if factor == 0 or abs(association.value) > factor * (1 + 1e-12):
        return not_computable(
            method,
            _TOO_LOW,
            n=association.n,
            n_units=association.n_units,
            n_waves=association.n_waves,
            warnings=association.warnings,
        )
    ends = association.interval
    interval = ends and Interval(ends.low / factor, ends.high / factor, level=ends.level)
    value = max(-1.0, min(1.0, association.value / factor))
    return replace(association, method=method, value=value, interval=interval)
