"""Sentences about size, in points of the satisfaction scale."""

from __future__ import annotations

from survey.insight.linkage.cells import SHARE
from survey.insight.linkage.reasons import Side
from survey.insight.words.compared import say_of
from survey.insight.words.sides import side_inside
from survey.render import numbers
from survey.render.speech import say
from survey.stats.result import Estimate


def apart(value: float, side: Side) -> str:
    """A difference up to what it is compared with: "0.12 points higher mean CSAT than"."""
    size, measure = _size(value, side), side_inside(side)
    if size == _size(0.0, side):
        return say("the same %(measure)s as", measure=measure)
    if side == SHARE:
        if value > 0:
            return say("%(size)s percentage points higher %(measure)s than",
                       size=size, measure=measure)  # fmt: skip
        return say("%(size)s percentage points lower %(measure)s than", size=size, measure=measure)
    if value > 0:
        return say("%(size)s points higher %(measure)s than", size=size, measure=measure)
    return say("%(size)s points lower %(measure)s than", size=size, measure=measure)


def span_of(estimate: Estimate, side: Side) -> str:
    """The two ends of the interval of a difference, signed."""
    return numbers.change_interval(*estimate.ends, 1 if side == SHARE else 2)


def inside_points(inside: Estimate, side: Side, noun: str) -> str:
    """How far a group's better waves differed from its worse ones, or an empty text."""
    if inside.value is None:
        return ""
    return say_of(
        noun,
        "In one and the same block, waves at the 75th percentile of its own engagement had"
        " %(apart)s those at the 25th%(interval)s; movements of all blocks at once are left out of"
        " this figure.",
        apart=apart(inside.value, side),
        interval=_span(inside, side),
    )


def contextual_points(contextual: Estimate, side: Side, noun: str) -> str:
    """Whether standing differences were those that movements inside would lead one to expect."""
    if contextual.value is None:
        return ""
    span = _span(contextual, side)
    by = numbers.change(contextual.value, 1 if side == SHARE else 2)
    if side == SHARE:
        change = say("%(change)s percentage points", change=by)
    else:
        change = say("%(change)s points", change=by)
    if contextual.interval and contextual.interval.low <= 0 <= contextual.interval.high:
        return say_of(
            noun,
            "Whether the same step between blocks went with as much cannot be told: the difference"
            " was %(change)s%(interval)s.",
            change=change,
            interval=span,
        )
    return say_of(
        noun,
        "Between the quartiles of blocks’ usual engagement satisfaction differed by %(change)s from"
        " what the same step inside a block went with%(interval)s.",
        change=change,
        interval=span,
    )


def _size(value: float, side: Side) -> str:
    return numbers.mean(abs(value), 1 if side == SHARE else 2)


def _span(estimate: Estimate, side: Side) -> str:
    """The interval in brackets, with the space before it; nothing where there is none."""
    if not estimate.interval:
        return ""
    return say(" (95%% interval %(interval)s)", interval=span_of(estimate, side))
