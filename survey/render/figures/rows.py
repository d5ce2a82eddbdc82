"""What the figures that list rows share: the axis above them, and their two layouts.

Wide, a row is one line: label, plot, numbers in columns. Narrow, the label and the numbers stand
above the plot, which then has the whole width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.render.figures.axes import Axis
from survey.render.figures.marks import Anchor, Canvas, Line, Mark, Text
from survey.render.metrics import text_width, wrap

_LABEL_PART = 0.26


@dataclass(frozen=True, slots=True)
class Reference:
    """A value every row is compared with, and its words: Reference(0.81, "all teams 81%")."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """One cell of text to the right of each row's plot."""

    text: str
    role: str = "soft"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where rows stand: the plot from `left` to `right`, the numbers' right edges, row heights."""

    canvas: Canvas
    left: float
    right: float
    top: float
    label_width: float
    edges: tuple[float, ...]
    heights: tuple[float, ...]
    labels: tuple[tuple[str, ...], ...]

    @property
    def bottom(self) -> float:
        """Give the lower end of the last row."""
        return self.top + sum(self.heights)

    def row_tops(self) -> tuple[float, ...]:
        """Give the upper end of each row."""
        return tuple(self.top + sum(self.heights[:row]) for row in range(len(self.heights)))

    def middle(self, row: int) -> float:
        """Give the height at which a row's dot stands."""
        top, height, size = self.row_tops()[row], self.heights[row], self.canvas.text
        return top + height - 1.5 * size if self.canvas.is_narrow else top + height / 2


def frame_rows(
    labels: Sequence[str],
    cells: Sequence[Sequence[Column]],
    *,
    axis: Axis,
    canvas: Canvas,
    heads: Sequence[str],
    has_reference: bool,
) -> Frame:
    """Give the layout for the rows: columns as wide as their widest text, labels wrapped."""
    size = canvas.text
    columns = tuple(zip(*cells, strict=True)) or ((),) * len(heads)
    widths = [
        max(text_width(text, size) for text in (head, *(cell.text for cell in column)))
        for head, column in zip(heads, columns, strict=True)
    ]
    edges = tuple(canvas.width - sum(widths[at + 1 :]) - (len(widths) - 1 - at) * 0.9 * size
                  for at in range(len(widths)))  # fmt: skip
    numbers_left = edges[0] - widths[0] if edges else canvas.width
    half_tick = max(text_width(axis.tick(tick), size) for tick in axis.ticks) / 2
    top = size * (3.4 if has_reference else 2.0)
    if canvas.is_narrow:
        label_width = numbers_left - size
        wrapped = tuple(wrap(label, size, width=label_width) for label in labels)
        heights = tuple(size * (2.3 + 1.25 * len(lines)) for lines in wrapped)
        left, right = half_tick, canvas.width - half_tick
    else:
        widest = max((text_width(label, size) for label in labels), default=0.0)
        label_width = min(widest, _LABEL_PART * canvas.width)
        wrapped = tuple(wrap(label, size, width=label_width) for label in labels)
        heights = tuple(size * (0.85 + 1.25 * len(lines)) for lines in wrapped)
        left, right = label_width + size + half_tick, numbers_left - size - half_tick
    return Frame(canvas, left, right, top, label_width, edges, heights, wrapped)


def draw_axis(
    frame: Frame, axis: Axis, *, heads: Sequence[str], reference: Reference | None
) -> list[Mark]:
    """Give grid and tick labels, the columns' heads, and the reference line with its words."""
    size, top = frame.canvas.text, frame.top
    marks: list[Mark] = []
    for tick in axis.ticks:
        x = axis.at(tick, frame.left, frame.right)
        marks.extend(_upright(frame, x, "grid"))
        marks.append(Text(x, top - 0.9 * size, axis.tick(tick), size, "soft", "middle"))
    for edge, head in zip(frame.edges, heads, strict=True):
        if head:
            marks.append(Text(edge, top - 0.9 * size, head, size, "soft", "end"))
    if reference:
        x = axis.at(reference.value, frame.left, frame.right)
        marks.extend(_upright(frame, x, "ink", dash="3 3"))
        marks.append(_reference_label(frame, x, reference.label))
    return marks


def draw_lines(frame: Frame, axis: Axis, *, low: Reference, high: Reference) -> list[Mark]:
    """Give two dashed lines across all rows, the words of each on its far side, apart."""
    size, gap = frame.canvas.text, 0.8 * frame.canvas.text
    marks: list[Mark] = []
    places = [axis.at(line.value, frame.left, frame.right) for line in (low, high)]
    for x in places:
        marks.extend(_upright(frame, x, "ink", dash="3 3"))
    least = text_width(low.label, size)
    after = min(places[1] + gap / 2, frame.canvas.width - text_width(high.label, size))
    before = max(least, min(places[0] - gap / 2, after - gap))
    marks.append(Text(before, size, low.label, size, "ink", "end"))
    marks.append(Text(max(after, before + gap), size, high.label, size, "ink", "start"))
    return marks


def _upright(frame: Frame, x: float, role: str, *, dash: str = "") -> list[Mark]:
    """Give a line at `x`; in the narrow layout in pieces, so that it crosses no label."""
    size = frame.canvas.text
    if not frame.canvas.is_narrow:
        return [Line(x, frame.top - 0.5 * size, x, frame.bottom, role, 1, dash)]
    rows = [frame.middle(row) for row in range(len(frame.heights))]
    return [Line(x, y - 0.7 * size, x, y + 0.7 * size, role, 1, dash) for y in rows]


def _reference_label(frame: Frame, x: float, label: str) -> Text:
    size, width = frame.canvas.text, frame.canvas.width
    text = wrap(label, size, width=width, max_lines=1)[0]
    half = text_width(text, size) / 2
    return Text(min(max(x, half), width - half), size, text, size, "ink", "middle")


def draw_labels(frame: Frame, row: int, *, role: str) -> list[Mark]:
    """Give a row's label, one text per line."""
    size, top, lines = frame.canvas.text, frame.row_tops()[row], frame.labels[row]
    if frame.canvas.is_narrow:
        first = top + 1.1 * size
    else:
        first = top + frame.heights[row] / 2 + 0.35 * size - 0.625 * size * (len(lines) - 1)
    return [Text(0, first + 1.25 * size * at, line, size, role) for at, line in enumerate(lines)]


def draw_cells(frame: Frame, row: int, cells: Sequence[Column]) -> list[Mark]:
    """Give a row's numbers, right-aligned in their columns."""
    size, top = frame.canvas.text, frame.row_tops()[row]
    y = top + 1.1 * size if frame.canvas.is_narrow else frame.middle(row) + 0.35 * size
    end: Anchor = "end"
    return [
        Text(edge, y, cell.text, size, cell.role, end, cell.is_bold)
        for edge, cell in zip(frame.edges, cells, strict=True)
        if cell.text
    ]
