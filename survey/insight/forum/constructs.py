"""What lies behind engagement: every construct in every block, and how the centre moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from survey.insight.forum.movement import Movement
from survey.insight.forum.paging import pages
from survey.insight.published import bounded
from survey.instruments.model import Construct
from survey.instruments.pulse import ENPS
from survey.privacy import gate, rules
from survey.render.figures import (
    ChangeRow,
    Figure,
    HeatMap,
    change_plot,
    heat_map,
    mean_axis,
    on_paper,
    subtitle,
)
from survey.render.figures.wording import sentences

# Where the block means of most constructs lie; the tints span it.
TINTED = (2.0, 4.5)
ROWS_PER_PAGE = 20
Cells = Mapping[int, Mapping[str, gate.Cell]]


def constructs_of(wave: gate.WaveRef) -> tuple[Construct, ...]:
    """The constructs that share the headline's scale; eNPS has a scale of its own."""
    return tuple(c for c in wave.instrument.constructs if c.code != ENPS)


def heat_maps(
    wave: gate.WaveRef, blocks: Sequence[gate.BlockRef], cells: Cells
) -> tuple[HeatMap, ...]:
    """One map of all blocks, or several where they do not fit on one page."""
    parts = pages(blocks, lambda block: block.name, room=ROWS_PER_PAGE)
    return tuple(_heat(wave, part, cells) for part in parts)


def _heat(wave: gate.WaveRef, blocks: Sequence[gate.BlockRef], cells: Cells) -> HeatMap:
    constructs = constructs_of(wave)
    shown = [[cells[block.id][one.code] for one in constructs] for block in blocks]
    low, high = TINTED
    made = heat_map(
        [
            (block.name, _n_of(cells[block.id][wave.instrument.headline]), _values(line))
            for block, line in zip(blocks, shown, strict=True)
        ],
        columns=[construct.name for construct in constructs],
        title="Every construct in every block",
        axis=mean_axis(low=low, high=high),
        threshold=wave.threshold,
    )
    note = sentences((_scale_words(wave), _turned(wave), made.note))
    return replace(bounded(made, shown), note=note)


def _scale_words(wave: gate.WaveRef) -> str:
    scale = rules.scale_of(wave.instrument, wave.instrument.headline)
    return f"Mean from {scale.low} to {scale.high} of those who answered; n is that of engagement"


def _turned(wave: gate.WaveRef) -> str:
    """Which constructs are better when they are lower."""
    lower = [one.name.lower() for one in constructs_of(wave) if not one.higher_is_better]
    return f"Less {' and '.join(lower)} is better" if lower else ""


def _n_of(cell: gate.Cell) -> int | None:
    return cell.n if isinstance(cell, gate.Published) else None


def _values(line: Sequence[gate.Cell]) -> list[float | None]:
    return [cell.value if isinstance(cell, gate.Published) else None for cell in line]


def changes(wave: gate.WaveRef, before: gate.WaveRef | None, movement: Movement) -> Figure | None:
    """Each construct before and now, or None where nothing can be compared."""
    if before is None or not movement.changes:
        return None
    names = {one.code: one.name for one in constructs_of(wave)}
    scale = rules.scale_of(wave.instrument, wave.instrument.headline)
    rows = [
        ChangeRow(
            names[change.construct],
            change.before.value,
            change.now.value,
            change.before.n,
            change.now.n,
            is_clear=change.is_clear,
        )
        for change in movement.changes
    ]
    build = partial(
        change_plot,
        rows,
        title="Each construct, then and now",
        axis=mean_axis(top=scale.high),
        before=before.name,
        after=wave.name,
        threshold=wave.threshold,
    )
    words = f"Mean from {scale.low} to {scale.high} over {movement.basis}"
    return on_paper(build, subtitle=subtitle(words))


def moved(wave: gate.WaveRef, before: gate.WaveRef | None, movement: Movement) -> str:
    """How the constructs behind the headline moved, or why that cannot be told."""
    if before is None:
        return "The first wave: there is nothing to compare it with yet"
    if not movement.changes:
        return f"No block can be compared with {before.name}"
    return movement.finding({one.code: one.name for one in wave.instrument.constructs})
