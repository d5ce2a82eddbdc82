"""The linkage as pictures: teams as dots with the fitted line, and each team's own movement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial

import numpy as np

from survey.insight.linkage.analysis import SHOW_BETWEEN_FROM, Analysis
from survey.insight.linkage.cells import Cell, Side
from survey.insight.linkage.verdict import Verdict
from survey.render.figures import (
    Axis,
    Drawing,
    Figure,
    Fit,
    ScatterPoint,
    UnitLine,
    mean_axis,
    on_screen,
    percent_axis,
    scatter,
    subtitle,
    unit_slopes,
)
from survey.stats.line import fitted_line

Place = Callable[..., Figure]
BAND_STEPS = 24
# Room left around the outermost dots when an axis is cut, as a share of their range.
MARGIN = 0.15


def between_figure(analysis: Analysis, place: Place = on_screen) -> Figure | None:
    """Every team as a dot with the fitted line and its band, or None with too few teams to show."""
    groups = analysis.between.groups
    if len(groups) < SHOW_BETWEEN_FROM:
        return None
    x = [group.engagement for group in groups]
    y = [group.satisfaction for group in groups]
    material = analysis.material
    build: Callable[..., Drawing] = partial(
        scatter,
        [ScatterPoint(g.label, g.engagement, g.satisfaction) for g in groups],
        title=_between_title(analysis),
        x_axis=_axis(material.engagement, x),
        y_axis=_axis(material.satisfaction, y),
        fit=_fit(x, y),
        thing=material.noun,
    )
    return place(
        build,
        subtitle=subtitle(
            f"Mean {material.satisfaction.name} and {material.engagement.name.lower()} of each"
            f" {material.noun} over {analysis.n_waves} "
            + ("wave" if analysis.n_waves == 1 else "waves"),
            n=len(groups),
        ),
    )


def within_figure(analysis: Analysis, place: Place = on_screen) -> Figure | None:
    """Each team's waves with its own line, or None where the inside of teams says too little."""
    if not analysis.within.is_enough:
        return None
    cells = analysis.material.cells
    units = _unit_lines(cells)
    build: Callable[..., Drawing] = partial(
        unit_slopes,
        units,
        title=f"Each {analysis.material.noun} against itself, wave by wave",
        x_axis=_axis(analysis.material.engagement, [cell.engagement for cell in cells]),
        y_axis=_axis(analysis.material.satisfaction, [cell.satisfaction for cell in cells]),
    )
    return place(
        build,
        subtitle=subtitle(
            "Engagement and satisfaction in each wave, with a line per"
            f" {analysis.material.noun}; shared movements are not taken out here",
            n=len(cells),
        ),
    )


def _between_title(analysis: Analysis) -> str:
    noun = analysis.material.noun
    verdict, r = analysis.between.verdict, analysis.between.pearson.value
    if verdict is Verdict.EVIDENCE_FOR and r is not None:
        side = "higher" if r > 0 else "lower"
        return f"{noun.capitalize()}s with higher engagement had {side} satisfaction"
    if verdict is Verdict.EVIDENCE_AGAINST:
        return f"Engaged and less engaged {noun}s hardly differed in satisfaction"
    return f"{noun.capitalize()}s differ, but not in a way that shows a link"


def _fit(x: list[float], y: list[float]) -> Fit | None:
    at = np.linspace(min(x), max(x), BAND_STEPS).tolist()
    line = fitted_line(x, y, at)
    if not line:
        return None
    return Fit(
        line=tuple((point.x, point.y) for point in (line[0], line[-1])),
        band=tuple((point.x, point.low, point.high) for point in line),
    )


def _unit_lines(cells: tuple[Cell, ...]) -> list[UnitLine]:
    by_group: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_group[cell.group].append(cell)
    lines = []
    for key in sorted(by_group):
        mine = by_group[key]
        x = [cell.engagement for cell in mine]
        y = [cell.satisfaction for cell in mine]
        line = fitted_line(x, y, [min(x), max(x)])
        lines.append(
            UnitLine(
                label=mine[-1].label,
                points=tuple(zip(x, y, strict=True)),
                line=tuple((point.x, point.y) for point in line),
            )
        )
    return lines


def _axis(side: Side, values: list[float]) -> Axis:
    """An axis cut to where the dots are; the figure says that it is cut.

    On a scatter position carries the meaning, not length, and on a whole 1-5 scale a centre's
    teams fall into one blot.
    """
    margin = MARGIN * (max(values) - min(values)) or 0.1
    low = max(side.low, min(values) - margin)
    high = min(side.high, max(values) + margin)
    if (side.low, side.high) == (0, 100):
        return percent_axis(side.name, low=low, high=high)
    return mean_axis(side.name, low=_down(low), high=_up(high, side.high), top=side.high)


def _down(value: float) -> float:
    return int(value * 5) / 5


def _up(value: float, top: float) -> float:
    return min(top, -int(-value * 5 // 1) / 5)
