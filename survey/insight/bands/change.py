"""How a unit's satisfaction changed beside the other units of its site, while one leader led it.

The half-year that ended last month beside the half-year before it, so that nobody picks the months
that suit. It says what changed, never why, and stands for one unit at a time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.insight.bands.judging import added
from survey.insight.bands.units import hand_up, units_of_one
from survey.insight.period import DAY, Period, months_back, spanning
from survey.insight.satisfaction import FEW
from survey.insight.units import ScopeTree, read_scope
from survey.instruments.measures import CSAT
from survey.stats.against_trend import FEWEST_OTHERS, change_against_others
from survey.stats.result import Estimate
from survey.stats.same_work import AdjustedMean, Work, adjust_means
from survey.store.reads_of_bands import Term, terms
from survey.store.reads_of_satisfaction import answer_counts
from survey.store.reads_of_units import UnitRow, unit_ids

N_MONTHS = 6

Halves = tuple[AdjustedMean, AdjustedMean]


@dataclass(frozen=True, slots=True)
class Change:
    """One unit's change beside the others', or why there is none to tell.

    `before` and `after` are the unit's own adjusted means, `others` how many units of the site it
    stands beside, `others_n` how many answers these have in each half-year. Exactly one of
    `difference` and `refusal` is there. `led_since` is the day from which today's leader leads.
    """

    unit: UnitRow
    site: UnitRow | None
    before_period: Period
    after_period: Period
    led_since: date | None
    before: AdjustedMean | None = None
    after: AdjustedMean | None = None
    others: int = 0
    others_n: tuple[int, int] = (0, 0)
    difference: Estimate | None = None
    refusal: str = ""


def half_years(today: date) -> tuple[Period, Period]:
    """The six full calendar months before this one, and the six before those; earlier first."""
    this_month = today.replace(day=1)
    middle = months_back(this_month, N_MONTHS)
    return (
        spanning(months_back(middle, N_MONTHS), middle - DAY),
        spanning(middle, this_month - DAY),
    )


def led_today(unit_id: int, *, today: date) -> Term | None:
    """Who leads the unit today and since when; None where nobody does."""
    past = [term for term in terms(unit_id) if term.from_on <= today]
    if not past or past[-1].leader_id is None:
        return None
    # Somebody entered twice in a row has led since the first of the two days.
    since = past[-1]
    for term in reversed(past):
        if term.leader_id != since.leader_id:
            break
        since = term
    return since


def change_of(unit: UnitRow, *, today: date) -> Change:
    """The change of this unit beside the other units under the same one."""
    before, after = half_years(today)
    tree = read_scope(unit_ids())
    site = next((one for one in tree.units if one.id == unit.parent_id), None)
    term = led_today(unit.id, today=today)
    since = term.from_on if term else None

    def refused(why: str) -> Change:
        return Change(unit, site, before, after, since, refusal=why)

    if since is None:
        return refused("Nobody leads this unit today.")
    if since > after.from_on:
        return refused("Its leader has not led it for the whole of the later half-year.")
    if site is None:
        return refused("It is the whole centre: there is nothing beside it.")
    halves = _halves(tree.subtree(site), site, (before, after))
    own = halves.pop(unit.id)
    if min(one.estimate.n for one in own) < FEW:
        return refused(f"It takes {FEW} answers in each half-year.")
    if unit.id in units_of_one(tree, on=today):
        return refused("One agent belongs to it: its change would be that agent’s.")
    others = [pair for pair in halves.values() if min(one.estimate.n for one in pair) >= FEW]
    if len(others) < FEWEST_OTHERS:
        return refused(
            f"It takes at least {FEWEST_OTHERS} other units beside it, with {FEW} answers each in"
            " each half-year: of one other nobody could say which of the two moved."
        )
    difference = _difference(own, others)
    if not difference.ok:
        return refused(difference.reason or "")
    ns = [sum(pair[half].estimate.n for pair in others) for half in (0, 1)]
    return Change(unit, site, before, after, since, *own, len(others), (ns[0], ns[1]), difference)


def moved(halves: Halves) -> tuple[float, float]:
    """How far a unit's adjusted mean changed, and the standard error of that; both have answers."""
    before, after = halves
    change = (after.estimate.value or 0.0) - (before.estimate.value or 0.0)
    variances = ((one.spread or 0.0) ** 2 / one.estimate.n for one in halves)
    return change, math.sqrt(sum(variances))


def _difference(own: Halves, others: Sequence[Halves]) -> Estimate:
    changes = [moved(pair) for pair in others]
    return change_against_others(
        *moved(own), [change for change, _ in changes], [error for _, error in changes]
    )


def _halves(inside: ScopeTree, site: UnitRow, periods: tuple[Period, Period]) -> dict[int, Halves]:
    """Both half-years of every unit directly below the site, adjusted to the site's work."""
    whole: dict[Work, dict[int, int]] = {}
    units: dict[tuple[int, int], dict[Work, dict[int, int]]] = {}
    children = [unit.id for unit in inside.units if unit.parent_id == site.id]
    for half, period in enumerate(periods):
        held: dict[int, dict[Work, dict[int, int]]] = {unit.id: {} for unit in inside.units}
        found = answer_counts(
            CSAT,
            from_on=period.from_on,
            until_on=period.until_on,
            unit_ids=inside.unit_ids,
            by=("unit", "channel", "queue"),
        )
        for (unit_id, channel, queue_id), counts in found.items():
            added(held[unit_id], (channel, queue_id), counts)
            added(whole, (channel, queue_id), counts)
        hand_up(held, inside)
        units.update({(child, half): held[child] for child in children})
    adjusted = adjust_means(units, whole, beside_others=False)
    return {child: (adjusted[child, 0], adjusted[child, 1]) for child in children}
