"""Promoters minus detractors (NPS and eNPS), with an interval that unanimity cannot collapse."""

import math
from collections.abc import Mapping

from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable

# Rocks 2016 adds three answers before the interval is taken, split as if nobody knew anything.
_ADDED_TO_EACH_END = 0.75
_ADDED_TO_THE_MIDDLE = 1.5


def net_promoter(counts: Mapping[int, int], *, level: float = 0.95) -> Estimate:
    """Promoters (9, 10) minus detractors (0 to 6) in points from -100 to 100.

    `counts` gives the number of answers at each point 0 to 10; missing points count as 0.
    Formula of the value: 100 (promoters - detractors) / n. Interval: adjusted Wald on counts
    increased by 3/4, 3/2 and 3/4, centre d' +- z sqrt((p' + q' - d'^2) / (n + 3)), cut to
    +-100. Source: Rocks 2016, Am Stat 70:365-372. The value itself is not adjusted, so the
    interval need not be centred on it; where very few answers agree it is widened to hold it.
    Not computable where n is 0. Raises ValueError for a
    point outside 0 to 10 or a negative count.

    >>> score = net_promoter({10: 60, 8: 25, 3: 15})
    >>> score.value, round(score.interval.low, 1), round(score.interval.high, 1)
    (45.0, 29.3, 58.0)
    """
    for point, count in counts.items():
        if point not in range(11) or count < 0:
            raise ValueError(
                f"Expected counts of 0 or more at points 0 to 10, got {point}: {count}."
            )
    promoters = sum(count for point, count in counts.items() if point >= 9)
    detractors = sum(count for point, count in counts.items() if point <= 6)
    n = sum(counts.values())
    if n == 0:
        return not_computable("net_promoter", "There are no answers yet.", n=0)
    total = n + 2 * _ADDED_TO_EACH_END + _ADDED_TO_THE_MIDDLE
    above = (promoters + _ADDED_TO_EACH_END) / total
    below = (detractors + _ADDED_TO_EACH_END) / total
    centre = above - below
    reach = normal_quantile(level) * math.sqrt((above + below - centre * centre) / total)
    value = 100 * (promoters - detractors) / n
    low, high = min(100 * (centre - reach), value), max(100 * (centre + reach), value)
    interval = Interval(low, high, level=level).clipped(-100.0, 100.0)
    return computed("net_promoter", value, n=n, interval=interval)
