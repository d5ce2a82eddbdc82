"""What else may move both sides: columns to be taken out beside units and waves."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.panel import Panel, inside_units, read_panel, without
from survey.stats.samples import FloatArray, Missing, hardly_varies, out_of_range, read_vector

# An array of n rows and k columns, k columns of n values each, or columns by their names.
Covariates = npt.ArrayLike | Sequence[npt.ArrayLike] | Mapping[str, npt.ArrayLike]

# A column of which the others leave less than this share holds nothing of its own.
_OWN_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class Columns:
    """Covariates as one array (n rows, k columns) with the name a reader knows each by."""

    values: FloatArray
    names: tuple[str, ...]

    @property
    def missing(self) -> npt.NDArray[np.bool_]:
        """Which rows miss the value of a covariate."""
        return np.asarray(np.isnan(self.values).any(axis=1))


def read_columns(covariates: Covariates | None, n_rows: int) -> Columns:
    """The covariates of `n_rows` rows as columns; None and NaN in them stand for missing.

    An array of two dimensions has shape (n, k), one of one dimension is a single column; any
    other sequence holds k columns of n values, a mapping holds them by name. Raises ValueError
    for columns of another length and for infinity.

    >>> read_columns([[1, 2, 3], [0, 1, None]], 3).values.shape
    (3, 2)
    """
    names: tuple[str, ...] | None = None
    if covariates is None:
        listed: list[npt.ArrayLike] = []
    elif isinstance(covariates, Mapping):
        names = tuple(str(name) for name in covariates)
        listed = list(covariates.values())
    elif isinstance(covariates, np.ndarray):
        listed = [covariates] if covariates.ndim == 1 else list(covariates.T)
    else:
        listed = _as_columns(covariates)
    columns = [read_vector(column) for column in listed]
    if any(len(column) != n_rows for column in columns):
        lengths = ", ".join(str(len(column)) for column in columns)
        raise ValueError(f"Got {n_rows} pairs but covariates of {lengths} values.")
    values = np.column_stack(columns) if columns else np.zeros((n_rows, 0))
    return Columns(values, names or tuple(f"covariate {at + 1}" for at in range(len(columns))))


def _as_columns(covariates: npt.ArrayLike | Sequence[npt.ArrayLike]) -> list[npt.ArrayLike]:
    listed: list[npt.ArrayLike] = list(covariates)  # type: ignore[arg-type]
    if listed and all(value is None or np.ndim(value) == 0 for value in listed):
        return [np.asarray(listed, dtype=np.float64)]
    return listed


def own_directions(
    columns: Columns, panel: Panel, basis: FloatArray
) -> tuple[FloatArray, tuple[str, ...]]:
    """What the covariates explain beyond units and waves, and a warning for each that adds nothing.

    Orthonormal columns for the rows of the panel, one for each covariate that is kept: the
    covariate less its unit's mean, less `basis` (see `panel.wave_basis`) and less the kept ones
    before it. A covariate that is constant, or that units, waves or the others already tell, is
    left out and named. Formula: Gram and Schmidt, twice. No errors.

    >>> from survey.stats.panel import read_panel, wave_basis
    >>> panel = read_panel([1, 2, 3, 5], [1, 3, 2, 2], "aabb", [1, 2, 1, 2], missing="refuse")
    >>> columns = read_columns({"tenure": [1, 2, 3, 9], "site": [7, 7, 7, 7]}, 4)
    >>> directions, warnings = own_directions(columns, panel, wave_basis(panel))
    >>> directions.shape, warnings
    ((4, 1), ('site left out of the covariates: it is the same everywhere.',))
    """
    kept = np.zeros((panel.n, 0))
    warnings = []
    for column, name in zip(columns.values[panel.kept].T, columns.names, strict=True):
        left, problem = _own_part(column, panel, basis, kept)
        if problem:
            warnings.append(f"{name} left out of the covariates: {problem}")
        else:
            kept = np.column_stack([kept, left / np.linalg.norm(left)])
    return kept, tuple(warnings)


def _own_part(
    column: FloatArray, panel: Panel, basis: FloatArray, kept: FloatArray
) -> tuple[FloatArray, str | None]:
    if hardly_varies(column):
        return column, "it is the same everywhere."
    scaled = column / np.abs(column).max()
    inside = inside_units(scaled, panel)
    beyond = without(without(inside, basis), basis)
    if hardly_varies(beyond, scale=100.0):
        return beyond, "units and waves already tell it."
    own = without(without(without(beyond, kept), basis), kept)
    if float(np.linalg.norm(own)) <= _OWN_SHARE * float(np.linalg.norm(beyond)):
        return own, "the other covariates already tell it."
    return own, None


def read_with_covariates(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    waves: Sequence[Hashable] | None,
    covariates: Covariates | None,
    *,
    missing: Missing,
) -> tuple[Panel, Columns]:
    """The panel of rows that miss neither a side nor a covariate, and the covariates' columns.

    Shapes and errors as in `panel.read_panel` and `read_columns`.

    >>> panel, _ = read_with_covariates(
    ...     [1, 2, 3, 5], [1, 3, 2, 2], "aabb", None, {"tenure": [1, 2, 3, None]},
    ...     missing="drop_pairs",
    ... )
    >>> panel.n
    2
    """
    columns = read_columns(covariates, len(units))
    side = read_vector(x)
    if columns.missing.any() and len(side) == len(columns.missing):
        # A row that misses a covariate is as little use as one that misses a side.
        side = np.where(columns.missing, np.nan, side)
    return read_panel(side, y, units, waves, missing=missing), columns


def nothing_left(panel: Panel, waves: FloatArray, sides: Sequence[FloatArray]) -> str | None:
    """A sentence where a side holds no movement of its own, or None where both do.

    `waves` is `panel.wave_basis`, `sides` what units, waves and covariates leave of x and y.
    Asked before fitting, which would take the rounding of a still side for movement.

    >>> from survey.stats.panel import wave_basis
    >>> panel = read_panel([1, 1, 3, 3], [1, 3, 2, 2], "aabb", [1, 2, 1, 2], missing="refuse")
    >>> nothing_left(panel, wave_basis(panel), (panel.x - panel.x, panel.y))
    'The first side never changes inside a unit.'
    """
    for name, side, left in zip(("first", "second"), (panel.x, panel.y), sides, strict=True):
        scale = float(np.abs(side).max())
        inside = inside_units(side, panel)
        if hardly_varies(inside, scale=scale):
            return f"The {name} side never changes inside a unit."
        if out_of_range(scale):
            return f"The {name} side is too large or too small to compute with; change its unit."
        if hardly_varies(without(inside, waves), scale=100 * scale):
            return f"The {name} side changes in all units alike, wave by wave."
        if hardly_varies(left, scale=100 * scale):
            return f"The {name} side changes with the covariates alone."
    return None
