"""What a linkage's numbers cost, and what a page adds to them.

A centre of 200 blocks and 12 waves. The page's statistics without its resampling are to take a
tenth of a second; the resampling is kept by each process, so that it is not paid for twice.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from bench.report import Ratio
from survey.insight.linkage import resampled
from survey.insight.linkage.analysis import analyse
from survey.insight.linkage.cells import Cell, Material, Side
from survey.insight.linkage.engagement import Wave

CEILING = 0.1
MEMORY_CEILING = 64.0
N_BLOCKS, N_WAVES, TIMES = 200, 12, 20


def measure() -> tuple[Ratio, ...]:
    """Seconds of the analysis over those promised, and the most memory that it holds."""
    material = centre()
    # What is kept between pages is worked out before the clock runs.
    analyse(material)
    seconds = min(_clocked(lambda: analyse(material)) for _ in range(TIMES))
    drawing = _clocked(lambda: resampled.redrawn(material.cells))
    tracemalloc.start()
    analyse(material)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    note = f"{N_BLOCKS} blocks, {N_WAVES} waves; drawing once takes {drawing:.1f} s more"
    return (
        Ratio(
            name="Linkage page's statistics, in tenths of a second",
            value=seconds / CEILING,
            floor_or_ceiling="ceiling",
            target=1.0,
            note=note,
        ),
        Ratio(
            name="Linkage page's statistics, MiB at most",
            value=peak,
            floor_or_ceiling="ceiling",
            target=MEMORY_CEILING,
            note="without the resampling",
        ),
    )


def centre() -> Material:
    """Blocks that move, with standing differences and no link."""
    random = np.random.default_rng(1)
    cells = []
    for block in range(N_BLOCKS):
        level, other = random.normal(3.5, 0.3), random.normal(4.2, 0.2)
        for wave in range(N_WAVES):
            cells.append(
                Cell(
                    group=f"{block:03d}",
                    label=f"Block {block + 1}",
                    unit_ids=(block,),
                    wave=f"{wave:03d}",
                    engagement=round(float(np.clip(level + random.normal(0, 0.2), 1, 5)), 2),
                    n_engagement=10,
                    satisfaction=float(np.clip(other + random.normal(0, 0.1), 1, 5)),
                    n_satisfaction=80,
                    position=wave,
                    spread_satisfaction=0.9,
                )
            )
    return Material(
        engagement=Side("Engagement", 1, 5),
        satisfaction=Side("Mean CSAT", 1, 5),
        cells=tuple(cells),
        exclusions=(),
        noun="block",
        time_noun="wave",
        waves=tuple(Wave(f"{wave:03d}", wave, spread=0.8) for wave in range(N_WAVES)),
    )


def _clocked(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
