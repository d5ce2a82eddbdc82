"""The report on agents: engagement and every construct per block, through the gate only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from survey.insight.block_figures import (
    Cells,
    block_plot,
    block_words,
    constructs_of,
    interval_row,
    trend_point,
)
from survey.insight.findings import blocks_apart
from survey.insight.published import score_text, total_turnout, value_text
from survey.insight.report import constructs
from survey.insight.report.extremes import extremes
from survey.insight.report.movement import Change, Movement, movement_of
from survey.insight.report.paging import pages
from survey.instruments.items import Scale
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.figures import (
    PRINT_HALF,
    Figure,
    HeatMap,
    Reference,
    Series,
    TrendPoint,
    mean_axis,
    on_paper,
    subtitle,
    trend,
)

# What stands on a page of its own below the section's heading.
ROWS_PER_PAGE = 29


@dataclass(frozen=True, slots=True)
class BlockTurnout:
    """A block with how many were invited and how many answered."""

    name: str
    turnout: gate.TurnoutRef

    @property
    def share(self) -> float:
        """Answered out of invited, 0 to 1."""
        return self.turnout.n_answered / self.turnout.n_invited


@dataclass(frozen=True, slots=True)
class Agents:
    """All about agents in one closed wave.

    `engagement` is the centre's headline figure, `enps` that of the promoter score; `movement`
    compares the constructs with the wave before, `change` is the headline's part of it, and
    `finding` says how the others moved. `extremes` name the lowest and highest of the waves, or
    nothing. `n_hidden` counts blocks without a headline.
    """

    turnout: gate.TurnoutRef
    turnout_before: gate.TurnoutRef | None
    blocks: tuple[BlockTurnout, ...]
    engagement: gate.Cell
    enps: gate.Cell
    scale: Scale
    spread: float | None
    n_hidden: int
    movement: Movement
    change: Change | None
    by_block: tuple[Figure, ...]
    by_wave: Figure | None
    extremes: str
    heat: tuple[HeatMap, ...]
    changes: Figure | None
    finding: str
    enps_words: str
    enps_note: str


def agents_of(wave: gate.WaveRef, earlier: Sequence[gate.WaveRef]) -> Agents:
    """What agents said in the wave; `earlier` are the closed waves before it, by number."""
    blocks, cells = gate.blocks(wave.id), gate.cells(wave.id)
    turnout = gate.turnout(wave.id)
    headline = wave.instrument.headline
    before = earlier[-1] if earlier else None
    movement = movement_of(wave, before, [one.code for one in constructs_of(wave)])
    hidden = [b for b in blocks if isinstance(cells[b.id][headline], gate.Suppressed)]
    has_any = len(hidden) < len(blocks)
    enps = gate.enps(wave.id)
    return Agents(
        turnout=total_turnout(turnout.values()),
        turnout_before=total_turnout(gate.turnout(before.id).values()) if before else None,
        blocks=tuple(BlockTurnout(block.name, turnout[block.id]) for block in blocks),
        engagement=gate.centre(wave.id, headline),
        enps=enps,
        scale=rules.scale_of(wave.instrument, headline),
        spread=gate.spread(wave.id, headline),
        n_hidden=len(hidden),
        movement=movement,
        change=movement.of(headline),
        by_block=_by_block(wave, blocks, cells) if has_any else (),
        by_wave=_by_wave([*earlier, wave]),
        extremes=_extremes([*earlier, wave]),
        heat=constructs.heat_maps(wave, blocks, cells) if has_any else (),
        changes=constructs.changes(wave, before, movement),
        finding=constructs.moved(wave, before, movement),
        enps_words=_enps_words(enps),
        enps_note=_enps_note(enps),
    )


def _by_block(
    wave: gate.WaveRef, blocks: Sequence[gate.BlockRef], cells: Cells
) -> tuple[Figure, ...]:
    headline = wave.instrument.headline
    scale, spread = rules.scale_of(wave.instrument, headline), gate.spread(wave.id, headline)
    centre = gate.centre(wave.id, headline)
    found = [(block.name, cells[block.id][headline]) for block in blocks]
    rows = [interval_row(name, cell, spread, scale) for name, cell in found]
    title = blocks_apart(found, spread, otherwise="Engagement by block")
    return tuple(
        on_paper(
            block_plot(
                wave,
                part,
                title="More blocks" if at else title,
                reference=_reference(centre),
            ),
            subtitle=block_words(wave, centre),
        )
        for at, part in enumerate(pages(rows, lambda row: row.label, room=ROWS_PER_PAGE))
    )


def _reference(centre: gate.Cell) -> Reference | None:
    if isinstance(centre, gate.Suppressed):
        return None
    return Reference(centre.value, f"centre {value_text(centre)}")


def _by_wave(waves: Sequence[gate.WaveRef]) -> Figure | None:
    """The centre's engagement from wave to wave, for a column; None for a single wave."""
    if len(waves) < 2:
        return None
    scale = rules.scale_of(waves[-1].instrument, waves[-1].instrument.headline)
    points = tuple(_wave_point(wave) for wave in waves)
    build = partial(
        trend,
        [Series("Engagement", points, "agents")],
        title="Engagement, wave by wave",
        axis=mean_axis(top=scale.high),
        threshold=waves[-1].threshold,
        few=0,
    )
    words = f"Mean of the blocks shown, {scale.low} to {scale.high}"
    return on_paper(build, subtitle=subtitle(words), canvas=PRINT_HALF)


def _extremes(waves: Sequence[gate.WaveRef]) -> str:
    """The lowest and highest wave; a bound is neither, so nothing where one is published."""
    found = [(wave.name, gate.centre(wave.id, wave.instrument.headline)) for wave in waves]
    shown = [(name, cell) for name, cell in found if isinstance(cell, gate.Published)]
    if any(cell.form != "exact" for _, cell in shown):
        return ""
    return extremes([(name, cell.value) for name, cell in shown], numbers.mean)


def _wave_point(wave: gate.WaveRef) -> TrendPoint:
    headline = wave.instrument.headline
    centre, spread = gate.centre(wave.id, headline), gate.spread(wave.id, headline)
    scale = rules.scale_of(wave.instrument, headline)
    return trend_point(str(wave.number), centre, spread, scale)


def _enps_words(cell: gate.Cell) -> str:
    if isinstance(cell, gate.Suppressed):
        return "Hidden"
    return score_text(cell)


def _enps_note(cell: gate.Cell) -> str:
    if isinstance(cell, gate.Suppressed):
        return cell.reason
    return (
        f"eNPS, {numbers.n(cell.n)}: the share that gave 9 or 10 minus the share that gave 0 to 6,"
        " from −100 to 100. It has no interval: that would need the single answers."
    )
