"""How far the people of a unit agree: rwg, rwg(j) and Lindell's r*wg(j).

A unit's own rwg is its spread in disguise: beside its mean it gives single answers away. So none
of these is ever published, exported or stored per unit; what may be shown is `median_agreement`.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import FloatArray, codes_of

FEWEST_UNITS = 5
USUAL_CUT = 0.7
# Chance answers that lean to one side, on 5 points from low to high: LeBreton and Senter 2008.
_LEANING = {
    "slight_skew": (0.05, 0.15, 0.20, 0.35, 0.25),
    "moderate_skew": (0.00, 0.10, 0.15, 0.40, 0.35),
}
_WIDER = "Answers spread wider than chance answers would: a negative figure is shown as 0."


@dataclass(frozen=True, slots=True)
class Null:
    """The variance a unit's answers would have by chance, and the name of that idea of chance."""

    name: str
    variance: float

    def __post_init__(self) -> None:
        if not 0 < self.variance < np.inf:
            raise ValueError(f"A variance of chance answers is above 0, not {self.variance}.")


def uniform_null(points: int) -> Null:
    """Chance answers that favour no option: variance (points^2 - 1) / 12.

    `points` options, each 1 apart. Source: James, Demaree and Wolf 1984, J Appl Psychol
    69:85-98. Raises ValueError under 2 points.

    >>> uniform_null(5)
    Null(name='uniform', variance=2.0)
    """
    return Null("uniform", (points**2 - 1) / 12)


def leaning_null(name: str) -> Null:
    """Chance answers that lean to one side, "slight_skew" or "moderate_skew", on 5 points.

    People of no unit answer alike just because most are polite: the smaller variance is the
    stricter test. Source: LeBreton and Senter 2008, Organ Res Methods 11:815-852. Raises
    ValueError for another name; for another scale give a `Null` of its own.

    >>> [round(leaning_null(name).variance, 2) for name in ("slight_skew", "moderate_skew")]
    [1.34, 0.9]
    """
    if name not in _LEANING:
        raise ValueError(f"Expected slight_skew or moderate_skew, got {name}.")
    points, shares = np.arange(1, 6), np.array(_LEANING[name])
    centre = shares @ points
    return Null(name, float(shares @ (points - centre) ** 2))


def rwg(values: npt.ArrayLike, null: Null) -> Estimate:
    """Agreement of one unit on one item, from 0 to 1; never to be published per unit.

    Formula: 1 - s^2 / (variance under `null`), s^2 with n - 1. Source: James, Demaree and Wolf
    1984, J Appl Psychol 69:85-98. Missing answers are dropped; a negative figure is shown as 0
    with a warning. No interval: it is used as a median over units. Not computable under 2
    answers. Raises ValueError for anything but one row of finite or missing numbers.

    >>> round(rwg([4, 4, 5, 3, 4], uniform_null(5)).value, 3)
    0.75
    """
    answers = np.asarray(values, dtype=np.float64)
    if answers.ndim != 1:
        raise ValueError(f"Expected one row of answers, got an array of shape {answers.shape}.")
    return _one_unit(f"rwg_{null.name}", _complete(answers[:, None]), null, stepped_up=False)


def rwg_j(matrix: npt.ArrayLike, null: Null) -> Estimate:
    """Agreement of one unit on several items, from 0 to 1; never to be published per unit.

    `matrix` has one row per response, one column per item; incomplete rows are dropped. Formula,
    with J items, mean item variance s^2 and q = s^2 / (variance under `null`):
    J (1 - q) / (J (1 - q) + q). It grows with the number of items alone: give
    `lindell_rwg_j` beside it. Source: James, Demaree and Wolf 1984. Otherwise as `rwg`.

    >>> round(rwg_j([[4, 4], [4, 5], [5, 3], [3, 4], [4, 4]], uniform_null(5)).value, 3)
    0.857
    """
    return _one_unit(f"rwg_j_{null.name}", _complete(_table(matrix)), null, stepped_up=True)


def lindell_rwg_j(matrix: npt.ArrayLike, null: Null) -> Estimate:
    """Lindell's r*wg(j): agreement that does not grow with the number of items.

    Formula: 1 - s^2 / (variance under `null`), s^2 the mean item variance. Source: Lindell,
    Brandt and Whitney 1999, Appl Psychol Meas 23:127-135. Otherwise as `rwg_j`; never to be
    published per unit either.

    >>> round(lindell_rwg_j([[4, 4], [4, 5], [5, 3], [3, 4], [4, 4]], uniform_null(5)).value, 3)
    0.75
    """
    return _one_unit(
        f"lindell_rwg_j_{null.name}", _complete(_table(matrix)), null, stepped_up=False
    )


