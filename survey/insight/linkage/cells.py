"""The cells a linkage is computed from: engagement and satisfaction of one group in one wave.

Either side is our own (the pulse, CSAT) or an imported series. Cells are joined on group and wave,
never on the order of rows. Nothing hidden can get in: the pulse is read through the gate.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.linkage.engagement import PULSE, Reading, pulse_readings, series_readings
from survey.insight.linkage.reasons import ReasonCode, Side
from survey.insight.linkage.satisfaction import Rated, imported_ratings, own_ratings
from survey.instruments.measures import CSAT
from survey.store import reads_of_scores

__all__ = ("CSAT", "PULSE", "Cell", "Exclusion", "Material", "Side", "gather")


@dataclass(frozen=True, slots=True)
class Cell:
    """Engagement and satisfaction of one group in one wave, with how many answered each.

    `unit_ids` are the units of the group. `is_bounded` says that engagement was published only as
    "at least" or "at most" this value.
    """

    group: str
    label: str
    unit_ids: tuple[int, ...]
    wave: str
    engagement: float
    n_engagement: int | None
    satisfaction: float
    n_satisfaction: int | None
    is_bounded: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A group and wave that stayed out, and why."""

    label: str
    wave: str
    reason: ReasonCode


@dataclass(frozen=True, slots=True)
class Material:
    """Everything one linkage is computed from, and what its groups and times are called.

    `turnout` is (invited, answered) over all waves, if known.
    """

    engagement: Side
    satisfaction: Side
    cells: tuple[Cell, ...]
    exclusions: tuple[Exclusion, ...]
    noun: str
    time_noun: str
    turnout: tuple[int, int] | None = None


def gather(engagement: str, satisfaction: str, *, until_number: int | None = None) -> Material:
    """The cells of two sides: `pulse` or an imported series, `csat` or an imported series.

    With `until_number` later waves of the pulse are left out, so that a report on an earlier wave
    stays as it was.

    Raises:
        NotFound: there is no such series, or it holds the other side.
    """
    own = engagement == PULSE
    found = pulse_readings(until_number) if own else series_readings(engagement)
    if satisfaction == CSAT:
        rated, side = own_ratings(found.readings), Side("Mean CSAT", 1.0, 5.0)
    else:
        series = reads_of_scores.series(satisfaction, kind="satisfaction")
        rated = imported_ratings(satisfaction, found.readings)
        side = Side(series.name, series.low, series.high)
    cells, exclusions = _joined(found.readings, rated)
    return Material(
        engagement=found.side,
        satisfaction=side,
        cells=tuple(sorted(cells, key=lambda cell: (cell.group, cell.wave))),
        exclusions=(*exclusions, *_unmatched(rated)),
        noun="block" if own else "unit",
        time_noun="wave" if own else "period",
        turnout=found.turnout,
    )


def _joined(readings: tuple[Reading, ...], rated: Rated) -> tuple[list[Cell], list[Exclusion]]:
    cells: list[Cell] = []
    exclusions: list[Exclusion] = []
    for reading in readings:
        rating = rated.found[reading.key]
        reason = reading.why_not or rating.why_not
        if reason is not None or reading.value is None or rating.value is None:
            exclusions.append(Exclusion(reading.label, reading.wave, reason or "no_csat"))
            continue
        cells.append(
            Cell(
                group=reading.group,
                label=reading.label,
                unit_ids=reading.unit_ids,
                wave=reading.wave,
                engagement=reading.value,
                n_engagement=reading.n,
                satisfaction=rating.value,
                n_satisfaction=rating.n,
                is_bounded=reading.is_bounded,
            )
        )
    return cells, exclusions


def _unmatched(rated: Rated) -> tuple[Exclusion, ...]:
    return tuple(Exclusion(label, period, "no_pulse") for label, period in rated.without_engagement)
