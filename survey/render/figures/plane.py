"""Two scales at right angles: agents across in their hue, customers upward in theirs."""

from dataclasses import dataclass

from survey.render.figures.axes import Axis
from survey.render.figures.marks import Box, Canvas, Line, Mark, Point, Text
from survey.render.metrics import text_width, wrap


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot with its two axes."""

    plot: Box
    x_axis: Axis
    y_axis: Axis
    size: float

    def at(self, x: float, y: float) -> Point:
        """Give where a pair of values stands."""
        plot = self.plot
        return self.x_axis.at(x, plot.left, plot.right), self.y_axis.at(y, plot.bottom, plot.top)

    @property
    def height(self) -> float:
        """Give the height of the drawing with the labels below the plot."""
        return self.plot.bottom + 3.4 * self.size


def make_plane(x_axis: Axis, y_axis: Axis, canvas: Canvas) -> Plane:
    """Give the plane that fills the canvas' width and is no taller than it is wide.

    On paper it is lower, so that below two of them the words about them find room on the page.
    """
    size = canvas.text
    left = max(text_width(y_axis.tick(tick), size) for tick in y_axis.ticks) + 0.8 * size
    half = text_width(x_axis.tick(x_axis.high), size) / 2
    tall = min((0.8 if canvas.is_paper else 0.95) * canvas.width, 30 * size)
    plot = Box(left, 2.2 * size, canvas.width - half, 2.2 * size + tall)
    return Plane(plot, x_axis, y_axis, size)


def draw_plane(plane: Plane) -> list[Mark]:
    """Give the grid, the ticks and the names of both scales."""
    plot, size, x_axis, y_axis = plane.plot, plane.size, plane.x_axis, plane.y_axis
    marks: list[Mark] = []
    for tick in y_axis.ticks:
        y, text = y_axis.at(tick, plot.bottom, plot.top), y_axis.tick(tick)
        marks.append(Line(plot.left, y, plot.right, y, "grid"))
        marks.append(Text(plot.left - 0.8 * size, y + 0.35 * size, text, size, "soft", "end"))
    for tick in x_axis.ticks:
        x, text = x_axis.at(tick, plot.left, plot.right), x_axis.tick(tick)
        marks.append(Line(x, plot.top, x, plot.bottom, "grid"))
        marks.append(Text(x, plot.bottom + 1.5 * size, text, size, "soft", "middle"))
    below = plot.bottom + 3.1 * size
    upward, across = (
        wrap(axis.label, size, width=plot.right, max_lines=1)[0] for axis in (y_axis, x_axis)
    )
    marks.append(Text(0, size, upward, size, "customers", is_bold=True))
    marks.append(Text(plot.right, below, across, size, "agents", "end", is_bold=True))
    return marks
