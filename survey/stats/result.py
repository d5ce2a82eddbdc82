"""What every computation gives back: a value with its interval, or the reason there is none.

Nothing here needs more than the standard library, so that a page that only counts stays fast.
"""

import math
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "not_computable"]


def refuse_unless_one_of(name: str, given: str, known: tuple[str, ...]) -> None:
    """Raise ValueError where a choice is none of those there are.

    >>> refuse_unless_one_of("of", "slope", ("correlation", "slope"))
    """
    if given not in known:
        raise ValueError(f"{name} must be {' or '.join(known)}, not {given}.")


def _refuse_unless_finite(name: str, value: float | None) -> None:
    if value is not None and not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number or None, not {value}.")


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of an interval, in the unit of the value it belongs to.

    `level` is the coverage aimed at, .95 unless stated. Raises ValueError where an end is not
    finite or the ends are in the wrong order.

    >>> Interval(0.2, 0.4).level
    0.95
    """

    low: float
    high: float
    level: float = 0.95

    def __post_init__(self) -> None:
        _refuse_unless_finite("low", self.low)
        _refuse_unless_finite("high", self.high)
        if self.low > self.high:
            raise ValueError(f"An interval runs upward; {self.low} to {self.high} does not.")

    def clipped(self, low: float, high: float) -> "Interval":
        """The same interval, cut to what the scale allows.

        >>> Interval(-0.1, 0.4).clipped(0, 1)
        Interval(low=0, high=0.4, level=0.95)
        """
        return Interval(
            min(max(self.low, low), high), max(min(self.high, high), low), level=self.level
        )


@dataclass(frozen=True, slots=True)
class Estimate:
    """One computed value with what is needed to judge it, or the reason it cannot be computed.

    `n` counts the observations used (pairs, for an association); `n_units` and `n_waves` say how
    many units and waves they come from, where that matters. `reason` and `warnings` are sentences
    for a reader. No field ever holds NaN or infinity: raises ValueError for those, and for a
    status that does not match the value.

    >>> Estimate("mean", "ok", 4.2, None, 5).value
    4.2
    """

    method: str
    status: Status
    value: float | None
    interval: Interval | None
    n: int
    p: float | None = None
    df: float | None = None
    n_units: int | None = None
    n_waves: int | None = None
    reason: str | None = None
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("value", "p", "df", "n"):
            _refuse_unless_finite(name, getattr(self, name))
        if self.p is not None and not 0 <= self.p <= 1:
            raise ValueError(f"p must lie between 0 and 1, not {self.p}.")
        if (self.status == "ok") != (self.value is not None):
            raise ValueError("An estimate has a value exactly when its status is ok.")
        if (self.status == "not_computable") != (self.reason is not None):
            raise ValueError("An estimate has a reason exactly when it is not computable.")

    @property
    def ok(self) -> bool:
        """Whether there is a value."""
        return self.status == "ok"

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The two ends of the interval, None for both where there is none.

        >>> computed("mean", 4.2, n=5, interval=Interval(3.9, 4.5)).ends
        (3.9, 4.5)
        """
        return (None, None) if self.interval is None else (self.interval.low, self.interval.high)


def computed(
    method: str,
    value: float,
    *,
    n: int,
    interval: Interval | None = None,
    p: float | None = None,
    df: float | None = None,
    n_units: int | None = None,
    n_waves: int | None = None,
    warnings: tuple[str, ...] = (),
) -> Estimate:
    """An estimate that has a value. Raises ValueError where a number is not finite.

    >>> computed("mean", 4.2, n=5).status
    'ok'
    """
    return Estimate(
        method,
        "ok",
        float(value),
        interval,
        n,
        p=p,
        df=df,
        n_units=n_units,
        n_waves=n_waves,
        warnings=warnings,
    )


def not_computable(
    method: str,
    reason: str,
    *,
    n: int,
    n_units: int | None = None,
    n_waves: int | None = None,
    warnings: tuple[str, ...] = (),
) -> Estimate:
    """An estimate without a value, carrying the reason as a sentence for the reader.

    >>> not_computable("mean", "There are no answers yet.", n=0).value is None
    True
    """
    return Estimate(
        method,
        "not_computable",
        None,
        None,
        n,
        n_units=n_units,
        n_waves=n_waves,
        reason=reason,
        warnings=warnings,
    )
