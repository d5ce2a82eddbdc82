"""The figures of our people: engagement by block and from wave to wave."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from survey.insight.block_figures import Cells, block_plot, block_words, interval_row, trend_point
from survey.insight.findings import blocks_apart
from survey.insight.published import value_text
from survey.insight.report.extremes import extremes
from survey.insight.report.paging import ROWS_PER_PAGE, pages
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.figures import (
    PRINT,
    PRINT_HALF,
    Canvas,
    Figure,
    Reference,
    Series,
    TrendPoint,
    mean_axis,
    on_paper,
    subtitle,
    trend,
)
from survey.render.speech import say


def by_block(
    wave: gate.WaveRef,
    blocks: Sequence[gate.BlockRef],
    cells: Cells,
    *,
    canvas: Canvas = PRINT,
    room: float = ROWS_PER_PAGE,
) -> tuple[Figure, ...]:
    """Engagement of these blocks beside the centre: several figures where one has no `room`."""
    headline = wave.instrument.headline
    scale, spread = rules.scale_of(wave.instrument, headline), gate.spread(wave.id, headline)
    centre = gate.centre(wave.id, headline)
    found = [(block.name, cells[block.id][headline]) for block in blocks]
    rows = [interval_row(name, cell, spread, scale) for name, cell in found]
    title = blocks_apart(found, spread, otherwise=say("Engagement by block"))
    return tuple(
        on_paper(
            block_plot(
                wave,
                part,
                title=say("More blocks") if at else title,
                reference=_reference(centre),
            ),
            subtitle=block_words(wave, centre),
            canvas=canvas,
        )
        for at, part in enumerate(pages(rows, lambda row: row.label, room=room))
    )


def by_wave(waves: Sequence[gate.WaveRef]) -> Figure | None:
    """The centre's engagement from wave to wave, for a column; None for fewer than two waves."""
    if len(waves) < 2:
        return None
    scale = rules.scale_of(waves[-1].instrument, waves[-1].instrument.headline)
    points = tuple(_wave_point(wave) for wave in waves)
    build = partial(
        trend,
        [Series(say("Engagement"), points, "agents")],
        title=say("Engagement, wave by wave"),
        axis=mean_axis(top=scale.high),
        threshold=waves[-1].threshold,
        few=0,
    )
    words = say(
        "Mean of the blocks shown, %(low)s to %(high)s",
        low=numbers.whole(scale.low),
        high=numbers.whole(scale.high),
    )
    return on_paper(build, subtitle=subtitle(words), canvas=PRINT_HALF)


def extremes_of(waves: Sequence[gate.WaveRef]) -> str:
    """The lowest and highest wave; a bound is neither, so nothing where one is published."""
    found = [(wave.name, gate.centre(wave.id, wave.instrument.headline)) for wave in waves]
    shown = [(name, cell) for name, cell in found if isinstance(cell, gate.Published)]
    if any(cell.form != "exact" for _, cell in shown):
        return ""
    return extremes([(name, cell.value) for name, cell in shown], numbers.mean)


def _reference(centre: gate.Cell) -> Reference | None:
    if isinstance(centre, gate.Suppressed):
        return None
    return Reference(centre.value, say("centre %(value)s", value=value_text(centre)))


def _wave_point(wave: gate.WaveRef) -> TrendPoint:
    headline = wave.instrument.headline
    centre, spread = gate.centre(wave.id, headline), gate.spread(wave.id, headline)
    scale = rules.scale_of(wave.instrument, headline)
    return trend_point(numbers.whole(wave.number), centre, spread, scale)
