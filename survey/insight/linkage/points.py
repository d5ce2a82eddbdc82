"""How large, in points of satisfaction: inside groups, between them, and the one less the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from survey.insight.linkage.cells import Material
from survey.insight.linkage.within import Within
from survey.stats.result import Estimate, Interval
from survey.stats.slope import less
from survey.stats.within_between import WithinBetween, within_between


@dataclass(frozen=True, slots=True)
class Points:
    """The within-between model, and slopes per step between the quartiles of engagement.

    `step_inside` is that distance for a wave's engagement less the group's mean, `step_between`
    for the means of groups. `inside` is the two-way slope times the former: the model's own holds
    what moved all groups at once, and its interval is far too narrow where something did.
    `contextual` is the model's slope between less the two-way slope, times the latter.
    """

    model: WithinBetween
    step_inside: float
    step_between: float
    inside: Estimate
    contextual: Estimate


def points(material: Material, of_all: Within) -> Points:
    """The model on all cells, with the plan's covariates where there are any."""
    cells = material.cells
    groups = [cell.group for cell in cells]
    model = within_between(
        [cell.engagement for cell in cells],
        [cell.satisfaction for cell in cells],
        groups,
        controls=material.columns or None,
    )
    slope = (of_all.adjusted or of_all.two_way).slope
    by_group: dict[str, list[float]] = {}
    for cell in cells:
        by_group.setdefault(cell.group, []).append(cell.engagement)
    means = {group: float(np.mean(values)) for group, values in by_group.items()}
    inside = _step([cell.engagement - means[cell.group] for cell in cells])
    between = _step(list(means.values()))
    return Points(
        model=model,
        step_inside=inside,
        step_between=between,
        inside=_times(slope, inside),
        contextual=_times(less(model.between, slope), between),
    )


def _step(values: list[float]) -> float:
    if not values:
        return 0.0
    low, high = np.quantile(values, [0.25, 0.75])
    return float(high - low)


def _times(slope: Estimate, step: float) -> Estimate:
    if slope.value is None:
        return slope
    ends = slope.interval
    return replace(
        slope,
        method=f"{slope.method}_per_step",
        value=slope.value * step,
        interval=ends and Interval(ends.low * step, ends.high * step, level=ends.level),
    )
