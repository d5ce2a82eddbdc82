"""The scatter: one dot per unit on two scales, with the fitted line and its band."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.labels import along, leader, place_beside
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
from survey.render.figures.plane import Plane, draw_plane, make_plane
from survey.render.figures.wording import (
    Thing,
    hidden_note,
    intervals,
    listed,
    named,
    sentences,
    unnamed_note,
)
from survey.render.metrics import wrap
from survey.render.speech import say, say_n
from survey.render.tables import Table

# Beyond this many points neither names nor intervals can be read.
MANY = 30
LINE_WEIGHT = 4


@dataclass(frozen=True, slots=True)
class ScatterPoint:
    """A unit's place on both scales, with the interval on either where there is one."""

    label: str
    x: float
    y: float
    x_low: float | None = None
    x_high: float | None = None
    y_low: float | None = None
    y_high: float | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted line as (x, y) points, and its 95% band as (x, low, high) points."""

    line: tuple[tuple[float, float], ...]
    band: tuple[tuple[float, float, float], ...] = ()


def scatter(
    points: Sequence[ScatterPoint],
    *,
    title: str,
    x_axis: Axis,
    y_axis: Axis,
    fit: Fit | None = None,
    lines: Sequence[tuple[tuple[float, float], ...]] = (),
    canvas: Canvas = SCREEN,
    n_hidden: int = 0,
    thing: Thing = "block",
    threshold: int = 5,
) -> Drawing:
    """Give the scatter; with at most `MANY` points each is named and has its intervals.

    A name that finds no free place is left to the list below the figure. `lines` are thin ones
    of parts of the points, as (x, y). The x axis is drawn in the agents' hue, the y axis in the
    customers'.
    """
    few = len(points) <= MANY
    plane = make_plane(x_axis, y_axis, canvas)
    marks = draw_plane(plane)
    marks.extend(_fit(fit, plane))
    marks.extend(
        Stroke(tuple(plane.at(x, y) for x, y in line), "soft", 0.12 * plane.size) for line in lines
    )
    marks.extend(_draw(point, plane, few=few) for point in points)
    names = _names(points, fit, plane, width=0.4 * canvas.width) if few else ()
    marks.extend(_leaders(points, names, plane))
    marks.extend(name for name in names if name is not None)
    unnamed = [p.label for p, name in zip(points, names, strict=False) if name is None]
    has_intervals = few and any(p.x_low is not None or p.y_low is not None for p in points)
    notes = (
        intervals() if has_intervals else "",
        say("The band is the 95% interval of the line") if fit and fit.band else "",
        unnamed_note(unnamed),
        hidden_note(n_hidden, thing, threshold=threshold),
        x_axis.warning,
        y_axis.warning,
    )
    return Drawing(canvas.width, plane.height, title, _describe(points, plane),
                   sentences(notes), tuple(marks), canvas.is_paper,
                   _table(points, plane, title))  # fmt: skip


def _names(
    points: Sequence[ScatterPoint], fit: Fit | None, plane: Plane, *, width: float
) -> tuple[Text | None, ...]:
    places = [plane.at(point.x, point.y) for point in points]
    wanted = [
        (at, wrap(point.label, plane.size, width=width, max_lines=1)[0])
        for at, point in zip(places, points, strict=True)
    ]
    lines = [bar for point in points for bar in _bars(point, plane)]
    paths: list[Sequence[Point]] = [((line.x1, line.y1), (line.x2, line.y2)) for line in lines]
    avoided = [box for path in paths for box in along(path, step=plane.size / 2)]
    if fit:
        # The line cuts through a name as no interval does, so it weighs more.
        line = tuple(plane.at(x, y) for x, y in fit.line)
        avoided += LINE_WEIGHT * [*along(line, step=plane.size / 2)]
    dots = [_around(place, 0.45 * plane.size) for place in places]
    return place_beside(wanted, size=plane.size, bounds=plane.plot, taken=dots, avoided=avoided)


def _leaders(
    points: Sequence[ScatterPoint], names: Sequence[Text | None], plane: Plane
) -> Iterator[Line]:
    places = [plane.at(point.x, point.y) for point in points]
    for at, name in enumerate(names):
        ends = name and leader(name, places[at], places[:at] + places[at + 1 :])
        if ends:
            (x1, y1), (x2, y2) = ends
            yield Line(x1, y1, x2, y2, "soft", 0.6)


def _fit(fit: Fit | None, plane: Plane) -> Iterator[Mark]:
    if fit is None:
        return
    if fit.band:
        low = [plane.at(x, low) for x, low, _ in fit.band]
        high = [plane.at(x, high) for x, _, high in reversed(fit.band)]
        yield Area((*low, *high), "grid")
    yield Stroke(tuple(plane.at(x, y) for x, y in fit.line), "ink", 0.12 * plane.size)


def _around(place: Point, reach: float) -> Box:
    x, y = place
    return Box(x - reach, y - reach, x + reach, y + reach)


def _draw(point: ScatterPoint, plane: Plane, *, few: bool) -> Group:
    bars = _bars(point, plane) if few else ()
    dot = Dot(*plane.at(point.x, point.y), (0.3 if few else 0.16) * plane.size, "ink")
    return Group(_words(point, plane), (*bars, dot))


def _bars(point: ScatterPoint, plane: Plane) -> Iterator[Line]:
    x, y = plane.at(point.x, point.y)
    if point.x_low is not None and point.x_high is not None:
        ends = [plane.at(end, point.y)[0] for end in (point.x_low, point.x_high)]
        yield Line(ends[0], y, ends[1], y, "agents", 1)
    if point.y_low is not None and point.y_high is not None:
        ends = [plane.at(point.x, end)[1] for end in (point.y_low, point.y_high)]
        yield Line(x, ends[0], x, ends[1], "customers", 1)


def _words(point: ScatterPoint, plane: Plane) -> str:
    x = plane.x_axis.estimate(point.x, point.x_low, point.x_high)
    y = plane.y_axis.estimate(point.y, point.y_low, point.y_high)
    return named(point.label, listed((x, y)))


def _describe(points: Sequence[ScatterPoint], plane: Plane) -> str:
    if not points:
        return say("No point can be shown.")
    x_axis, y_axis = plane.x_axis, plane.y_axis
    across = say("Across: %(axis)s, %(low)s to %(high)s", **_range([p.x for p in points], x_axis))
    upward = say("Upward: %(axis)s, %(low)s to %(high)s", **_range([p.y for p in points], y_axis))
    if len(points) > MANY:
        return sentences((across, upward, say_n("%(num)s point", "%(num)s points", len(points))))
    return sentences((across, upward, listed(_words(point, plane) for point in points)))


def _range(values: Sequence[float], axis: Axis) -> dict[str, str]:
    return {
        "axis": axis.label,
        "low": axis.value(min(values)),
        "high": axis.value(max(values)),
    }


def _table(points: Sequence[ScatterPoint], plane: Plane, title: str) -> Table:
    """The places of the points; of many, whose names no page shows, without names."""
    has_names = len(points) <= MANY
    return behind.table_of(
        title,
        (
            behind.name_column(),
            *behind.estimate_columns(plane.x_axis, key="x", lead="x_"),
            *behind.estimate_columns(plane.y_axis, key="y", lead="y_"),
        ),
        (
            (
                behind.words(one.label) if has_names else behind.blank(),
                *behind.estimate(plane.x_axis, one.x, one.x_low, one.x_high),
                *behind.estimate(plane.y_axis, one.y, one.y_low, one.y_high),
            )
            for one in points
        ),
    )
