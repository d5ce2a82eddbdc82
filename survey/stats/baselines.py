"""What a day or a week is held against: the 26 weeks that ended before its own week began.

Standard library only. The point under judgement is never part of its own baseline.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.stats.control_charts import refuse_impossible, share_limits, sigma_z_of

Every = Literal["day", "week"]

WEEK = 7
BASELINE_WEEKS = 26
# Most answers to a contact come within three days; a day is judged from then on.
SETTLING_DAYS = 3
# Fewer answers than these make no point, and fewer points no baseline.
FEWEST_ANSWERS = 10
FEWEST_POINTS: Mapping[Every, int] = {"day": 60, "week": 12}
# Days are judged six times as often as weeks and have longer tails, so their limits lie wider.
SIGMAS: Mapping[Every, float] = {"day": 3.5, "week": 3.0}
# How many answers of the whole baseline are mixed into those of one weekday.
_WEEKDAY_PRIOR = 50


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is to be expected: a share per weekday (or one for weeks), and how much shares move."""

    shares: tuple[float, ...]
    sigma_z: float
    n_points: int
    n_answers: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What one day or week was held against; shares between 0 and 1."""

    share: float
    low: float
    high: float


def baseline_of(counts: Sequence[int], ns: Sequence[int], *, every: Every) -> Baseline | None:
    """The baseline of days (the first of them a Monday) or weeks; None where there is too little.

    A weekday's share is (x + 50 pbar) / (n + 50), so that a weekday with few answers keeps near
    the share pbar of all. sigma_z is that of Laney's P' chart (see `control_charts.laney_p`), of
    points with 10 answers or more, each held against the share of its weekday; points without so
    many are passed over. For days it is at least as large as that of days a week apart, because
    neighbouring days are often alike. It takes 60 such days or 12 such weeks. None as well where
    all answers are alike, for then nothing can be told to stand out. Raises ValueError for counts
    that cannot be.

    >>> calm = baseline_of([17, 16] * 13, [20] * 26, every="week")
    >>> round(calm.shares[0], 3), calm.sigma_z, calm.n_points
    (0.825, 1.0, 26)
    """
    refuse_impossible(counts, ns)
    there = [at for at, n in enumerate(ns) if n >= FEWEST_ANSWERS]
    total = sum(ns[at] for at in there)
    if len(there) < FEWEST_POINTS[every]:
        return None
    share = sum(counts[at] for at in there) / total
    if share in (0.0, 1.0):
        return None
    shares = (share,) if every == "week" else _by_weekday(counts, ns, there, share)
    zs: dict[int, float] = {}
    for at in there:
        expected = shares[at % len(shares)]
        zs[at] = (counts[at] / ns[at] - expected) / math.sqrt(expected * (1 - expected) / ns[at])
    sigma_z = sigma_z_of(list(zs.values())) or 1.0
    if every == "day":
        sigma_z = max(sigma_z, _sigma_z_of_weekdays(zs, len(ns)))
    return Baseline(shares, sigma_z, len(there), total)


def expected_share(baseline: Baseline, n: int, *, every: Every, weekday: int = 0) -> Expected:
    """What a share of n answers was expected to lie between; Monday is weekday 0.

    Formula: p -+ k sigma_z sqrt(p (1 - p) / n), cut to 0 to 1, k = 3.5 for days and 3 for weeks.

    >>> found = expected_share(Baseline((0.8,), 1.0, 26, 2600), 100, every="week")
    >>> round(found.low, 2), round(found.high, 2)
    (0.68, 0.92)
    """
    share = baseline.shares[weekday % len(baseline.shares)]
    limits = share_limits(share, n, sigma_z=baseline.sigma_z, sigmas=SIGMAS[every])
    return Expected(share, limits.low, limits.high)


def weeks_of(days: Sequence[int]) -> list[int]:
    """The sums of whole weeks of days; days after the last whole week are left out.

    >>> weeks_of([1] * 15)
    [7, 7]
    """
    return [sum(days[at : at + WEEK]) for at in range(0, len(days) - WEEK + 1, WEEK)]


def expected_before(
    counts: Sequence[int], ns: Sequence[int], at: int, *, every: Every
) -> Baseline | None:
    """The baseline of the 26 weeks that ended before place `at`, of days or of weeks.

    For days `at` is the Monday of the week in question. None where there is too little.

    >>> expected_before([8] * 30, [10] * 30, 29, every="week").n_points
    26
    """
    many = BASELINE_WEEKS * (WEEK if every == "day" else 1)
    since = max(0, at - many)
    return baseline_of(counts[since:at], ns[since:at], every=every)


def _sigma_z_of_weekdays(zs: Mapping[int, float], n_days: int) -> float:
    """sigma_z from days a week apart: one weekday's values after the other, a gap between them."""
    in_turn: list[float | None] = []
    for weekday in range(WEEK):
        in_turn += [zs.get(at) for at in range(weekday, n_days, WEEK)]
        in_turn.append(None)
    return sigma_z_of(in_turn) or 1.0


def _by_weekday(
    counts: Sequence[int], ns: Sequence[int], there: Sequence[int], share: float
) -> tuple[float, ...]:
    sums = [[share * _WEEKDAY_PRIOR, _WEEKDAY_PRIOR] for _ in range(WEEK)]
    for at in there:
        sums[at % WEEK][0] += counts[at]
        sums[at % WEEK][1] += ns[at]
    return tuple(x / n for x, n in sums)
