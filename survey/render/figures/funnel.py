"""The funnel: a bar per stage, how many came so far, and beside it why others stayed behind.

The pale part of a bar is what the stage before had more.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from survey.render import numbers
from survey.render.figures import behind
from survey.render.figures.axes import share_axis
from survey.render.figures.funnel_rows import (
    FunnelStage,
    bar_height,
    draw_losses,
    frame_stages,
    losses_at,
)
from survey.render.figures.marks import SCREEN, Area, Box, Canvas, Drawing, Group, Mark, Text
from survey.render.figures.rows import Column, Frame, draw_cells, draw_labels
from survey.render.figures.wording import joined, listed, named, nothing, sentences
from survey.render.metrics import wrap
from survey.render.speech import say
from survey.render.tables import Column as TableColumn
from survey.render.tables import Datum, Table


def funnel(stages: Sequence[FunnelStage], *, title: str, canvas: Canvas = SCREEN) -> Drawing:
    """Give the stages in the order given; bars are as long as their share of the first stage."""
    shares = _shares(stages)
    cells = [_cells(stage, share) for stage, share in zip(stages, shares, strict=True)]
    heads = ("", "") if canvas.is_narrow else (say("n"), say("of the last"))
    frame = frame_stages(stages, cells, canvas=canvas, heads=heads)
    beside = losses_at(stages, canvas)
    marks: list[Mark] = [*_draw_heads(stages, frame, heads, beside[0])] if stages else []
    for place, stage in enumerate(stages):
        before = stages[place - 1].n if place else None
        drawn = (
            *draw_labels(frame, place, role="ink"),
            *_bars(stage, before, stages[0].n, frame, place),
            *draw_cells(frame, place, cells[place]),
            *draw_losses(stage, frame, place, beside),
        )
        top = frame.row_tops()[place]
        area = Box(0, top, canvas.width, top + frame.heights[place])
        marks.append(Group(_words(stage, shares[place]), drawn, stage.href, area))
    words = listed(_words(stage, share) for stage, share in zip(stages, shares, strict=True))
    return Drawing(canvas.width, frame.bottom if stages else 0, title,
                   sentences((words or nothing(),)), sentences(_notes(stages, shares)),
                   tuple(marks), canvas.is_paper, _table(stages, shares, title))  # fmt: skip


def _shares(stages: Sequence[FunnelStage]) -> list[float | None]:
    """The share of the stage before, where there is one and none passed it by."""
    counts = [None, *(stage.n for stage in stages)]
    return [
        n / before if before and n is not None and n <= before else None
        for before, n in pairwise(counts)
    ]


def _count(stage: FunnelStage) -> str:
    return say("hidden") if stage.n is None else numbers.whole(stage.n)


def _cells(stage: FunnelStage, share: float | None) -> tuple[Column, ...]:
    role = "soft" if stage.n is None else "ink"
    return (
        Column(_count(stage), role, is_bold=stage.n is not None),
        Column("" if share is None else numbers.share(share)),
    )


def _draw_heads(
    stages: Sequence[FunnelStage], frame: Frame, heads: Sequence[str], beside: float
) -> Iterator[Mark]:
    size = frame.canvas.text
    for edge, head in zip(frame.edges, heads, strict=True):
        if head:
            yield Text(edge, size, head, size, "soft", "end")
    if not frame.canvas.is_narrow and any(stage.losses for stage in stages):
        text = wrap(say("stayed behind"), size, width=frame.canvas.width - beside, max_lines=1)[0]
        yield Text(beside, size, text, size, "soft")


def _bars(
    stage: FunnelStage, before: int | None, first: int | None, frame: Frame, place: int
) -> Iterator[Mark]:
    """The bar of a stage, and in pale what the stage before had more."""
    if not first or stage.n is None:
        return
    size, y = frame.canvas.text, bar_height(frame, place)
    half, full = 0.42 * size, frame.right - frame.left
    # Even one contact in a hundred thousand can be seen; what is more than all ends with all.
    end = frame.left + min(max(stage.n / first * full, 1.0 if stage.n else 0.0), full)
    last = frame.left + min((before or 0) / first, 1.0) * full
    if last > end:
        yield Area(((end, y - half), (last, y - half), (last, y + half), (end, y + half)),
                   f"{stage.side}-tint")  # fmt: skip
    if stage.n:
        corners = ((frame.left, y - half), (end, y - half), (end, y + half), (frame.left, y + half))
        yield Area(corners, stage.side)


def _notes(stages: Sequence[FunnelStage], shares: Sequence[float | None]) -> Iterator[str]:
    if any(share is not None for share in shares):
        yield say("Percentages are of the stage before. Pale: those who stayed behind there")
    passed = any(
        one.n and two.n is not None and two.n > one.n
        for one, two in pairwise(stages)
        if one.n is not None
    )
    if passed:
        yield say("No percentage where a stage counts some who never were in the one before")


def _words(stage: FunnelStage, share: float | None) -> str:
    """Give the stage as words: "Invited: 402, 62% of the stage before; opted out 12"."""
    part = ""
    if share is not None:
        part = say("%(share)s of the stage before", share=numbers.share(share))
    words = named(stage.label, joined(_count(stage), part))
    if not stage.losses:
        return words
    losses = joined(
        *(say("%(reason)s %(n)s", reason=one.label, n=numbers.whole(one.n)) for one in stage.losses)
    )
    return say("%(stage)s (stayed behind: %(losses)s)", stage=words, losses=losses)


def _table(stages: Sequence[FunnelStage], shares: Sequence[float | None], title: str) -> Table:
    """A row per stage, and below it a row per reason for which some stayed behind there."""
    share = share_axis()
    columns = (
        TableColumn("stage", say("Stage"), say("The stage of the funnel.")),
        TableColumn("stayed_behind", say("Stayed behind"), say("Why some came no further.")),
        TableColumn("n", say("n"), say("How many came so far, or stayed behind.")),
        TableColumn("share", say("of the stage before"), share.means()),
    )
    rows: list[tuple[Datum, ...]] = []
    for stage, part in zip(stages, shares, strict=True):
        name = behind.words(stage.label)
        count = behind.hidden() if stage.n is None else behind.count(stage.n)
        of_last = behind.blank() if part is None else behind.on_axis(share, part)
        rows.append((name, behind.blank(), count, of_last))
        rows.extend(
            (name, behind.words(one.label), behind.count(one.n), behind.blank())
            for one in stage.losses
        )
    return behind.table_of(title, columns, rows)
