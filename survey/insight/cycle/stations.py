"""The six stations of the cycle, in its order, and what is known of each.

Strain is a construct of the pulse, known per block and wave. Absence, leavers and customer loss
are imported, satisfaction and how far its scores lie apart are our own: known per team and month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey.insight.context import Readings, days_of_month, read_series
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS
from survey.insight.period import LATEST
from survey.insight.units import ScopeTree, read_scope
from survey.instruments.measures import CSAT
from survey.privacy import gate
from survey.render.speech import to_say
from survey.store import reads_of_context, reads_of_units
from survey.store.reads_of_satisfaction import answer_counts, days_with_contacts

STRAIN = "strain"
Code = Literal["strain", "absence", "leavers", "spread", "satisfaction", "customer_loss"]
IMPORTED: tuple[Code, ...] = ("absence", "leavers", "customer_loss")
_MEASURED: Mapping[str, Code] = {"stress": "strain", **{code: code for code in IMPORTED}}
# A month as the number of months since year 0, so that months can be counted on.
MonthNumber = int
Monthly = Mapping[tuple[int, MonthNumber], float]


@dataclass(frozen=True, slots=True)
class Station:
    """One station; `is_customers` says at which end it is measured, `noun` names it in a sentence.

    `leads_up` says whether, as the cycle is told, more of it comes with more of the next.
    """

    code: Code
    name: str
    noun: str
    is_customers: bool
    leads_up: bool

    @property
    def is_imported(self) -> bool:
        """Whether another system has to tell it."""
        return self.code in IMPORTED


STATIONS = (
    Station("strain", to_say("Strain"), to_say("strain"), is_customers=False, leads_up=True),
    Station("absence", to_say("Absence"), to_say("absence"), is_customers=False, leads_up=True),
    Station("leavers", to_say("Leavers"), to_say("leavers"), is_customers=False, leads_up=True),
    Station("spread", to_say("Uneven service"), to_say("uneven service"),
            is_customers=True, leads_up=False),
    Station("satisfaction", to_say("Satisfaction"), to_say("satisfaction"),
            is_customers=True, leads_up=False),
    Station("customer_loss", to_say("Customer loss"), to_say("customer loss"),
            is_customers=True, leads_up=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StrainReading:
    """Published strain of one block in one wave, with the days the wave stands for."""

    group: str
    wave: str
    unit_ids: tuple[int, ...]
    from_on: date
    until_on: date
    value: float


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the cycle is computed from.

    `monthly` holds satisfaction, spread and every imported series, per team and month; `imported`
    the same series to be asked for the units and days of a wave. `series` names what stands for an
    imported station. `n_waves` waves asked about strain; `n_hidden` blocks of them are hidden,
    `n_bounded` enter as the bound they are published as. Where the pulse has published no strain
    and a series measures stress, strain is that series, monthly like the others.
    """

    strain: tuple[StrainReading, ...]
    monthly: Mapping[Code, Monthly]
    imported: Mapping[Code, Readings]
    series: Mapping[Code, str]
    n_waves: int
    n_hidden: int
    n_bounded: int


def gather(*, until_on: date = LATEST, until_number: int | None = None) -> Material:
    """What is known of the six stations: published figures, rollups and imported series.

    Waves enter up to that number, or all, and months that are over by the day.
    """
    tree = read_scope(reads_of_units.unit_ids())
    teams = _teams(tree)
    months = [month for month in _months(tree.unit_ids) if _is_over(month, until_on)]
    strain = _strain(until_number)
    named: dict[Code, str] = {}
    for series in reads_of_context.all_series():
        code = _MEASURED.get(series.measures)
        if code is not None and not (code == STRAIN and strain.readings):
            # Of several series that measure the same the first by name stands for it.
            named.setdefault(code, series.name)
    imported = {code: read_series(name) for code, name in named.items()}
    spread, satisfaction = _scores(teams, months)
    monthly: dict[Code, Monthly] = {"spread": spread, "satisfaction": satisfaction}
    for code, readings in imported.items():
        counted = _counted(readings, teams)
        monthly[code] = {key: one for key, one in counted.items() if _is_over(key[1], until_on)}
    return Material(
        strain=strain.readings,
        monthly=monthly,
        imported=imported,
        series=named,
        n_waves=strain.n_waves,
        n_hidden=strain.n_hidden,
        n_bounded=strain.n_bounded,
    )


