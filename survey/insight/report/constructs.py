"""What lies behind engagement: every construct in every block, and how the centre moved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from survey.insight.block_figures import Cells, construct_map, constructs_of
from survey.insight.report.movement import Movement
from survey.insight.report.paging import pages
from survey.insight.standing import standings
from survey.insight.words.constructs import construct_name
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.figures import (
    ChangeRow,
    Figure,
    HeatMap,
    change_plot,
    mean_axis,
    on_paper,
    subtitle,
)
from survey.render.speech import say

ROWS_PER_PAGE = 20


def heat_maps(
    wave: gate.WaveRef, blocks: Sequence[gate.BlockRef], cells: Cells
) -> tuple[HeatMap, ...]:
    """One map of all blocks, or several where they do not fit on one page."""
    parts = pages(blocks, lambda block: block.name, room=ROWS_PER_PAGE)
    # Held against the centre all together, however many pages they take.
    standing = standings(wave, blocks, cells, [one.code for one in constructs_of(wave)])
    return tuple(construct_map(wave, part, cells, standing) for part in parts)


def changes(wave: gate.WaveRef, before: gate.WaveRef | None, movement: Movement) -> Figure | None:
    """Each construct before and now, or None where nothing can be compared."""
    if before is None or not movement.changes:
        return None
    names = {one.code: construct_name(one) for one in constructs_of(wave)}
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
        title=say("Each construct, then and now"),
        axis=mean_axis(top=scale.high),
        before=before.name,
        after=wave.name,
        threshold=wave.threshold,
    )
    words = say(
        "Mean from %(low)s to %(high)s over %(blocks)s",
        low=numbers.whole(scale.low),
        high=numbers.whole(scale.high),
        blocks=movement.basis,
    )
    return on_paper(build, subtitle=subtitle(words))


def moved(wave: gate.WaveRef, before: gate.WaveRef | None, movement: Movement) -> str:
    """How the constructs behind the headline moved, or why that cannot be told."""
    if before is None:
        return say("The first wave: there is nothing to compare it with yet")
    if not movement.changes:
        return say("No block can be compared with %(wave)s", wave=before.name)
    return movement.finding({one.code: construct_name(one) for one in wave.instrument.constructs})
