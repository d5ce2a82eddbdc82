"""How what varies together inside blocks divides among the constructs, where there is enough of it.

Shares of R squared describe; they are no effects. They are refused below ten rows for each
construct, once blocks and waves are paid for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from survey.insight.drivers.material import Asked, Row
from survey.stats.importance import (
    ROWS_PER_PREDICTOR,
    Importance,
    johnson_weights,
    lmg,
)
from survey.stats.panel import inside_units, read_panel, wave_basis, without
from survey.stats.result import Estimate

# Up to so many constructs every order of entering the model is averaged (LMG); above, Johnson.
MOST_FOR_LMG = 8
MOST = 12
LEAST = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """R squared of all constructs together and the share of each, or how much is missing.

    `n_rows` complete rows less blocks and waves stand against the `n_needed`; `importance` is None
    below that, with `reason` where the rows would do. Constructs that were not asked in every wave
    are in neither.
    """

    n_constructs: int
    n_rows: int
    n_needed: int
    method: str
    whole: Estimate | None
    shares: Mapping[str, Estimate]
    reason: str = ""


def weights_of(rows: Sequence[tuple[Row, float]], asked: Sequence[Asked]) -> Weights:
    """The shares of the constructs asked in every wave, over rows that have all of them."""
    codes = [one.construct.code for one in asked][:MOST]
    method = "LMG" if len(codes) <= MOST_FOR_LMG else "Johnson"
    complete = [(row, value) for row, value in rows if all(code in row.values for code in codes)]
    n_groups = len({row.group for row, _ in complete})
    n_waves = len({row.wave for row, _ in complete})
    n_rows = max(0, len(complete) - n_groups - n_waves)
    n_needed = ROWS_PER_PREDICTOR * len(codes)
    if len(codes) < LEAST or n_rows < n_needed:
        return Weights(len(codes), n_rows, n_needed, method, None, {})
    found = _importance(complete, asked[:MOST], method)
    whole = found.r_squared
    if not whole.ok:
        return Weights(len(codes), n_rows, n_needed, method, None, {}, whole.reason or "")
    shares = {code: one.share for code, one in zip(codes, found.predictors, strict=True)}
    return Weights(len(codes), n_rows, n_needed, method, whole, shares)


def _importance(
    complete: Sequence[tuple[Row, float]], asked: Sequence[Asked], method: str
) -> Importance:
    """The division of what blocks and waves leave of the outcome and of every construct."""
    outcome = [value for _, value in complete]
    panel = read_panel(
        outcome,
        outcome,
        [row.group for row, _ in complete],
        [row.wave for row, _ in complete],
        missing="refuse",
    )
    basis = wave_basis(panel)
    sides = [outcome, *([row.values[one.construct.code] for row, _ in complete] for one in asked)]
    left = [
        without(inside_units(np.asarray(side, dtype=np.float64)[panel.kept], panel), basis)
        for side in sides
    ]
    divide = lmg if method == "LMG" else johnson_weights
    return divide(
        np.column_stack(left[1:]),
        left[0],
        units=panel.unit.tolist(),
        names=[one.construct.name for one in asked],
        means_removed=panel.rank,
        rows_per_predictor=1,
    )