def _teams(tree: ScopeTree) -> tuple[int, ...]:
    """The units that have none below them: each contact and each head counts in one of them."""
    parents = {unit.parent_id for unit in tree.units}
    return tuple(unit.id for unit in tree.units if unit.id not in parents)


def _months(unit_ids: Sequence[int]) -> tuple[MonthNumber, ...]:
    days = days_with_contacts(unit_ids)
    if days is None:
        return ()
    return tuple(range(month_number(days[0]), month_number(days[1]) + 1))


def month_number(day: date) -> MonthNumber:
    """The month a day lies in.

    >>> month_number(date(2026, 1, 31)) + 1 == month_number(date(2026, 2, 1))
    True
    """
    return 12 * day.year + day.month - 1


def _is_over(month: MonthNumber, until_on: date) -> bool:
    return days_of_month(_month_name(month))[1] <= until_on


def _month_name(month: MonthNumber) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _scores(teams: Sequence[int], months: Sequence[MonthNumber]) -> tuple[Monthly, Monthly]:
    """How far the scores of a team's month lie apart, and their mean."""
    spread: dict[tuple[int, MonthNumber], float] = {}
    means: dict[tuple[int, MonthNumber], float] = {}
    if not months:
        return spread, means
    found = answer_counts(
        CSAT,
        from_on=days_of_month(_month_name(months[0]))[0],
        until_on=days_of_month(_month_name(months[-1]))[1],
        unit_ids=teams,
        by=("unit", "month"),
    )
    for (unit, month), counts in found.items():
        n = sum(counts.values())
        if n >= MINIMUM_CUSTOMERS:
            key = unit, month_number(date.fromisoformat(f"{month}-01"))
            mean = sum(score * count for score, count in counts.items()) / n
            squares = sum((score - mean) ** 2 * count for score, count in counts.items())
            spread[key], means[key] = (squares / (n - 1)) ** 0.5, mean
    return spread, means


def _counted(readings: Readings, teams: Sequence[int]) -> dict[tuple[int, MonthNumber], float]:
    """Every month the series tells, whether or not there were contacts in it."""
    found = {}
    for month in sorted(map(month_number, readings.whole_months())):
        days = days_of_month(_month_name(month))
        for team in teams:
            measured = readings.measured((team,), *days)
            if measured is not None:
                found[team, month] = measured.value
    return found


@dataclass(frozen=True, slots=True)
class _Strain:
    """What the pulse has published about strain; counts as in `Material`."""

    readings: tuple[StrainReading, ...]
    n_waves: int
    n_hidden: int
    n_bounded: int


def _strain(until_number: int | None) -> _Strain:
    readings: list[StrainReading] = []
    n_hidden = n_bounded = 0
    asked = _waves_alike(until_number)
    for wave in asked:
        released = gate.cells(wave.id)
        for block in gate.blocks(wave.id):
            cell = released[block.id][STRAIN]
            if isinstance(cell, gate.Suppressed):
                n_hidden += 1
                continue
            n_bounded += cell.form != "exact"
            readings.append(_strain_reading(wave, block, cell.value))
    return _Strain(tuple(readings), len(asked), n_hidden, n_bounded)


def _strain_reading(wave: gate.WaveRef, block: gate.BlockRef, value: float) -> StrainReading:
    return StrainReading(
        group="+".join(str(unit) for unit in sorted(block.unit_ids)),
        wave=f"{wave.number:03d}",
        unit_ids=block.unit_ids,
        from_on=wave.window_from,
        until_on=wave.window_until,
        value=value,
    )


def _waves_alike(until_number: int | None) -> tuple[gate.WaveRef, ...]:
    """The closed waves up to then that asked about strain with the items of the latest that did."""
    asked = [
        wave
        for wave in gate.closed_waves()
        if wave.instrument.items_of(STRAIN)
        and (until_number is None or wave.number <= until_number)
    ]
    if not asked:
        return ()
    items = asked[-1].instrument.items_of(STRAIN)
    return tuple(wave for wave in asked if wave.instrument.items_of(STRAIN) == items)
