"""The bar list: one row per stage, its count as a bar that begins where all the others begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.render import numbers
from survey.render.figures import behind
from survey.render.figures.axes import Axis, share_axis
from survey.render.figures.marks import SCREEN, Area, Box, Canvas, Drawing, Group, Mark, Side
from survey.render.figures.rows import Column, Frame, draw_axis, draw_cells, draw_labels, frame_rows
from survey.render.figures.wording import listed, named, nothing, sentences
from survey.render.speech import say
from survey.render.tables import Column as TableColumn
from survey.render.tables import Table


@dataclass(frozen=True, slots=True)
class BarRow:
    """A labelled count; `href` is where the row leads on a screen."""

    label: str
    n: int
    side: Side = "customers"
    href: str = ""


def bar_list(rows: Sequence[BarRow], *, total: int, title: str, canvas: Canvas = SCREEN) -> Drawing:
    """Give the rows in the order given, each bar as long as its share of `total`.

    Without a total there is no bar and no share, only counts.
    """
    axis = share_axis()
    cells = [_cells(row, total) for row in rows]
    heads = ("", "") if canvas.is_narrow else (say("n"), say("of all"))
    frame = frame_rows(
        [row.label for row in rows],
        cells,
        axis=axis,
        canvas=canvas,
        heads=heads,
        has_reference=False,
    )
    marks = draw_axis(frame, axis, heads=heads, reference=None) if rows else []
    for place, row in enumerate(rows):
        marks.append(_draw(frame, place, row, axis=axis, total=total, cells=cells[place]))
    height = frame.bottom if rows else 0
    desc = sentences((listed(_words(row, total) for row in rows) or nothing(),))
    return Drawing(canvas.width, height, title, desc, "", tuple(marks), canvas.is_paper,
                   _table(rows, total, title))  # fmt: skip


def _cells(row: BarRow, total: int) -> tuple[Column, ...]:
    share = numbers.share(row.n / total) if total else ""
    return (Column(numbers.whole(row.n), "ink", is_bold=True), Column(share))


def _draw(
    frame: Frame, place: int, row: BarRow, *, axis: Axis, total: int, cells: Sequence[Column]
) -> Group:
    size, y = frame.canvas.text, frame.middle(place)
    marks: list[Mark] = [*draw_labels(frame, place, role="ink")]
    if total and row.n:
        start = axis.at(0, frame.left, frame.right)
        # Even one contact in a hundred thousand can be seen.
        end = max(axis.at(row.n / total, frame.left, frame.right), start + 1)
        half = 0.42 * size
        corners = ((start, y - half), (end, y - half), (end, y + half), (start, y + half))
        marks.append(Area(corners, row.side))
    marks.extend(draw_cells(frame, place, cells))
    top = frame.row_tops()[place]
    area = Box(0, top, frame.canvas.width, top + frame.heights[place])
    return Group(_words(row, total), tuple(marks), row.href, area)


def _words(row: BarRow, total: int) -> str:
    return named(row.label, numbers.part(row.n, total) if total else numbers.whole(row.n))


def _table(rows: Sequence[BarRow], total: int, title: str) -> Table:
    axis = share_axis(say("of all"))
    count = TableColumn("n", say("n"), say("How many there are."))
    share = TableColumn("share", axis.label, axis.means())
    return behind.table_of(
        title,
        (behind.name_column(), count, share),
        (
            (
                behind.words(row.label),
                behind.count(row.n),
                behind.on_axis(axis, row.n / total) if total else behind.blank(),
            )
            for row in rows
        ),
    )
