"""What a closed wave says: turnout, constructs per block, and what agents ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.access import Viewer
from survey.errors import NotYet
from survey.insight.asks import AskGroup, ask_groups
from survey.insight.between_waves import WaveChanges, wave_changes
from survey.insight.block_figures import (
    Cells,
    block_plot,
    block_words,
    centre_figure,
    construct_map,
    constructs_of,
    interval_row,
)
from survey.insight.findings import blocks_apart
from survey.insight.forum.board import MAY_WRITE
from survey.insight.published import figure_text, promoter_text, total_turnout
from survey.insight.said import SaidLine, said_about
from survey.insight.standing import standings
from survey.instruments.items import Construct
from survey.privacy import gate, rules
from survey.render.figures import Figure, HeatMap, on_screen


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One wave in the list; an open wave shows nothing but its days."""

    number: int
    name: str
    opens_on: date
    closes_on: date
    is_closed: bool
    turnout: gate.TurnoutRef | None
    engagement: str


@dataclass(frozen=True, slots=True)
class WavesPage:
    """Every wave, the newest first."""

    waves: tuple[WaveLine, ...]


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block's turnout and what of it is shown."""

    name: str
    turnout: gate.TurnoutRef
    engagement: str


@dataclass(frozen=True, slots=True)
class WavePage:
    """One closed wave for one viewer: the centre, and the blocks wholly inside their scope.

    `changes` is None in the first wave and where no block is in scope. `may_note` tells whether
    the viewer puts asks in words for the forum.
    """

    wave: gate.WaveRef
    turnout: gate.TurnoutRef
    centre: tuple[tuple[str, str], ...]
    enps: str
    blocks: tuple[BlockLine, ...]
    n_blocks_elsewhere: int
    figure: Figure | None
    heat: HeatMap | None
    changes: WaveChanges | None
    asks: tuple[AskGroup, ...]
    said: tuple[SaidLine, ...]
    may_note: bool


def waves_page() -> WavesPage:
    """The list of waves."""
    return WavesPage(tuple(_line(wave) for wave in reversed(gate.waves())))


def wave_page(number: int, viewer: Viewer) -> WavePage:
    """What the viewer may read about a closed wave.

    Raises:
        NotFound: there is no such wave, or it is still open.
    """
    wave = closed_wave(number)
    every = gate.blocks(wave.id)
    mine = tuple(block for block in every if viewer.unit_ids.issuperset(block.unit_ids))
    cells, turnout = gate.cells(wave.id), gate.turnout(wave.id)
    headline = wave.instrument.construct(wave.instrument.headline)
    return WavePage(
        wave=wave,
        turnout=total_turnout(turnout.values()),
        centre=tuple((one.name, centre_figure(wave, one)) for one in constructs_of(wave)),
        enps=promoter_text(gate.enps(wave.id)),
        blocks=tuple(
            BlockLine(block.name, turnout[block.id], figure_text(cells[block.id][headline.code]))
            for block in mine
        ),
        n_blocks_elsewhere=len(every) - len(mine),
        figure=_figure(wave, headline, mine, cells) if mine else None,
        heat=_heat(wave, mine, cells) if mine else None,
        changes=wave_changes(wave, mine) if mine else None,
        asks=ask_groups(wave),
        said=said_about(wave.number),
        may_note=viewer.role in MAY_WRITE,
    )


def closed_wave(number: int) -> gate.WaveRef:
    """The closed wave with this number.

    Raises:
        NotFound: there is no such wave.
        NotYet: the wave is still open.
    """
    wave = gate.wave(number)
    if not wave.is_closed:
        raise NotYet("This wave is still open. Nothing is shown before it is closed.")
    return wave


def _line(wave: gate.WaveRef) -> WaveLine:
    turnout = gate.turnout(wave.id) if wave.is_closed else {}
    return WaveLine(
        number=wave.number,
        name=wave.name,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        is_closed=wave.is_closed,
        turnout=total_turnout(turnout.values()) if wave.is_closed else None,
        engagement=figure_text(gate.centre(wave.id, wave.instrument.headline)),
    )


def _heat(wave: gate.WaveRef, blocks: tuple[gate.BlockRef, ...], cells: Cells) -> HeatMap:
    standing = standings(wave, blocks, cells, [one.code for one in constructs_of(wave)])
    return construct_map(wave, blocks, cells, standing)


def _figure(
    wave: gate.WaveRef, construct: Construct, blocks: tuple[gate.BlockRef, ...], cells: Cells
) -> Figure:
    spread = gate.spread(wave.id, construct.code)
    scale = rules.scale_of(wave.instrument, construct.code)
    found = [(block.name, cells[block.id][construct.code]) for block in blocks]
    rows = [interval_row(name, cell, spread, scale) for name, cell in found]
    title = blocks_apart(found, spread, otherwise=f"{construct.name} by block")
    build = block_plot(wave, rows, title=title)
    return on_screen(build, subtitle=block_words(wave, rules.centre(cell for _, cell in found)))
