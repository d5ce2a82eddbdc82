"""The forest: published results and our own on one axis, a row each, with the line of no link.

Dots are what others published, diamonds our own: the shape and the bold label tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.render.figures import behind
from survey.render.figures.axes import Axis, correlation_axis
from survey.render.figures.marks import (
    SCREEN,
    Area,
    Canvas,
    Dot,
    Drawing,
    Group,
    Line,
    Mark,
    Text,
)
from survey.render.figures.rows import (
    Column,
    Frame,
    Reference,
    draw_axis,
    draw_cells,
    draw_labels,
    frame_rows,
)
from survey.render.figures.wording import joined, listed, named, nothing, sentences
from survey.render.metrics import wrap
from survey.render.speech import say
from survey.render.tables import Column as TableColumn
from survey.render.tables import Table

_SAMPLE_PART = 0.2
_NARROW_SAMPLE_PART = 0.3


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A source with its result; `sample` says what it rests on: "28 studies", "n = 14".

    No `value`: `text` says instead what was found. `is_local` marks our own result.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    sample: str = ""
    text: str = ""
    is_local: bool = False

    @property
    def has_interval(self) -> bool:
        """Give whether there is a value with an interval around it."""
        return None not in (self.value, self.low, self.high)


def forest(
    rows: Sequence[ForestRow],
    *,
    title: str,
    axis: Axis | None = None,
    canvas: Canvas = SCREEN,
) -> Drawing:
    """Give the rows in the order given, on correlations from −1 to 1 unless an axis is given."""
    scale = axis or correlation_axis()
    cells = [_cells(row, scale, canvas) for row in rows]
    heads = ("", "") if canvas.is_narrow else ("", say("95% interval"), say("rests on"))
    zero = Reference(0.0, say("no link"))
    labels = [row.label for row in rows]
    frame = frame_rows(labels, cells, axis=scale, canvas=canvas, heads=heads, has_reference=True)
    marks = draw_axis(frame, scale, heads=heads, reference=zero) if rows else []
    for place, row in enumerate(rows):
        marks.append(Group(_words(row, scale), tuple(_draw(frame, place, row, scale, cells))))
    ends = say(
        "Axis from %(low)s to %(high)s; no link at 0",
        low=scale.tick(scale.low),
        high=scale.tick(scale.high),
    )
    words = listed(_words(row, scale) for row in rows)
    desc = sentences((ends, words)) if rows else nothing()
    return Drawing(canvas.width, frame.bottom if rows else 0, title, desc,
                   sentences(_notes(rows, scale)), tuple(marks), canvas.is_paper,
                   _table(rows, scale, title))  # fmt: skip


def _found(row: ForestRow, axis: Axis) -> str:
    return row.text or axis.value(row.value)


def _cells(row: ForestRow, axis: Axis, canvas: Canvas) -> tuple[Column, ...]:
    part = _NARROW_SAMPLE_PART if canvas.is_narrow else _SAMPLE_PART
    width = part * canvas.width
    found, sample = (
        wrap(text, canvas.text, width=width, max_lines=1)[0]
        for text in (_found(row, axis), row.sample)
    )
    span = axis.span(row.low, row.high) if row.has_interval else ""
    value = Column(found, "soft" if row.value is None else "ink", is_bold=row.is_local)
    middle = () if canvas.is_narrow else (Column(span, "ink" if row.is_local else "soft"),)
    return (value, *middle, Column(sample))


def _draw(
    frame: Frame, place: int, row: ForestRow, axis: Axis, cells: Sequence[Sequence[Column]]
) -> list[Mark]:
    size, y = frame.canvas.text, frame.middle(place)
    role = "ink" if row.is_local else "soft"
    marks: list[Mark] = [
        replace(mark, is_bold=row.is_local) if isinstance(mark, Text) else mark
        for mark in draw_labels(frame, place, role="ink")
    ]
    if row.value is not None:
        x = axis.at(row.value, frame.left, frame.right)
        if row.low is not None and row.high is not None:
            low, high = (axis.at(end, frame.left, frame.right) for end in (row.low, row.high))
            marks.append(Line(low, y, high, y, role, (0.2 if row.is_local else 0.12) * size))
        marks.append(_diamond(x, y, 0.55 * size) if row.is_local else Dot(x, y, 0.26 * size, role))
    marks.extend(draw_cells(frame, place, cells[place]))
    return marks


def _diamond(x: float, y: float, reach: float) -> Area:
    return Area(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), "ink")


def _notes(rows: Sequence[ForestRow], axis: Axis) -> tuple[str, ...]:
    there = [row for row in rows if row.value is not None]
    bare = any(not row.has_interval for row in there)
    return (
        say("Diamond and bold: our own result") if any(row.is_local for row in there) else "",
        say("Dots: published results") if any(not row.is_local for row in there) else "",
        say("Without a line where no interval is given") if bare else "",
        axis.warning,
    )


def _words(row: ForestRow, axis: Axis) -> str:
    """Give the row as words: "Brown & Lam 2008: 0.23, 28 studies"."""
    low, high = (row.low, row.high) if row.has_interval else (None, None)
    own = say("our own result") if row.is_local else ""
    return named(
        row.label, joined(axis.estimate(row.value, low, high, text=row.text), row.sample, own)
    )


def _table(rows: Sequence[ForestRow], axis: Axis, title: str) -> Table:
    source = TableColumn("source", say("Source"), say("Who found it."))
    sample = TableColumn("sample", say("rests on"), say("How much the result rests on, in words."))
    own = TableColumn("is_local", say("our own"), say("In files: yes for our own result, else no."))
    return behind.table_of(
        title,
        (source, *behind.estimate_columns(axis), sample, own),
        (
            (
                behind.words(row.label),
                *behind.estimate(
                    axis,
                    row.value,
                    *((row.low, row.high) if row.has_interval else (None, None)),
                    text=row.text,
                ),
                behind.words(row.sample),
                behind.answer(row.is_local),
            )
            for row in rows
        ),
    )
