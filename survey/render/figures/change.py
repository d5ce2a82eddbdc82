"""The change plot: where each row stood last wave (open) and stands now (filled), joined."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from survey.render import numbers
from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.marks import (
    SCREEN,
    Canvas,
    Dot,
    Drawing,
    Group,
    Line,
    Mark,
    Side,
)
from survey.render.figures.rows import Column, Frame, draw_axis, draw_cells, draw_labels, frame_rows
from survey.render.figures.wording import (
    Thing,
    counted,
    hidden_note,
    joined,
    listed,
    named,
    nothing,
    sentences,
)
from survey.render.speech import say
from survey.render.tables import Column as TableColumn
from survey.render.tables import Datum


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A value before and after; `is_clear` where the change is larger than chance explains."""

    label: str
    before: float | None
    after: float | None
    n_before: int | None = None
    n_after: int | None = None
    side: Side = "agents"
    is_clear: bool = False
    is_hidden: bool = False


Signed = Callable[[float], str]


def change_plot(
    rows: Sequence[ChangeRow],
    *,
    title: str,
    axis: Axis,
    before: str,
    after: str,
    canvas: Canvas = SCREEN,
    thing: Thing = "block",
    threshold: int = 5,
    signed: Signed = numbers.change,
) -> Drawing:
    """Give one row per change: an open dot for `before`, a filled one for `after`, joined.

    Clear changes are coloured and bold, the others grey. `signed` prints the difference
    (`numbers.share_change` for shares).
    """
    shown = [row for row in rows if not row.is_hidden]
    cells = [_cells(row, axis, signed, canvas=canvas) for row in shown]
    heads = ("", "") if canvas.is_narrow else (say("now"), say("change"), say("n"))
    labels = [row.label for row in shown]
    frame = frame_rows(labels, cells, axis=axis, canvas=canvas, heads=heads, has_reference=False)
    marks = draw_axis(frame, axis, heads=heads, reference=None) if shown else []
    for place, row in enumerate(shown):
        words = change_words(row, axis, signed)
        marks.append(Group(words, _draw(frame, place, row, axis=axis, cells=cells[place])))
    dots = say(
        "Open dot: %(before)s, filled dot: %(after)s. Bold: clear of chance",
        before=before,
        after=after,
    )
    notes = (
        dots,
        hidden_note(len(rows) - len(shown), thing, threshold=threshold),
        axis.warning,
    )
    desc = sentences((listed(change_words(row, axis, signed) for row in shown),))
    height = frame.bottom if shown else 0
    table = behind.table_of(
        title, _columns(axis, before, after), (_data(row, axis, signed) for row in shown)
    )
    return Drawing(canvas.width, height, title, desc or nothing(),
                   sentences(notes), tuple(marks), canvas.is_paper, table)  # fmt: skip


def _cells(row: ChangeRow, axis: Axis, signed: Signed, *, canvas: Canvas) -> tuple[Column, ...]:
    strong = "ink" if row.is_clear else "soft"
    difference = "" if row.before is None or row.after is None else signed(row.after - row.before)
    count = "" if row.n_after is None or canvas.is_narrow else numbers.whole(row.n_after)
    middle = () if canvas.is_narrow else (Column(count),)
    return (
        Column(axis.value(row.after), strong),
        Column(difference, strong, is_bold=row.is_clear),
        *middle,
    )


def _draw(
    frame: Frame, place: int, row: ChangeRow, *, axis: Axis, cells: Sequence[Column]
) -> tuple[Mark, ...]:
    size, y = frame.canvas.text, frame.middle(place)
    role = row.side if row.is_clear else "soft"
    marks: list[Mark] = [*draw_labels(frame, place, role="ink")]
    ends = [
        None if value is None else axis.at(value, frame.left, frame.right)
        for value in (row.before, row.after)
    ]
    if ends[0] is not None and ends[1] is not None:
        marks.append(Line(ends[0], y, ends[1], y, role, 0.15 * size))
    if ends[0] is not None:
        marks.append(Dot(ends[0], y, 0.3 * size, role, is_open=True))
    if ends[1] is not None:
        marks.append(Dot(ends[1], y, 0.32 * size, role))
    marks.extend(draw_cells(frame, place, cells))
    return tuple(marks)


def change_words(row: ChangeRow, axis: Axis, signed: Signed) -> str:
    """Give the row as words: "North: 3.84, then 3.96 (+0.12, clear of chance), n = 14"."""
    before, after = axis.value(row.before), axis.value(row.after)
    if row.before is None or row.after is None:
        return named(row.label, say("%(before)s, then %(after)s", before=before, after=after))
    change = signed(row.after - row.before)
    if row.is_clear:
        change = say("%(change)s, clear of chance", change=change)
    values = say(
        "%(before)s, then %(after)s (%(change)s)", before=before, after=after, change=change
    )
    return named(row.label, joined(values, counted(row.n_after)))


def _columns(axis: Axis, before: str, after: str) -> tuple[TableColumn, ...]:
    return (
        behind.name_column(),
        TableColumn("before", before, axis.means()),
        TableColumn("after", after, axis.means()),
        TableColumn("change", say("change"), say("The second value less the first.")),
        TableColumn(
            "is_clear",
            say("clear of chance"),
            say("In files: yes where the change is larger than chance explains, else no."),
        ),
        TableColumn("n", say("n"), say("How many answers the second value rests on.")),
    )


def _data(row: ChangeRow, axis: Axis, signed: Signed) -> tuple[Datum, ...]:
    both = row.before is not None and row.after is not None
    change = (row.after or 0.0) - (row.before or 0.0)
    return (
        behind.words(row.label),
        behind.on_axis(axis, row.before),
        behind.on_axis(axis, row.after),
        Datum(axis.rounded(change), signed(change)) if both else behind.blank(),
        behind.answer(row.is_clear) if both else behind.blank(),
        behind.count(row.n_after) if both else behind.blank(),
    )
