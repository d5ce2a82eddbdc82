"""From means of units and two lines to bands: top, middle, low, or not enough evidence."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy.typing as npt

from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import read_vector
from survey.stats.shrinkage import FEWEST_UNITS, NO_DIFFERENCES, Shrinkage, shrink_means

ERROR = 0.05
_METHOD = "shrunken_with_own_interval"
_TOO_FEW = f"It takes at least {FEWEST_UNITS} units to give bands."


class Band(StrEnum):
    """The fixed vocabulary of bands."""

    TOP = "top"
    MIDDLE = "middle"
    LOW = "low"
    NOT_ENOUGH = "not enough evidence"


@dataclass(frozen=True, slots=True)
class Lines:
    """What counts as low (below `low`) and as high (above `high`), in the unit of the values.

    Raises ValueError where a line is not finite, or the lower one is above the upper one.

    >>> Lines(3.95, 4.45).high
    4.45
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            raise ValueError("A line is a finite number.")
        if self.low > self.high:
            raise ValueError(f"The lower line {self.low} is above the upper line {self.high}.")


@dataclass(frozen=True, slots=True)
class BandedUnit:
    """One unit: its band, and `estimate`, the shrunken value with the interval that decides."""

    band: Band
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Bands:
    """The units in the order given; `reason` says why no band could be given to any of them.

    `level` is that of each unit's interval, `n_looked_at` how many units it allows for.
    """

    units: tuple[BandedUnit, ...]
    shrinkage: Shrinkage
    level: float
    n_looked_at: int
    reason: str | None


def band_of(interval: Interval | None, lines: Lines) -> Band:
    """The band of one unit: it takes an interval that lies wholly on one side of each line.

    Formula: top where low end > upper line, low where high end < lower line, middle where the
    interval lies wholly between the lines, else not enough evidence. No interval: not enough
    evidence. An interval that touches a line does not clear it.

    >>> lines = Lines(3.95, 4.45)
    >>> band_of(Interval(4.5, 4.9), lines).value, band_of(Interval(4.3, 4.9), lines).value
    ('top', 'not enough evidence')
    >>> band_of(Interval(4.0, 4.4), lines).value, band_of(Interval(3.1, 3.9), lines).value
    ('middle', 'low')
    """
    if interval is None:
        return Band.NOT_ENOUGH
    if interval.low > lines.high:
        return Band.TOP
    if interval.high < lines.low:
        return Band.LOW
    is_between = interval.low > lines.low and interval.high < lines.high
    return Band.MIDDLE if is_between else Band.NOT_ENOUGH


def give_bands(
    values: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    lines: Lines,
    *,
    n_looked_at: int | None = None,
    error: float = ERROR,
) -> Bands:
    """Bands of all units that are looked at together, in the order given.

    `values` and `standard_errors` hold one number per unit, such as adjusted means. Formula: the
    level is 1 - error / m (Bonferroni), m = `n_looked_at` or the number of usable units; a unit's
    interval runs from the lower of (shrunken interval, y -+ z s) to the higher, shrunken as in
    `shrinkage.shrink_means`; `band_of` judges it. So a band holds by the unit's own answers alone
    whatever the others are like: the chance that any of m bands is wrong is at most `error`, as
    far as means are normal. The shrunken half keeps a band from resting on luck among many. Under
    4 usable units, or where the variance between units is estimated as 0, nobody gets a band, and
    `reason` says so. A unit without a value or standard error gets none. Sources: Bonferroni's
    inequality; Goldstein and Spiegelhalter 1996, J R Stat Soc A 159:385-443, for intervals instead
    of ranks. Raises ValueError for sides of unequal length, an infinite value, a negative standard
    error, or an error not between 0 and 1.

    >>> found = give_bands([4.2, 4.9, 3.5, 4.2], [0.03, 0.04, 0.04, 0.2], Lines(3.95, 4.45))
    >>> [unit.band.value for unit in found.units]
    ['middle', 'top', 'low', 'not enough evidence']
    """
    if not 0 < error < 1:
        raise ValueError(f"An error rate lies between 0 and 1, not {error}.")
    own, errors = read_vector(values), read_vector(standard_errors)
    n_usable = sum(
        not math.isnan(y) and s > 0 for y, s in zip(own.tolist(), errors.tolist(), strict=False)
    )
    m = max(n_usable if n_looked_at is None else n_looked_at, 1)
    level = 1 - error / m
    shrinkage = shrink_means(own, errors, level=level)
    reason = None
    if n_usable < FEWEST_UNITS:
        reason = _TOO_FEW
    elif not shrinkage.tells_units_apart:
        reason = shrinkage.common.reason or NO_DIFFERENCES
    reach = normal_quantile(level)
    units = []
    for y, s, unit in zip(own.tolist(), errors.tolist(), shrinkage.units, strict=True):
        estimate = _hull(unit.estimate, y - reach * s, y + reach * s)
        band = Band.NOT_ENOUGH if reason else band_of(estimate.interval, lines)
        units.append(BandedUnit(band, estimate))
    return Bands(tuple(units), shrinkage, level, m, reason)


def _hull(shrunken: Estimate, low: float, high: float) -> Estimate:
    if shrunken.value is None or shrunken.interval is None:
        return not_computable(_METHOD, shrunken.reason or _TOO_FEW, n=shrunken.n)
    inner = shrunken.interval
    both = Interval(min(inner.low, low), max(inner.high, high), level=inner.level)
    return computed(
        _METHOD, shrunken.value, n=shrunken.n, interval=both, warnings=shrunken.warnings
    )
