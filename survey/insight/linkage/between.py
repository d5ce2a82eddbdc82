"""Between groups: do those with higher engagement have happier customers?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from survey.insight.linkage import resampled
from survey.insight.linkage.cells import Cell
from survey.insight.linkage.minimums import TEST_BETWEEN_FROM
from survey.insight.linkage.verdict import Verdict, verdict_of
from survey.stats.correlation import pearson, spearman
from survey.stats.influence import LeaveOneOut, leave_one_out_r
from survey.stats.power import smallest_detectable_correlation
from survey.stats.result import Estimate
from survey.stats.slope import between_slope, size_between_quartiles


@dataclass(frozen=True, slots=True)
class Group:
    """One group's means over the waves it is in: a dot of the scatter."""

    key: str
    label: str
    unit_ids: tuple[int, ...]
    last_wave: int
    engagement: float
    satisfaction: float
    n_waves: int
    n_engagement: int | None
    n_satisfaction: int | None


@dataclass(frozen=True, slots=True)
class Between:
    """Do groups with higher engagement have happier customers?

    `pearson` has Fisher's interval, `permutation` is exact up to 9 groups and Monte Carlo above;
    `size` is in satisfaction points between the 25th and 75th percentile of engagement.
    `n_overlapping` groups of earlier waves share units with later ones and were left out.
    """

    groups: tuple[Group, ...]
    pearson: Estimate
    permutation: Estimate
    spearman: Estimate
    slope: Estimate
    size: Estimate
    detectable: Estimate
    influence: LeaveOneOut
    is_enough: bool
    verdict: Verdict
    n_overlapping: int

    @property
    def estimate(self) -> Estimate:
        """The correlation that leads, with the interval to show."""
        return self.pearson

    @property
    def p(self) -> float | None:
        """The p that the verdict goes by."""
        return self.permutation.p


def every_group(cells: tuple[Cell, ...]) -> tuple[Group, ...]:
    """The groups of these cells, by key."""
    by_key: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_key[cell.group].append(cell)
    return tuple(_group(key, by_key[key]) for key in sorted(by_key))


def between(cells: tuple[Cell, ...]) -> Between:
    """The comparison of the groups' means over all these cells."""
    every = every_group(cells)
    groups = _without_overlap(every)
    x = tuple(group.engagement for group in groups)
    y = tuple(group.satisfaction for group in groups)
    correlation = pearson(x, y)
    permutation = resampled.permutation(x, y)
    is_enough = len(groups) >= TEST_BETWEEN_FROM
    return Between(
        groups=groups,
        pearson=correlation,
        permutation=permutation,
        spearman=spearman(x, y),
        slope=between_slope(x, y),
        size=size_between_quartiles(x, y),
        detectable=smallest_detectable_correlation(len(groups)),
        influence=leave_one_out_r(x, y),
        is_enough=is_enough,
        verdict=verdict_of(correlation, permutation.p, enough=is_enough),
        n_overlapping=len(every) - len(groups),
    )


def _without_overlap(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Groups that share no unit, those of the latest waves first: people count once."""
    taken: set[int] = set()
    kept: list[Group] = []
    for group in sorted(groups, key=lambda group: group.last_wave, reverse=True):
        if taken.isdisjoint(group.unit_ids):
            taken.update(group.unit_ids)
            kept.append(group)
    return tuple(sorted(kept, key=lambda group: group.key))


def _group(key: str, cells: list[Cell]) -> Group:
    newest = max(cells, key=lambda cell: cell.position)
    return Group(
        key=key,
        label=newest.label,
        unit_ids=newest.unit_ids,
        last_wave=newest.position,
        engagement=fmean(cell.engagement for cell in cells),
        satisfaction=fmean(cell.satisfaction for cell in cells),
        n_waves=len(cells),
        n_engagement=_total([cell.n_engagement for cell in cells]),
        n_satisfaction=_total([cell.n_satisfaction for cell in cells]),
    )


def _total(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
