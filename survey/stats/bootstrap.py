"""Intervals by drawing again from the data: pairs, or whole units with all their waves."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from survey.stats.correlation import pearson
from survey.stats.covariates import Covariates, own_directions, read_with_covariates
from survey.stats.panel import wave_basis
from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, not_computable, refuse_unless_one_of
from survey.stats.samples import NEGLIGIBLE, FloatArray, Missing, Pairs, read_pairs, unit_vector
from survey.stats.unit_sums import UnitSums, sums_by_unit
from survey.stats.within import two_way

# Fewer hold too few different samples for their spread to say anything.
FEWEST = 8
_FEWEST_RESAMPLES = 100
_NUMBERS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """A value with its BCa interval, and what that was made of.

    `acceleration` (skewness of what each pair or unit adds, over 6), and `jackknife_error` do
    not depend on chance; `bias` (the z of the share of resamples below the value),
    `bootstrap_error` and the plain `percentile` interval do. All but `estimate` are None where
    the interval had to be another one, whose name is then in the estimate's method.
    """

    estimate: Estimate
    acceleration: float | None = None
    bias: float | None = None
    jackknife_error: float | None = None
    bootstrap_error: float | None = None
    percentile: Interval | None = None


def pearson_bca(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    resamples: int = 9999,
    seed: int,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Bootstrap:
    """Pearson's r with the BCa interval of pairs drawn again; p is that of `correlation.pearson`.

    Formula: with z0 = `bias`, a = `acceleration` and z the normal quantiles of both ends, the
    ends are the resamples' quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))). Source: Efron
    1987, J Am Stat Assoc 82:171-185. Refused under 8 pairs. Where a resample, or the data
    without one pair, has a side that does not vary, the interval is Fisher's and says so
    (method "pearson"). Pairs with a missing value are dropped or refused. Raises ValueError
    under 100 resamples, for unequal lengths and infinity.

    >>> x = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
    >>> y = [3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88,
    ...      2.96]  # Efron and Tibshirani 1993, Table 3.1
    >>> found = pearson_bca(x, y, seed=1)
    >>> round(found.acceleration, 4), round(found.jackknife_error, 4)
    (-0.0757, 0.1425)
    """
    _check(resamples)
    pairs = read_pairs(x, y, missing=missing)
    plain = pearson(pairs.x, pairs.y, level=level)
    plain = replace(plain, warnings=pairs.warnings + plain.warnings)
    if plain.ok and pairs.n < FEWEST:
        reason = f"It takes at least {FEWEST} pairs to draw from."
        plain = not_computable("pearson_bca", reason, n=pairs.n, warnings=pairs.warnings)
    if not plain.ok:
        return Bootstrap(replace(plain, method="pearson_bca"))
    drawn, each = _drawn_pairs(pairs, resamples, seed), _without_each_pair(pairs)
    return _judged(plain, "pearson_bca", drawn, each, level)


def two_way_bca(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: Sequence[Hashable],
    waves: Sequence[Hashable],
    *,
    of: Literal["correlation", "slope"] = "correlation",
    covariates: Covariates | None = None,
    resamples: int = 9999,
    seed: int,
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Bootstrap:
    """The two-way correlation or slope with the BCa interval of units drawn again.

    A unit is drawn with all its waves, so what hangs together stays together; units, waves and
    covariates are taken out anew in each draw, and acceleration and jackknife leave out one unit
    at a time. Formula and source as in `pearson_bca`; blocks after Field and Welsh 2007, J R Stat
    Soc B 69:369-390. p is that of the clustered error (`within`). With few units it is too
    narrow: a line of sensitivity, not the headline. Refused under 8 units; where a draw leaves a
    side without movement the interval is the clustered one and says so. Errors as in
    `within.two_way`, and under 100 resamples.

    >>> units, waves = [unit for unit in range(10) for _ in range(5)], list(range(5)) * 10
    >>> x, noise = np.random.default_rng(1).normal(size=(2, 50))
    >>> found = two_way_bca(x, x + noise, units, waves, of="slope", resamples=999, seed=1)
    >>> found.estimate.method, round(found.estimate.value, 2), found.estimate.interval.low > 0.5
    ('two_way_slope_bca', 1.03, True)
    """
    refuse_unless_one_of("of", of, ("correlation", "slope"))
    _check(resamples)
    whole = two_way(x, y, units, waves, covariates=covariates, level=level, missing=missing)
    plain = whole.slope if of == "slope" else whole.clustered
    method = f"two_way{'_slope' if of == 'slope' else ''}_bca"
    if plain.ok and (plain.n_units or 0) < FEWEST:
        reason = f"It takes at least {FEWEST} units to draw from."
        plain = not_computable(
            method, reason, n=plain.n, n_units=plain.n_units, warnings=plain.warnings
        )
    if not plain.ok:
        return Bootstrap(replace(plain, method=method))
    panel, columns = read_with_covariates(x, y, units, waves, covariates, missing=missing)
    others, _ = own_directions(columns, panel, wave_basis(panel))
    sides = np.column_stack([panel.x, panel.y, others])
    sums = sums_by_unit(sides, panel.unit, panel.wave)
    k = panel.n_units
    times = np.random.default_rng(seed).multinomial(k, np.full(k, 1 / k), size=resamples)
    drawn = _associations(sums, times.astype(np.float64), of)
    each = _associations(sums, 1 - np.eye(k), of)
    return _judged(plain, method, drawn, each, level)


def _check(resamples: int) -> None:
    if resamples < _FEWEST_RESAMPLES:
        raise ValueError(f"A bootstrap needs at least {_FEWEST_RESAMPLES} resamples.")


def _drawn_pairs(pairs: Pairs, resamples: int, seed: int) -> FloatArray:
    """r of each resample, NaN where a side of it does not vary."""
    random = np.random.default_rng(seed)
    u, v = unit_vector(pairs.x), unit_vector(pairs.y)
    at_once = max(1, _NUMBERS_AT_ONCE // pairs.n)
    parts = []
    for start in range(0, resamples, at_once):
        rows = random.integers(pairs.n, size=(min(at_once, resamples - start), pairs.n))
        sides = []
        for side in (u[rows], v[rows]):
            largest = np.abs(side).max(axis=1)
            still = np.ptp(side, axis=1) <= NEGLIGIBLE * largest
            centred = side - side.mean(axis=1, keepdims=True)
            centred /= np.where(still, np.nan, np.linalg.norm(centred, axis=1))[:, np.newaxis]
            sides.append(centred)
        parts.append(np.einsum("bn,bn->b", *sides))
    return np.asarray(np.clip(np.concatenate(parts), -1, 1))


def _without_each_pair(pairs: Pairs) -> FloatArray:
    """r without each pair in turn, NaN where a side then does not vary."""
    u, v = unit_vector(pairs.x), unit_vector(pairs.y)
    c = pairs.n / (pairs.n - 1)
    left_u, left_v = 1 - c * u**2, 1 - c * v**2
    still = (left_u <= NEGLIGIBLE) | (left_v <= NEGLIGIBLE)
    length = np.sqrt(np.where(still, np.nan, left_u * left_v))
    return np.asarray(np.clip((u @ v - c * u * v) / length, -1, 1))


def _associations(sums: UnitSums, times: FloatArray, of: str) -> FloatArray:
    if of == "correlation":
        return sums.correlations(times, 2)[:, 0, 1]
    products = sums.products_beyond(times, 2)
    slopes = products[:, 0, 1] / products[:, 0, 0]
    return np.asarray(slopes * sums.scale[1] / sums.scale[0])


def _judged(
    plain: Estimate, method: str, drawn: FloatArray, each: FloatArray, level: float
) -> Bootstrap:
    value = float(plain.value or 0.0)
    problem = _no_interval(value, drawn, each)
    gaps = each.mean() - each
    spread = float(gaps @ gaps)
    reach = normal_quantile(level)
    if problem is None:
        below = float(np.mean(drawn < value) + np.mean(drawn <= value)) / 2
        bias = NormalDist().inv_cdf(below)
        shares = gaps / math.sqrt(spread)
        acceleration = float((shares**3).sum()) / 6
        if abs(acceleration) * (abs(bias) + reach) >= 1:
            problem = "one of them weighs too much"
    if problem:
        said = f"No bootstrap interval, {problem}: this one is by formula."
        return Bootstrap(replace(plain, warnings=(*plain.warnings, said)))
    at = [_adjusted(bias, acceleration, side * reach) for side in (-1, 1)]
    low, high = np.quantile(drawn, at).tolist()
    plain_low, plain_high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    warnings = plain.warnings
    if min(at[0], 1 - at[1]) * len(drawn) < 5:
        warnings += ("The interval rests on the outermost few resamples.",)
    interval = Interval(low, high, level=level)
    return Bootstrap(
        replace(plain, method=method, interval=interval, warnings=warnings),
        acceleration,
        bias,
        math.sqrt((len(each) - 1) / len(each) * spread),
        float(drawn.std(ddof=1)),
        Interval(plain_low, plain_high, level=level),
    )


def _no_interval(value: float, drawn: FloatArray, each: FloatArray) -> str | None:
    n_still = int(np.count_nonzero(np.isnan(drawn)))
    if n_still:
        return f"{n_still} of {len(drawn)} resamples had a side that does not vary"
    if np.isnan(each).any():
        return "the link rests on one of them alone"
    if np.ptp(each) <= NEGLIGIBLE or not drawn.min() < value < drawn.max():
        return "the resamples hardly differ"
    return None


def _adjusted(bias: float, acceleration: float, z: float) -> float:
    """Which share of the resamples stands for the normal quantile z."""
    moved = bias + z
    return NormalDist().cdf(bias + moved / (1 - acceleration * moved))
