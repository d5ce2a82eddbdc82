"""Every number of the linkage follows from its file of cells, by code that shares none with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from survey.insight.linkage import files
from survey.insight.linkage.page import linkage
from survey.intake.plan import Plan
from survey.operations import people
from survey.operations.plans import store_plan
from survey.store import database
from survey.store.database import run
from tests.insight.linkage import recomputing as own
from tests.insight.linkage.recomputing import Cells, TwoWay, estimate

# By formula; by iteration, which stops somewhere; by chance, which no two draws share.
EXACT, ITERATED, DRAWN = 1e-9, 1e-5, 0.05
BY_ITERATION = ("slope_between", "contextual_per_step", "slope_inside")
BY_CHANCE = ("bootstrap.interval", "shift_p", "permutation_p")
# What names, places or was read out of the file as it stands.
NO_RESULTS = (
    "plan",
    "exploratory",
    "cells",
    "excluded",
    "resampling",
    "engagement",
    "satisfaction",
)


@pytest.fixture
def planned_demo(filled_demo: Path, tmp_path: Path) -> Iterator[tuple[Cells, Any]]:
    """The demo under a plan that holds handle time equal, stored after its second wave."""
    shutil.copy(filled_demo / "survey.db", tmp_path / "survey.db")
    database.connect(f"sqlite:///{tmp_path / 'survey.db'}")
    plan = Plan(covariates=("handle_time",))
    store_plan(plan, user_id=None, now=datetime(2025, 7, 1, 12, tzinfo=UTC))
    page = linkage()
    yield Cells(files.cells_csv(page)), json.loads(files.results_json(page))
    database.disconnect()


@pytest.fixture
def imported(store: str) -> tuple[Cells, Any]:
    """Fourteen months of a dozen units from another system, with gaps."""
    rng = np.random.default_rng(8)
    keep("vendor", "engagement")
    keep("clients", "satisfaction")
    for unit in range(1, 13):
        people.add_unit(f"u{unit:02d}", f"Unit {unit}")
        level, other = rng.normal(60, 8), rng.normal(80, 5)
        for month in range(14):
            if (unit, month) in {(3, 4), (3, 5), (7, 0), (9, 13)}:
                continue
            period = f"{2025 + month // 12}-{month % 12 + 1:02d}"
            moved = rng.normal()
            score("vendor", unit, period, level + 4 * moved, 12)
            score("clients", unit, period, other + 1.5 * moved + 2 * rng.normal(), 80)
    page = linkage("vendor", "clients")
    return Cells(files.cells_csv(page)), json.loads(files.results_json(page))


def keep(name: str, kind: str) -> None:
    run(
        "INSERT INTO score_series (name, kind, scale_low, scale_high) VALUES (?, ?, 0, 100)",
        (name, kind),
    )


def score(name: str, unit: int, period: str, value: float, n: int) -> None:
    run(
        "INSERT INTO score (series_id, unit_id, period, value, n)"
        " SELECT id, ?, ?, ?, ? FROM score_series WHERE name = ?",
        (unit, period, value, n, name),
    )


@pytest.mark.slow
def test_the_demo_under_a_plan_follows_from_its_cells(planned_demo: tuple[Cells, Any]) -> None:
    cells, told = planned_demo
    assert told["headline_waves"] == "planned"
    assert len(told["plan"]["planned_waves"]) == 4
    compare(told, recomputed(cells, told))


def test_imported_figures_follow_from_their_cells(imported: tuple[Cells, Any]) -> None:
    cells, told = imported
    assert told["between"]["permutation_method"].endswith("monte_carlo")
    assert told["over_time"]["whole_centre"]["value"] is not None
    found = recomputed(cells, told)
    compare(told, found)
    n = 0
    told = {name: value for name, value in told.items() if name not in NO_RESULTS}
    for inside, name in numbers_in(told):
        kept, inside[name] = inside[name], inside[name] + 0.2 + abs(inside[name]) / 5
        with pytest.raises(AssertionError):
            compare(told, found)
        inside[name] = kept
        n += 1
    assert n > 250


def numbers_in(told: Any) -> Iterator[tuple[Any, Any]]:
    """Where each number stands: what holds it, and under which name."""
    for name, value in told.items() if isinstance(told, dict) else enumerate(told):
        if isinstance(value, dict | list):
            yield from numbers_in(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield told, name


def compare(told: Any, found: Any, place: str = "") -> None:
    """Every number told stands among those found, and is the same."""
    if isinstance(told, dict):
        for name, value in told.items():
            if place or name not in NO_RESULTS:
                inside = None if found is None else found.get(name)
                compare(value, inside, f"{place}.{name}" if place else name)
    elif isinstance(told, list):
        for at, value in enumerate(told):
            if not isinstance(value, str):
                assert found is not None, f"{place} was not worked out"
                compare(value, found[at], f"{place}.{at}")
    elif isinstance(told, int | float) and not isinstance(told, bool):
        assert found is not None, f"{place} was not worked out"
        assert told == pytest.approx(found, rel=tolerance(place), abs=tolerance(place)), place


def tolerance(place: str) -> float:
    if "within.bootstrap" in place:
        return 2 * DRAWN
    if any(name in place for name in BY_CHANCE):
        return DRAWN
    return ITERATED if any(name in place for name in BY_ITERATION) else EXACT


def recomputed(cells: Cells, told: Any) -> dict[str, Any]:
    inside = TwoWay(cells.x, cells.y, cells.units, cells.waves)
    planned = np.array([row["is_planned"] == "1" for row in cells.included])
    lead = inside
    if told["headline_waves"] == "planned":
        lead = TwoWay(*(one[planned] for one in (cells.x, cells.y, cells.units, cells.waves)))
    x, y = means(cells)
    r = own.r_of(x, y)
    between = pearson(x, y)
    return {
        "headline_estimate": lead.clustered(),
        "headline_p": lead.p,
        "n_cells": len(cells.included),
        "n_groups": len(x),
        "n_waves": len(np.unique(cells.waves)),
        "between": {**between_groups(x, y, r), "pearson": between},
        "within": inside_groups(cells, inside),
        "pooled": pearson(cells.x, cells.y),
        "over_time": over_time(cells, told["over_time"]),
        "points": points(cells),
        "measure": measure(cells, between),
        "turnout": [
            sum(int(row[name]) for row in cells.rows if row[name])
            for name in ("invited", "answered")
        ],
    }


def means(cells: Cells) -> tuple[Any, Any]:
    groups = np.unique(cells.units)
    return tuple(
        np.array([side[cells.units == group].mean() for group in groups])
        for side in (cells.x, cells.y)
    )  # type: ignore[return-value]


def pearson(x: Any, y: Any) -> dict[str, Any]:
    r, n = own.r_of(x, y), len(x)
    return estimate(r, *own.around_r(r, n), p=own.p_of_r(r, n - 2), df=n - 2, n=n)


def between_groups(x: Any, y: Any, r: float) -> dict[str, Any]:
    k = len(x)
    rho = stats.spearmanr(x, y).statistic
    ranks = stats.rankdata(x), stats.rankdata(y)
    few = k <= 9
    rank_p = own.orders_as_strong(*ranks) if few else own.p_of_r(rho, k - 2)
    if few:
        p = own.orders_as_strong(x, y)
    else:
        p = stats.permutation_test(
            (x,), lambda one: abs(own.r_of(one, y)), permutation_type="pairings",
            n_resamples=1000, alternative="greater", vectorized=False, rng=1,
        ).pvalue  # fmt: skip
    line = stats.linregress(x, y)
    step = np.subtract(*np.quantile(x, [0.75, 0.25]))
    reach = stats.t.ppf(0.975, k - 2) * line.stderr
    told = {"p": line.pvalue, "df": k - 2, "n": k}
    each = [own.r_of(np.delete(x, at), np.delete(y, at)) for at in range(k)]
    drawn = own.redrawn_r(x, y)
    changes = np.array(each) - r
    ends = own.bca(r, drawn, np.array(each))
    low, high = line.slope - reach, line.slope + reach
    return {
        "permutation_p": p,
        "bootstrap": estimate(r, *ends, p=own.p_of_r(r, k - 2), df=k - 2, n=k),
        "spearman": estimate(
            rho, *own.around_r(rho, k, 1 + rho**2 / 2), p=rank_p,
            df=None if few else k - 2, n=k,
        ),
        "slope": estimate(line.slope, low, high, **told),
        "size_between_quartiles": estimate(line.slope * step, low * step, high * step, **told),
        "chance_above_median": 0.5 + np.arcsin(r) / np.pi,
        "leave_one_out_change": changes[np.argmax(np.abs(changes))],
        "smallest_detectable_r": own.detectable(k),
    }  # fmt: skip


def inside_groups(cells: Cells, inside: TwoWay) -> dict[str, Any]:
    ranks = stats.rankdata(cells.x), stats.rankdata(cells.y)
    k, units = inside.k, np.unique(cells.units)

    def redrawn(picked: Any) -> float:
        rows = [np.flatnonzero(cells.units == units[one]) for one in picked]
        names = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
        at = np.concatenate(rows)
        design = np.hstack([own.dummies(names), own.dummies(cells.waves[at])])
        return own.r_of(own.without(cells.x[at], design), own.without(cells.y[at], design))

    each = np.array([redrawn(np.delete(np.arange(k), at)) for at in range(k)])
    ends = own.bca(inside.r, own.drawn_of(k, 700, redrawn), each)
    plain = TwoWay(cells.x, cells.y, cells.units, np.zeros(len(cells.x)))
    repeated = plain.independent()
    held = cells.held is not None and TwoWay(cells.x, cells.y, cells.units, cells.waves, cells.held)
    return {
        "two_way": inside.clustered(),
        "two_way_independent_rows": inside.independent(),
        "two_way_slope": inside.sloped(),
        "two_way_ranks": TwoWay(*ranks, cells.units, cells.waves).clustered(),
        "with_covariates": held and held.clustered(),
        "shift_p": turned(cells, inside),
        "bootstrap": {
            **inside.clustered(), "interval": {"low": ends[0], "high": ends[1], "level": 0.95}
        },
        "repeated_measures": {**repeated, "n_waves": None},
        "smallest_detectable_r": inside.detectable(),
    }  # fmt: skip


def turned(cells: Cells, inside: TwoWay) -> float:
    """Each unit's residuals turned round in time; rows of the file stand in time already."""
    random = np.random.default_rng(5)
    design = np.hstack([own.dummies(cells.units), own.dummies(cells.waves)])
    u, v = own.without(cells.x, design), own.without(cells.y, design)
    rows = [np.flatnonzero(cells.units == unit) for unit in np.unique(cells.units)]
    as_strong, times = 0, 700
    for _ in range(times):
        other = u.copy()
        for at in rows:
            other[at] = np.roll(u[at], -random.integers(len(at)))
        as_strong += abs(own.r_of(own.without(other, design), v)) >= abs(inside.r) - 1e-10
    return (as_strong + 1) / (times + 1)


