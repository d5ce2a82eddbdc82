"""One link inside units: its figure, its state, and what is missing before it has one.

The rule is the one of the linkage: units and times taken out, the interval clustered by unit, and
a verdict from 4 units, 3 times and 10 degrees of freedom on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from survey.insight.linkage.minimums import WITHIN_DF, WITHIN_UNITS, WITHIN_WAVES
from survey.insight.linkage.verdict import ALPHA, Verdict, verdict_of
from survey.insight.linkage.within import is_enough
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.power import smallest_detectable_within
from survey.stats.result import Estimate
from survey.stats.within import two_way

# Data that could miss a link of this size cannot say that there is no evidence of one; up to here
# a link is called modest.
WORTH_SEEING = 0.3

State = Literal["goes with", "no link that matters", "no evidence here", "cannot tell yet"]


@dataclass(frozen=True, slots=True)
class InsideLink:
    """The clustered two-way correlation and the smallest one these data would have shown.

    `more_units` and `more_times` are what is missing before it may be judged, 0 where nothing is;
    `is_enough` may be false all the same where a side does not vary. `is_approximate` says that
    more false alarms than 5 in 100 are possible.
    """

    estimate: Estimate
    detectable: Estimate
    more_units: int
    more_times: int
    is_enough: bool
    is_approximate: bool

    @property
    def p(self) -> float | None:
        """The p that enters a family of tests; None where there is too little to test."""
        return self.estimate.p if self.is_enough else None

    @property
    def leaves_out_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        interval = self.estimate.interval
        return interval is not None and (interval.low > 0 or interval.high < 0)

    def state(self, judged_by: float | None) -> State:
        """What is said of the link, `judged_by` being its q in a family, or its own p alone.

        "goes with" and "no link that matters" by the rule of the linkage. "no evidence here" only
        where the interval holds zero, `judged_by` is not below 0.05 and a link of `WORTH_SEEING`
        would have shown up reliably; all else is "cannot tell yet".
        """
        verdict = verdict_of(self.estimate, judged_by, enough=self.is_enough)
        if verdict is Verdict.EVIDENCE_FOR:
            return "goes with"
        if verdict is Verdict.EVIDENCE_AGAINST:
            return "no link that matters"
        least = self.detectable.value
        is_sharp = self.is_enough and least is not None and round(least, 2) <= WORTH_SEEING
        if is_sharp and not self.leaves_out_zero and judged_by is not None and judged_by >= ALPHA:
            return "no evidence here"
        return "cannot tell yet"


def inside_link(
    x: Sequence[float],
    y: Sequence[float],
    units: Sequence[str],
    times: Sequence[str],
    *,
    beside: Sequence[float] | None = None,
    lacking_times: int = 0,
) -> InsideLink:
    """The link between two sides inside units, one row per unit and time.

    `beside` is taken out of both sides as well. `lacking_times` is how many times are missing for
    a reason of the caller's own; then the link may not be judged whatever it is.
    """
    found = two_way(x, y, units, times, covariates=None if beside is None else [beside])
    estimate = found.clustered
    n_units, n_times = _told(units, times)
    more_units = max(0, WITHIN_UNITS - n_units)
    wanted = max(WITHIN_WAVES, _times_for(max(n_units, WITHIN_UNITS)))
    return InsideLink(
        estimate=estimate,
        detectable=smallest_detectable_within(found),
        more_units=more_units,
        more_times=max(lacking_times, wanted - n_times, 0),
        is_enough=not lacking_times
        and is_enough(found.correlation)
        and estimate.interval is not None,
        is_approximate=found.is_approximate,
    )


def _told(units: Sequence[str], times: Sequence[str]) -> tuple[int, int]:
    """How many units have several times, and how many times these have between them.

    A single unit has nothing to be compared with, and its times are there all the same.
    """
    by_unit: dict[str, set[str]] = defaultdict(set)
    for unit, time in zip(units, times, strict=True):
        by_unit[unit].add(time)
    several = [found for found in by_unit.values() if len(found) > 1]
    return len(several), len(set().union(*several))


def _times_for(n_units: int) -> int:
    """How many times it takes until (units - 1)(times - 1) - 1 degrees of freedom are enough."""
    return -(-(WITHIN_DF + 1) // (n_units - 1)) + 1


def judged_together(links: Sequence[InsideLink]) -> tuple[tuple[float | None, ...], int]:
    """The q of each link in the family of those that can be tested, and how many these are.

    None for a link that cannot be tested: it is no part of the family.
    """
    tested = [link.p for link in links if link.p is not None]
    adjusted = iter(benjamini_hochberg(tested))
    return tuple(None if link.p is None else next(adjusted) for link in links), len(tested)
