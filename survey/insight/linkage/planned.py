"""The plans that linkages go by, and which waves closed after one was stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from survey.insight.linkage.covariates import covariates
from survey.instruments.measures import CSAT
from survey.intake.plan import PULSE, Known, Plan, plan_of
from survey.privacy import gate
from survey.store import plans, reads_of_scores, reads_of_units


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan with its number, its text, the SHA-256 of that, and who stored it when.

    `stored_by` is None where it was stored in the shell.
    """

    number: int
    plan: Plan
    definition: str
    digest: str
    stored_at: datetime
    stored_by: str | None


@dataclass(frozen=True, slots=True)
class WavesOfPlan:
    """Waves that closed after a plan was stored, and those that had closed before."""

    planned: tuple[gate.WaveRef, ...]
    known: tuple[gate.WaveRef, ...]


def every_plan() -> tuple[StoredPlan, ...]:
    """Every plan, oldest first."""
    return tuple(
        StoredPlan(
            row.number,
            plan_of(row.definition),
            row.definition,
            row.digest,
            row.stored_at,
            row.stored_by,
        )
        for row in plans.stored_plans()
    )


def in_force(stored: Sequence[StoredPlan]) -> tuple[StoredPlan, ...]:
    """Of plans in the order of their numbers the newest for each pair of sides, newest first."""
    newest = {(one.plan.engagement, one.plan.satisfaction): one for one in stored}
    return tuple(sorted(newest.values(), key=lambda one: -one.number))


def waves_of(stored: StoredPlan, waves: Iterable[gate.WaveRef]) -> WavesOfPlan:
    """The closed ones of these waves, by whether the plan was stored before they closed.

    None at all for a plan on another system's engagement: no wave of ours can test it.
    """
    if stored.plan.engagement != PULSE:
        return WavesOfPlan((), ())
    after = plans.numbers_closed_after(stored.stored_at)
    closed = [wave for wave in waves if wave.is_closed]
    return WavesOfPlan(
        planned=tuple(wave for wave in closed if wave.number in after),
        known=tuple(wave for wave in closed if wave.number not in after),
    )


def given_up(plan: Plan) -> tuple[StoredPlan, tuple[gate.WaveRef, ...]] | None:
    """The plan that this one would follow, and the closed waves that test it and would not this.

    None where no wave does, or where the plan in force says the same.
    """
    sides = (plan.engagement, plan.satisfaction)
    for one in in_force(every_plan()):
        if (one.plan.engagement, one.plan.satisfaction) == sides and one.plan != plan:
            waves = waves_of(one, gate.closed_waves()).planned
            return (one, waves) if waves else None
    return None


def what_is_known() -> Known:
    """Everything that a plan can name here. Teams are the units with none below them."""
    series = reads_of_scores.all_series()
    units = reads_of_units.units(reads_of_units.unit_ids())
    above = {unit.parent_id for unit in units}
    closed = sorted(wave.closes_on for wave in gate.closed_waves())
    return Known(
        engagements=(PULSE, *(one.name for one in series if one.kind == "engagement")),
        satisfactions=(CSAT, *(one.name for one in series if one.kind == "satisfaction")),
        covariates=tuple(one.code for one in covariates()),
        n_teams=sum(unit.id not in above for unit in units),
        most_days=min(((later - one).days for one, later in pairwise(closed)), default=None),
    )
