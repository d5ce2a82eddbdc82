"""The parts of a panel in which time runs to the right: grid, time labels, bands, lines, names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from survey.render import numbers
from survey.render.figures.axes import Axis
from survey.render.figures.labels import spread, thinned
from survey.render.figures.marks import Area, Box, Dot, Group, Line, Mark, Side, Stroke, Text
from survey.render.figures.wording import counted, joined, named
from survey.render.languages import ENGLISH
from survey.render.metrics import text_width
from survey.render.speech import say, spoken


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The estimate of one month or wave; no `value`: a gap the line does not bridge.

    `text` is printed for a value that is only a bound: "4.5 or more". `href` is where the point
    leads on a screen.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_hidden: bool = False
    href: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, its points in order, whose voice it is."""

    label: str
    points: tuple[TrendPoint, ...]
    side: Side = "customers"


def tick_width(axis: Axis, size: float) -> float:
    """Give the width of the widest tick label."""
    return max(text_width(axis.tick(tick), size) for tick in axis.ticks)


def draw_grid(axis: Axis, plot: Box, size: float, *, has_ticks: bool) -> list[Mark]:
    """Give the level lines of a panel, with their values at the left where asked for."""
    marks: list[Mark] = []
    height = plot.bottom - plot.top
    for tick in _sparse(axis, height, size):
        y = axis.at(tick, plot.bottom, plot.top)
        marks.append(Line(plot.left, y, plot.right, y, "rule" if tick == axis.low else "grid"))
        if has_ticks:
            text = axis.tick(tick)
            marks.append(Text(plot.left - 0.8 * size, y + 0.35 * size, text, size, "soft", "end"))
    return marks


def _sparse(axis: Axis, height: float, size: float) -> tuple[float, ...]:
    """Give the ticks that leave each other air: all, or in a low panel the ends and the middle."""
    first, last = axis.ticks[0], axis.ticks[-1]
    air = height / max(len(axis.ticks) - 1, 1)
    if air >= 1.7 * size:
        return axis.ticks
    return (first, (first + last) / 2, last) if height >= 3.4 * size else (first, last)


def draw_time(labels: Sequence[str], plot: Box, size: float) -> list[Text]:
    """Give the labels of the points in time, thinned so that none touches another.

    Months ("Nov 2025") show their year in a row below, where it begins and where it changes.
    """
    places = [_across(plot, at, len(labels)) for at in range(len(labels))]
    parts = [_month_and_year(label) for label in labels]
    texts: list[Text] = []
    year_before = ""
    widest = [max(part, key=lambda text: text_width(text, size)) for part in parts]
    for at in thinned(widest, places, size):
        short, year = parts[at]
        texts.append(Text(places[at], plot.bottom + 1.5 * size, short, size, "soft", "middle"))
        if year != year_before:
            texts.append(Text(places[at], plot.bottom + 2.8 * size, year, size, "soft", "middle"))
        year_before = year
    return texts


def draw_ends(labels: Sequence[str], plot: Box, size: float) -> list[Text]:
    """Give the first and the last label in time; in a panel too narrow for both, the last."""
    if not labels:
        return []
    y = plot.bottom + 1.5 * size
    last = Text(plot.right + 0.4 * size, y, labels[-1], size, "soft", "end")
    first = Text(plot.left, y, labels[0], size, "soft")
    return [last] if len(labels) < 2 or first.box.meets(last.box) else [first, last]


def _month_and_year(label: str) -> tuple[str, str]:
    month, _, year = label.rpartition(" ")
    # "mar. de 2025" in Portuguese; English abbreviates every month to three letters.
    month = month.removesuffix(" de")
    fits = len(month) == 3 if spoken() == ENGLISH else 0 < len(month) < 10
    is_month = fits and len(year) == 4 and year.isdigit() and not re.search(r"[\d\s]", month)
    return (month, year) if is_month else (label, "")


def _across(plot: Box, at: int, many: int) -> float:
    if many < 2:
        return (plot.left + plot.right) / 2
    inset = min(0.5 * (plot.right - plot.left) / many, 20.0)
    return plot.left + inset + at * (plot.right - plot.left - 2 * inset) / (many - 1)


def _column(plot: Box, at: int, one: Series, size: float) -> Box:
    """Give the strip of the panel that belongs to one point, with the label and count below."""
    half = (plot.right - plot.left) / max(len(one.points), 1) / 2
    x = _across(plot, at, len(one.points))
    return Box(x - half, plot.top, x + half, plot.bottom + 4.4 * size)


