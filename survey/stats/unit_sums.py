"""Sums per unit from which a two-way association is rebuilt with units left out or repeated.

Leaving out a unit, or drawing units anew, changes the wave movements as well. They are rebuilt
from what each unit adds to the sums, at the price of one small system of equations a draw.
"""

from dataclasses import dataclass

import numpy as np

from survey.stats.samples import FloatArray, IntArray

# Eigenvalues of the wave matrix below this share of the largest are the parts, not movements.
_NO_DIRECTION = 1e-9
# Less than this share of a side's squares inside units is what rounding leaves of it.
_ROUNDING = 1e-12
_NUMBERS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class UnitSums:
    """What each of k units adds: rows per wave, sums per wave and side, products of the sides.

    The sides are taken about their unit's mean and divided by `scale`. Shapes: `rows` (k, waves),
    `sums` (k, waves, sides), `products` (k, sides, sides), `scale` (sides).
    """

    rows: FloatArray
    sums: FloatArray
    products: FloatArray
    scale: FloatArray

    def leftover(self, times: FloatArray) -> FloatArray:
        """Products of what units and waves leave of the sides, for weights of shape (draws, k).

        Shape (draws, sides, sides). Formula: S - H' G+ H with S, H, G the weighted sums of
        `products`, of `sums`, and of diag(rows) - rows rows' / n over units of n rows.
        """
        n_waves = self.rows.shape[1]
        at_once = max(1, _NUMBERS_AT_ONCE // (n_waves**2 + len(self.rows)))
        return np.concatenate(
            [
                self._leftover(times[start : start + at_once])
                for start in range(0, len(times), at_once)
            ]
        )

    def products_beyond(self, times: FloatArray, n_sides: int) -> FloatArray:
        """Products of the first `n_sides` sides once units, waves and the other sides are out.

        Shape (draws, n_sides, n_sides); NaN for a side that a draw leaves without movement.
        """
        left = self.leftover(times)
        main, others = left[:, :n_sides, :n_sides], left[:, n_sides:, n_sides:]
        if others.shape[1]:
            shared = left[:, :n_sides, n_sides:]
            inverse = np.linalg.pinv(others, rcond=_NO_DIRECTION, hermitian=True)
            main = main - shared @ inverse @ shared.transpose(0, 2, 1)
        whole = np.einsum("uss->us", self.products)[:, :n_sides]
        still = np.einsum("bss->bs", main) <= _ROUNDING * (times @ whole)
        return np.where(still[:, :, np.newaxis] | still[:, np.newaxis, :], np.nan, main)

    def correlations(self, times: FloatArray, n_sides: int) -> FloatArray:
        """The same products as correlations from -1 to 1, NaN likewise."""
        main = self.products_beyond(times, n_sides)
        length = np.sqrt(np.einsum("bss->bs", main))
        scaled = main / length[:, :, np.newaxis] / length[:, np.newaxis, :]
        return np.asarray(np.clip(scaled, -1, 1))

    def _leftover(self, times: FloatArray) -> FloatArray:
        per_row = self.rows / self.rows.sum(axis=1, keepdims=True)
        waves = np.einsum("bu,ut,us->bts", times, -self.rows, per_row, optimize=True)
        at = np.arange(waves.shape[1])
        waves[:, at, at] += times @ self.rows
        sums = np.tensordot(times, self.sums, axes=1)
        values, vectors = np.linalg.eigh(waves)
        kept = values > _NO_DIRECTION * values[:, -1:]
        scaled = np.where(kept, 1 / np.sqrt(np.where(kept, values, 1)), 0)
        turned = scaled[:, :, np.newaxis] * (vectors.transpose(0, 2, 1) @ sums)
        explained = turned.transpose(0, 2, 1) @ turned
        return np.asarray(np.tensordot(times, self.products, axes=1) - explained)


def sums_by_unit(sides: FloatArray, unit: IntArray, wave: IntArray) -> UnitSums:
    """The sums of each unit for sides of shape (n, sides), with units and waves from 0.

    Each side is scaled to its largest deviation from the unit means first, so that products of
    huge and tiny numbers stay in range.

    >>> sides = np.array([[1.0, 2], [3, 5], [2, 2], [5, 3]])
    >>> sums = sums_by_unit(sides, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    >>> sums.correlations(np.ones((1, 2)), 2).round(3).tolist()
    [[[1.0, -1.0], [-1.0, 1.0]]]
    """
    n_units, n_waves = int(unit.max()) + 1, int(wave.max()) + 1
    counts = np.bincount(unit)
    means = np.stack([np.bincount(unit, side) / counts for side in sides.T], axis=1)
    inside = sides - means[unit]
    scale = np.abs(inside).max(axis=0)
    scale = np.where(scale > 0, scale, 1)
    inside = inside / scale
    cell = unit * n_waves + wave
    size = n_units * n_waves
    sums = np.stack([np.bincount(cell, side, minlength=size) for side in inside.T], axis=1)
    products = np.zeros((n_units, inside.shape[1], inside.shape[1]))
    np.add.at(products, unit, inside[:, :, np.newaxis] * inside[:, np.newaxis, :])
    return UnitSums(
        np.bincount(cell, minlength=size).reshape(n_units, n_waves).astype(np.float64),
        sums.reshape(n_units, n_waves, -1).astype(np.float64),
        products,
        scale,
    )
