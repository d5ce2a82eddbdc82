"""The numbers of a linkage worked out from its file of cells alone, by code of this module's own.

Dense matrices, plain enumeration and numerical integrals, where the product has shortcuts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
from scipy import integrate, optimize, special, stats

Values = Any  # arrays and nested dictionaries of numbers
Z = stats.norm.ppf(0.975)


class Cells:
    """What stands in the file: the cells that entered, column by column."""

    def __init__(self, text: str) -> None:
        self.rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        self.included = [row for row in self.rows if row["is_included"] == "1"]
        self.units = np.array([row["group"] for row in self.included])
        self.waves = np.array([row["wave"] for row in self.included])
        self.order = np.array([int(row["position"]) for row in self.included])
        self.x, self.y = self.column("engagement"), self.column("satisfaction")
        held = [name for name in self.rows[0] if name.startswith("covariate_")]
        self.held = np.column_stack([self.column(name) for name in held]) if held else None

    def column(self, name: str) -> Values:
        return np.array([float(row[name] or "nan") for row in self.included])


def estimate(
    value: float,
    low: float | None = None,
    high: float | None = None,
    *,
    p: float | None = None,
    df: float | None = None,
    n: int,
    n_units: int | None = None,
    n_waves: int | None = None,
) -> dict[str, Any]:
    interval = None if low is None else {"low": low, "high": high, "level": 0.95}
    return {
        "value": value, "interval": interval, "p": p, "df": df,
        "n": n, "n_units": n_units, "n_waves": n_waves,
    }  # fmt: skip


def r_of(x: Values, y: Values) -> float:
    return float(np.corrcoef(x, y)[0, 1])


def p_of_r(r: float, df: float) -> float:
    return float(2 * stats.t.sf(abs(r) * np.sqrt(df / (1 - r * r)), df))


def around_r(r: float, n: float, factor: float = 1.0) -> tuple[float, float]:
    reach = Z * np.sqrt(factor / (n - 3))
    return float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach))


def around_alpha(alpha: float, n: int, k: int) -> dict[str, float]:
    ends = stats.f.ppf([0.975, 0.025], n - 1, (n - 1) * (k - 1))
    low, high = (float(1 - (1 - alpha) * end) for end in ends)
    return {"low": low, "high": high, "level": 0.95}


def items_of(row: dict[str, str]) -> dict[str, Any]:
    if not row["wave_alpha"]:
        return {"items": None, "alpha_interval": None}
    alpha, n, k = float(row["wave_alpha"]), int(row["wave_answers"]), int(row["wave_items"])
    omega = float(row["wave_omega"]) if row["wave_omega"] else None
    return {
        "items": {"n_items": k, "n": n, "alpha": alpha, "omega": omega},
        "alpha_interval": around_alpha(alpha, n, k),
    }


def orders_as_strong(x: Values, y: Values) -> float:
    u, v = (stats.zscore(side) / np.sqrt(len(side)) for side in (x, y))
    orders = np.array(list(permutations(range(len(v)))), dtype=np.int8)
    return float(np.mean(np.abs(v[orders] @ u) >= abs(u @ v) - 1e-10))


def power_at(rho: float, n: int) -> float:
    critical = stats.t.ppf(0.975, n - 2)
    edge = critical / np.sqrt(n - 2 + critical**2)

    def density(r: float) -> float:
        log = (
            np.log(n - 2) + special.gammaln(n - 1) - 0.5 * np.log(2 * np.pi)
            - special.gammaln(n - 0.5) + (n - 1) / 2 * np.log1p(-rho**2)
            + (n - 4) / 2 * np.log1p(-r * r) - (n - 1.5) * np.log1p(-rho * r)
        )  # fmt: skip
        return float(np.exp(log) * special.hyp2f1(0.5, 0.5, n - 0.5, (1 + rho * r) / 2))

    return 1 - integrate.quad(density, -edge, edge, epsabs=1e-12, epsrel=1e-12)[0]


def detectable(n: int) -> float:
    return float(optimize.brentq(lambda rho: power_at(rho, n) - 0.8, 0.01, 0.999, xtol=1e-12))


def dummies(labels: Values) -> Values:
    return (labels[:, None] == np.unique(labels)).astype(float)


def without(values: Values, design: Values) -> Values:
    return values - design @ np.linalg.lstsq(design, values, rcond=None)[0]


def with_company(units: Values, waves: Values) -> Values:
    kept = np.ones(len(units), bool)
    while True:
        company = np.array(
            [
                kept[i] and (kept & (units == units[i])).sum() > 1
                and (kept & (waves == waves[i])).sum() > 1
                for i in range(len(units))
            ]
        )  # fmt: skip
        if (company == kept).all():
            return kept
        kept = company


class TwoWay:
    """Units and waves as columns of 0 and 1; the clustered error from the whole projector."""

    def __init__(
        self, x: Values, y: Values, units: Values, waves: Values, held: Values = None
    ) -> None:
        complete = np.ones(len(x), bool) if held is None else ~np.isnan(held).any(axis=1)
        rows = np.flatnonzero(complete)
        rows = rows[with_company(units[rows], waves[rows])]
        design = np.hstack([dummies(units[rows]), dummies(waves[rows])])
        if held is not None:
            design = np.hstack([design, held[rows]])
        self.x, self.y = without(x[rows], design), without(y[rows], design)
        self.units, self.n = units[rows], len(rows)
        self.k, self.waves = len(np.unique(units[rows])), len(np.unique(waves[rows]))
        self.df = self.n - np.linalg.matrix_rank(design) - 1
        self.r = r_of(self.x, self.y)
        self.spread = float(self.x @ self.x)
        self.slope = float(self.x @ self.y) / self.spread
        full = np.column_stack([design, x[rows]])
        self.left = np.eye(self.n) - full @ np.linalg.pinv(full)
        self._cluster()

    def _cluster(self) -> None:
        residual, adjusted = self.y - self.slope * self.x, []
        for unit in np.unique(self.units):
            at = np.flatnonzero(self.units == unit)
            values, vectors = np.linalg.eigh(self.left[np.ix_(at, at)])
            kept = values > 1e-10
            root = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
            one = np.zeros(self.n)
            one[at] = root @ self.x[at]
            adjusted.append(one)
        v = np.array(adjusted)
        self.error = float(np.sqrt(((v @ residual) ** 2).sum())) / self.spread
        covariance = v @ self.left @ v.T
        self.satterthwaite = float(np.trace(covariance) ** 2 / (covariance**2).sum())
        weights = np.linalg.eigvalsh(covariance)
        self.weights = weights[weights > 1e-9 * weights[-1]] / weights.sum()
        # Where a few units carry the movement, Satterthwaite's t stands in for the exact law.
        self.by_t = self.satterthwaite < (self.k - 1) / 2
        self.reach = float(optimize.brentq(lambda t: self.tail(t) - 0.05, 1.5, 60, xtol=1e-13))
        self.p = self.tail(abs(self.slope / self.error))
        self.plain = float(np.sqrt(residual @ residual / self.df / self.spread))

    def tail(self, t: float) -> float:
        if self.by_t:
            return float(2 * stats.t.sf(t, self.satterthwaite))

        def craig(angle: float) -> float:
            return float(np.prod((1 + t * t * self.weights / np.sin(angle) ** 2) ** -0.5))

        return 2 / np.pi * integrate.quad(craig, 0, np.pi / 2, epsabs=1e-13, epsrel=1e-13)[0]

    def _told(self, value: float, low: float, high: float) -> dict[str, Any]:
        return estimate(
            value, low, high, p=self.p, df=self.satterthwaite, n=self.n, n_units=self.k,
            n_waves=self.waves,
        )  # fmt: skip

    def clustered(self) -> dict[str, Any]:
        by = np.arctanh(self.r) * self.reach * self.error / abs(self.slope)
        reach, middle = abs(by), np.arctanh(self.r)
        return self._told(self.r, float(np.tanh(middle - reach)), float(np.tanh(middle + reach)))

    def sloped(self) -> dict[str, Any]:
        reach = self.reach * self.error
        return self._told(self.slope, self.slope - reach, self.slope + reach)

    def independent(self, n_waves: int | None = None) -> dict[str, Any]:
        return estimate(
            self.r, *around_r(self.r, self.df + 2), p=p_of_r(self.r, self.df), df=self.df,
            n=self.n, n_units=self.k, n_waves=n_waves or self.waves,
        )  # fmt: skip

    def detectable(self) -> float:
        alike = max(1.0, self.error / self.plain)
        d = (self.reach + stats.t.ppf(0.8, self.satterthwaite)) * alike
        return float(d / np.sqrt(self.df + d * d))


def follows(cells: Cells, lag: int) -> tuple[Values, Values]:
    place = {
        (unit, at): row for row, (unit, at) in enumerate(zip(cells.units, cells.order, strict=True))
    }
    found = [
        (row, place[unit, at + lag])
        for row, (unit, at) in enumerate(zip(cells.units, cells.order, strict=True))
        if (unit, at + lag) in place
    ]
    return tuple(np.array(found, dtype=int).reshape(-1, 2).T)  # type: ignore[return-value]


def first_or_last(cells: Cells) -> dict[str, Any]:
    """Engagement first, satisfaction first, and their difference by the jackknife over units."""
    now, then = follows(cells, 1)
    kept = with_company(cells.units[now], cells.order[now])
    now, then = now[kept], then[kept]
    units = np.unique(cells.units[now])

    def both(rows: Values) -> Values:
        design = np.hstack([dummies(cells.units[now[rows]]), dummies(cells.order[now[rows]])])
        a, b, c, d = (
            without(side[rows], design)
            for side in (cells.x[now], cells.y[then], cells.y[now], cells.x[then])
        )
        lead, lag = r_of(a, b), r_of(c, d)
        return np.array([lead, lag, lead - lag]), (r_of(a, c), r_of(b, d), r_of(b, c), r_of(a, d))

    whole, (now_r, then_r, y_steady, x_steady) = both(np.arange(len(now)))
    each = np.array([both(np.flatnonzero(cells.units[now] != unit))[0] for unit in units])
    k = len(units)
    errors = np.sqrt((k - 1) / k * ((each - each.mean(axis=0)) ** 2).sum(axis=0))
    reach = stats.t.ppf(0.975, k - 1) * errors
    told = [
        estimate(
            value, max(value - far, -limit), min(value + far, limit),
            p=float(2 * stats.t.sf(abs(value / error), k - 1)), df=k - 1, n=len(now), n_units=k,
            n_waves=len(np.unique(cells.order[now])),
        )
        for value, far, error, limit in zip(whole, reach, errors, (1, 1, 2), strict=True)
    ]  # fmt: skip
    return {
        "engagement_first": told[0],
        "satisfaction_first": told[1],
        "difference": told[2],
        "difference_by_steadiness": (now_r + then_r) / 2 * (y_steady - x_steady),
    }


def icc(means: Values, sizes: Values, pooled: float) -> dict[str, Any]:
    total, k = sizes.sum(), len(sizes)
    size, df = total / k, total - k
    between = float(sizes @ (means - sizes @ means / total) ** 2) / (k - 1)
    f = between / pooled**2

    def shares(ratio: float) -> tuple[float, float]:
        return (ratio - 1) / (ratio + size - 1), (ratio - 1) / ratio

    p = float(stats.f.sf(f, k - 1, df))
    ends = [shares(f / stats.f.ppf(end, k - 1, df)) for end in (0.975, 0.025)]
    told = [
        estimate(
            max(value, 0), max(low, 0.0), min(max(high, 0.0), 1), p=p, df=df, n=total, n_units=k
        )
        for value, low, high in zip(shares(f), *ends, strict=True)
    ]
    return {"icc1": told[0], "icc2": told[1], "mean_size": size}


def bca(value: float, drawn: Values, each: Values) -> tuple[float, float]:
    bias = stats.norm.ppf((np.mean(drawn < value) + np.mean(drawn <= value)) / 2)
    gaps = each.mean() - each
    skew = (gaps**3).sum() / (6 * (gaps @ gaps) ** 1.5)
    ends = [stats.norm.cdf(bias + (bias + z) / (1 - skew * (bias + z))) for z in (-Z, Z)]
    low, high = np.quantile(drawn, ends)
    return float(low), float(high)


def redrawn_r(x: Values, y: Values) -> Values:
    rows = np.random.default_rng(4).integers(len(x), size=(20_000, len(x)))
    u, v = (side[rows] - side[rows].mean(axis=1, keepdims=True) for side in (x, y))
    return (u * v).sum(axis=1) / np.sqrt((u * u).sum(axis=1) * (v * v).sum(axis=1))


def drawn_of(n: int, times: int, one: Callable[[Values], float]) -> Values:
    random = np.random.default_rng(4)
    return np.array([one(random.integers(n, size=n)) for _ in range(times)])
