"""From answers by kind of work to bands: the one way, for units as for agents."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from survey.insight.satisfaction import FEW
from survey.instruments.satisfaction import CSAT_SCALE
from survey.stats.bands import Band, Lines, give_bands
from survey.stats.result import Estimate
from survey.stats.same_work import AdjustedMean, Answers, Work, adjust_means

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Judged:
    """One unit or agent: the adjusted mean, the shrunken one, and the band.

    Neither is shown beyond the ends of the scale, though taking hard work out of a mean may lead
    there. `shrunken` is None below 30 answers, where nobody is judged.
    """

    adjusted: AdjustedMean
    shrunken: Estimate | None
    band: Band

    @property
    def n(self) -> int:
        """How many answers."""
        return self.adjusted.estimate.n

    @property
    def is_thin(self) -> bool:
        """Whether there are too few answers to judge by."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Judgement(Generic[Who]):
    """All who are looked at together; `reason` says why nobody has a band, where nobody can."""

    by: Mapping[Who, Judged]
    reason: str | None
    n_judged: int


def judge(
    units: Mapping[Who, Answers], whole: Answers, lines: Lines, *, n_looked_at: int | None = None
) -> Judgement[Who]:
    """The bands of these units or agents, whose answers are among those of the whole.

    `n_looked_at` counts all that a reader looks at where these are only some of them.
    """
    adjusted = adjust_means(units, whole)
    enough = [who for who, one in adjusted.items() if one.estimate.n >= FEW]
    found = give_bands(
        [adjusted[who].estimate.value or 0.0 for who in enough],
        [adjusted[who].standard_error or 0.0 for who in enough],
        lines,
        n_looked_at=n_looked_at,
    )
    banded = dict(zip(enough, found.units, strict=True))
    by = {
        who: Judged(_shown(one), _on_scale(banded[who].estimate), banded[who].band)
        if who in banded
        else Judged(_shown(one), None, Band.NOT_ENOUGH)
        for who, one in adjusted.items()
    }
    return Judgement(by, found.reason, len(enough))


def _shown(one: AdjustedMean) -> AdjustedMean:
    return replace(one, estimate=_on_scale(one.estimate))


def _on_scale(estimate: Estimate) -> Estimate:
    if estimate.value is None:
        return estimate
    low, high = CSAT_SCALE.low, CSAT_SCALE.high
    value = min(max(estimate.value, low), high)
    interval = estimate.interval and estimate.interval.clipped(low, high)
    return replace(estimate, value=value, interval=interval)


def n_judgeable(units: Iterable[Answers]) -> int:
    """How many of them have enough answers to be judged."""
    return sum(_n(answers) >= FEW for answers in units)


def mean_of(whole: Answers) -> float | None:
    """The mean of all these answers, or None of none."""
    n = _n(whole)
    total = sum(point * many for counts in whole.values() for point, many in counts.items())
    return total / n if n else None


def added(answers: dict[Work, dict[int, int]], work: Work, counts: Mapping[int, int]) -> None:
    """Count these answers in, on this work."""
    held = answers.setdefault(work, {})
    for point, many in counts.items():
        held[point] = held.get(point, 0) + many


def _n(answers: Answers) -> int:
    return sum(sum(counts.values()) for counts in answers.values())
