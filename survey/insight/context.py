"""Imported series beside the linkage, read for units over days: absence, service level, ...

A value counts where its days lie wholly inside the days that are asked for, so that nothing of the
time before or after gets in. What is known of less than half of the days is not told.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from survey.insight.units import ScopeTree, read_scope
from survey.store import reads_of_context, reads_of_units
from survey.store.reads_of_context import Series, Value

LEAST_SHARE_OF_DAYS = 0.5
DAYS_OF_A_COUNT = 30


@dataclass(frozen=True, slots=True)
class Measured:
    """What a series says of units over days.

    `value` of a count with a base is the count as a share of it (0.04: four leavers of a hundred
    heads), of a count without a base the count in 30 days, of a mean the mean weighted by its base
    and unweighted where it has none. `base` is the sum of bases, None without them.
    """

    value: float
    base: float | None


@dataclass(frozen=True, slots=True)
class Readings:
    """One series' values between two days, to be asked for any units and days in between."""

    series: Series
    _values: dict[int, tuple[Value, ...]]
    _children: dict[int, tuple[int, ...]]

    def measured(self, unit_ids: Collection[int], from_on: date, until_on: date) -> Measured | None:
        """What the series says of these units together, both days included.

        A unit without a value of its own is what the units below it are. None where less than half
        of the units' days have a value, or where only some of the values have a base.
        """
        n_days = (until_on - from_on).days + 1
        found: list[Value] = []
        n_units = n_covered = 0
        for unit_id in dict.fromkeys(unit_ids):
            for own in self._told_by(unit_id):
                inside = _inside(self._values.get(own, ()), from_on, until_on)
                found += inside
                n_units += 1
                n_covered += sum((one.until_on - one.from_on).days + 1 for one in inside)
        if not found or n_covered < LEAST_SHARE_OF_DAYS * n_units * n_days:
            return None
        # Days of several units side by side are one stretch of time.
        return _together(self.series, found, n_days=n_covered / n_units)

    def whole_months(self) -> frozenset[date]:
        """The first day of every month in which a value lies wholly."""
        return frozenset(
            one.from_on.replace(day=1)
            for values in self._values.values()
            for one in values
            if (one.from_on.year, one.from_on.month) == (one.until_on.year, one.until_on.month)
        )

    def _told_by(self, unit_id: int) -> tuple[int, ...]:
        """The units whose values stand for this one: itself, or the nearest ones below it."""
        if unit_id in self._values:
            return (unit_id,)
        below = [
            one
            for child in self._children.get(unit_id, ())
            for one in self._told_by(child)
            if one in self._values
        ]
        return tuple(below) or (unit_id,)


def read_series(name: str) -> Readings:
    """The series with this name, read as a whole.

    Raises:
        NotFound: there is none.
    """
    tree = read_scope(reads_of_units.unit_ids())
    series = reads_of_context.series(name)
    by_unit: dict[int, list[Value]] = {}
    for value in reads_of_context.values(
        name, from_on=date.min, until_on=date.max, unit_ids=tree.unit_ids
    ):
        by_unit.setdefault(value.unit_id, []).append(value)
    return Readings(
        series, {unit: tuple(values) for unit, values in by_unit.items()}, _children(tree)
    )


def days_of_month(month: str) -> tuple[date, date]:
    """The first and the last day of a month.

    >>> days_of_month("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _inside(values: Sequence[Value], from_on: date, until_on: date) -> list[Value]:
    at = bisect_left(values, from_on, key=lambda value: value.from_on)
    inside: list[Value] = []
    for value in values[at:]:
        if value.from_on > until_on:
            break
        if value.until_on <= until_on:
            inside.append(value)
    return inside


def _together(series: Series, values: Sequence[Value], *, n_days: float) -> Measured | None:
    bases = [value.base for value in values if value.base is not None]
    if bases and len(bases) < len(values):
        return None
    if bases:
        base = fsum(bases)
        if series.adds == "count":
            return Measured(fsum(value.value for value in values) / base, base)
        weighted = (value.value * weight for value, weight in zip(values, bases, strict=True))
        return Measured(fsum(weighted) / base, base)
    total = fsum(value.value for value in values)
    if series.adds == "count":
        return Measured(total / n_days * DAYS_OF_A_COUNT, None)
    return Measured(total / len(values), None)


def _children(tree: ScopeTree) -> dict[int, tuple[int, ...]]:
    children: dict[int, tuple[int, ...]] = {}
    for unit in tree.units:
        if unit.parent_id is not None:
            children[unit.parent_id] = (*children.get(unit.parent_id, ()), unit.id)
    return children
