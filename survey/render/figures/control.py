"""The control chart: shares over days or weeks, what was to be expected, and what stood out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.interval import FEW
from survey.render.figures.labels import along, leader, place_beside, spread
from survey.render.figures.marks import (
    SCREEN,
    Area,
    Box,
    Canvas,
    Dot,
    Drawing,
    Group,
    Line,
    Mark,
    Point,
    Stroke,
    Text,
)
from survey.render.figures.timeline import (
    Series,
    TrendPoint,
    draw_band,
    draw_grid,
    draw_time,
    place,
    runs,
    tick_width,
)
from survey.render.figures.wording import counted, joined, listed, named, sentences, thin_note
from survey.render.metrics import text_width
from survey.render.speech import say
from survey.render.tables import Column, Table


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One day or week; without a `value` a gap, without `low` and `high` no limits.

    `word` says what stood out ("unusually low") and `mark` is its shape, poor (a triangle that
    points down) or good (upward); both are empty where nothing did.
    """

    label: str
    value: float | None
    n: int
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    mark: str = ""
    word: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ControlLine:
    """A threshold that people set, with its name: "low 70%"."""

    label: str
    value: float


def control_chart(
    points: Sequence[ControlPoint],
    *,
    title: str,
    axis: Axis,
    canvas: Canvas = SCREEN,
    lines: Sequence[ControlLine] = (),
    few: int = FEW,
) -> Drawing:
    """Give the chart; points with a `word` carry a triangle and the word instead of a dot."""
    size = canvas.text
    room = max((text_width(line.label, size) for line in lines), default=0.0)
    # Half of the last label in time may reach past the plot.
    room = max(room, text_width(points[-1].label, size) / 2 - 0.5 * size if points else 0.0)
    left = tick_width(axis, size) + 0.8 * size
    plot = Box(left, 0.8 * size, canvas.width - room - 0.8 * size, 21 * size)
    values = _series(points, [one.value for one in points])
    marks: list[Mark] = list(draw_grid(axis, plot, size, has_ticks=True)) if points else []
    times = draw_time([one.label for one in points], plot, size)
    marks.extend(times)
    marks.extend(draw_band(_limits(points), axis, plot))
    marks.extend(_strokes(_series(points, [one.expected for one in points]), axis, plot, "soft", 1))
    marks.extend(_thresholds(lines, axis, plot, size))
    marks.extend(_strokes(values, axis, plot, "customers", 0.1 * size))
    marks.extend(_points(points, values, axis, plot, size, few=few))
    marks.extend(_words(points, values, axis, plot, size))
    below = max((mark.y for mark in times), default=plot.bottom)
    there = [one for one in points if one.value is not None]
    return Drawing(
        canvas.width,
        below + 0.4 * size if there else 0,
        title,
        _describe(points, axis),
        sentences(_notes(points, lines, axis, few=few)),
        tuple(marks),
        canvas.is_paper,
        _table(there, axis, title),
    )


def _series(points: Sequence[ControlPoint], values: Sequence[float | None]) -> Series:
    return Series(
        "", tuple(TrendPoint(p.label, v) for p, v in zip(points, values, strict=True)), "customers"
    )


def _limits(points: Sequence[ControlPoint]) -> Series:
    """The expected ranges as a series, whose band they are."""
    return Series(
        "", tuple(TrendPoint(p.label, p.expected, p.low, p.high) for p in points), "customers"
    )


def _strokes(one: Series, axis: Axis, plot: Box, role: str, width: float) -> Iterator[Mark]:
    for run in runs(one):
        if len(run) > 1:
            yield Stroke(tuple(place(axis, plot, one, at) for at in run), role, width)


def _thresholds(lines: Sequence[ControlLine], axis: Axis, plot: Box, size: float) -> Iterator[Mark]:
    levels = [axis.at(line.value, plot.bottom, plot.top) for line in lines]
    places = spread(levels, gap=1.3 * size, low=plot.top, high=plot.bottom)
    for line, level, y in zip(lines, levels, places, strict=True):
        yield Line(plot.left, level, plot.right, level, "ink", 1, dash="5 4")
        yield Text(plot.right + 0.4 * size, y + 0.35 * size, line.label, size)