def over_time(cells: Cells, told: Any) -> dict[str, Any]:
    lags = []
    for one in told["lags"]:
        now, then = own.follows(cells, one["lag"])
        found = TwoWay(cells.x[now], cells.y[then], cells.units[now], cells.waves[now])
        lags.append({"lag": one["lag"], **found.clustered()})
    q = stats.false_discovery_control([one["p"] for one in lags])
    for one, adjusted in zip(lags, q, strict=True):
        one["q"] = adjusted
    return {
        "lags": lags,
        "m": len(lags),
        **own.first_or_last(cells),
        "whole_centre": told["whole_centre"] and centre(cells),
    }


def centre(cells: Cells) -> dict[str, Any]:
    x, y = (
        np.array([side[cells.order == at].mean() for at in np.unique(cells.order)])
        for side in (cells.x, cells.y)
    )
    r, n = own.r_of(x, y), len(x)
    firsts = [d[:-1] @ d[1:] / (d @ d) for d in (x - x.mean(), y - y.mean())]
    size = min(n, n * (1 - np.prod(firsts)) / (1 + np.prod(firsts)))
    return estimate(r, *own.around_r(r, size), p=own.p_of_r(r, size - 2), df=size - 2, n=n)


def points(cells: Cells) -> dict[str, Any]:
    groups, unit = np.unique(cells.units, return_inverse=True)
    k, n = len(groups), len(cells.x)
    mean = np.array([cells.x[unit == at].mean() for at in range(k)])
    inside = [cells.x - mean[unit]]
    if cells.held is not None:
        held = cells.held[:, 0]
        inside.append(held - np.array([held[unit == at].mean() for at in range(k)])[unit])
    # Fewer than 10 groups pay for no control between them.
    design = np.column_stack([np.ones(n), *inside, mean[unit]])

    def fit(log_ratio: float) -> tuple[float, Any, Any]:
        same = (unit[:, None] == unit) * 10.0**log_ratio
        inverse = np.linalg.inv(np.eye(n) + same)
        covariance = np.linalg.inv(design.T @ inverse @ design)
        coefficients = covariance @ design.T @ inverse @ cells.y
        residual = cells.y - design @ coefficients
        df = n - design.shape[1]
        scale = residual @ inverse @ residual / df
        deviance = (
            df * np.log(scale) - np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(covariance)[1]
        )
        return deviance, coefficients, covariance * scale

    best = optimize.minimize_scalar(
        lambda one: fit(one)[0], bounds=(-4, 4), method="bounded", options={"xatol": 1e-9}
    ).x
    _, coefficients, covariance = fit(best)
    beyond_waves = TwoWay(cells.x, cells.y, cells.units, cells.waves, cells.held)
    steps = [np.subtract(*np.quantile(side, [0.75, 0.25])) for side in (inside[0], mean)]
    told = {"n": n, "n_units": k}
    df_inside, df_between = n - k - len(inside), k - 2
    found = {}
    for name, at, df in (("slope_inside", 1, df_inside), ("slope_between", -1, df_between)):
        weights = np.zeros(len(coefficients))
        weights[at] = 1
        value, error = weights @ coefficients, np.sqrt(weights @ covariance @ weights)
        reach = stats.t.ppf(0.975, df) * error
        p = 2 * stats.t.sf(abs(value / error), df)
        found[name] = estimate(value, value - reach, value + reach, p=p, df=df, **told)
    return {
        **found,
        "step_inside": steps[0],
        "step_between": steps[1],
        "inside_per_step": times(beyond_waves.sloped(), steps[0]),
        "contextual_per_step": times(less(found["slope_between"], beyond_waves.sloped()), steps[1]),
    }


