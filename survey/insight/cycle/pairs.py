"""Which values of two neighbours of the cycle stand side by side, at each lag.

Two calendars meet here. Between stations known per month a pair is one team: the first station in
a month, the second so many months later. A step that touches strain is block by wave: strain stands
for the days of the wave's window, its neighbour is what was counted for the block's units in the
same days, or in the days so many months later (before, where strain comes second). A monthly count
enters such days where its month lies wholly inside them, and where at least half of them are told.

Spread and mean of one month are made of the same answers, and a mean near the top leaves no room
for spread. Beside the next months' satisfaction that of the spread's own month is therefore taken
out; at lag 0 nothing is left to be learnt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from survey.insight.context import days_of_month
from survey.insight.cycle.stations import STRAIN, Material, Station, month_number

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Columns:
    """Two sides of a step at one lag, one row per team and month or per block and wave.

    `beside` is taken out of both sides; it has as many rows as they, or none.
    """

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)

    def add(self, x: float, y: float, *, unit: str, time: str) -> None:
        """Put one more row below."""
        self.x.append(x)
        self.y.append(y)
        self.units.append(unit)
        self.times.append(time)


def is_by_wave(material: Material, source: Station, target: Station) -> bool:
    """Whether the step is looked at by block and wave: where it touches strain of the pulse."""
    return STRAIN in (source.code, target.code) and STRAIN not in material.monthly


def is_same_answers(source: Station, target: Station) -> bool:
    """Whether one month's figures of both stations are made of the same answers."""
    return (source.code, target.code) == ("spread", "satisfaction")


def columns(material: Material, source: Station, target: Station, lag: int) -> Columns:
    """The source beside the target `lag` months later."""
    found = Columns()
    if is_by_wave(material, source, target):
        other, months = (target, lag) if source.code == STRAIN else (source, -lag)
        series = material.imported.get(other.code)
        for reading in material.strain if series else ():
            assert series is not None
            days = _moved(reading.from_on, reading.until_on, months)
            measured = series.measured(reading.unit_ids, *days)
            if measured is not None:
                pair = reading.value, measured.value
                x, y = pair if source.code == STRAIN else pair[::-1]
                found.add(x, y, unit=reading.group, time=reading.wave)
        return found
    later = material.monthly.get(target.code, {})
    for (team, month), value in sorted(material.monthly.get(source.code, {}).items()):
        after = later.get((team, month + lag))
        if after is not None:
            found.add(value, after, unit=str(team), time=str(month))
            if is_same_answers(source, target):
                found.beside.append(later[team, month])
    return found


@lru_cache(maxsize=256)
def _moved(from_on: date, until_on: date, months: int) -> tuple[date, date]:
    """The days so many months later; whole months stay whole."""
    return _later(from_on, months), _later(until_on + _DAY, months) - _DAY


def _later(day: date, months: int) -> date:
    number = month_number(day) + months
    first, last = days_of_month(f"{number // 12:04d}-{number % 12 + 1:02d}")
    return first.replace(day=min(day.day, last.day))
