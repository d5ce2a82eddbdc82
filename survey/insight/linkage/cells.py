"""The cells a linkage is computed from: engagement and satisfaction of one group in one wave.

Either side is our own (the pulse, CSAT) or an imported series. Cells are joined on group and wave,
never on the order of rows. Nothing hidden can get in: the pulse is read through the gate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from math import nan
from typing import Literal

from survey.insight.linkage import covariates
from survey.insight.linkage.engagement import (
    PULSE,
    Reading,
    Wave,
    pulse_readings,
    series_readings,
)
from survey.insight.linkage.reasons import ReasonCode, Side
from survey.insight.linkage.satisfaction import Rated, Rating, imported_ratings, own_ratings
from survey.instruments.measures import CSAT
from survey.intake.plan import Plan
from survey.privacy.gate import Form
from survey.store import reads_of_scores

__all__ = ("CSAT", "PULSE", "Cell", "Exclusion", "Material", "Side", "gather")


SHARE = Side("Share of 4 and 5", 0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """Engagement and satisfaction of one group in one wave, with how many answered each.

    `unit_ids` are the units of the group. `form` says whether engagement is published as this
    value or only as a bound. `position` is the wave's place in time, `covariates` are in the
    order of the material's names, `spread_satisfaction` is the standard deviation of the single
    answers where those are our own.
    """

    group: str
    label: str
    unit_ids: tuple[int, ...]
    wave: str
    engagement: float
    n_engagement: int | None
    satisfaction: float
    n_satisfaction: int | None
    form: Form = "exact"
    position: int = 0
    covariates: tuple[float | None, ...] = ()
    spread_satisfaction: float | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether engagement is published only as "at least" or "at most" its value."""
        return self.form != "exact"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A group and wave that stayed out, and why."""

    label: str
    wave: str
    reason: ReasonCode
    group: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """Everything one linkage is computed from, and what its groups and times are called.

    `covariates` names the columns that the cells have, `held` for a reader what they are.
    `turnouts` are (group, wave) with how many were invited and answered, where that is shown.
    """

    engagement: Side
    satisfaction: Side
    cells: tuple[Cell, ...]
    exclusions: tuple[Exclusion, ...]
    noun: Literal["block", "unit"]
    time_noun: Literal["wave", "period"]
    waves: tuple[Wave, ...] = ()
    covariates: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    turnouts: tuple[tuple[str, str, int, int], ...] = ()

    @property
    def turnout(self) -> tuple[int, int] | None:
        """(invited, answered) over all waves, if known."""
        invited = sum(one[2] for one in self.turnouts)
        return (invited, sum(one[3] for one in self.turnouts)) if invited else None

    @property
    def columns(self) -> dict[str, list[float]]:
        """The covariates as columns by name, a value for each cell, NaN where it is not known."""
        return {
            name: [nan if (value := cell.covariates[at]) is None else value for cell in self.cells]
            for at, name in enumerate(self.covariates)
        }

    def only(self, waves: frozenset[str]) -> Material:
        """The same with the cells of these waves alone; what stayed out stays as it is."""
        return replace(self, cells=tuple(cell for cell in self.cells if cell.wave in waves))


def gather(
    engagement: str,
    satisfaction: str,
    *,
    plan: Plan | None = None,
    until_number: int | None = None,
) -> Material:
    """The cells of two sides: `pulse` or an imported series, `csat` or an imported series.

    A plan says how CSAT enters, in which days, and with which covariates. With `until_number`
    later waves of the pulse are left out, so that a report on an earlier wave stays as it was.

    Raises:
        NotFound: there is no such series, or it holds the other side, or no such covariate.
    """
    plan = plan or Plan(engagement=engagement, satisfaction=satisfaction)
    is_own = engagement == PULSE
    found = (
        pulse_readings(until_number, window_days=plan.window_days)
        if is_own
        else series_readings(engagement)
    )
    side, rated = _rated(satisfaction, found.readings, plan)
    cells, exclusions = _joined(found.readings, rated)
    names, columns = _covariates(plan, [reading for reading, _ in cells])
    return Material(
        engagement=found.side,
        satisfaction=side,
        cells=tuple(
            sorted(
                (
                    replace(cell, covariates=held)
                    for (_, cell), held in zip(cells, columns, strict=True)
                ),
                key=lambda cell: (cell.group, cell.position, cell.wave),
            )
        ),
        exclusions=(*exclusions, *_unmatched(rated)),
        noun="block" if is_own else "unit",
        time_noun="wave" if is_own else "period",
        waves=found.waves,
        covariates=names,
        held=tuple(covariates.name_of(code) for code in plan.covariates),
        turnouts=tuple((r.group, r.wave, *r.turnout) for r in found.readings if r.turnout),
    )


def _rated(name: str, readings: tuple[Reading, ...], plan: Plan) -> tuple[Side, Rated]:
    if name == CSAT and plan.outcome == "top_box":
        return SHARE, own_ratings(readings, "top_box", today=_today(plan))
    if name == CSAT:
        return Side("Mean CSAT", 1.0, 5.0), own_ratings(readings, today=_today(plan))
    series = reads_of_scores.series(name, kind="satisfaction")
    return Side(series.name, series.low, series.high), imported_ratings(name, readings)


def _today(plan: Plan) -> date | None:
    """Today where a plan's or another system's days may still be running.

    The days frozen with a wave are its own, and a closed one is over.
    """
    if plan.window_days is None and plan.engagement == PULSE:
        return None
    return datetime.now(UTC).date()


def _joined(
    readings: tuple[Reading, ...], rated: Rated
) -> tuple[list[tuple[Reading, Cell]], list[Exclusion]]:
    cells: list[tuple[Reading, Cell]] = []
    exclusions: list[Exclusion] = []
    for reading in readings:
        rating = rated.found[reading.key]
        reason = reading.why_not or rating.why_not
        if reason is not None or reading.value is None or rating.value is None:
            why = reason or "no_csat"
            exclusions.append(
                Exclusion(reading.label, reading.wave, why, reading.group, reading.position)
            )
            continue
        cells.append((reading, _cell(reading, reading.value, rating, rating.value)))
    return cells, exclusions


def _cell(reading: Reading, engagement: float, rating: Rating, satisfaction: float) -> Cell:
    return Cell(
        group=reading.group,
        label=reading.label,
        unit_ids=reading.unit_ids,
        wave=reading.wave,
        engagement=engagement,
        n_engagement=reading.n,
        satisfaction=satisfaction,
        n_satisfaction=rating.n,
        form=reading.form,
        position=reading.position,
        spread_satisfaction=rating.spread,
    )


def _covariates(
    plan: Plan, readings: Sequence[Reading]
) -> tuple[tuple[str, ...], list[tuple[float | None, ...]]]:
    """The names of the columns, and for each reading what they hold."""
    if not plan.covariates or any(reading.window is None for reading in readings):
        return (), [()] * len(readings)
    places = [
        covariates.Place(reading.unit_ids, *reading.window, reading.is_whole_branch)
        for reading in readings
        if reading.window is not None
    ]
    columns: dict[str, covariates.Column] = {}
    for code in plan.covariates:
        columns |= covariates.read(code, places)
    if not columns:
        return (), [()] * len(readings)
    return tuple(columns), list(zip(*columns.values(), strict=True))


def _unmatched(rated: Rated) -> tuple[Exclusion, ...]:
    return tuple(Exclusion(label, period, "no_pulse") for label, period in rated.without_engagement)


def in_company(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that share both their group and their wave with others, in their order.

    One alone in either is nothing to compare with; leaving it out may leave another one alone.
    """
    kept = list(cells)
    while True:
        groups = Counter(cell.group for cell in kept)
        waves = Counter(cell.wave for cell in kept)
        left = [one for one in kept if groups[one.group] > 1 and waves[one.wave] > 1]
        if len(left) == len(kept):
            return left
        kept = left