def less(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The difference, its limits as far off as both errors together (Zou and Donner 2008)."""
    value = one["value"] - other["value"]
    a, b = one["interval"], other["interval"]
    down = np.hypot(one["value"] - a["low"], b["high"] - other["value"])
    up = np.hypot(a["high"] - one["value"], other["value"] - b["low"])
    n, k = one["n"], one["n_units"]
    return estimate(value, value - down, value + up, p=None, df=None, n=n, n_units=k)


def times(one: dict[str, Any], step: float) -> dict[str, Any]:
    ends = {name: one["interval"][name] * step for name in ("low", "high")}
    return {**one, "value": one["value"] * step, "interval": {**ends, "level": 0.95}}


def measure(cells: Cells, between: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    n_x, n_y, sd = (
        cells.column(name) for name in ("engagement_n", "satisfaction_n", "satisfaction_sd")
    )
    spread = cells.column("wave_spread")
    exact = np.array([row["engagement_form"] == "exact" for row in cells.included])
    nothing = {name: {"n": 0} for name in ("icc1", "icc2")} | {"mean_size": 0}
    for wave in dict.fromkeys(sorted(cells.waves)):
        at = cells.waves == wave
        first = next(row for row in cells.included if row["wave"] == wave)
        shown, sizes = at & exact, n_y[at] - 1
        found.append(
            {
                "engagement": nothing
                if np.isnan(spread[at][0])
                else own.icc(cells.x[shown], n_x[shown], spread[at][0]),
                "satisfaction": nothing
                if np.isnan(sd[at]).any()
                else own.icc(cells.y[at], n_y[at], np.sqrt(sizes @ sd[at] ** 2 / sizes.sum())),
                **own.items_of(first),
            }
        )
    if np.isnan(sd).any():
        return {"waves": found}
    levels = [
        np.mean([one[side]["icc2"]["value"] for one in found])
        for side in ("engagement", "satisfaction")
    ]
    factor = np.sqrt(np.prod(levels))
    return {
        "waves": found,
        "icc2_engagement": levels[0],
        "icc2_satisfaction": levels[1],
        "between_without_attenuation": times(between, 1 / factor),
    }