def draw_counts(series: Sequence[Series], plot: Box, y: float, size: float) -> list[Text]:
    """Give the counts under the points of a single series, or nothing where they do not fit."""
    if len(series) != 1 or not series[0].points:
        return []
    counts = ["" if point.n is None else numbers.whole(point.n) for point in series[0].points]
    places = [_across(plot, at, len(counts)) for at in range(len(counts))]
    if not any(counts) or len(thinned(counts, places, size)) < len(counts):
        return []
    return [
        Text(plot.left - 0.8 * size, y, say("n"), size, "soft", "end"),
        *(
            Text(x, y, count, size, "soft", "middle")
            for x, count in zip(places, counts, strict=True)
            if count
        ),
    ]


def draw_series(one: Series, axis: Axis, plot: Box, size: float, *, few: int) -> Iterator[Mark]:
    """Give the band, the line and the dots of one series."""
    for run in runs(one):
        if len(run) > 1:
            points = tuple(place(axis, plot, one, at) for at in run)
            yield Stroke(points, one.side, 0.15 * size)
    dense = len(one.points) > 24
    for at, point in enumerate(one.points):
        if point.value is not None:
            thin = _is_thin(point, few)
            x, y = place(axis, plot, one, at)
            radius = (0.16 if dense else 0.24) * size
            dot = Dot(x, y, radius, "soft" if thin else one.side, is_open=thin)
            words = joined(one.label, point_words(point, axis))
            yield Group(words, (dot,), point.href, _column(plot, at, one, size))


def draw_band(one: Series, axis: Axis, plot: Box) -> Iterator[Mark]:
    """Give the interval band of one series, a thin line where a point stands alone."""
    for run in runs(one):
        yield from _band(one, axis, plot, run)


def _band(one: Series, axis: Axis, plot: Box, run: Sequence[int]) -> Iterator[Mark]:
    low = [(at, one.points[at].low) for at in run]
    high = [(at, one.points[at].high) for at in run]
    ends = [
        (_across(plot, at, len(one.points)), axis.at(value, plot.bottom, plot.top))
        for at, value in (*low, *reversed(high))
        if value is not None
    ]
    if len(ends) < 2 * len(run):
        return
    if len(run) == 1:
        yield Line(*ends[0], *ends[1], one.side, 1)
    else:
        yield Area(tuple(ends), f"{one.side}-tint")


def runs(one: Series) -> Iterator[list[int]]:
    """Give the indices of each unbroken stretch of points that have a value."""
    there = enumerate(point.value is not None for point in one.points)
    for has_value, stretch in groupby(there, key=lambda pair: pair[1]):
        if has_value:
            yield [at for at, _ in stretch]


def place(axis: Axis, plot: Box, one: Series, at: int) -> tuple[float, float]:
    """Give where a point of the series stands."""
    value = one.points[at].value
    return _across(plot, at, len(one.points)), axis.at(value or 0.0, plot.bottom, plot.top)


def draw_names(
    series: Sequence[Series], names: Sequence[str], axis: Axis, plot: Box, size: float, *, few: int
) -> Iterator[Mark]:
    """Give the name of each series at its last point, moved apart where they would touch."""
    ends = [(one, name, last) for one, name in zip(series, names, strict=True)
            if (last := last_point(one)) is not None]  # fmt: skip
    wanted = [axis.at(last.value or 0.0, plot.bottom, plot.top) for _, _, last in ends]
    places = spread(wanted, gap=1.3 * size, low=plot.top, high=plot.bottom)
    for (one, name, _), y in zip(ends, places, strict=True):
        x = plot.right + 0.6 * size
        yield end_text(Text(x, y + 0.35 * size, name, size), one, few=few)


def end_text(text: Text, one: Series, *, few: int) -> Text:
    """Give the words at a line's end in its hue and bold, soft and light over few answers."""
    last = last_point(one)
    if last is None or _is_thin(last, few):
        return replace(text, role="soft")
    return replace(text, role=one.side, is_bold=True)


def _is_thin(point: TrendPoint, few: int) -> bool:
    return point.n is not None and point.n < few


def last_point(one: Series) -> TrendPoint | None:
    """Give the newest point that has a value."""
    return next((point for point in reversed(one.points) if point.value is not None), None)


def last_value(one: Series, axis: Axis) -> str:
    """Give the newest value of a line in words."""
    last = last_point(one)
    return axis.value(None) if last is None else last.text or axis.value(last.value)


def end_label(one: Series, axis: Axis, *, is_named: bool) -> str:
    """Give the words at the end of a line: its value, with its name where there are several."""
    value = last_value(one, axis)
    return say("%(value)s %(name)s", value=value, name=one.label) if is_named else value


def point_words(point: TrendPoint, axis: Axis) -> str:
    """Give a point as words: "Mar 2026: 82%, 79 to 85%, n = 204"."""
    if point.is_hidden:
        return named(point.label, say("hidden"))
    words = axis.estimate(point.value, point.low, point.high, text=point.text)
    return named(point.label, joined(words, counted(point.n)))
