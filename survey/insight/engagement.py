"""Engagement of the latest closed wave, block by block, for the units a page looks at.

Everything comes through the gate. A block is shown only where all its units may be seen: part of
it would say something about units that are not the viewer's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey.insight.between_waves import change_between, is_same_construct
from survey.insight.block_figures import block_plot, block_words, interval_row
from survey.insight.findings import blocks_apart
from survey.insight.published import block_ends, bound_text, value_text
from survey.insight.units import ScopeTree
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.figures import (
    Figure,
    Reference,
    Tile,
    mean_axis,
    on_screen,
    tile,
)

ByUnits = Mapping[tuple[int, ...], gate.Cell]
# Of the latest wave and of the one before it.
Spreads = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in words: its figure or the sentence in its place, its n, its change."""

    label: str
    is_hidden: bool
    value: str
    n: str
    change: str


@dataclass(frozen=True, slots=True)
class Engagement:
    """The section on agents. `tile` and `figure` are None where every block is hidden; `partly`
    tells that blocks were left out because they reach beyond the units looked at."""

    wave: gate.WaveRef
    tile: Tile | None
    figure: Figure | None
    lines: tuple[BlockLine, ...]
    since: str
    partly: bool


def engagement_of(inside: ScopeTree) -> Engagement | None:
    """The latest closed wave for the units `inside`, or None before the first has closed."""
    closed = gate.closed_waves()
    if not closed:
        return None
    wave, earlier = closed[-1], closed[-2] if len(closed) > 1 else None
    units = set(inside.unit_ids)
    blocks = gate.blocks(wave.id)
    ours = [block for block in blocks if units.issuperset(block.unit_ids)]
    shown = gate.cells(wave.id)
    headline = wave.instrument.headline
    found = {block.unit_ids: shown[block.id][headline] for block in ours}
    labels = {block.unit_ids: block.name for block in ours}
    spread = gate.spread(wave.id, headline)
    before = _cells_before(wave, earlier)
    spreads = (spread, gate.spread(earlier.id, headline) if before and earlier else None)
    lines = tuple(
        _line(labels[units], cell, before.get(units), spreads) for units, cell in found.items()
    )
    return Engagement(
        wave=wave,
        tile=_moved(
            _tile(wave, rules.centre(found.values()), spread), found, before, spreads, earlier
        ),
        figure=_figure(wave, labels, found, spread),
        lines=lines,
        since=earlier.name if earlier is not None and any(line.change for line in lines) else "",
        partly=any(units.intersection(block.unit_ids) and block not in ours for block in blocks),
    )


def _cells_before(
    wave: gate.WaveRef, earlier: gate.WaveRef | None
) -> dict[tuple[int, ...], gate.Cell]:
    """The earlier wave's cells by the units of their blocks: other units are another block."""
    headline = wave.instrument.headline
    if earlier is None or not is_same_construct(wave, earlier, headline):
        return {}
    cells = gate.cells(earlier.id)
    return {block.unit_ids: cells[block.id][headline] for block in gate.blocks(earlier.id)}


def _line(label: str, cell: gate.Cell, before: gate.Cell | None, spreads: Spreads) -> BlockLine:
    if isinstance(cell, gate.Suppressed):
        return BlockLine(label, True, cell.reason, "", "")
    return BlockLine(
        label, False, value_text(cell), numbers.n(cell.n), _change(cell, before, spreads)
    )


def _change(cell: gate.Published, before: gate.Cell | None, spreads: Spreads) -> str:
    moved = None if before is None else change_between(cell, before, *spreads)
    if moved is None or moved.value is None or moved.interval is None:
        return ""
    around = numbers.change_interval(moved.interval.low, moved.interval.high)
    return f"{numbers.change(moved.value)} ({around})"


def _figure(
    wave: gate.WaveRef,
    labels: dict[tuple[int, ...], str],
    found: dict[tuple[int, ...], gate.Cell],
    spread: float | None,
) -> Figure | None:
    together = rules.centre(found.values())
    if not any(isinstance(cell, gate.Published) for cell in found.values()):
        return None
    scale = rules.scale_of(wave.instrument, wave.instrument.headline)
    reference = None
    if isinstance(together, gate.Published) and len(found) > 1:
        reference = Reference(together.value, f"all shown {value_text(together)}")
    named = [(labels[units], cell) for units, cell in found.items()]
    rows = [interval_row(name, cell, spread, scale) for name, cell in named]
    construct = wave.instrument.construct(wave.instrument.headline)
    title = blocks_apart(named, spread, otherwise=f"{construct.name} in {wave.name}")
    build = block_plot(wave, rows, title=title, reference=reference)
    return on_screen(build, subtitle=block_words(wave, together))


def _moved(
    made: Tile | None,
    found: ByUnits,
    before: ByUnits,
    spreads: Spreads,
    earlier: gate.WaveRef | None,
) -> Tile | None:
    """The tile with its change, where the very same blocks are shown in both waves."""
    if made is None or earlier is None:
        return made
    shown = [units for units, cell in found.items() if isinstance(cell, gate.Published)]
    then = rules.centre(before[units] for units in shown if units in before)
    now = rules.centre(found.values())
    are_same = all(isinstance(before.get(units), gate.Published) for units in shown)
    if not are_same or isinstance(now, gate.Suppressed):
        return made
    change = _change(now, then, spreads)
    return replace(made, change=f"{change} since {earlier.name}") if change else made


def _tile(wave: gate.WaveRef, together: gate.Cell, spread: float | None) -> Tile | None:
    if isinstance(together, gate.Suppressed):
        return None
    construct = wave.instrument.construct(wave.instrument.headline)
    scale = rules.scale_of(wave.instrument, construct.code)
    return tile(
        f"{construct.name}, {wave.name}",
        together.value,
        *block_ends(together, spread, scale),
        axis=mean_axis(low=scale.low, top=scale.high),
        n=together.n,
        side="agents",
        text=bound_text(together),
    )
