"""Drivers as pictures: importance and performance, and constructs with engagement."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from survey.insight.block_figures import interval_row
from survey.insight.drivers.analysis import DriverLink, Drivers
from survey.insight.drivers.material import Asked, Material
from survey.insight.published import block_ends, bound_text
from survey.insight.words import drivers as words
from survey.insight.words.constructs import construct_name
from survey.privacy import gate, rules
from survey.render.figures import (
    Figure,
    Halves,
    ImportancePoint,
    IntervalRow,
    Reference,
    correlation_axis,
    importance_plot,
    interval_plot,
    mean_axis,
    on_screen,
    subtitle,
)
from survey.render.speech import say, to_say

Place = Callable[..., Figure]
ACROSS = to_say("Mean answer of the whole centre")


def satisfaction_figure(
    material: Material, drivers: Drivers, *, place: Place = on_screen
) -> Figure | None:
    """Importance and performance; with too little to judge, performance alone; None without any."""
    points = [
        _point(link, link.asked.centre)
        for link in drivers.links
        if link.inside.is_enough and isinstance(link.asked.centre, gate.Published)
    ]
    if not points:
        return _performance(material, place)
    low, high = _scale(drivers.links[0].asked)
    build = partial(
        importance_plot,
        points,
        title=words.satisfaction_title(drivers),
        x_axis=mean_axis(say(ACROSS), low=low, top=high),
        y_axis=correlation_axis(say("r with satisfaction inside blocks")),
        halves=Halves(
            (low + high) / 2,
            say("Answered low"),
            say("Answered high"),
            say("answered low"),
            say("answered high"),
        ),
    )
    return place(build, subtitle=subtitle(say(words.PICTURE)))


def _point(link: DriverLink, cell: gate.Published) -> ImportancePoint:
    """A construct of which less is better is turned round on both scales."""
    asked = link.asked
    scale = rules.scale_of(asked.latest.instrument, asked.construct.code)
    low, high = block_ends(cell, asked.spread, scale)
    estimate = link.inside.estimate
    y, (y_low, y_high) = estimate.value or 0.0, estimate.ends
    x, label, text = cell.value, construct_name(asked.construct), bound_text(cell)
    if words.is_turned(asked):
        mirror = scale.low + scale.high
        x, label, text = mirror - x, words.turned(asked), ""
        if low is not None and high is not None:
            low, high = mirror - high, mirror - low
        if y_low is not None and y_high is not None:
            y, y_low, y_high = -y, -y_high, -y_low
    is_clear = link.state == "goes with"
    return ImportancePoint(label, x, y, is_clear, low, high, y_low, y_high, text)


def _performance(material: Material, place: Place) -> Figure | None:
    rows = [
        interval_row(
            construct_name(one.construct),
            one.centre,
            one.spread,
            rules.scale_of(one.latest.instrument, one.construct.code),
        )
        for one in material.constructs
    ]
    if not any(isinstance(one.centre, gate.Published) for one in material.constructs):
        return None
    low, high = _scale(material.constructs[0])
    build = partial(
        interval_plot,
        rows,
        title=say("How high each construct was answered"),
        axis=mean_axis(low=low, top=high),
        thing="construct",
        few=0,
    )
    return place(build, subtitle=subtitle(say(words.PERFORMANCE_ONLY)))


def engagement_figure(drivers: Drivers) -> Figure | None:
    """Every construct that can be judged, with its interval; None where none can."""
    rows = [_row(link) for link in drivers.links if link.inside.is_enough]
    if not rows:
        return None
    build = partial(
        interval_plot,
        rows,
        title=words.engagement_title(drivers),
        axis=correlation_axis(),
        reference=Reference(0.0, say("no link")),
        few=0,
    )
    return on_screen(
        build,
        subtitle=subtitle(
            say(
                "How each construct moved with engagement inside blocks: r with its 95% interval; n"
                " is blocks by wave"
            )
        ),
    )


def _row(link: DriverLink) -> IntervalRow:
    estimate = link.inside.estimate
    return IntervalRow(
        construct_name(link.asked.construct),
        estimate.value,
        *estimate.ends,
        n=estimate.n,
        side="agents",
    )


def _scale(asked: Asked) -> tuple[float, float]:
    scale = rules.scale_of(asked.latest.instrument, asked.construct.code)
    return float(scale.low), float(scale.high)
