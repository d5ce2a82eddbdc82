"""Which blocks stand out from the centre in which construct, beyond chance.

A heat map of nine blocks and eight constructs makes seventy comparisons, so colour is kept for
those that are clear of chance with all the others looked at (Benjamini and Hochberg). Everything
else stays as plain as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.insight.findings import clear_of_chance
from survey.privacy import gate
from survey.render.figures import Standing
from survey.stats.means import mean_with_pooled_sd

# Per block id and construct.
Standings = Mapping[int, Mapping[str, Standing]]


def standings(
    wave: gate.WaveRef,
    blocks: Sequence[gate.BlockRef],
    cells: Mapping[int, Mapping[str, gate.Cell]],
    constructs: Sequence[str],
) -> Standings:
    """Above or below the centre's published mean, or neither; the cells given are the family.

    Where a cell stands out, its interval, from the spread common to all blocks, leaves the
    centre's mean out: to be clear among many asks for more than that.
    """
    found = [
        (block.id, code, *_beside(centre, cells[block.id][code], spread))
        for code in constructs
        for centre, spread in [(gate.centre(wave.id, code), gate.spread(wave.id, code))]
        for block in blocks
    ]
    clear = clear_of_chance([p for *_, p in found])
    made: dict[int, dict[str, Standing]] = {block.id: {} for block in blocks}
    for (block_id, code, distance, _), is_clear in zip(found, clear, strict=True):
        stands: Standing = "" if not is_clear else "above" if distance > 0 else "below"
        made[block_id][code] = stands
    return made


def _beside(centre: gate.Cell, cell: gate.Cell, spread: float | None) -> tuple[float, float]:
    """How far above the centre, and the p of that; 1 where it cannot be told."""
    if not isinstance(cell, gate.Published) or not isinstance(centre, gate.Published):
        return 0.0, 1.0
    if spread is None:
        return 0.0, 1.0
    estimate = mean_with_pooled_sd(cell.value, cell.n, spread, against=centre.value)
    assert estimate.p is not None
    distance = cell.value - centre.value
    lower, upper = (cell, centre) if distance < 0 else (centre, cell)
    # A bound on the near side leaves open how far apart the two are.
    is_told = lower.form != "at_least" and upper.form != "at_most"
    return distance, estimate.p if is_told else 1.0