def _points(
    points: Sequence[ControlPoint], values: Series, axis: Axis, plot: Box, size: float, *, few: int
) -> Iterator[Mark]:
    half = (plot.right - plot.left) / max(len(points), 1) / 2
    radius = (0.16 if len(points) > 30 else 0.22) * size
    for at, point in enumerate(points):
        if point.value is None:
            continue
        x, y = place(axis, plot, values, at)
        strip = Box(x - half, plot.top, x + half, plot.bottom)
        made: Mark = (
            _triangle(x, y, point.mark, size) if point.mark else _dot(x, y, point, few, radius)
        )
        yield Group(_point_words(point, axis), (made,), point.href, strip)


def _dot(x: float, y: float, point: ControlPoint, few: int, radius: float) -> Dot:
    thin = point.n < few
    return Dot(x, y, radius, "soft" if thin else "customers", is_open=thin)


def _triangle(x: float, y: float, mark: str, size: float) -> Area:
    reach = 0.5 * size if mark == "poor" else -0.5 * size
    return Area(((x, y + reach), (x - abs(reach), y - reach), (x + abs(reach), y - reach)), mark)


def _words(
    points: Sequence[ControlPoint], values: Series, axis: Axis, plot: Box, size: float
) -> Iterator[Mark]:
    """The word beside each triangle, as far as there is room for it."""
    wanted = [
        (at, place(axis, plot, values, at))
        for at, point in enumerate(points)
        if point.word and point.value is not None
    ]
    taken = [Box(x - 0.6 * size, y - 0.6 * size, x + 0.6 * size, y + 0.6 * size)
             for _, (x, y) in wanted]  # fmt: skip
    line: list[Point] = [
        place(axis, plot, values, at) for at, point in enumerate(points) if point.value is not None
    ]
    texts = place_beside(
        [(spot, points[at].word) for at, spot in wanted],
        size=size,
        bounds=plot,
        taken=taken,
        # Words on the line cannot be read: rather further off, with a leader.
        avoided=4 * tuple(along(line, step=size)),
        is_far=True,
    )
    for (at, spot), text in zip(wanted, texts, strict=True):
        if text is not None:
            ends = leader(text, spot, [other for _, other in wanted if other != spot])
            if ends:
                yield Line(*ends[0], *ends[1], "soft", 0.6)
            yield replace(text, role=points[at].mark, is_bold=True)


def _point_words(point: ControlPoint, axis: Axis) -> str:
    """The point as words: "2 Mar 2026: 61%, n = 84, expected 78 to 91%, unusually low"."""
    if point.value is None:
        return named(point.label, axis.value(None))
    expected = ""
    if point.low is not None:
        expected = say("expected %(interval)s", interval=axis.span(point.low, point.high))
    return named(
        point.label, joined(axis.value(point.value), counted(point.n), expected, point.word)
    )


def _describe(points: Sequence[ControlPoint], axis: Axis) -> str:
    there = [_point_words(point, axis) for point in points if point.value is not None]
    return sentences([listed(there)]) if there else say("Nothing can be shown.")


def _table(points: Sequence[ControlPoint], axis: Axis, title: str) -> Table:
    """What was seen and what was to be expected."""
    value = behind.estimate_columns(axis)[0]
    ends = (say("The lower end of what was to be expected."),
            say("The upper end of what was to be expected."))  # fmt: skip
    return behind.table_of(
        title,
        (
            behind.time_column(),
            value,
            behind.count_column(),
            Column("expected_low", say("expected, low"), ends[0]),
            Column("expected_high", say("expected, high"), ends[1]),
            Column("signal", say("What stood out"), say("Empty where nothing stood out.")),
        ),
        (
            (
                behind.words(one.label),
                behind.on_axis(axis, one.value),
                behind.count(one.n),
                *behind.estimate(axis, one.value, one.low, one.high)[1:],
                behind.words(one.word),
            )
            for one in points
        ),
    )


def _notes(
    points: Sequence[ControlPoint], lines: Sequence[ControlLine], axis: Axis, *, few: int
) -> tuple[str, ...]:
    there = [point for point in points if point.value is not None]
    band = say("The band is what was to be expected, the thin line its middle")
    return (
        band if any(point.low is not None for point in there) else "",
        say("Dashed: the thresholds that people set") if lines else "",
        say("Triangles stood out") if any(point.mark for point in there) else "",
        thin_note(any(point.n < few for point in there), floor=few),
        axis.warning,
    )
