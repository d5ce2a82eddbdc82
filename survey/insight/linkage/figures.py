"""The linkage as pictures: teams as dots with the fitted line, and what moved inside teams."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from functools import partial

import numpy as np

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.cells import Cell, Material, in_company
from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM
from survey.insight.linkage.reasons import Side
from survey.insight.linkage.verdict import ALPHA
from survey.insight.words.compared import say_n_of, say_of
from survey.insight.words.lags import lag_label, lags_title
from survey.insight.words.linkage_titles import between_title, within_title
from survey.insight.words.sides import side_inside, side_name
from survey.render import numbers
from survey.render.figures import (
    Axis,
    Drawing,
    Figure,
    Fit,
    IntervalRow,
    ScatterPoint,
    correlation_axis,
    deviation_axis,
    interval_plot,
    mean_axis,
    on_screen,
    percent_axis,
    scatter,
    subtitle,
)
from survey.render.speech import say
from survey.stats.line import fitted_line
from survey.stats.within import two_way_residuals

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
        title=between_title(analysis),
        x_axis=_axis(material.engagement, x),
        y_axis=_axis(material.satisfaction, y),
        fit=_fit(x, y),
        thing=material.noun,
    )
    return place(
        build,
        subtitle=subtitle(
            say_of(
                material.noun,
                "%(satisfaction)s and %(engagement)s of each block over %(waves)s",
                satisfaction=side_name(material.satisfaction),
                engagement=side_inside(material.engagement),
                waves=numbers.counted(analysis.n_waves, material.time_noun),
            ),
            n=len(groups),
        ),
    )


def within_figure(analysis: Analysis, place: Place = on_screen) -> Figure | None:
    """Every team wave beside what is usual for its team and wave, or None with too little data."""
    if not analysis.within.is_enough:
        return None
    material = analysis.material
    pairs = two_way_residuals(
        [cell.engagement for cell in material.cells],
        [cell.satisfaction for cell in material.cells],
        [cell.group for cell in material.cells],
        [cell.wave for cell in material.cells],
    )
    names = [_name(cell, material) for cell in in_company(material.cells)]
    x, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    build: Callable[..., Drawing] = partial(
        scatter,
        [ScatterPoint(name, *pair) for name, pair in zip(names, pairs, strict=True)],
        title=within_title(analysis),
        x_axis=deviation_axis(_from_usual(material.engagement), reach=_reach(x)),
        y_axis=deviation_axis(_from_usual(material.satisfaction), reach=_reach(y)),
        # No band: one from these dots would take a block's waves as independent.
        fit=_line(x, y),
        thing=material.noun,
    )
    return place(
        build,
        subtitle=subtitle(
            say_of(
                material.noun,
                "Each dot is one block in one wave: how far it was from what is usual for that"
                " block and that wave",
            ),
            n=len(pairs),
        ),
    )


def slopes_figure(analysis: Analysis, place: Place = on_screen) -> Figure | None:
    """Every group's waves with the group's own line, or None with too little data."""
    if not analysis.within.is_enough:
        return None
    material = analysis.material
    by_group: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for cell in material.cells:
        by_group[cell.group].append((cell.engagement, cell.satisfaction))
    x = [cell.engagement for cell in material.cells]
    y = [cell.satisfaction for cell in material.cells]
    cells = material.cells
    lines = [line for pairs in by_group.values() if (line := _own_line(pairs))]
    rising = sum(line[1][1] > line[0][1] for line in lines)
    build: Callable[..., Drawing] = partial(
        scatter,
        [ScatterPoint(_name(cell, material), cell.engagement, cell.satisfaction) for cell in cells],
        title=_slopes_title(rising, len(lines), material),
        x_axis=_axis(material.engagement, x),
        y_axis=_axis(material.satisfaction, y),
        lines=lines,
        thing=material.noun,
    )
    what = say_of(
        material.noun,
        "Each dot is one block in one wave, each line one block with three waves or more; what"
        " moved all at once is still in",
    )
    return place(build, subtitle=subtitle(what, n=len(x)))


def _slopes_title(rising: int, n: int, material: Material) -> str:
    return say_n_of(
        material.noun,
        "The line of %(rising)s of %(num)s block rises",
        "The lines of %(rising)s of %(num)s blocks rise",
        n,
        rising=numbers.whole(rising),
    )


def _from_usual(side: Side) -> str:
    return say("%(side)s, from usual", side=side_name(side))


def _name(cell: Cell, material: Material) -> str:
    wave = next((one.label for one in material.waves if one.key == cell.wave), cell.wave)
    return say("%(block)s, %(wave)s", block=cell.label, wave=wave)


def _own_line(pairs: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    x, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return tuple((point.x, point.y) for point in fitted_line(x, y, [min(x), max(x)]))


def lags_figure(analysis: Analysis, place: Place = on_screen) -> Figure | None:
    """The link at each lag with its interval, or None where none rests on enough data."""
    shown, material = analysis.over_time.shown, analysis.material
    if not shown:
        return None
    rows = [
        IntervalRow(
            lag_label(one.lag, material.time_noun),
            one.association.value,
            *one.association.ends,
            n=one.association.n,
        )
        for one in shown
    ]
    clear = sum(one.q is not None and one.q < ALPHA for one in shown)
    build: Callable[..., Drawing] = partial(
        interval_plot,
        rows,
        title=lags_title(clear, len(shown)),
        axis=correlation_axis(say_of(material.noun, "Link inside blocks, r")),
        few=0,
    )
    what = say_of(
        material.noun,
        "Engagement of one wave beside satisfaction of the same, an earlier or a later one, block"
        " and wave removed",
    )
    return place(build, subtitle=subtitle(what))


def _reach(values: list[float]) -> float:
    """The largest distance from usual, rounded up so that the axis ends on a tick."""
    largest = max((abs(value) for value in values), default=0.0)
    return max(0.1, math.ceil(largest * 10) / 10)


def _fit(x: list[float], y: list[float]) -> Fit | None:
    at = np.linspace(min(x), max(x), BAND_STEPS).tolist()
    line = fitted_line(x, y, at)
    if not line:
        return None
    return Fit(
        line=tuple((point.x, point.y) for point in (line[0], line[-1])),
        band=tuple((point.x, point.low, point.high) for point in line),
    )


def _line(x: list[float], y: list[float]) -> Fit | None:
    fit = _fit(x, y)
    return Fit(line=fit.line) if fit else None


def _axis(side: Side, values: list[float]) -> Axis:
    """An axis cut to where the dots are; the figure says that it is cut.

    On a scatter position carries the meaning, not length, and on a whole 1-5 scale a centre's
    teams fall into one blot.
    """
    margin = MARGIN * (max(values) - min(values)) or 0.1
    low = max(side.low, min(values) - margin)
    high = min(side.high, max(values) + margin)
    if (side.low, side.high) == (0, 100):
        low, high = 5 * math.floor(low / 5), min(side.high, 5 * math.ceil(high / 5))
        return percent_axis(side_name(side), low=low, high=high)
    return mean_axis(side_name(side), low=_down(low), high=_up(high, side.high), top=side.high)


def _down(value: float) -> float:
    return int(value * 5) / 5


def _up(value: float, top: float) -> float:
    return min(top, -int(-value * 5 // 1) / 5)
