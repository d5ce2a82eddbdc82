"""Days and weeks that stand out from the time before them. Standard library only.

Three kinds of rule look at a day or a week: `limits` (the limits of Laney's P' chart, from its
baseline), `runs` (weeks only: a run on one side of the median has become longer than chance makes
it), and `below` and `above` (its interval lies wholly beyond a threshold that people set, and none
did in the four weeks before).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.stats.baselines import (
    FEWEST_ANSWERS,
    WEEK,
    Baseline,
    Every,
    expected_before,
    expected_share,
    weeks_of,
)
from survey.stats.control_charts import refuse_impossible
from survey.stats.proportions import normal_quantile
from survey.stats.runs import Runs, anhoej_runs

Rule = Literal["limits", "runs", "below", "above"]
Side = Literal["below", "above"]

RUN_WEEKS = 24
# What lay beyond a threshold in the four weeks before is not said again.
QUIET_WEEKS = 4
# An interval of a day is read six times as often as that of a week, so it has to be surer.
THRESHOLD_LEVEL: Mapping[Every, float] = {"day": 0.9973, "week": 0.99}
# How many signals chance makes in a year of one unit in which nothing changes: the most that one of
# the simulated processes of `docs/statistics.md` gave, rounded up. A page says it; tests hold it.
FALSE_PER_YEAR: Mapping[tuple[Rule, Every], float] = {
    ("limits", "day"): 1.0,
    ("limits", "week"): 0.5,
    ("runs", "week"): 0.1,
}


@dataclass(frozen=True, slots=True)
class Unusual:
    """One rule's finding about one day or week; `at` is the place of its first day.

    `low` and `high` are the limits for `limits`; for a threshold one of them is the threshold, and
    for `runs` both are None, `expected` is the median and `weeks` how long the run is.
    """

    rule: Rule
    every: Every
    at: int
    share: float
    n: int
    expected: float
    low: float | None = None
    high: float | None = None
    weeks: int | None = None

    @property
    def is_low(self) -> bool:
        """Whether it was less than expected."""
        return self.share < self.expected


def signals_of(
    counts: Sequence[int],
    ns: Sequence[int],
    *,
    from_day: int = 0,
    low: float | None = None,
    high: float | None = None,
) -> tuple[Unusual, ...]:
    """Every finding about days from `from_day` on and weeks that began then, in order of time.

    `counts` of `ns` answers were favourable on each day in turn; the first day is a Monday. `low`
    and `high` are the thresholds as shares, None where there is none. Of the days only those with
    10 answers or more are judged, and of the weeks only whole ones. Raises ValueError for counts
    that cannot be.

    >>> calm = ([17, 16, 18, 17, 17, 0, 0] * 30, [20, 20, 20, 20, 20, 0, 0] * 30)
    >>> signals_of(*calm)
    ()
    >>> calm[0][-5] = 4
    >>> [(one.rule, one.every, one.at, one.share) for one in signals_of(*calm)]
    [('limits', 'week', 203, 0.71), ('limits', 'day', 205, 0.2)]
    """
    refuse_impossible(counts, ns)
    first = from_day - from_day % WEEK
    found: list[Unusual] = []
    for monday in range(first, len(ns), WEEK):
        found += _days_of_week(counts, ns, monday, low=low, high=high)
    week_counts, week_ns = weeks_of(counts), weeks_of(ns)
    for week in range(first // WEEK, len(week_ns)):
        found += _week(week_counts, week_ns, week, low=low, high=high)
    return tuple(sorted((one for one in found if one.at >= from_day), key=_in_time))


def runs_until(counts: Sequence[int], ns: Sequence[int], week: int) -> Runs:
    """Anhøj's rules for the 24 weeks that end with this one; weeks under 10 answers are gaps.

    >>> runs_until([8, 6] * 12, [10] * 24, 23).crossings
    23
    """
    since = max(0, week + 1 - RUN_WEEKS)
    return anhoej_runs(
        [
            x / n if n >= FEWEST_ANSWERS else None
            for x, n in zip(counts[since : week + 1], ns[since : week + 1], strict=True)
        ]
    )


def _days_of_week(
    counts: Sequence[int],
    ns: Sequence[int],
    monday: int,
    *,
    low: float | None,
    high: float | None,
) -> Iterator[Unusual]:
    judged = [at for at in range(monday, min(monday + WEEK, len(ns))) if ns[at] >= FEWEST_ANSWERS]
    if not judged:
        return
    baseline = expected_before(counts, ns, monday, every="day")
    for at in judged:
        if baseline:
            yield from _beyond_limits(counts[at], ns[at], at, baseline, every="day")
        yield from _beyond_thresholds(counts, ns, at, baseline, low=low, high=high, every="day")


def _week(
    counts: Sequence[int], ns: Sequence[int], week: int, *, low: float | None, high: float | None
) -> Iterator[Unusual]:
    if ns[week] < FEWEST_ANSWERS:
        return
    baseline = expected_before(counts, ns, week, every="week")
    if baseline:
        yield from _beyond_limits(counts[week], ns[week], week, baseline, every="week")
    yield from _long_run(counts, ns, week)
    yield from _beyond_thresholds(counts, ns, week, baseline, low=low, high=high, every="week")


def _beyond_limits(
    count: int, n: int, at: int, baseline: Baseline, *, every: Every
) -> Iterator[Unusual]:
    expected = expected_share(baseline, n, every=every, weekday=at % WEEK)
    share = count / n
    if not expected.low <= share <= expected.high:
        first = at if every == "day" else at * WEEK
        yield Unusual("limits", every, first, share, n, expected.share, expected.low, expected.high)


def _long_run(counts: Sequence[int], ns: Sequence[int], week: int) -> Iterator[Unusual]:
    """The week with which a run became longer than chance makes it; not the weeks after it."""
    now = runs_until(counts, ns, week)
    share = counts[week] / ns[week]
    if now.centre is None or share == now.centre or not now.is_last_run_long:
        return
    if not runs_until(counts, ns, week - 1).is_last_run_long:
        weeks = now.last_run
        yield Unusual("runs", "week", week * WEEK, share, ns[week], now.centre, weeks=weeks)


def _beyond_thresholds(
    counts: Sequence[int],
    ns: Sequence[int],
    at: int,
    baseline: Baseline | None,
    *,
    low: float | None,
    high: float | None,
    every: Every,
) -> Iterator[Unusual]:
    """Where the whole interval lies beyond a threshold, and none did in the four weeks before."""
    sigma_z = baseline.sigma_z if baseline else 1.0
    earlier = range(max(0, at - QUIET_WEEKS * (WEEK if every == "day" else 1)), at)
    first = at if every == "day" else at * WEEK
    share = counts[at] / ns[at]

    def lies(side: Side, line: float, place: int) -> bool:
        return is_beyond(counts[place], ns[place], line, side, every=every, sigma_z=sigma_z)

    sides: tuple[tuple[Side, float | None], ...] = (("below", low), ("above", high))
    for side, line in sides:
        if line is None or not lies(side, line, at) or any(lies(side, line, it) for it in earlier):
            continue
        bottom, top = (line, None) if side == "below" else (None, line)
        yield Unusual(side, every, first, share, ns[at], line, bottom, top)


def is_beyond(
    count: int, n: int, line: float, side: Side, *, every: Every, sigma_z: float = 1.0
) -> bool:
    """Whether the whole interval of a share out of n lies below or above a line between 0 and 1.

    The interval is Wilson's, of 99.7% for a day and 99% for a week, for n / sigma_z^2 answers:
    where shares move by more than chance, an answer tells less. It lies beyond the line where
    abs(p - line) > z sigma_z sqrt(line (1 - line) / n), which needs no interval. Never below 10
    answers.

    >>> is_beyond(12, 20, 0.7, "below", every="day"), is_beyond(120, 240, 0.7, "below", every="day")
    (False, True)
    """
    if n < FEWEST_ANSWERS:
        return False
    reach = normal_quantile(THRESHOLD_LEVEL[every]) * sigma_z * math.sqrt(line * (1 - line) / n)
    distance = line - count / n if side == "below" else count / n - line
    return distance > reach


def _in_time(one: Unusual) -> tuple[int, str, str]:
    return one.at, one.every, one.rule
