"""The estimates of one linkage and the one that leads."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.linkage.between import Between, between, every_group
from survey.insight.linkage.cells import Material
from survey.insight.linkage.measure import Measure, measure
from survey.insight.linkage.minimums import WITHIN_DF, WITHIN_UNITS, WITHIN_WAVES
from survey.insight.linkage.over_time import OverTime, over_time
from survey.insight.linkage.points import Points, points
from survey.insight.linkage.verdict import Verdict
from survey.insight.linkage.within import Within, within
from survey.intake.plan import Headline, Plan
from survey.stats.correlation import pearson
from survey.stats.result import Estimate

__all__ = ("WITHIN_DF", "WITHIN_UNITS", "WITHIN_WAVES", "Analysis", "analyse")


@dataclass(frozen=True, slots=True)
class Analysis:
    """All estimates of one linkage, and the one that leads.

    `on_planned` is the question of the headline asked of the waves that closed after the plan was
    stored, None without a plan.
    """

    material: Material
    between: Between
    within: Within
    over_time: OverTime
    points: Points
    measure: Measure
    headline: Headline
    n_groups: int
    n_waves: int
    planned: frozenset[str] = frozenset()
    on_planned: Between | Within | None = None

    @property
    def lead(self) -> Between | Within:
        """The estimate that leads: of planned waves alone once they are enough, else of all."""
        if self.on_planned is not None and self.on_planned.is_enough:
            return self.on_planned
        return self.within if self.headline == "within" else self.between

    @property
    def leads_on_planned(self) -> bool:
        """Whether the leading estimate rests on planned waves alone."""
        return self.lead is self.on_planned

    @property
    def verdict(self) -> Verdict:
        """The verdict of the headline estimate."""
        return self.lead.verdict

    @property
    def pooled(self) -> Estimate:
        """The correlation of all cells at once: only ever compared with, never a finding."""
        cells = self.material.cells
        return pearson([c.engagement for c in cells], [c.satisfaction for c in cells])


def analyse(
    material: Material, plan: Plan | None = None, planned: frozenset[str] = frozenset()
) -> Analysis:
    """Every estimate of the linkage.

    The headline is what the plan says. Without one it is fixed by the design of the data, not by
    its values: within groups where there are at least three waves, between groups otherwise.
    `planned` are the waves that closed after the plan was stored.
    """
    n_waves = len({cell.wave for cell in material.cells})
    by_design: Headline = "within" if n_waves >= WITHIN_WAVES else "between"
    question = plan.headline if plan else by_design
    of_all, inside = between(material.cells), within(material)
    return Analysis(
        material=material,
        between=of_all,
        within=inside,
        over_time=over_time(material, (plan or Plan()).lags),
        points=points(material, inside),
        measure=measure(material, of_all.pearson),
        headline=question,
        n_groups=len(every_group(material.cells)),
        n_waves=n_waves,
        planned=planned,
        on_planned=_asked(question, material.only(planned)) if plan else None,
    )


def _asked(question: Headline, material: Material) -> Between | Within:
    return within(material) if question == "within" else between(material.cells)
