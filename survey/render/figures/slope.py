"""The slope plot: two upright scales, one line per row from last wave to this one."""

from collections.abc import Sequence

from survey.render import numbers
from survey.render.figures.axes import Axis
from survey.render.figures.change import ChangeRow, change_words
from survey.render.figures.labels import spread
from survey.render.figures.marks import (
    SCREEN,
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
from survey.render.figures.wording import hidden_note, sentences
from survey.render.metrics import text_width, wrap

# From a scale to the words beside it, in ems: the leader runs there.
_LEADER = 1.6
_GAP = 1.35


def slope_plot(
    rows: Sequence[ChangeRow],
    *,
    title: str,
    axis: Axis,
    before: str,
    after: str,
    canvas: Canvas = SCREEN,
    thing: str = "block",
    threshold: int = 5,
) -> Drawing:
    """Give a line, named at its right end, per row with both values; others are named below."""
    size = canvas.text
    shown = [row for row in rows if not row.is_hidden]
    whole = [row for row in shown if row.before is not None and row.after is not None]
    top, height = 2.4 * size, max(24.0, _GAP * len(whole) + 4.4) * size
    columns = _columns(whole, axis, canvas)
    marks = _scales(columns, (top, height - size), canvas, (before, after))
    places = [
        [axis.at(value or 0.0, height - size, top) for value in values]
        for values in ([row.before for row in whole], [row.after for row in whole])
    ]
    spots = [spread(side, gap=_GAP * size, low=top, high=height - size) for side in places]
    for row, left, right, *texts in zip(whole, *places, *spots, strict=True):
        ends = ((columns[0], left), (columns[1], right))
        slope = _slope(row, axis, ends, (texts[0], texts[1]), canvas=canvas)
        marks.append(Group(change_words(row, axis, numbers.change), slope))
    partial = ", ".join(row.label for row in shown if row not in whole)
    notes = (
        "Coloured and bold: clear of chance" if any(row.is_clear for row in whole) else "",
        f"In one of the two only: {partial}" if partial else "",
        hidden_note(len(rows) - len(shown), thing, threshold=threshold),
        axis.warning,
    )
    desc = "; ".join(change_words(row, axis, numbers.change) for row in whole)
    return Drawing(canvas.width, height, title, desc or "No row can be shown.",
                   sentences(notes), tuple(marks), canvas.is_paper)  # fmt: skip


def _columns(rows: Sequence[ChangeRow], axis: Axis, canvas: Canvas) -> tuple[float, float]:
    """Give where the two scales stand: as far out as the words beside them leave room."""
    size = canvas.text
    values = max((text_width(axis.value(row.before), size) for row in rows), default=0.0)
    names = max((text_width(_end_label(row, axis), size) for row in rows), default=0.0)
    beside = _LEADER * size
    return values + beside, canvas.width - min(names, 0.45 * canvas.width) - beside


def _end_label(row: ChangeRow, axis: Axis) -> str:
    return f"{axis.value(row.after)} {row.label}"


def _scales(
    columns: tuple[float, float], ends: Point, canvas: Canvas, names: tuple[str, str]
) -> list[Mark]:
    size = canvas.text
    room = canvas.width - columns[1]
    marks: list[Mark] = [Line(x, ends[0], x, ends[1], "rule") for x in columns]
    for x, width, name in zip((0.0, columns[1]), (columns[1] - size, room), names, strict=True):
        text = wrap(name, size, width=width, max_lines=1)[0]
        marks.append(Text(x, size, text, size, "soft"))
    return marks


def _slope(
    row: ChangeRow,
    axis: Axis,
    ends: tuple[Point, Point],
    texts: tuple[float, float],
    *,
    canvas: Canvas,
) -> tuple[Mark, ...]:
    size, (left, right) = canvas.text, ends
    role, words = (row.side, "ink") if row.is_clear else ("soft", "soft")
    below = 0.35 * size
    start, end = left[0] - _LEADER * size, right[0] + _LEADER * size
    name = wrap(_end_label(row, axis), size, width=canvas.width - end, max_lines=1)[0]
    value = axis.value(row.before)
    return (
        Stroke((left, right), role, (0.17 if row.is_clear else 0.08) * size),
        Dot(*left, 0.24 * size, role),
        Dot(*right, 0.24 * size, role),
        Line(left[0] - 1.3 * size, texts[0], left[0] - 0.4 * size, left[1], "rule"),
        Line(right[0] + 0.4 * size, right[1], right[0] + 1.3 * size, texts[1], "rule"),
        Text(start, texts[0] + below, value, size, words, "end", row.is_clear),
        Text(end, texts[1] + below, name, size, words, "start", row.is_clear),
    )
