"""Each unit's own line through its waves: whether a unit moves on both scales at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.render import numbers
from survey.render.figures.axes import Axis
from survey.render.figures.labels import along, place_beside
from survey.render.figures.marks import (
    SCREEN,
    Box,
    Canvas,
    Dot,
    Drawing,
    Group,
    Mark,
    Point,
    Stroke,
)
from survey.render.figures.plane import Plane, draw_plane, make_plane
from survey.render.figures.wording import sentences
from survey.render.metrics import wrap


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit over its waves: its (x, y) points, and the two ends of its own fitted line."""

    label: str
    points: tuple[tuple[float, float], ...]
    line: tuple[tuple[float, float], ...] = ()


def unit_slopes(
    units: Sequence[UnitLine],
    *,
    title: str,
    x_axis: Axis,
    y_axis: Axis,
    canvas: Canvas = SCREEN,
) -> Drawing:
    """Give one dot per unit and wave, and one line per unit, named at its right end."""
    plane = make_plane(x_axis, y_axis, canvas)
    marks = draw_plane(plane)
    ends: list[tuple[Point, str]] = []
    avoided: list[Box] = []
    for unit in units:
        dots = tuple(plane.at(*point) for point in unit.points)
        line = tuple(plane.at(*point) for point in unit.line)
        marks.append(_draw(unit, dots, line, plane.size))
        avoided.extend(along(line, step=plane.size / 2))
        avoided.extend(Box(x - 2, y - 2, x + 2, y + 2) for x, y in dots)
        end = max((*line, *dots), default=(plane.plot.left, plane.plot.top))
        ends.append((end, wrap(unit.label, plane.size, width=0.4 * canvas.width, max_lines=1)[0]))
    names = place_beside(ends, size=plane.size, bounds=plane.plot, avoided=avoided)
    marks.extend(name for name in names if name is not None)
    unnamed = [unit.label for unit, name in zip(units, names, strict=True) if name is None]
    notes = (
        "Each dot is one wave, each line one unit",
        f"Without a name for want of room: {', '.join(unnamed)}" if unnamed else "",
        x_axis.warning,
        y_axis.warning,
    )
    desc = sentences(_words(unit, plane) for unit in units) or "No unit can be shown."
    return Drawing(
        canvas.width, plane.height, title, desc, sentences(notes), tuple(marks), canvas.is_paper
    )


def _draw(unit: UnitLine, dots: tuple[Point, ...], line: tuple[Point, ...], size: float) -> Group:
    marks: list[Mark] = [Dot(*dot, 0.16 * size, "soft") for dot in dots]
    if len(line) > 1:
        marks.append(Stroke(line, "ink", 0.12 * size))
    return Group(f"{unit.label}: {numbers.counted(len(dots), 'wave')}", tuple(marks))


def _words(unit: UnitLine, plane: Plane) -> str:
    values = "; ".join(
        f"{plane.x_axis.value(x)} and {plane.y_axis.value(y)}" for x, y in unit.points
    )
    return f"{unit.label}: {values}"
