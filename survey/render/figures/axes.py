"""Axes: which values a figure spans, where its ticks are, and how its numbers read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from survey.render import numbers

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0)
_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of values with its ticks and its three ways of printing: value, tick, interval."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    value: Callable[[Any], str]
    tick: Callable[[Any], str]
    span: Callable[[Any, Any], str]
    full: tuple[float, float]

    def at(self, value: float, start: float, end: float) -> float:
        """Give the place of a value between `start` and `end`, held inside them."""
        part = (value - self.low) / (self.high - self.low)
        return start + min(max(part, 0.0), 1.0) * (end - start)

    def estimate(self, value: Any, low: Any, high: Any, *, text: str = "") -> str:
        """Give the value with its interval, if it has one: "82%, 79 to 85%".

        `text` stands in place of a value that is not to be read as exact: "4.5 or more".
        """
        interval = self.span(low, high)
        shown = text or self.value(value)
        return shown if interval == numbers.NO_INTERVAL else f"{shown}, {interval}"

    @property
    def warning(self) -> str:
        """Give a sentence where the axis shows only part of its scale, else nothing."""
        if (self.low, self.high) == self.full:
            return ""
        shown = f"{self.tick(self.low)} to {self.tick(self.high)}"
        whole = f"{self.tick(self.full[0])} to {self.tick(self.full[1])}"
        return f"{self.label or 'The axis'}: {shown} shown of a scale from {whole}."


def share_axis(label: str = "", *, low: float = 0.0, high: float = 1.0) -> Axis:
    """Give an axis of shares, by default from 0 to 100%; a cut axis says so below the figure."""
    ends = (low, high)
    return _axis(
        label, ends, (0.0, 1.0), value=numbers.share, tick=_tick_share, span=numbers.share_interval
    )


def mean_axis(
    label: str = "", *, low: float = 1.0, high: float | None = None, top: float = 5.0
) -> Axis:
    """Give an axis of means on a scale from 1 to `top`; a cut axis says so below the figure."""
    ends = (low, top if high is None else high)
    return _axis(
        label, ends, (1.0, top), value=numbers.mean, tick=_tick_plain, span=numbers.interval
    )


def percent_axis(label: str = "", *, low: float = 0.0, high: float = 100.0) -> Axis:
    """Give an axis of values that are percentages already; a cut axis says so below the figure."""
    ends = (low, high)
    return _axis(
        label, ends, (0.0, 100.0), value=numbers.mean, tick=_tick_plain, span=numbers.interval
    )


def correlation_axis(label: str = "") -> Axis:
    """Give an axis of correlations from −1 to 1."""
    ends = (-1.0, 1.0)
    return _axis(label, ends, ends, value=numbers.r, tick=_tick_plain, span=numbers.interval)


def deviation_axis(label: str = "", *, reach: float) -> Axis:
    """Give an axis of distances from what is usual, from minus to plus `reach`."""
    ends = (-reach, reach)
    return _axis(
        label, ends, ends, value=numbers.change, tick=_tick_signed, span=numbers.change_interval
    )


def score_axis(label: str = "") -> Axis:
    """Give an axis of promoter scores from −100 to 100."""
    ends = (-100.0, 100.0)
    return _axis(label, ends, ends, value=numbers.score, tick=numbers.score, span=_score_span)


def _axis(
    label: str,
    ends: tuple[float, float],
    full: tuple[float, float],
    *,
    value: Callable[[Any], str],
    tick: Callable[[Any], str],
    span: Callable[[Any, Any], str],
) -> Axis:
    low, high = ends
    if not low < high:
        raise ValueError(f"an axis from {low} to {high} has no length")
    return Axis(label, low, high, _ticks(low, high), value, tick, span, full)


def _ticks(low: float, high: float) -> tuple[float, ...]:
    step = next((s for s in _STEPS if (high - low) / s <= _MOST_STEPS), high - low)
    first = -(-low // step)
    count = int((high - first * step) / step + 1e-9) + 1
    return tuple(round((first + place) * step, 6) for place in range(count))


def _tick_share(value: Any) -> str:
    return numbers.share(value)


def _tick_plain(value: Any) -> str:
    number = round(float(value), 6)
    return numbers.decimal(number, next(p for p in (0, 1, 2, 6) if round(number, p) == number))


def _tick_signed(value: Any) -> str:
    text = _tick_plain(value)
    return f"+{text}" if float(value) > 0 else text


def _score_span(low: Any, high: Any) -> str:
    return numbers.change_interval(low, high, 0)
