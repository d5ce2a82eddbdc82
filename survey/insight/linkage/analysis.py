"""The estimates of one linkage: between groups, within groups, their size and their warnings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from survey.insight.linkage.cells import Cell, Material
from survey.insight.linkage.verdict import Verdict, verdict_of
from survey.stats.correlation import pearson, spearman
from survey.stats.permutation import pearson_permutation
from survey.stats.power import smallest_detectable_correlation
from survey.stats.result import Estimate
from survey.stats.slope import between_slope, size_between_quartiles
from survey.stats.within import WithinEstimate, repeated_measures, two_way

# The draw of the Monte Carlo permutation is fixed, so that identical data give identical reports.
SEED = 20_260_101
SHOW_BETWEEN_FROM = 4
TEST_BETWEEN_FROM = 6
WITHIN_UNITS = 4
WITHIN_WAVES = 3
WITHIN_DF = 10


@dataclass(frozen=True, slots=True)
class Group:
    """One group's means over the waves it is in: a dot of the scatter."""

    key: str
    label: str
    unit_ids: tuple[int, ...]
    last_wave: str
    engagement: float
    satisfaction: float
    n_waves: int
    n_engagement: int | None
    n_satisfaction: int | None


@dataclass(frozen=True, slots=True)
class Between:
    """Do groups with higher engagement have happier customers?

    `pearson` has Fisher's interval, `permutation_p` is exact up to 9 groups and Monte Carlo
    above; `size` is in satisfaction points between the 25th and 75th percentile of engagement.
    `n_overlapping` groups of earlier waves share units with later ones and were left out.
    """

    groups: tuple[Group, ...]
    pearson: Estimate
    permutation: Estimate
    spearman: Estimate
    slope: Estimate
    size: Estimate
    detectable: Estimate
    is_enough: bool
    verdict: Verdict
    n_overlapping: int


@dataclass(frozen=True, slots=True)
class Within:
    """When a group's engagement moves, does its satisfaction move in the same wave?

    `two_way` leaves out what moved in all groups at once; `repeated` does not. `clustered` is the
    former with the interval and p that allow for a group's waves being alike: the one to show.
    """

    two_way: WithinEstimate
    clustered: Estimate
    repeated: WithinEstimate
    detectable: Estimate
    is_enough: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Analysis:
    """All estimates of one linkage and the one that leads."""

    material: Material
    between: Between
    within: Within
    headline: Literal["between", "within"]
    n_groups: int
    n_waves: int

    @property
    def verdict(self) -> Verdict:
        """The verdict of the headline estimate."""
        return self.within.verdict if self.headline == "within" else self.between.verdict

    @property
    def pooled(self) -> Estimate:
        """The correlation of all cells at once: only ever compared with, never a finding."""
        cells = self.material.cells
        return pearson([c.engagement for c in cells], [c.satisfaction for c in cells])


def analyse(material: Material) -> Analysis:
    """Every estimate of the linkage.

    The headline is fixed by the design of the data, not by its values: within groups where
    there are at least three waves, between groups otherwise.
    """
    every = _groups(material.cells)
    groups = _without_overlap(every)
    n_waves = len({cell.wave for cell in material.cells})
    return Analysis(
        material=material,
        between=_between(groups, n_overlapping=len(every) - len(groups)),
        within=_within(material.cells),
        headline="within" if n_waves >= WITHIN_WAVES else "between",
        n_groups=len(every),
        n_waves=n_waves,
    )


def _groups(cells: tuple[Cell, ...]) -> tuple[Group, ...]:
    by_key: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_key[cell.group].append(cell)
    return tuple(_group(key, by_key[key]) for key in sorted(by_key))


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
    return Group(
        key=key,
        label=cells[-1].label,
        unit_ids=cells[-1].unit_ids,
        last_wave=max(cell.wave for cell in cells),
        engagement=fmean(cell.engagement for cell in cells),
        satisfaction=fmean(cell.satisfaction for cell in cells),
        n_waves=len(cells),
        n_engagement=_total([cell.n_engagement for cell in cells]),
        n_satisfaction=_total([cell.n_satisfaction for cell in cells]),
    )


def _total(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _between(groups: tuple[Group, ...], *, n_overlapping: int) -> Between:
    x = [group.engagement for group in groups]
    y = [group.satisfaction for group in groups]
    correlation = pearson(x, y)
    permutation = pearson_permutation(x, y, seed=SEED)
    is_enough = len(groups) >= TEST_BETWEEN_FROM
    return Between(
        groups=groups,
        pearson=correlation,
        permutation=permutation,
        spearman=spearman(x, y),
        slope=between_slope(x, y),
        size=size_between_quartiles(x, y),
        detectable=smallest_detectable_correlation(len(groups)),
        is_enough=is_enough,
        verdict=verdict_of(correlation, permutation.p, enough=is_enough),
        n_overlapping=n_overlapping,
    )


def _within(cells: tuple[Cell, ...]) -> Within:
    x = [cell.engagement for cell in cells]
    y = [cell.satisfaction for cell in cells]
    units = [cell.group for cell in cells]
    both = two_way(x, y, units, [cell.wave for cell in cells])
    correlation = both.correlation
    df = int(correlation.df or 0)
    clustered = both.clustered
    is_enough = (
        df >= WITHIN_DF
        and (correlation.n_units or 0) >= WITHIN_UNITS
        and (correlation.n_waves or 0) >= WITHIN_WAVES
    )
    return Within(
        two_way=both,
        repeated=repeated_measures(x, y, units),
        detectable=smallest_detectable_correlation(df + 2),
        is_enough=is_enough,
        clustered=clustered,
        verdict=verdict_of(clustered, clustered.p, enough=is_enough),
    )
