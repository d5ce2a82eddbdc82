"""Customer effort (CES): how easy it was, from 1 to 7."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey.stats.means import mean_from_counts
from survey.stats.proportions import wilson
from survey.stats.result import Estimate

HIGHEST = 7
EASY_FROM = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """The mean ease, from 1 to 7, and the share who found it easy, from 0 to 1."""

    mean: Estimate
    easy: Estimate


def customer_effort(
    counts: Mapping[int, int], *, easy_from: int = EASY_FROM, level: float = 0.95
) -> Effort:
    """The mean ease with Student's t interval, and the share of easy answers with Wilson's.

    `counts` gives the number of answers at each point 1 (very hard) to 7 (very easy); missing
    points count as 0. Easy is `easy_from` and above. The mean has no interval for one answer or
    answers all alike; the share always has. Sources: Student 1908, Biometrika 6:1-25; Wilson
    1927, J Am Stat Assoc 22:209-212. Not computable for no answers. Raises ValueError for a
    point outside 1 to 7 or a negative count.

    >>> effort = customer_effort({7: 20, 6: 12, 5: 8, 3: 6, 1: 4})
    >>> effort.mean.value, effort.easy.value, round(effort.easy.interval.low, 3)
    (5.48, 0.8, 0.67)
    """
    if easy_from not in range(1, HIGHEST + 1):
        raise ValueError(f"Easy begins at a point from 1 to {HIGHEST}, not {easy_from}.")
    for point, count in counts.items():
        if point not in range(1, HIGHEST + 1) or count < 0:
            raise ValueError(
                f"Expected counts of 0 or more at points 1 to {HIGHEST}, got {point}: {count}."
            )
    easy = sum(count for point, count in counts.items() if point >= easy_from)
    return Effort(
        replace(mean_from_counts(counts, level=level), method="ces_mean"),
        replace(wilson(easy, sum(counts.values()), level=level), method="ces_easy"),
    )
