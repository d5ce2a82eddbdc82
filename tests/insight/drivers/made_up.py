"""A made-up centre for drivers: blocks and waves drawn from a seed, with the links asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from survey.insight.block_figures import constructs_of
from survey.insight.drivers.material import Asked, Material, Row
from survey.instruments.pulse import PULSE
from survey.privacy import gate

WAVE = gate.WaveRef(
    id=1,
    number=1,
    name="Wave 1",
    opens_on=date(2026, 3, 2),
    closes_on=date(2026, 3, 13),
    window_from=date(2026, 2, 1),
    window_until=date(2026, 2, 28),
    threshold=5,
    comment_threshold=10,
    block_minimum=5,
    state="closed",
    statement="",
    help_contact="",
    instrument=PULSE,
)
CODES = tuple(construct.code for construct in constructs_of(WAVE))


def material(
    n_blocks: int,
    n_waves: int,
    *,
    links: Mapping[str, float] | None = None,
    with_engagement: Mapping[str, float] | None = None,
    season: float = 0.0,
    missing: Mapping[str, int] | None = None,
    seed: int = 1,
) -> Material:
    """Blocks and waves; `links` and `with_engagement` give constructs their r inside blocks.

    `season` moves all blocks and constructs alike; the constructs in `missing` are asked in that
    many of the first waves only.
    """
    rng = np.random.default_rng(seed)
    moved = {code: rng.normal(size=(n_blocks, n_waves)) for code in CODES}
    for code, r in (with_engagement or {}).items():
        moved["engagement"] = r * moved[code] + np.sqrt(1 - r**2) * moved["engagement"]
    satisfaction = rng.normal(size=(n_blocks, n_waves))
    for code, r in (links or {}).items():
        satisfaction = r * moved[code] + np.sqrt(1 - r**2) * satisfaction
    shared = season * rng.normal(size=n_waves)
    rows = tuple(
        Row(
            group=f"{block:03d}",
            unit_ids=(block,),
            wave=f"{wave:03d}",
            values={
                code: float(3.5 + 0.2 * (values[block, wave] + shared[wave]))
                for code, values in moved.items()
                if wave < (missing or {}).get(code, n_waves)
            },
            satisfaction=float(4 + 0.1 * (satisfaction[block, wave] + shared[wave])),
        )
        for block in range(n_blocks)
        for wave in range(n_waves)
    )
    asked = tuple(
        Asked(
            construct=construct,
            n_waves=(missing or {}).get(construct.code, n_waves),
            latest=WAVE,
            centre=gate.Published(3.2, "exact", 80) if rows else gate.Suppressed("None."),
            spread=0.8,
        )
        for construct in constructs_of(WAVE)
    )
    return Material(PULSE.construct("engagement"), asked, rows, n_waves, 0, 0)
