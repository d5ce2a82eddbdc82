"""Which side moves first? The two-way link between one side and the other some waves later."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from operator import index

import numpy as np
import numpy.typing as npt

from survey.stats.cluster import FEWEST_UNITS
from survey.stats.covariates import Covariates, read_columns
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.result import Estimate, not_computable
from survey.stats.samples import IntArray, Missing, codes_of, read_vector
from survey.stats.within import two_way
from survey.stats.within_estimate import WithinEstimate

# Under these a lag says more about the few waves at hand than about any order in time.
FEWEST_WAVES = 6
FEWEST_DF = 10


@dataclass(frozen=True, slots=True)
class Lag:
    """The link between x and the y of `lag` waves later (earlier where negative).

    `association` is the two-way correlation with the interval and p of its clustered error, `n`
    of it the pairs that the join found; `within` has the slope and the other errors. `q` is p
    after Benjamini and Hochberg over the lags computed, None where this one is not.
    """

    lag: int
    association: Estimate
    within: WithinEstimate
    q: float | None = None


@dataclass(frozen=True, slots=True)
class LagTable:
    """The lags in the order asked for, and the family their q values were adjusted in."""

    lags: tuple[Lag, ...]
    family: str
    m: int


def lagged(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    order: Sequence[int],
    *,
    lags: Sequence[int] = (-2, -1, 0, 1, 2),
    covariates: Covariates | None = None,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> LagTable:
    """For each lag L the two-way link between x of a unit at time t and its y at time t + L.

    `order` is the whole-number place in time of each row, 1 apart for waves that follow each
    other: a wave that is missing leaves its number out and so shifts nothing; the order of the
    rows does not count. x and y may be missing separately. `covariates` are those of the row
    that y comes from. Formula: `within.two_way` on the joined pairs, its wave that of x; a
    positive L with a link means that y moved after x. A lag is not computable under 6 waves
    (those of either side counted), 4 units or 10 df. Source of q: `multiplicity`. Raises
    ValueError for places that are not whole numbers, two rows of one unit at one place, unequal
    lengths and infinity.

    >>> units, order = [unit for unit in "abcde" for _ in range(7)], list(range(7)) * 5
    >>> x = np.random.default_rng(1).normal(size=35)
    >>> y = np.roll(x, 1) + 0.1 * np.arange(35)
    >>> table = lagged(x, y, units, order)
    >>> [(one.lag, round(one.association.value, 2)) for one in table.lags if one.q < 0.05]
    [(1, 1.0)]
    """
    left, right = read_vector(x), read_vector(y)
    if len(left) != len(right):
        raise ValueError(f"Pairs need sides of equal length, got {len(left)} and {len(right)}.")
    columns = read_columns(covariates, len(left))
    named = dict(zip(columns.names, columns.values.T, strict=True))
    found = []
    for lag in lags:
        now, then = follow(units, order, lag, n_rows=len(left))
        within = two_way(
            left[now],
            right[then],
            [units[row] for row in now],
            [order[row] for row in now],
            covariates={name: column[then] for name, column in named.items()},
            level=level,
            missing=missing,
        )
        complete = ~(np.isnan(left[now]) | np.isnan(right[then]))
        places = {order[row] for row in (*now[complete], *then[complete])}
        found.append(Lag(lag, _judged(within, len(places)), within))
    return _with_q(found)


def follow(
    units: Sequence[Hashable], order: Sequence[int], lag: int, *, n_rows: int
) -> tuple[IntArray, IntArray]:
    """Pairs of rows of one unit, the second `lag` places in time after the first.

    Two arrays of row numbers, in the order of the first. Raises ValueError as `lagged` does.

    >>> now, then = follow(["a", "a", "b", "a"], [5, 3, 4, 4], 1, n_rows=4)
    >>> now.tolist(), then.tolist()
    ([1, 3], [3, 0])
    """
    for name, labels in (("units", units), ("places in time", order)):
        if len(labels) != n_rows:
            raise ValueError(f"Got {n_rows} pairs but {len(labels)} {name}.")
    try:
        place = np.array([index(one) for one in order], dtype=np.int64)
    except TypeError:
        raise ValueError("A place in time is a whole number, one for each wave.") from None
    if n_rows == 0:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    code, _ = codes_of(units)
    # Wide enough that the place of one unit never runs into the next unit's.
    width = int(place.max() - place.min()) + abs(lag) + 1
    key = code * width + (place - place.min())
    sorted_rows = np.argsort(key, kind="stable")
    if (np.diff(key[sorted_rows]) == 0).any():
        raise ValueError("A unit has more than one row at the same place in time.")
    wanted = key + lag
    inside = (place + lag >= place.min()) & (place + lag <= place.max())
    at = np.minimum(np.searchsorted(key[sorted_rows], wanted), n_rows - 1)
    then = sorted_rows[at]
    matched = inside & (key[then] == wanted)
    return np.flatnonzero(matched), then[matched]


def _judged(within: WithinEstimate, n_waves: int) -> Estimate:
    """The clustered association, or why this lag is not to be shown."""
    shown = within.clustered
    if not shown.ok:
        return shown
    problem = too_little(n_waves, shown.n_units or 0, within.correlation.df or 0)
    if problem is None and shown.p is None:
        problem = "The units are too unlike in size for a clustered error."
    if problem is None:
        return shown
    return not_computable(
        shown.method,
        problem,
        n=shown.n,
        n_units=shown.n_units,
        n_waves=shown.n_waves,
        warnings=shown.warnings,
    )


def too_little(n_waves: int, n_units: int, df: float) -> str | None:
    """Why waves, units or df are too few to judge an order in time, or None where they are not.

    >>> too_little(5, 9, 20)
    'It takes at least 6 waves to look at an order in time; there are 5.'
    """
    if n_waves < FEWEST_WAVES:
        return (
            f"It takes at least {FEWEST_WAVES} waves to look at an order in time;"
            f" there are {n_waves}."
        )
    if n_units < FEWEST_UNITS:
        return f"It takes at least {FEWEST_UNITS} units; there are {n_units}."
    if df < FEWEST_DF:
        return f"It takes at least {FEWEST_DF} degrees of freedom at a lag; there are {df:.0f}."
    return None


def _with_q(found: list[Lag]) -> LagTable:
    tested = [at for at, one in enumerate(found) if one.association.p is not None]
    adjusted = benjamini_hochberg([p for one in found if (p := one.association.p) is not None])
    for at, q in zip(tested, adjusted, strict=True):
        found[at] = replace(found[at], q=q)
    names = ", ".join(f"{found[at].lag:+d}" if found[at].lag else "0" for at in tested)
    return LagTable(tuple(found), f"lags {names}" if names else "no lags", len(tested))
