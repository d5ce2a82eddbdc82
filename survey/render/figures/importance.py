"""The plane of importance and performance: how high a construct was answered, how it goes along.

A dashed line parts it into two halves that are named in words, another lies at no link. A filled
dot is told from no link, an open one is not: only the dot says so, and nothing depends on hue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.labels import along, leader, place_beside
from survey.render.figures.marks import (
    SCREEN,
    Anchor,
    Box,
    Canvas,
    Dot,
    Drawing,
    Group,
    Line,
    Text,
)
from survey.render.figures.plane import Plane, draw_plane, make_plane
from survey.render.figures.wording import intervals, listed, named, sentences, unnamed_note
from survey.render.metrics import wrap
from survey.render.speech import say
from survey.render.tables import Column, Table

_LEADING = 1.2
# Names as long as this part of the width stand beside their dots; longer ones are cut.
_LONGEST_NAME = 0.42


@dataclass(frozen=True, slots=True)
class ImportancePoint:
    """A construct: its mean across, how it goes with the outcome upward, and whether that is clear.

    `text` stands in place of a mean that is published only as a bound.
    """

    label: str
    x: float
    y: float
    is_clear: bool
    x_low: float | None = None
    x_high: float | None = None
    y_low: float | None = None
    y_high: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Halves:
    """Where the plane is parted across, and the words of its two halves.

    `in_left` and `in_right` are the same words inside a sentence, where they differ there.
    """

    x: float
    left: str
    right: str
    in_left: str = ""
    in_right: str = ""

    def inside(self, x: float) -> str:
        """Give the words of the half in which a value lies, for the inside of a sentence."""
        if x < self.x:
            return self.in_left or self.left
        return self.in_right or self.right


def importance_plot(
    points: Sequence[ImportancePoint],
    *,
    title: str,
    x_axis: Axis,
    y_axis: Axis,
    halves: Halves,
    canvas: Canvas = SCREEN,
) -> Drawing:
    """Give the plane with every construct named; what finds no room is named below the figure."""
    plane = make_plane(x_axis, y_axis, canvas)
    named = tuple(_named(halves, plane))
    marks = [*draw_plane(plane), *_parting(halves, plane), *named]
    marks.extend(_draw(point, plane) for point in points)
    names = _names(points, plane, named, width=_LONGEST_NAME * canvas.width)
    places = [plane.at(point.x, point.y) for point in points]
    for at, name in enumerate(names):
        ends = name and leader(name, places[at], places[:at] + places[at + 1 :])
        if ends:
            (x1, y1), (x2, y2) = ends
            marks.append(Line(x1, y1, x2, y2, "soft", 0.6))
    marks.extend(name for name in names if name is not None)
    unnamed = [p.label for p, name in zip(points, names, strict=True) if name is None]
    any_clear = any(point.is_clear for point in points)
    any_open = any(not point.is_clear for point in points)
    notes = (
        intervals(),
        say("Filled dots are told from no link") if any_clear else "",
        say("Open dots are not told from no link") if any_open else "",
        unnamed_note(unnamed),
        x_axis.warning,
        y_axis.warning,
    )
    return Drawing(canvas.width, plane.height, title, _describe(points, plane, halves),
                   sentences(notes), tuple(marks), canvas.is_paper,
                   _table(points, plane, halves, title))  # fmt: skip


def _parting(halves: Halves, plane: Plane) -> Iterator[Line]:
    x, y = plane.at(halves.x, 0.0)
    plot = plane.plot
    yield Line(x, plot.top, x, plot.bottom, "soft", 1, "3 3")
    yield Line(plot.left, y, plot.right, y, "soft", 1, "3 3")


def _named(halves: Halves, plane: Plane) -> Iterator[Text]:
    """The two names in the upper corners, two lines each at most."""
    plot, size = plane.plot, plane.size
    middle, _ = plane.at(halves.x, 0.0)
    pad = 0.5 * size
    sides: tuple[tuple[str, float, float, Anchor], ...] = (
        (halves.left, plot.left + pad, middle - plot.left, "start"),
        (halves.right, plot.right - pad, plot.right - middle, "end"),
    )
    for text, x, room, anchor in sides:
        for at, line in enumerate(wrap(text, size, width=room - 2 * pad, max_lines=2)):
            first = plot.top + 1.2 * size
            yield Text(x, first + at * _LEADING * size, line, size, "soft", anchor)


def _names(
    points: Sequence[ImportancePoint], plane: Plane, corners: Sequence[Text], *, width: float
) -> tuple[Text | None, ...]:
    places = [plane.at(point.x, point.y) for point in points]
    wanted = [
        (at, wrap(point.label, plane.size, width=width, max_lines=1)[0])
        for at, point in zip(places, points, strict=True)
    ]
    reach = 0.5 * plane.size
    dots = [Box(x - reach, y - reach, x + reach, y + reach) for x, y in places]
    avoided = [
        box
        for point in points
        for bar in _bars(point, plane)
        for box in along(((bar.x1, bar.y1), (bar.x2, bar.y2)), step=reach)
    ]
    taken = [*dots, *(text.box for text in corners)]
    return place_beside(wanted, size=plane.size, bounds=plane.plot, taken=taken, avoided=avoided)


def _draw(point: ImportancePoint, plane: Plane) -> Group:
    x, y = plane.at(point.x, point.y)
    dot = Dot(x, y, 0.32 * plane.size, "ink", is_open=not point.is_clear)
    return Group(_estimates(point, plane), (*_bars(point, plane), dot))


def _bars(point: ImportancePoint, plane: Plane) -> Iterator[Line]:
    x, y = plane.at(point.x, point.y)
    if point.x_low is not None and point.x_high is not None:
        ends = [plane.at(end, point.y)[0] for end in (point.x_low, point.x_high)]
        yield Line(ends[0], y, ends[1], y, "agents", 1)
    if point.y_low is not None and point.y_high is not None:
        ends = [plane.at(point.x, end)[1] for end in (point.y_low, point.y_high)]
        yield Line(x, ends[0], x, ends[1], "customers", 1)


def _estimates(point: ImportancePoint, plane: Plane) -> str:
    across = plane.x_axis.estimate(point.x, point.x_low, point.x_high, text=point.text)
    upward = plane.y_axis.estimate(point.y, point.y_low, point.y_high)
    return named(point.label, say("%(across)s; r %(upward)s", across=across, upward=upward))


def _words(point: ImportancePoint, plane: Plane, halves: Halves) -> str:
    both, half = _estimates(point, plane), halves.inside(point.x)
    if point.is_clear:
        return say("%(values)s (%(half)s, told from no link)", values=both, half=half)
    return say("%(values)s (%(half)s, not told from no link)", values=both, half=half)


def _describe(points: Sequence[ImportancePoint], plane: Plane, halves: Halves) -> str:
    axes = say(
        "Across: %(across)s; upward: %(upward)s",
        across=plane.x_axis.label,
        upward=plane.y_axis.label,
    )
    return sentences((axes, listed(_words(point, plane, halves) for point in points)))


def _table(points: Sequence[ImportancePoint], plane: Plane, halves: Halves, title: str) -> Table:
    told = say("In files: yes where the link is told from none, else no.")
    return behind.table_of(
        title,
        (
            behind.name_column(),
            *behind.estimate_columns(plane.x_axis),
            Column("half", say("Half"), say("On which side of the dashed line the value lies.")),
            *behind.estimate_columns(plane.y_axis, key="link", lead="link_"),
            Column("is_told", say("told from no link"), told),
        ),
        (
            (
                behind.words(one.label),
                *behind.estimate(plane.x_axis, one.x, one.x_low, one.x_high, text=one.text),
                behind.words(halves.inside(one.x)),
                *behind.estimate(plane.y_axis, one.y, one.y_low, one.y_high),
                behind.answer(one.is_clear),
            )
            for one in points
        ),
    )
