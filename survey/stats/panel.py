"""A panel of units and waves, and what is left of a side once both are taken out.

Units are taken out by their means, waves by projection on what their indicators leave inside
units: exact for panels with gaps, where one pass of double demeaning is not.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.samples import FloatArray, IntArray, Missing, codes_of, read_pairs


@dataclass(frozen=True, slots=True)
class Panel:
    """Complete pairs with the unit and wave each belongs to, as numbers from 0.

    `kept` says where each pair stood in the input. `wave` is all 0 where waves are not
    taken out. `n_alone` pairs were left out because they are the only one of their unit or wave
    and so say nothing about change. `n_parts` counts the sets of units that share no wave with
    each other.
    """

    x: FloatArray
    y: FloatArray
    unit: IntArray
    wave: IntArray
    kept: IntArray
    n_units: int
    n_waves: int
    n_parts: int
    n_alone: int
    warnings: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many pairs are used."""
        return len(self.x)

    @property
    def rank(self) -> int:
        """How many numbers describe the units and waves: units + waves - parts."""
        return self.n_units + self.n_waves - self.n_parts


def read_panel(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    waves: Sequence[Hashable] | None,
    *,
    missing: Missing,
) -> Panel:
    """The panel of complete pairs; without waves every pair belongs to the same one.

    Raises ValueError where lengths differ or a value is infinite.
    """
    pairs = read_pairs(x, y, missing=missing)
    n_rows = pairs.n + pairs.n_missing
    for name, labels in (("units", units), ("waves", waves)):
        if labels is not None and len(labels) != n_rows:
            raise ValueError(f"Got {n_rows} pairs but {len(labels)} {name}.")
    unit, _ = codes_of([units[row] for row in pairs.kept])
    wave = np.zeros_like(unit)
    if waves is not None:
        wave, _ = codes_of([waves[row] for row in pairs.kept])
    used = _with_company(unit, wave)
    unit, n_units = codes_of(unit[used].tolist())
    wave, n_waves = codes_of(wave[used].tolist())
    n_alone = pairs.n - len(unit)
    n_parts = _count_parts(unit, wave, n_units)
    warnings = pairs.warnings + _panel_warnings(unit, wave, n_alone, n_parts, waves is not None)
    return Panel(
        x=pairs.x[used],
        y=pairs.y[used],
        unit=unit,
        wave=wave,
        kept=pairs.kept[used],
        n_units=n_units,
        n_waves=n_waves,
        n_parts=n_parts,
        n_alone=n_alone,
        warnings=warnings,
    )


def _with_company(unit: IntArray, wave: IntArray) -> npt.NDArray[np.bool_]:
    """Which pairs share both their unit and their wave with another, repeated until stable."""
    used = np.ones(len(unit), dtype=bool)
    while used.any():
        company = (np.bincount(unit[used], minlength=unit.max() + 1)[unit] > 1) & (
            np.bincount(wave[used], minlength=wave.max() + 1)[wave] > 1
        )
        if (used & company).sum() == used.sum():
            break
        used &= company
    return used


def _count_parts(unit: IntArray, wave: IntArray, n_units: int) -> int:
    """How many sets of units and waves are joined by no pair (union-find over units)."""
    if n_units == 0:
        return 0
    fullest = wave == np.bincount(wave).argmax()
    if len(np.unique(unit[fullest])) == n_units:
        # One wave that all units have joins them, and most panels have one.
        return 1
    parent = list(range(n_units))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    first_of_wave: dict[int, int] = {}
    for one_unit, one_wave in zip(unit.tolist(), wave.tolist(), strict=True):
        parent[root(one_unit)] = root(first_of_wave.setdefault(one_wave, one_unit))
    return sum(parent[node] == node for node in range(n_units))


def _panel_warnings(
    unit: IntArray, wave: IntArray, n_alone: int, n_parts: int, has_waves: bool
) -> tuple[str, ...]:
    found = []
    if n_alone:
        what = "unit or wave" if has_waves else "unit"
        noun = "pair" if n_alone == 1 else "pairs"
        found.append(f"{n_alone} {noun} left out as the only one of their {what}.")
    if n_parts > 1:
        found.append(f"The units fall into {n_parts} sets that share no wave with each other.")
    if has_waves and len(set(zip(unit.tolist(), wave.tolist(), strict=True))) < len(unit):
        found.append("Some unit has more than one pair in the same wave.")
    return tuple(found)


def inside_units(values: FloatArray, panel: Panel) -> FloatArray:
    """The values less the mean of their unit."""
    means = np.bincount(panel.unit, values) / np.bincount(panel.unit)
    return np.asarray(values - means[panel.unit], dtype=np.float64)


def wave_basis(panel: Panel) -> FloatArray:
    """Orthonormal columns for what the waves explain inside units: n rows, rank - n_units."""
    n_columns = panel.rank - panel.n_units
    if n_columns == 0:
        return np.zeros((panel.n, 0))
    shape = (panel.n_units, panel.n_waves)
    cells = np.bincount(panel.unit * panel.n_waves + panel.wave, minlength=shape[0] * shape[1])
    shares = cells.reshape(shape) / np.bincount(panel.unit)[:, np.newaxis]
    indicators = np.eye(panel.n_waves)[panel.wave] - shares[panel.unit]
    # The rank is known from the parts, so no tolerance decides how many directions count.
    columns, _, _ = np.linalg.svd(indicators, full_matrices=False)
    return np.asarray(columns[:, :n_columns], dtype=np.float64)


def without(values: FloatArray, basis: FloatArray) -> FloatArray:
    """What the orthonormal columns of the basis leave of the values."""
    return np.asarray(values - basis @ (basis.T @ values), dtype=np.float64)
