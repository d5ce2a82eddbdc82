"""The interval plot: one row per unit, channel or lag, its value as a dot on its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.render import numbers
from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.marks import SCREEN, Box, Canvas, Dot, Drawing, Group, Line, Mark, Side
from survey.render.figures.rows import (
    Column,
    Frame,
    Reference,
    draw_axis,
    draw_cells,
    draw_labels,
    frame_rows,
)
from survey.render.figures.wording import (
    Thing,
    counted,
    hidden_note,
    intervals,
    joined,
    listed,
    named,
    nothing,
    sentences,
    thin_note,
)
from survey.render.speech import say
from survey.render.tables import Table

FEW = 30


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A labelled estimate. No `value`: the row says "no data"; `is_hidden`: the row is absent.

    `text` is printed for a value that is only a bound: "4.5 or more". `href` is where the row
    leads on a screen.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    side: Side = "customers"
    is_hidden: bool = False
    href: str = ""
    text: str = ""


def interval_plot(
    rows: Sequence[IntervalRow],
    *,
    title: str,
    axis: Axis,
    canvas: Canvas = SCREEN,
    reference: Reference | None = None,
    thing: Thing = "unit",
    threshold: int = 5,
    few: int = FEW,
) -> Drawing:
    """Give the plot of the rows in the order given.

    Rows with fewer than `few` answers are grey with an open circle (pass 0 where a pulse has
    small groups by design). Hidden rows leave no trace but a sentence, which counts `thing`s
    only where it hides at least two.
    """
    shown = [row for row in rows if not row.is_hidden]
    cells = [_cells(row, axis, canvas=canvas, few=few) for row in shown]
    has_intervals = any(row.low is not None for row in shown)
    interval = say("95% interval") if has_intervals else ""
    heads = ("", "") if canvas.is_narrow else ("", interval, say("n"))
    labels = [row.label for row in shown]
    frame = frame_rows(
        labels, cells, axis=axis, canvas=canvas, heads=heads, has_reference=reference is not None
    )
    marks = draw_axis(frame, axis, heads=heads, reference=reference) if shown else []
    for place, row in enumerate(shown):
        marks.append(_draw(frame, place, row, axis=axis, few=few, cells=cells[place]))
    notes = (
        intervals() if has_intervals and canvas.is_narrow else "",
        thin_note(any(_is_thin(row, few) for row in shown), floor=few),
        hidden_note(len(rows) - len(shown), thing, threshold=threshold),
        axis.warning,
    )
    height = frame.bottom if shown else 0
    desc = _describe(shown, axis, reference)
    return Drawing(canvas.width, height, title, desc, sentences(notes), tuple(marks),
                   canvas.is_paper, _table(shown, axis, title))  # fmt: skip


def _is_thin(row: IntervalRow, few: int) -> bool:
    return row.value is not None and row.n is not None and row.n < few


def _cells(row: IntervalRow, axis: Axis, *, canvas: Canvas, few: int) -> tuple[Column, ...]:
    """Give value, interval (only where there is room: the line shows it) and n."""
    has_interval = row.low is not None and row.high is not None
    span = axis.span(row.low, row.high) if has_interval else ""
    form = numbers.n if canvas.is_narrow else numbers.whole
    count = "" if row.n is None else form(row.n)
    strong = row.value is not None and not _is_thin(row, few)
    value = Column(row.text or axis.value(row.value), "ink" if strong else "soft", is_bold=strong)
    middle = () if canvas.is_narrow else (Column(span),)
    return (value, *middle, Column(count))


def _draw(
    frame: Frame,
    place: int,
    row: IntervalRow,
    *,
    axis: Axis,
    few: int,
    cells: Sequence[Column],
) -> Group:
    size, y = frame.canvas.text, frame.middle(place)
    thin = _is_thin(row, few)
    role = "soft" if thin else row.side
    marks: list[Mark] = [
        *draw_labels(frame, place, role="soft" if thin or row.value is None else "ink")
    ]
    if row.value is not None:
        if row.low is not None and row.high is not None:
            ends = [axis.at(end, frame.left, frame.right) for end in (row.low, row.high)]
            marks.append(Line(ends[0], y, ends[1], y, role, 0.15 * size))
        x = axis.at(row.value, frame.left, frame.right)
        marks.append(Dot(x, y, 0.3 * size, role, is_open=thin))
    marks.extend(draw_cells(frame, place, cells))
    top = frame.row_tops()[place]
    area = Box(0, top, frame.canvas.width, top + frame.heights[place])
    return Group(_words(row, axis), tuple(marks), row.href, area)


def _words(row: IntervalRow, axis: Axis) -> str:
    estimate = axis.estimate(row.value, row.low, row.high, text=row.text)
    return named(row.label, joined(estimate, counted(row.n)))


def _describe(rows: Sequence[IntervalRow], axis: Axis, reference: Reference | None) -> str:
    if not rows:
        return nothing()
    low, high = axis.tick(axis.low), axis.tick(axis.high)
    ends = say("Axis from %(low)s to %(high)s", low=low, high=high)
    line = say("Dashed line: %(line)s", line=reference.label) if reference else ""
    return sentences((ends, line, listed(_words(row, axis) for row in rows)))


def _table(rows: Sequence[IntervalRow], axis: Axis, title: str) -> Table:
    columns = (behind.name_column(), *behind.estimate_columns(axis), behind.count_column())
    return behind.table_of(
        title,
        columns,
        (
            (
                behind.words(row.label),
                *behind.estimate(axis, row.value, row.low, row.high, text=row.text),
                behind.count(row.n),
            )
            for row in rows
        ),
    )
