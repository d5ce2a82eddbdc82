"""Published figures of blocks as pictures: rows of an interval plot, points of a trend, a heat map.

One way for every page, so that a bound reads as a bound wherever it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from survey.insight.published import block_ends, bound_text, centre_text
from survey.insight.standing import Standings
from survey.insight.words.constructs import construct_inside, construct_name, listed
from survey.instruments.items import Construct, Scale
from survey.instruments.pulse import ENPS
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.figures import (
    Drawing,
    HeatCell,
    HeatMap,
    IntervalRow,
    Reference,
    TrendPoint,
    heat_map,
    interval_plot,
    mean_axis,
    subtitle,
)
from survey.render.figures.wording import sentences
from survey.render.speech import say

Cells = Mapping[int, Mapping[str, gate.Cell]]


def constructs_of(wave: gate.WaveRef) -> tuple[Construct, ...]:
    """The constructs that share the headline's scale; eNPS has a scale of its own."""
    return tuple(one for one in wave.instrument.constructs if one.code != ENPS)


def centre_figure(wave: gate.WaveRef, construct: Construct) -> str:
    """The construct's figure over the whole centre in words, with its interval."""
    scale = rules.scale_of(wave.instrument, construct.code)
    cell, spread = gate.centre(wave.id, construct.code), gate.spread(wave.id, construct.code)
    return centre_text(cell, spread, scale)


def interval_row(name: str, cell: gate.Cell, spread: float | None, scale: Scale) -> IntervalRow:
    """A block's row: its figure with the interval from the common spread, a bound, or hidden."""
    if isinstance(cell, gate.Suppressed):
        return IntervalRow(name, None, side="agents", is_hidden=True)
    low, high = block_ends(cell, spread, scale)
    return IntervalRow(name, cell.value, low, high, cell.n, "agents", text=bound_text(cell))


def trend_point(name: str, cell: gate.Cell, spread: float | None, scale: Scale) -> TrendPoint:
    """A wave's point in a trend, drawn as `interval_row` draws a block's row."""
    if isinstance(cell, gate.Suppressed):
        return TrendPoint(name, None, is_hidden=True)
    low, high = block_ends(cell, spread, scale)
    return TrendPoint(name, cell.value, low, high, cell.n, text=bound_text(cell))


def block_plot(
    wave: gate.WaveRef,
    rows: Sequence[IntervalRow],
    *,
    title: str,
    reference: Reference | None = None,
) -> Callable[..., Drawing]:
    """What draws the rows of a construct on the headline's scale, once it is given a canvas."""
    scale = rules.scale_of(wave.instrument, wave.instrument.headline)
    return partial(
        interval_plot,
        rows,
        title=title,
        axis=mean_axis(low=scale.low, top=scale.high),
        reference=reference,
        thing="block",
        threshold=wave.threshold,
        few=0,
    )


def block_words(wave: gate.WaveRef, together: gate.Cell) -> str:
    """The line under a figure of the headline by block; `together` is the figure of all shown."""
    construct = wave.instrument.construct(wave.instrument.headline)
    scale = rules.scale_of(wave.instrument, construct.code)
    words = say(
        "Mean %(construct)s from %(low)s to %(high)s, by block",
        construct=construct_inside(construct),
        low=numbers.whole(scale.low),
        high=numbers.whole(scale.high),
    )
    n = together.n if isinstance(together, gate.Published) else None
    return subtitle(words, n=n, period=numbers.period(wave.opens_on, wave.closes_on))


def construct_map(
    wave: gate.WaveRef, blocks: Sequence[gate.BlockRef], cells: Cells, standing: Standings
) -> HeatMap:
    """Every construct in every one of the blocks; `standing` says which stand out."""
    constructs = constructs_of(wave)
    scale = rules.scale_of(wave.instrument, wave.instrument.headline)
    shown = [[cells[block.id][one.code] for one in constructs] for block in blocks]
    made = heat_map(
        [
            (
                block.name,
                _n_of(cells[block.id][wave.instrument.headline]),
                [
                    (_value(cells[block.id][one.code]), standing[block.id][one.code])
                    for one in constructs
                ],
            )
            for block in blocks
        ],
        columns=[construct_name(construct) for construct in constructs],
        title=say("Every construct in every block"),
        axis=mean_axis(low=scale.low, top=scale.high),
        threshold=wave.threshold,
    )
    note = sentences((_scale_words(wave), _turned_words(wave), made.note))
    return replace(_bounded(made, shown), note=note)


def _bounded(made: HeatMap, shown: Sequence[Sequence[gate.Cell]]) -> HeatMap:
    """The heat map with "4.5 or more" where only a bound is published."""
    rows = tuple(
        replace(row, cells=tuple(map(_worded, row.cells, line)))
        for row, line in zip(made.rows, shown, strict=True)
    )
    return replace(made, rows=rows)


def _worded(made: HeatCell, cell: gate.Cell) -> HeatCell:
    text = bound_text(cell) if isinstance(cell, gate.Published) else ""
    return replace(made, text=text) if text else made


def _scale_words(wave: gate.WaveRef) -> str:
    scale = rules.scale_of(wave.instrument, wave.instrument.headline)
    return say(
        "Mean from %(low)s to %(high)s of those who answered; n is that of engagement",
        low=numbers.whole(scale.low),
        high=numbers.whole(scale.high),
    )


def _turned_words(wave: gate.WaveRef) -> str:
    lower = [construct_inside(one) for one in constructs_of(wave) if not one.higher_is_better]
    return say("Less %(constructs)s is better", constructs=listed(lower)) if lower else ""


def _n_of(cell: gate.Cell) -> int | None:
    return cell.n if isinstance(cell, gate.Published) else None


def _value(cell: gate.Cell) -> float | None:
    return cell.value if isinstance(cell, gate.Published) else None
