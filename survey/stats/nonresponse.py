"""What those who did not answer could change, and what is left of chance when most have answered.

Standard library only.
"""

import math

from survey.stats.result import Estimate, Interval, computed, not_computable

_NO_ANSWERS = "There are no answers yet."


def _refuse_impossible(responded: int, invited: int) -> None:
    if not 0 <= responded <= invited:
        raise ValueError(f"{responded} answers from {invited} invited: count 0 to all of them.")


def mean_bounds(
    mean: float, responded: int, invited: int, *, low: float = 1.0, high: float = 5.0
) -> Estimate:
    """The mean of those who answered, with the lowest and highest mean of all invited.

    Formula, with r of N answered: from (r m + (N - r) low) / N to (r m + (N - r) high) / N, the
    means if everybody silent had given the lowest or the highest answer. Nothing is assumed
    about them; these are bounds and no chance is involved, so their level is 1. Source: Manski
    2003, Partial Identification of Probability Distributions, ch. 1. `invited` is the roster
    frozen when the wave opened. For a share give low 0 and high 1. Not computable where nobody
    answered. Raises ValueError for counts that cannot be or a mean outside the scale.

    >>> bounds = mean_bounds(4.2, 9, 12)
    >>> round(bounds.interval.low, 2), round(bounds.interval.high, 2)
    (3.4, 4.4)
    """
    _refuse_impossible(responded, invited)
    if responded == 0:
        return not_computable("manski_bounds", _NO_ANSWERS, n=0)
    if not low <= mean <= high:
        raise ValueError(f"A mean of {mean} is not on a scale from {low} to {high}.")
    silent = (invited - responded) / invited
    # As distances from the mean, so that nothing is open where all answered.
    lowest, highest = mean - silent * (mean - low), mean + silent * (high - mean)
    interval = Interval(lowest, highest, level=1.0)
    return computed("manski_bounds", mean, n=responded, interval=interval)


def finite_population_correction(responded: int, invited: int) -> Estimate:
    """By how much chance shrinks where a good part of all people answered: a factor, 0 to 1.

    Formula: sqrt((N - r) / (N - 1)); the standard error of a mean of r of N people is multiplied
    by it. 0 where all answered: nothing is left to chance about these people now, though their
    answers may still move from day to day. It takes those silent to be like those who answered;
    `mean_bounds` does not. Source: Cochran 1977, Sampling Techniques, sec. 2.6. Not computable
    where nobody answered. Raises ValueError for counts that cannot be.

    >>> round(finite_population_correction(9, 12).value, 4)
    0.5222
    """
    _refuse_impossible(responded, invited)
    method = "finite_population_correction"
    if responded == 0:
        return not_computable(method, _NO_ANSWERS, n=0)
    factor = math.sqrt((invited - responded) / (invited - 1)) if invited > 1 else 0.0
    return computed(method, factor, n=responded)
