"""A made-up centre for the cycle: teams and months drawn from a seed, with the links asked for."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

import numpy as np

from survey.insight.context import Readings
from survey.insight.cycle.stations import Code, Material, Monthly, StrainReading
from survey.store.reads_of_context import Series, Value

FIRST_MONTH = 12 * 2025
SERIES: dict[Code, str] = {
    "absence": "Absence days", "leavers": "Leavers", "customer_loss": "Lost accounts",
}  # fmt: skip


def days_of(month: int) -> tuple[date, date]:
    year, number = month // 12, month % 12 + 1
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def readings(code: Code, monthly: Monthly) -> Readings:
    """An imported series that holds these monthly means."""
    values: dict[int, tuple[Value, ...]] = {}
    for (team, month), value in sorted(monthly.items()):
        values[team] = (*values.get(team, ()), Value(team, *days_of(month), value, None))
    return Readings(Series(SERIES[code], "other", "mean"), values, {})


def monthly(
    n_teams: int,
    n_months: int,
    *,
    season: float = 0.0,
    follows: Mapping[tuple[Code, Code], tuple[int, float]] | None = None,
    seed: int = 1,
) -> dict[Code, Monthly]:
    """Six stations by team and month; `follows` gives (first, second) a lag in months and an r.

    `season` moves every station of every team alike from month to month.
    """
    rng = np.random.default_rng(seed)
    codes: tuple[Code, ...] = (
        "strain", "absence", "leavers", "spread", "satisfaction", "customer_loss",
    )  # fmt: skip
    drawn = {code: rng.normal(size=(n_teams, n_months)) for code in codes}
    for (first, second), (lag, r) in (follows or {}).items():
        moved = np.roll(drawn[first], lag, axis=1)
        drawn[second] = r * moved + np.sqrt(1 - r**2) * drawn[second]
    shared = season * rng.normal(size=n_months)
    levels = {code: rng.normal(size=(n_teams, 1)) for code in codes}
    return {
        code: {
            (team, FIRST_MONTH + at): float(levels[code][team, 0] + values[team, at] + shared[at])
            for team in range(n_teams)
            for at in range(n_months)
        }
        for code, values in drawn.items()
    }


def material(known: Mapping[Code, Monthly], *, without: tuple[Code, ...] = ()) -> Material:
    """What the pages would gather; strain is asked every month, each team a block of its own."""
    kept = {code: values for code, values in known.items() if code not in without}
    strain = [
        StrainReading(str(team), f"{month:05d}", (team,), *days_of(month), value)
        for (team, month), value in sorted(kept.get("strain", {}).items())
    ]
    imported = {code: readings(code, kept[code]) for code in SERIES if code in kept}
    return Material(
        strain=tuple(strain),
        monthly={code: values for code, values in kept.items() if code != "strain"},
        imported=imported,
        series={code: SERIES[code] for code in imported},
        n_waves=len({reading.wave for reading in strain}),
        n_hidden=0,
        n_bounded=0,
    )
