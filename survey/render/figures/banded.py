"""The banded plot: estimates between two lines, each band with a shape of its own.

Top is a triangle that points up, middle a square, low a triangle that points down, and not enough
evidence an open circle: the shapes tell the bands apart where colours do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from survey.render import numbers
from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.marks import SCREEN, Area, Box, Canvas, Dot, Drawing, Group, Line, Mark
from survey.render.figures.rows import (
    Column,
    Frame,
    Reference,
    draw_axis,
    draw_cells,
    draw_labels,
    draw_lines,
    frame_rows,
)
from survey.render.figures.wording import counted, joined, listed, named, sentences
from survey.render.speech import say
from survey.render.tables import Column as TableColumn
from survey.render.tables import Table

BandMark = Literal["top", "middle", "low", "unknown"]
ROLES = {"top": "good", "middle": "watch", "low": "poor", "unknown": "soft"}


@dataclass(frozen=True, slots=True)
class BandedRow:
    """A labelled estimate of n answers with its band and the word for it.

    `href` leads on from a screen.
    """

    label: str
    value: float
    low: float
    high: float
    n: int
    band: BandMark
    word: str
    href: str = ""


def banded_plot(
    rows: Sequence[BandedRow],
    *,
    title: str,
    axis: Axis,
    low: Reference,
    high: Reference,
    canvas: Canvas = SCREEN,
) -> Drawing:
    """Give the plot of the rows in the order given, across the lower and the upper line."""
    cells = [_cells(row, axis, canvas=canvas) for row in rows]
    heads = ("", "") if canvas.is_narrow else ("", say("Interval"), say("n"), say("Band"))
    labels = [row.label for row in rows]
    frame = frame_rows(labels, cells, axis=axis, canvas=canvas, heads=heads, has_reference=True)
    marks = draw_axis(frame, axis, heads=heads, reference=None)
    marks += draw_lines(frame, axis, low=low, high=high)
    marks += [_draw(frame, at, row, axis=axis, cells=cells[at]) for at, row in enumerate(rows)]
    lines = say("Dashed lines: %(low)s and %(high)s", low=low.label, high=high.label)
    desc = sentences((lines, listed(_words(row, axis) for row in rows)))
    return Drawing(canvas.width, frame.bottom, title, desc, axis.warning, tuple(marks),
                   canvas.is_paper, _table(rows, axis, title))  # fmt: skip


def _cells(row: BandedRow, axis: Axis, *, canvas: Canvas) -> tuple[Column, ...]:
    word = Column(row.word, "soft" if row.band == "unknown" else "ink")
    if canvas.is_narrow:
        return (Column(numbers.n(row.n)), word)
    return (
        Column(axis.value(row.value), "ink"),
        Column(axis.span(row.low, row.high)),
        Column(numbers.whole(row.n)),
        word,
    )


def _draw(
    frame: Frame, place: int, row: BandedRow, *, axis: Axis, cells: Sequence[Column]
) -> Group:
    size, y, role = frame.canvas.text, frame.middle(place), ROLES[row.band]
    ends = [axis.at(end, frame.left, frame.right) for end in (row.low, row.high)]
    marks: list[Mark] = [
        *draw_labels(frame, place, role="ink"),
        Line(ends[0], y, ends[1], y, role, 0.15 * size),
        _shape(axis.at(row.value, frame.left, frame.right), y, 0.42 * size, row.band),
        *draw_cells(frame, place, cells),
    ]
    top = frame.row_tops()[place]
    area = Box(0, top, frame.canvas.width, top + frame.heights[place])
    return Group(_words(row, axis), tuple(marks), row.href, area)


def _shape(x: float, y: float, reach: float, band: BandMark) -> Mark:
    role, wide = ROLES[band], 1.15 * reach
    if band == "top":
        return Area(((x, y - reach), (x + wide, y + reach), (x - wide, y + reach)), role)
    if band == "low":
        return Area(((x, y + reach), (x + wide, y - reach), (x - wide, y - reach)), role)
    if band == "middle":
        side = 0.85 * reach
        left, right, up, down = x - side, x + side, y - side, y + side
        return Area(((left, up), (right, up), (right, down), (left, down)), role)
    return Dot(x, y, 0.75 * reach, role, is_open=True)


def _words(row: BandedRow, axis: Axis) -> str:
    estimate = axis.estimate(row.value, row.low, row.high)
    return named(row.label, joined(estimate, counted(row.n), row.word))


def _table(rows: Sequence[BandedRow], axis: Axis, title: str) -> Table:
    band = TableColumn("band", say("Band"), say("In files: top, middle, low or unknown."))
    estimates = behind.estimate_columns(axis)
    return behind.table_of(
        title,
        (behind.name_column(), *estimates, behind.count_column(), band),
        (
            (
                behind.words(row.label),
                *behind.estimate(axis, row.value, row.low, row.high),
                behind.count(row.n),
                behind.words(row.word, code=row.band),
            )
            for row in rows
        ),
    )
