"""The stages of a funnel and where they stand: bars in rows, the reasons beside or below them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.render import numbers
from survey.render.figures.marks import Canvas, Mark, Side, Text
from survey.render.figures.rows import Column, Frame
from survey.render.metrics import text_width, wrap

_LOSSES_PART = 0.42
_LABEL_PART = 0.2
_LINE = 1.25


@dataclass(frozen=True, slots=True)
class Loss:
    """Why some did not reach the next stage, and how many."""

    label: str
    n: int


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """A stage, how many came so far (None where that is hidden), and who stayed behind here."""

    label: str
    n: int | None
    losses: tuple[Loss, ...] = ()
    side: Side = "customers"
    href: str = ""


def frame_stages(
    stages: Sequence[FunnelStage],
    cells: Sequence[Sequence[Column]],
    *,
    canvas: Canvas,
    heads: Sequence[str],
) -> Frame:
    """Give the layout: wide with room for the reasons at the right, narrow with them below."""
    size, narrow = canvas.text, canvas.is_narrow
    has_losses = any(stage.losses for stage in stages)
    left, _, _ = losses_at(stages, canvas)
    end = left - 1.6 * size if has_losses and not narrow else canvas.width
    widths = [
        max(text_width(text, size) for text in (head, *(row[at].text for row in cells)))
        for at, head in enumerate(heads)
    ]
    edges = (end - widths[1] - 0.9 * size, end)
    numbers_left = edges[0] - widths[0]
    widest = max((text_width(stage.label, size) for stage in stages), default=0.0)
    room = numbers_left - size if narrow else min(widest, _LABEL_PART * canvas.width)
    labels = tuple(wrap(stage.label, size, width=room) for stage in stages)
    heights = tuple(
        _height(stage, len(lines), narrow=narrow) * size
        for stage, lines in zip(stages, labels, strict=True)
    )
    ends = (0.0, canvas.width) if narrow else (room + size, numbers_left - size)
    return Frame(canvas, *ends, (0.0 if narrow else 1.6) * size, room, edges, heights, labels)


def _height(stage: FunnelStage, lines: int, *, narrow: bool) -> float:
    if narrow:
        return 2.3 + _LINE * (lines + len(stage.losses))
    return 0.85 + _LINE * max(lines, len(stage.losses))


def losses_at(stages: Sequence[FunnelStage], canvas: Canvas) -> tuple[float, float, float]:
    """Give where the reasons begin, where their counts end, and where their words begin."""
    size = canvas.text
    losses = [one for stage in stages for one in stage.losses]
    counts = max((text_width(numbers.whole(one.n), size) for one in losses), default=0.0)
    words = max((text_width(one.label, size) for one in losses), default=0.0)
    between = 0.7 * size
    if canvas.is_narrow:
        left = 1.2 * size
    else:
        left = canvas.width - min(counts + between + words, _LOSSES_PART * canvas.width)
    return left, left + counts, left + counts + between


def bar_height(frame: Frame, place: int) -> float:
    """Give the height at which a stage's bar lies."""
    if not frame.canvas.is_narrow:
        return frame.middle(place)
    below = 0.95 + _LINE * len(frame.labels[place])
    return frame.row_tops()[place] + below * frame.canvas.text


def draw_losses(
    stage: FunnelStage, frame: Frame, place: int, at: tuple[float, float, float]
) -> Iterator[Mark]:
    """Give the reasons and counts of those who stayed behind at a stage."""
    canvas, size = frame.canvas, frame.canvas.text
    _, edge, start = at
    if canvas.is_narrow:
        first = bar_height(frame, place) + 1.6 * size
    else:
        first = frame.middle(place) + (0.35 - _LINE / 2 * (len(stage.losses) - 1)) * size
    for step, one in enumerate(stage.losses):
        y = first + step * _LINE * size
        text = wrap(one.label, size, width=canvas.width - start, max_lines=1)[0]
        yield Text(edge, y, numbers.whole(one.n), size, "soft", "end")
        yield Text(start, y, text, size, "soft")