@dataclass(frozen=True, slots=True)
class MedianAgreement:
    """The median over units of rwg(j) and of r*wg(j), and the share of units at .70 or more.

    With one item both are rwg. The share counts rwg(j), the figure the usual cut was made for;
    None where not computable.
    """

    rwg_j: Estimate
    lindell: Estimate
    share_at_cut: float | None


def median_agreement(
    matrix: npt.ArrayLike, groups: Sequence[Hashable], null: Null
) -> MedianAgreement:
    """The median over units of rwg(j) and r*wg(j): the only form in which agreement is shown.

    `matrix` as in `rwg_j` (one row of answers for one item), `groups` one label per row. Units
    with under 2 complete responses are left out with a warning. High agreement with an ICC(1)
    near 0 says only that everybody answers alike everywhere. Sources as in `rwg_j` and
    `lindell_rwg_j`. Not computable under 5 units, where a median would point to single units.
    Raises ValueError where lengths differ or for infinity.

    >>> answers, units = [4, 5, 1, 2, 3, 3, 5, 5, 2, 4], list("aabbccddee")
    >>> round(median_agreement(answers, units, uniform_null(5)).rwg_j.value, 3)
    0.75
    """
    table = np.asarray(matrix, dtype=np.float64)
    table = _table(table[:, None] if table.ndim == 1 else table)
    if len(table) != len(groups):
        raise ValueError(f"Got {len(table)} responses but {len(groups)} groups.")
    complete = [not row.any() for row in np.isnan(table)]
    unit, n_units = codes_of([group for group, keep in zip(groups, complete, strict=True) if keep])
    rows = _complete(table)
    sizes = np.bincount(unit, minlength=n_units)
    used = np.flatnonzero(sizes >= 2)
    left_out = n_units - len(used)
    warnings = (f"{left_out} units with under 2 responses left out.",) if left_out else ()
    n = int(sizes[used].sum())
    if len(used) < FEWEST_UNITS or rows.shape[1] == 0:
        reason = f"It takes at least {FEWEST_UNITS} units with 2 responses each."
        none = not_computable("median_rwg_j", reason, n=n, n_units=len(used), warnings=warnings)
        return MedianAgreement(none, none, None)
    shares = np.array([_spread_share(rows[unit == at], null) for at in used])
    stepped, plain = (_agreement(shares, j).clip(0.0) for j in (rows.shape[1], 1))

    def median(name: str, figures: FloatArray) -> Estimate:
        method, value = f"median_{name}_{null.name}", float(np.median(figures))
        return computed(method, value, n=n, n_units=len(used), warnings=warnings)

    return MedianAgreement(
        median("rwg_j", stepped),
        median("lindell_rwg_j", plain),
        float(np.mean(stepped >= USUAL_CUT)),
    )


def _table(matrix: npt.ArrayLike) -> FloatArray:
    answers = np.asarray(matrix, dtype=np.float64)
    if answers.ndim != 2 or np.isinf(answers).any():
        raise ValueError("Expected a table of answers: one row per response, one column per item.")
    return answers


def _complete(answers: FloatArray) -> FloatArray:
    if np.isinf(answers).any():
        raise ValueError("A value is infinite; pass a number, or NaN where it is missing.")
    return np.asarray(answers[~np.isnan(answers).any(axis=1)], dtype=np.float64)


def _spread_share(answers: FloatArray, null: Null) -> float:
    """The mean item variance as a share of that of chance answers."""
    return float(answers.var(axis=0, ddof=1).mean()) / null.variance


def _agreement(spread: FloatArray, items: int) -> FloatArray:
    # Where answers spread wider than chance the stepped-up form turns round: below 0 either way.
    inside = np.maximum(1 - spread, 0.0)
    stepped = items * inside / (items * inside + spread)
    return np.where(spread > 1, 1 - spread, stepped)


def _one_unit(method: str, answers: FloatArray, null: Null, *, stepped_up: bool) -> Estimate:
    n, items = answers.shape
    if n < 2 or items == 0:
        return not_computable(method, "It takes at least 2 answers to agree.", n=n)
    value = float(_agreement(np.array(_spread_share(answers, null)), items if stepped_up else 1))
    return computed(method, max(value, 0.0), n=n, warnings=(_WIDER,) if value < 0 else ())
