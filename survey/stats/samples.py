"""Reading what comes in: pairs of numbers, what is missing, and sides that hardly vary."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

# "drop_pairs" leaves out a pair where either side is missing; "refuse" raises ValueError.
Missing = Literal["drop_pairs", "refuse"]

# Below this share of the largest value a spread is rounding, not variation.
NEGLIGIBLE = 1e-12

# Sizes between these keep the products that a slope's error is made of within floating point.
_SMALLEST, _LARGEST = 1e-60, 1e60


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two sides of equal length without missing values, and where each pair stood in the input."""

    x: FloatArray
    y: FloatArray
    kept: IntArray
    n_missing: int

    @property
    def n(self) -> int:
        """How many complete pairs there are."""
        return len(self.x)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know about the pairs left out."""
        if self.n_missing == 0:
            return ()
        noun = "pair" if self.n_missing == 1 else "pairs"
        return (f"{self.n_missing} {noun} left out because a value is missing.",)


def read_vector(values: npt.ArrayLike) -> FloatArray:
    """The values as a one-dimensional array; None, NaN and what a mask hides are missing.

    Raises ValueError for anything but one row of numbers, and for infinity, which would
    otherwise pass as a very large value.
    """
    try:
        if isinstance(values, np.ma.MaskedArray):
            values = np.ma.filled(values.astype(np.float64), np.nan)
        vector = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("Expected one row of numbers, None or NaN where one is missing.") from None
    if vector.ndim != 1:
        raise ValueError(f"Expected one row of numbers, got an array of shape {vector.shape}.")
    if np.isinf(vector).any():
        raise ValueError("A value is infinite; pass a number, or NaN where it is missing.")
    return vector


def read_pairs(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: Missing = "drop_pairs") -> Pairs:
    """The complete pairs of x and y, in their order.

    Raises ValueError where the sides differ in length, hold infinity, or (policy "refuse")
    miss a value, and for another policy.

    >>> read_pairs([1, 2, None], [3, 4, 5]).n
    2
    """
    if missing not in get_args(Missing):
        raise ValueError(f"Missing values are drop_pairs or refuse, not {missing}.")
    left, right = read_vector(x), read_vector(y)
    if len(left) != len(right):
        raise ValueError(f"Pairs need sides of equal length, got {len(left)} and {len(right)}.")
    complete = ~(np.isnan(left) | np.isnan(right))
    n_missing = int(np.count_nonzero(~complete))
    if n_missing and missing == "refuse":
        raise ValueError(f"A value is missing in {n_missing} of {len(left)} pairs.")
    return Pairs(left[complete], right[complete], np.flatnonzero(complete), n_missing)


def hardly_varies(values: FloatArray, *, scale: float | None = None) -> bool:
    """Whether the values are equal up to rounding, measured against `scale`.

    `scale` is the largest absolute value unless given; give the original one for residuals,
    whose own size is the rounding in question.

    >>> hardly_varies(np.array([0.1 + 0.2, 0.3])), hardly_varies(np.array([1.0, 1.1]))
    (True, False)
    """
    if len(values) == 0:
        return True
    largest = float(np.abs(values).max()) if scale is None else scale
    return bool(values.max() - values.min() <= NEGLIGIBLE * largest)


def out_of_range(scale: float) -> bool:
    """Whether values of this size are too large or too small for products of four of them.

    >>> out_of_range(1e9), out_of_range(1e-200)
    (False, True)
    """
    return not _SMALLEST < scale < _LARGEST


def constant_side(pairs: Pairs) -> str | None:
    """A sentence naming the side that hardly varies, or None where both vary."""
    for name, side in (("first", pairs.x), ("second", pairs.y)):
        if hardly_varies(side):
            return f"Every value on the {name} side is the same, so there is nothing to relate."
    return None


def unit_vector(values: FloatArray) -> FloatArray:
    """The values less their mean, scaled to length 1: a correlation is then a plain product.

    Scaling by the largest value first keeps huge and tiny numbers from overflowing.
    """
    scaled = values / np.abs(values).max()
    centred = scaled - scaled.mean()
    centred /= np.abs(centred).max()
    return np.asarray(centred / np.linalg.norm(centred), dtype=np.float64)


def product_moment(u: FloatArray, v: FloatArray) -> float:
    """The correlation of two unit vectors, with rounding beyond +-1 taken off."""
    r = float(u @ v)
    # A line computed in floating point misses 1 by a few units in the last place.
    return float(np.sign(r)) if 1 - abs(r) < NEGLIGIBLE else r


def codes_of(labels: Sequence[Hashable]) -> tuple[IntArray, int]:
    """Each label as a whole number from 0 in order of first appearance, and how many there are.

    >>> codes_of(["b", "a", "b"])[0].tolist()
    [0, 1, 0]
    """
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    codes = [numbers[label] for label in labels]
    return np.asarray(codes, dtype=np.intp), len(numbers)
