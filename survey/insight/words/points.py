"""Sentences about size, in points of the satisfaction scale."""

from __future__ import annotations

from survey.insight.linkage.cells import SHARE
from survey.insight.linkage.reasons import Side
from survey.render import numbers
from survey.stats.result import Estimate


def measure_of(side: Side) -> str:
    """The name of a side inside a sentence."""
    return side.name.replace("Mean ", "mean ").replace("Share ", "share ")


def apart(value: float, side: Side) -> str:
    """A difference up to what it is compared with: "0.12 points higher mean CSAT than"."""
    size = _size(value, side)
    if size == _size(0.0, side):
        return f"the same {measure_of(side)} as"
    way = "higher" if value > 0 else "lower"
    return f"{size} {_unit(side)} {way} {measure_of(side)} than"


def span_of(estimate: Estimate, side: Side) -> str:
    """The two ends of the interval of a difference, signed."""
    return numbers.change_interval(*estimate.ends, 1 if side == SHARE else 2)


def inside_points(inside: Estimate, side: Side, noun: str, time_noun: str) -> str:
    """How far a group's better waves differed from its worse ones, or an empty text."""
    if inside.value is None:
        return ""
    return (
        f"In one and the same {noun}, {time_noun}s at the 75th percentile of its own engagement had"
        f" {apart(inside.value, side)} those at the 25th{_span(inside, side)}; movements of all"
        f" {noun}s at once are left out of this figure."
    )


def contextual_points(contextual: Estimate, side: Side, noun: str) -> str:
    """Whether standing differences were those that movements inside would lead one to expect."""
    if contextual.value is None:
        return ""
    span = _span(contextual, side)
    change = f"{numbers.change(contextual.value, 1 if side == SHARE else 2)} {_unit(side)}"
    if contextual.interval and contextual.interval.low <= 0 <= contextual.interval.high:
        return (
            f"Whether the same step between {noun}s went with as much cannot be told: the"
            f" difference was {change}{span}."
        )
    return (
        f"Between the quartiles of {noun}s’ usual engagement satisfaction differed by {change}"
        f" from what the same step inside a {noun} went with{span}."
    )


def _unit(side: Side) -> str:
    return "percentage points" if side == SHARE else "points"


def _size(value: float, side: Side) -> str:
    return numbers.mean(abs(value), 1 if side == SHARE else 2)


def _span(estimate: Estimate, side: Side) -> str:
    return f" (95% interval {span_of(estimate, side)})" if estimate.interval else ""
