"""The trend: values over months or waves with their interval band, alone or as small multiples."""

from collections.abc import Sequence

from survey.render import numbers
from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.interval import FEW
from survey.render.figures.marks import SCREEN, Box, Canvas, Drawing, Mark, Stroke, Text
from survey.render.figures.timeline import (
    Series,
    TrendPoint,
    draw_band,
    draw_counts,
    draw_ends,
    draw_grid,
    draw_names,
    draw_series,
    draw_time,
    end_label,
    end_text,
    last_value,
    place,
    point_words,
    runs,
    tick_width,
)
from survey.render.figures.wording import band, listed, named, sentences, thin_note
from survey.render.metrics import text_width, wrap
from survey.render.speech import say
from survey.render.tables import Column, Datum, Table


def trend(
    series: Sequence[Series],
    *,
    title: str,
    axis: Axis,
    canvas: Canvas = SCREEN,
    threshold: int = 5,
    few: int = FEW,
) -> Drawing:
    """Give one panel with all series, each named at its right end.

    All series have the same points in time, taken from the first. Up to three read well; for more
    take `small_multiples`.
    """
    size = canvas.text
    names = [
        wrap(end_label(one, axis, is_named=len(series) > 1), size,
             width=0.35 * canvas.width, max_lines=1)[0]
        for one in series
    ]  # fmt: skip
    room = max((text_width(name, size) for name in names), default=0.0)
    left = tick_width(axis, size) + 0.8 * size
    plot = Box(left, 0.8 * size, canvas.width - room - 1.2 * size, 17 * size)
    labels = [point.label for point in series[0].points] if series else []
    marks = draw_grid(axis, plot, size, has_ticks=True) if labels else []
    times = draw_time(labels, plot, size)
    below = max((mark.y for mark in times), default=plot.bottom)
    counts = draw_counts(series, plot, below + 1.5 * size, size)
    marks.extend((*times, *counts))
    for one in series:
        marks.extend(draw_band(one, axis, plot))
    for one in series:
        marks.extend(draw_series(one, axis, plot, size, few=few))
    marks.extend(draw_names(series, names, axis, plot, size, few=few))
    height = below + (1.9 if counts else 0.4) * size
    notes = (*_notes(series, axis, threshold=threshold, few=few),
             "" if counts else _n_note(series))  # fmt: skip
    return Drawing(canvas.width, height if labels else 0, title, _describe(series, axis),
                   sentences(notes), tuple(marks), canvas.is_paper,
                   _table(series, axis, title))  # fmt: skip


def small_multiples(
    series: Sequence[Series],
    *,
    title: str,
    axis: Axis,
    canvas: Canvas = SCREEN,
    reference: Series | None = None,
    threshold: int = 5,
    few: int = FEW,
) -> Drawing:
    """Give one small panel per series on common axes, `reference` as a thin line in each."""
    size = canvas.text
    columns = 2 if canvas.is_narrow else 3
    left, between = tick_width(axis, size) + 0.8 * size, 2.4 * size
    width = (canvas.width - left - between * (columns - 1)) / columns
    tall = (12.0 if canvas.is_narrow else 14.0) * size
    marks: list[Mark] = []
    for at, one in enumerate(series):
        row, column = divmod(at, columns)
        x, y = left + column * (width + between), row * tall
        plot = Box(x, y + 3.2 * size, x + width - 0.4 * size, y + tall - 3.0 * size)
        marks.extend(_panel(one, axis, plot, size, few=few, reference=reference, at=column))
    rows = -(-len(series) // columns)
    notes = (
        *_notes(series, axis, threshold=threshold, few=few),
        say("Thin line: %(line)s", line=reference.label) if reference and series else "",
        _n_note(series),
    )
    drawn = (*series, reference) if reference and series else series
    return Drawing(canvas.width, max(rows * tall - 0.8 * size, 0), title, _describe(series, axis),
                   sentences(notes), tuple(marks), canvas.is_paper,
                   _table(drawn, axis, title))  # fmt: skip


def _panel(
    one: Series, axis: Axis, plot: Box, size: float, *, few: int, reference: Series | None, at: int
) -> list[Mark]:
    width = plot.right - plot.left
    value = last_value(one, axis)
    name = wrap(one.label, size, width=width - text_width(value, size) - size, max_lines=1)[0]
    y = plot.top - 1.4 * size
    marks: list[Mark] = [
        Text(plot.left, y, name, size),
        end_text(Text(plot.right + 0.4 * size, y, value, size, anchor="end"), one, few=few),
        *draw_grid(axis, plot, size, has_ticks=at == 0),
        *draw_ends([point.label for point in one.points], plot, size),
    ]
    marks.extend(draw_band(one, axis, plot))
    if reference:
        marks.extend(
            Stroke(tuple(place(axis, plot, reference, i) for i in run), "soft", 0.08 * size)
            for run in runs(reference)
            if len(run) > 1
        )
    return [*marks, *draw_series(one, axis, plot, size, few=few)]


def _notes(series: Sequence[Series], axis: Axis, *, threshold: int, few: int) -> tuple[str, ...]:
    points = [point for one in series for point in one.points]
    thin = any(p.n is not None and p.n < few and p.value is not None for p in points)
    hidden = any(point.is_hidden for point in points)
    least = numbers.whole(threshold)
    return (
        band() if any(point.low is not None for point in points) else "",
        thin_note(thin, floor=few),
        say("Gaps: fewer than %(few)s answers stay hidden", few=least) if hidden else "",
        axis.warning,
    )


def _n_note(series: Sequence[Series]) -> str:
    parts = listed(
        say("%(name)s %(counts)s", name=one.label, counts=_n_range(one))
        for one in series
        if _n_range(one)
    )
    return say("n per point: %(parts)s", parts=parts) if parts else ""


def _n_range(one: Series) -> str:
    counts = [point.n for point in one.points if point.n is not None]
    if not counts:
        return ""
    low, high = numbers.whole(min(counts)), numbers.whole(max(counts))
    return low if low == high else say("%(low)s to %(high)s", low=low, high=high)


def _describe(series: Sequence[Series], axis: Axis) -> str:
    if not series:
        return say("Nothing can be shown.")
    return sentences(
        named(one.label, listed(point_words(point, axis) for point in one.points)) for one in series
    )


def _table(series: Sequence[Series], axis: Axis, title: str) -> Table:
    line = Column("line", say("Line"), say("Which line the row belongs to."))
    return behind.table_of(
        title,
        (line, behind.time_column(), *behind.estimate_columns(axis), behind.count_column()),
        (_data(one, point, axis) for one in series for point in one.points),
    )


def _data(one: Series, point: TrendPoint, axis: Axis) -> tuple[Datum, ...]:
    names = (behind.words(one.label), behind.words(point.label))
    if point.is_hidden:
        return (*names, behind.hidden(), behind.blank(), behind.blank(), behind.blank())
    estimate = behind.estimate(axis, point.value, point.low, point.high, text=point.text)
    return (*names, *estimate, behind.count(point.n))
