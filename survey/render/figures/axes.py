"""Axes: which values a figure spans, where its ticks are, and how its numbers read."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from survey.render import numbers
from survey.render.digits import parsed
from survey.render.speech import say

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0)
_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of values with its ticks and its three ways of printing: value, tick, interval.

    `means` says what its numbers are, `places` to how many decimals a file holds them.
    """

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    value: Callable[[Any], str]
    tick: Callable[[Any], str]
    span: Callable[[Any, Any], str]
    full: tuple[float, float]
    means: Callable[[], str]
    places: int = 2

    def at(self, value: float, start: float, end: float) -> float:
        """Give the place of a value between `start` and `end`, held inside them."""
        part = (value - self.low) / (self.high - self.low)
        return start + min(max(part, 0.0), 1.0) * (end - start)

    def estimate(self, value: Any, low: Any, high: Any, *, text: str = "") -> str:
        """Give the value with its interval, if it has one: "82%, 79 to 85%".

        `text` stands in place of a value that is not to be read as exact: "4.5 or more".
        """
        shown = text or self.value(value)
        if parsed(low) is None or parsed(high) is None:
            return shown
        return say("%(value)s, %(interval)s", value=shown, interval=self.span(low, high))

    def rounded(self, value: Any) -> float | None:
        """Give the value as a file holds it, with the digits a reader sees, or None."""
        number = parsed(value)
        if number is None:
            return None
        step = Decimal(1).scaleb(-self.places)
        return float(number.quantize(step, rounding=ROUND_HALF_UP)) + 0.0

    @property
    def warning(self) -> str:
        """Give a sentence where the axis shows only part of its scale, else nothing."""
        if (self.low, self.high) == self.full:
            return ""
        ends = {
            "low": self.tick(self.low),
            "high": self.tick(self.high),
            "least": self.tick(self.full[0]),
            "most": self.tick(self.full[1]),
        }
        if not self.label:
            return say(
                "The axis: %(low)s to %(high)s shown of a scale from %(least)s to %(most)s.", **ends
            )
        return say(
            "%(axis)s: %(low)s to %(high)s shown of a scale from %(least)s to %(most)s.",
            axis=self.label,
            **ends,
        )


def share_axis(label: str = "", *, low: float = 0.0, high: float = 1.0) -> Axis:
    """Give an axis of shares, by default from 0 to 100%; a cut axis says so below the figure."""
    ends = (low, high)
    forms = (numbers.share, numbers.share, numbers.share_interval)
    return _axis(label, ends, (0.0, 1.0), forms, _share_meaning)


def mean_axis(
    label: str = "", *, low: float = 1.0, high: float | None = None, top: float = 5.0
) -> Axis:
    """Give an axis of means on a scale from 1 to `top`; a cut axis says so below the figure."""
    ends = (low, top if high is None else high)
    forms = (numbers.mean, _tick_plain, numbers.interval)
    return _axis(label, ends, (1.0, top), forms, partial(_mean_meaning, top))


def percent_axis(label: str = "", *, low: float = 0.0, high: float = 100.0) -> Axis:
    """Give an axis of values that are percentages already; a cut axis says so below the figure."""
    ends = (low, high)
    forms = (numbers.mean, _tick_plain, numbers.interval)
    return _axis(label, ends, (0.0, 100.0), forms, _percent_meaning)


def correlation_axis(label: str = "") -> Axis:
    """Give an axis of correlations from −1 to 1."""
    ends = (-1.0, 1.0)
    forms = (numbers.r, _tick_plain, numbers.interval)
    return _axis(label, ends, ends, forms, _correlation_meaning)


def deviation_axis(label: str = "", *, reach: float) -> Axis:
    """Give an axis of distances from what is usual, from minus to plus `reach`."""
    ends = (-reach, reach)
    forms = (numbers.change, _tick_signed, numbers.change_interval)
    return _axis(label, ends, ends, forms, _deviation_meaning)


def score_axis(label: str = "") -> Axis:
    """Give an axis of promoter scores from −100 to 100."""
    ends = (-100.0, 100.0)
    forms = (numbers.score, numbers.score, _score_span)
    return _axis(label, ends, ends, forms, _score_meaning, places=0)


def _axis(
    label: str,
    ends: tuple[float, float],
    full: tuple[float, float],
    forms: tuple[Callable[[Any], str], Callable[[Any], str], Callable[[Any, Any], str]],
    means: Callable[[], str],
    *,
    places: int = 2,
) -> Axis:
    low, high = ends
    if not low < high:
        raise ValueError(f"an axis from {low} to {high} has no length")
    return Axis(label, low, high, _ticks(low, high), *forms, full, means, places)


def _share_meaning() -> str:
    return say("A share from 0 to 1.")


def _mean_meaning(top: float) -> str:
    return say("A mean on a scale from 1 to %(top)s.", top=_tick_plain(top))


def _percent_meaning() -> str:
    return say("A value from 0 to 100.")


def _correlation_meaning() -> str:
    return say("A correlation from −1 to 1.")


def _deviation_meaning() -> str:
    return say("A difference from what is usual.")


def _score_meaning() -> str:
    return say("A promoter score from −100 to 100.")


def _ticks(low: float, high: float) -> tuple[float, ...]:
    step = next((s for s in _STEPS if (high - low) / s <= _MOST_STEPS), high - low)
    first = -(-low // step)
    count = int((high - first * step) / step + 1e-9) + 1
    return tuple(round((first + place) * step, 6) for place in range(count))


def _tick_plain(value: Any) -> str:
    number = round(float(value), 6)
    return numbers.decimal(number, next(p for p in (0, 1, 2, 6) if round(number, p) == number))


def _tick_signed(value: Any) -> str:
    text = _tick_plain(value)
    return f"+{text}" if float(value) > 0 else text


def _score_span(low: Any, high: Any) -> str:
    return numbers.change_interval(low, high, 0)
