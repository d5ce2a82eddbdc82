"""Scores a company brought from another system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.errors import NotFound
from survey.store.database import rows

Kind = Literal["engagement", "satisfaction"]


@dataclass(frozen=True, slots=True)
class Series:
    """A named series of unit-level scores and the ends of its scale."""

    name: str
    kind: Kind
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class UnitScore:
    """One unit's value in one period; `n` is None where the other system does not tell it."""

    unit_id: int
    unit_code: str
    unit_name: str
    period: str
    value: float
    n: int | None


def all_series() -> tuple[Series, ...]:
    """Every imported series, by kind and name."""
    found = rows("SELECT name, kind, scale_low, scale_high FROM score_series ORDER BY kind, name")
    return tuple(Series(*row) for row in found)


def series(name: str, *, kind: Kind) -> Series:
    """The series with this name, which holds this side.

    Raises:
        NotFound: no such series of this kind; the sentence names those there are.
    """
    known = [one for one in all_series() if one.kind == kind]
    for one in known:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in known) or "none yet"
    raise NotFound(f"There is no {kind} series named {name}. Imported {kind} series: {names}.")


def unit_scores(name: str) -> tuple[UnitScore, ...]:
    """All scores of a series, by unit code and period."""
    found = rows(
        "SELECT unit.id, unit.code, unit.name, score.period, score.value, score.n FROM score"
        " JOIN score_series ON score_series.id = score.series_id"
        " JOIN unit ON unit.id = score.unit_id"
        " WHERE score_series.name = ? ORDER BY unit.code, score.period",
        (name,),
    )
    return tuple(UnitScore(*row) for row in found)
