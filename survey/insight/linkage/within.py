"""Inside groups: when a group's engagement moves, does its satisfaction move in the same wave?"""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.linkage.cells import Material
from survey.insight.linkage.minimums import WITHIN_DF, WITHIN_UNITS, WITHIN_WAVES
from survey.insight.linkage.verdict import Verdict, verdict_of
from survey.stats.correlation import mid_ranks
from survey.stats.power import smallest_detectable_within
from survey.stats.result import Estimate
from survey.stats.samples import read_vector
from survey.stats.within import repeated_measures, two_way
from survey.stats.within_estimate import WithinEstimate


@dataclass(frozen=True, slots=True)
class Within:
    """When a group's engagement moves, does its satisfaction move in the same wave?

    `two_way` leaves out what moved in all groups at once; `repeated` does not. `clustered` is the
    former with the interval and p that allow for a group's waves being alike: the one to show.
    `ranks` is the same of ranks in place of values, `adjusted` the same with the plan's
    covariates held equal, None without any.
    """

    two_way: WithinEstimate
    clustered: Estimate
    repeated: WithinEstimate
    ranks: WithinEstimate
    adjusted: WithinEstimate | None
    detectable: Estimate
    is_enough: bool
    verdict: Verdict

    @property
    def estimate(self) -> Estimate:
        """The correlation that leads, with the interval to show."""
        return self.clustered

    @property
    def p(self) -> float | None:
        """The p that the verdict goes by."""
        return self.clustered.p


def within(material: Material) -> Within:
    """The movements inside the groups of the material's cells."""
    cells = material.cells
    x = [cell.engagement for cell in cells]
    y = [cell.satisfaction for cell in cells]
    units, waves = [cell.group for cell in cells], [cell.wave for cell in cells]
    both = two_way(x, y, units, waves)
    ranked = (mid_ranks(read_vector(x)), mid_ranks(read_vector(y)))
    clustered = both.clustered
    enough = is_enough(both.correlation)
    return Within(
        two_way=both,
        clustered=clustered,
        repeated=repeated_measures(x, y, units),
        ranks=two_way(*ranked, units, waves),
        adjusted=_adjusted(material, x, y, units, waves) if material.covariates else None,
        detectable=smallest_detectable_within(both),
        is_enough=enough,
        verdict=verdict_of(clustered, clustered.p, enough=enough),
    )


def is_enough(correlation: Estimate) -> bool:
    """Whether a two-way correlation rests on enough groups, waves and degrees of freedom."""
    return (
        int(correlation.df or 0) >= WITHIN_DF
        and (correlation.n_units or 0) >= WITHIN_UNITS
        and (correlation.n_waves or 0) >= WITHIN_WAVES
    )


def _adjusted(
    material: Material, x: list[float], y: list[float], units: list[str], waves: list[str]
) -> WithinEstimate:
    return two_way(x, y, units, waves, covariates=material.columns)
