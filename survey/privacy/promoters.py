"""eNPS of the whole centre: exact in the middle, a bound near the ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from survey.instruments.pulse import RECOMMENDATION
from survey.privacy.figures import Published

PROMOTER_FROM = 9
DETRACTOR_UNTIL = 6
PROMOTER_BOUND = 90
# How many promoters or detractors more the blocks' means have to leave open beyond a figure. One
# would do for strangers; whoever knows the own answer narrows it by two.
MARGIN = 3
# Half a unit of the second decimal, to which means are published.
ROUNDING = Fraction(1, 200)


def promoter_score(scores: Sequence[Fraction], cells: Sequence[Published]) -> Published:
    """The share of 9 and 10 minus the share of 0 to 6, in whole points, or a bound.

    `cells` are the published means of the blocks. Where these leave little open, mean and
    promoters together would tell single answers: if all the centre could give no fewer
    promoters, everybody's answer is known. So the score is a bound at 90 and -90, and before that
    where it comes near to the most or the fewest that the means allow. Which ones these are
    anybody can work out, so the bound tells nothing else.
    """
    n = len(scores)
    surplus = sum(_promotes(one) for one in scores)
    reaches = [reach(cell) for cell in cells]
    fewest, most = sum(low for low, _ in reaches), sum(high for _, high in reaches)
    margin = min(MARGIN, (most - fewest) // 2)
    high = min(PROMOTER_BOUND, _points(most - margin, n))
    low = max(-PROMOTER_BOUND, _points(fewest + margin, n))
    value = _points(surplus, n)
    if value >= high:
        return Published(float(high), "at_least", n)
    if value <= low:
        return Published(float(low), "at_most", n)
    return Published(float(value), "exact", n)


def reach(cell: Published) -> tuple[int, int]:
    """Promoters less detractors among the answers behind a mean: the fewest and the most."""
    n, value = cell.n, Fraction(str(cell.value))
    low, high = math.ceil((value - ROUNDING) * n), math.floor((value + ROUNDING) * n)
    if cell.form == "at_least":
        high = RECOMMENDATION.high * n
    elif cell.form == "at_most":
        low = RECOMMENDATION.low * n
    possible = [
        promoters - detractors
        for promoters in range(n + 1)
        for detractors in range(n + 1 - promoters)
        if _least(n, promoters, detractors) <= high and _greatest(n, promoters, detractors) >= low
    ]
    return min(possible), max(possible)


def _least(n: int, promoters: int, detractors: int) -> int:
    passives = n - promoters - detractors
    return (
        PROMOTER_FROM * promoters
        + (DETRACTOR_UNTIL + 1) * passives
        + RECOMMENDATION.low * detractors
    )


def _greatest(n: int, promoters: int, detractors: int) -> int:
    passives = n - promoters - detractors
    return (
        RECOMMENDATION.high * promoters
        + (PROMOTER_FROM - 1) * passives
        + DETRACTOR_UNTIL * detractors
    )


def _promotes(score: Fraction) -> int:
    return (score >= PROMOTER_FROM) - (score <= DETRACTOR_UNTIL)


def _points(surplus: int, n: int) -> int:
    return round(Fraction(100 * surplus, n))
