"""Which comes first: engagement beside the satisfaction of earlier and of later waves."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from statistics import fmean

from survey.insight.linkage.cells import Cell, Material
from survey.insight.linkage.minimums import CENTRE_FROM
from survey.stats.autocorrelation import pearson_in_time
from survey.stats.lags import Lag, LagTable, lagged
from survey.stats.lead_lag import LeadLag, lead_minus_lag
from survey.stats.result import Estimate


@dataclass(frozen=True, slots=True)
class OverTime:
    """The two-way link at each lag, and engagement-first minus satisfaction-first.

    A positive lag is satisfaction so many waves after engagement. Lags below the minimum of data
    carry the reason and no value. `centre` is the correlation over time of the means of all
    groups, judged by the number of independent waves they are worth; None under 12 waves.
    """

    table: LagTable
    difference: LeadLag
    centre: Estimate | None

    @property
    def shown(self) -> tuple[Lag, ...]:
        """The lags that rest on enough waves, groups and degrees of freedom."""
        return tuple(one for one in self.table.lags if one.association.ok)


def over_time(material: Material, lags: tuple[int, ...]) -> OverTime:
    """The lags asked for, joined on the wave's place in time and never on the order of rows."""
    cells = material.cells
    x = [cell.engagement for cell in cells]
    y = [cell.satisfaction for cell in cells]
    units, order = [cell.group for cell in cells], [cell.position for cell in cells]
    return OverTime(
        table=lagged(x, y, units, order, lags=lags),
        difference=lead_minus_lag(x, y, units, order),
        centre=_centre(cells),
    )


def _centre(cells: tuple[Cell, ...]) -> Estimate | None:
    by_place: dict[int, list[Cell]] = {}
    for cell in cells:
        by_place.setdefault(cell.position, []).append(cell)
    if len(by_place) < CENTRE_FROM:
        return None
    # A wave without cells keeps its place: time is what this is about.
    places = range(min(by_place), max(by_place) + 1)
    x = [_mean([cell.engagement for cell in by_place.get(place, [])]) for place in places]
    y = [_mean([cell.satisfaction for cell in by_place.get(place, [])]) for place in places]
    return pearson_in_time(x, y)


def _mean(values: list[float]) -> float:
    return fmean(values) if values else nan
