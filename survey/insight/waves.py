"""What a closed wave says: turnout, constructs per block, and what agents ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from survey.access import Viewer
from survey.errors import NotFound
from survey.insight.published import (
    AskGroup,
    ask_groups,
    block_estimate,
    bounded,
    figure_text,
    total_turnout,
    value_text,
)
from survey.instruments.model import Construct
from survey.instruments.pulse import ENPS
from survey.privacy import gate
from survey.render import numbers
from survey.render.figures import (
    Figure,
    HeatMap,
    IntervalRow,
    heat_map,
    interval_plot,
    mean_axis,
    on_screen,
    subtitle,
)

MODEST_SPAN = (2.0, 4.5)


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
    """One closed wave for one viewer: the centre, and the blocks wholly inside their scope."""

    wave: gate.WaveRef
    turnout: gate.TurnoutRef
    centre: tuple[tuple[str, str], ...]
    enps: str
    blocks: tuple[BlockLine, ...]
    n_blocks_elsewhere: int
    figure: Figure | None
    heat: HeatMap | None
    asks: tuple[AskGroup, ...]


def waves_page() -> WavesPage:
    """The list of waves."""
    return WavesPage(tuple(_line(wave) for wave in reversed(gate.waves())))


def wave_page(number: int, viewer: Viewer) -> WavePage:
    """What the viewer may read about a closed wave.

    Raises:
        NotFound: there is no such wave, or it is still open.
    """
    wave = gate.wave(number)
    if not wave.is_closed:
        raise NotFound("This wave is still open. Nothing is shown before it closes.")
    every = gate.blocks(wave.id)
    mine = tuple(block for block in every if viewer.unit_ids.issuperset(block.unit_ids))
    cells, turnout = gate.cells(wave.id), gate.turnout(wave.id)
    headline = wave.instrument.construct(wave.instrument.headline)
    return WavePage(
        wave=wave,
        turnout=total_turnout(turnout.values()),
        centre=tuple(_centre_line(wave, construct) for construct in _agreement(wave)),
        enps=_points(gate.enps(wave.id)),
        blocks=tuple(
            BlockLine(block.name, turnout[block.id], figure_text(cells[block.id][headline.code]))
            for block in mine
        ),
        n_blocks_elsewhere=len(every) - len(mine),
        figure=_figure(wave, headline, mine, cells) if mine else None,
        heat=_heat(wave, mine, cells) if mine else None,
        asks=ask_groups(wave),
    )


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


def _agreement(wave: gate.WaveRef) -> tuple[Construct, ...]:
    """Constructs on the agreement scale; eNPS has a scale and a line of its own."""
    return tuple(c for c in wave.instrument.constructs if c.code != ENPS)


def _centre_line(wave: gate.WaveRef, construct: Construct) -> tuple[str, str]:
    return construct.name, figure_text(gate.centre(wave.id, construct.code))


def _points(cell: gate.Cell) -> str:
    if isinstance(cell, gate.Suppressed):
        return cell.reason
    text = numbers.score(cell.value)
    if cell.form != "exact":
        text = numbers.or_more(text) if cell.form == "at_least" else numbers.or_less(text)
    return f"{text}, {numbers.n(cell.n)}"


def _figure(
    wave: gate.WaveRef,
    construct: Construct,
    blocks: tuple[gate.BlockRef, ...],
    cells: dict[int, dict[str, gate.Cell]],
) -> Figure:
    spread = gate.spread(wave.id, construct.code)
    rows = [_interval_row(block, cells[block.id][construct.code], spread) for block in blocks]
    build = partial(
        interval_plot,
        rows,
        title=f"{construct.name} by block",
        axis=mean_axis(construct.name),
        thing="block",
        threshold=wave.threshold,
        few=0,
    )
    return on_screen(
        build,
        subtitle=subtitle(
            "Mean from 1 to 5 of those who answered; intervals from the centre's pooled spread",
            period=wave.name,
        ),
    )


def _interval_row(block: gate.BlockRef, cell: gate.Cell, spread: float | None) -> IntervalRow:
    if isinstance(cell, gate.Suppressed):
        return IntervalRow(block.name, None, side="agents", is_hidden=True)
    label = block.name if cell.form == "exact" else f"{block.name} ({value_text(cell)})"
    estimate = block_estimate(cell, spread)
    around = estimate.interval.clipped(1, 5) if estimate and estimate.interval else None
    return IntervalRow(
        label,
        cell.value,
        low=around.low if around else None,
        high=around.high if around else None,
        n=cell.n,
        side="agents",
    )


def _heat(
    wave: gate.WaveRef,
    blocks: tuple[gate.BlockRef, ...],
    cells: dict[int, dict[str, gate.Cell]],
) -> HeatMap:
    constructs = _agreement(wave)
    shown = [[cells[block.id][construct.code] for construct in constructs] for block in blocks]
    low, high = MODEST_SPAN
    made = heat_map(
        [(block.name, None, _values(line)) for block, line in zip(blocks, shown, strict=True)],
        columns=[construct.name for construct in constructs],
        title="Every construct by block",
        axis=mean_axis(low=low, high=high),
        threshold=wave.threshold,
    )
    return bounded(made, shown)


def _values(line: list[gate.Cell]) -> list[float | None]:
    return [cell.value if isinstance(cell, gate.Published) else None for cell in line]
