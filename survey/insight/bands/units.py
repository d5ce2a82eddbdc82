"""The bands of units: teams among teams, and the units above them among their like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import lru_cache

from survey.insight.bands.judging import Judged, Judgement, added, judge, mean_of, n_judgeable
from survey.insight.bands.lines import LinesInForce, lines_in_force
from survey.insight.period import Period
from survey.insight.units import ScopeTree, read_scope
from survey.instruments.measures import CSAT
from survey.stats.bands import Band, Lines
from survey.stats.same_work import Answers, Work
from survey.stats.shrinkage import FEWEST_UNITS
from survey.store.reads_of_bands import agents_within, units_of_agents
from survey.store.reads_of_satisfaction import answer_counts
from survey.store.reads_of_units import UnitRow, unit_ids

Held = dict[int, dict[Work, dict[int, int]]]
# Answers that can be compared: per work how many gave which point.
Frozen = tuple[tuple[Work, tuple[tuple[int, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Units of one kind, all of the centre, in order of name. `is_teams`: those without units."""

    is_teams: bool
    units: tuple[UnitRow, ...]
    judgement: Judgement[int]


@dataclass(frozen=True, slots=True)
class UnitBands:
    """Every family of the centre. `centre` is the mean of all n answers; None before the first.

    `n_looked_at` counts the units with enough answers for a band. Those in `of_one` are one agent
    with everything below them and have none: it would be the agent's, shown to everybody at once.
    """

    centre: float | None
    n: int
    lines: LinesInForce | None
    families: tuple[Family, ...]
    n_looked_at: int
    of_one: frozenset[int] = frozenset()

    def of(self, unit_id: int) -> tuple[Family, Judged] | None:
        """The family and the judgement of one unit; None for the centre, which is its own line."""
        for family in self.families:
            if unit_id in family.judgement.by:
                return family, family.judgement.by[unit_id]
        return None


def unit_bands(period: Period, *, zone: tzinfo) -> UnitBands:
    """The bands of every unit of the centre, from contacts that closed in the period."""
    tree = read_scope(unit_ids())
    held = _held(period, tree)
    whole: dict[Work, dict[int, int]] = {}
    for root in tree.roots:
        for work, counts in held[root.id].items():
            added(whole, work, counts)
    centre = mean_of(whole)
    if centre is None:
        return UnitBands(None, 0, None, (), 0)
    lines = lines_in_force(centre, zone=zone)
    kinds = _kinds(tree)
    judgeable = [n_judgeable(held[unit.id] for unit in units) for _, units in kinds]
    n_looked_at = sum(many for many in judgeable if many >= FEWEST_UNITS)
    of_one = units_of_one_within(tree, period)
    families = tuple(
        Family(
            is_teams,
            units,
            _without(
                of_one,
                _judged(
                    tuple((u.id, _frozen(held[u.id])) for u in units),
                    _frozen(whole),
                    lines.lines,
                    n_looked_at,
                ),
            ),
        )
        for is_teams, units in kinds
    )
    n = sum(sum(counts.values()) for counts in whole.values())
    return UnitBands(centre, n, lines, families, n_looked_at, of_one)


# A thousand teams take half a second, and every one of their reports asks for all of them.
@lru_cache(maxsize=8)
def _judged(
    units: tuple[tuple[int, Frozen], ...], whole: Frozen, lines: Lines, n_looked_at: int
) -> Judgement[int]:
    """The bands of the units; the same answers give the same, so each process judges them once."""
    answers = {unit_id: _thawed(own) for unit_id, own in units}
    return judge(answers, _thawed(whole), lines, n_looked_at=n_looked_at)


def _frozen(answers: Answers) -> Frozen:
    return tuple((work, tuple(counts.items())) for work, counts in answers.items())


def _thawed(answers: Frozen) -> Answers:
    return {work: dict(counts) for work, counts in answers}


def units_of_one(tree: ScopeTree, *, on: date) -> frozenset[int]:
    """The units to which, with everything below them, one agent belongs on this day."""
    inside = Counter(units_of_agents(today=on).values())
    for unit in reversed(tree.units):
        # Children stand behind their parents, so each is complete before it is handed up.
        if unit.parent_id is not None:
            inside[unit.parent_id] += inside[unit.id]
    return frozenset(unit.id for unit in tree.units if inside[unit.id] == 1)


def units_of_one_within(tree: ScopeTree, period: Period) -> frozenset[int]:
    """The units to which one agent belongs on the last day of the period, or belonged in it at all.

    Where the only agent has left by the last day, the figures of the period are still theirs.
    """
    inside: dict[int, set[int]] = {unit.id: set() for unit in tree.units}
    for unit_id, agent_id in agents_within(from_on=period.from_on, until_on=period.until_on):
        if unit_id in inside:
            inside[unit_id].add(agent_id)
    for unit in reversed(tree.units):
        if unit.parent_id is not None and unit.parent_id in inside:
            inside[unit.parent_id] |= inside[unit.id]
    alone = frozenset(unit_id for unit_id, agents in inside.items() if len(agents) == 1)
    return alone | units_of_one(tree, on=period.until_on)


def _without(of_one: frozenset[int], judgement: Judgement[int]) -> Judgement[int]:
    """The same judgement, in which these have no band."""
    by = {
        unit_id: replace(judged, shrunken=None, band=Band.NOT_ENOUGH)
        if unit_id in of_one
        else judged
        for unit_id, judged in judgement.by.items()
    }
    return replace(judgement, by=by)


def _held(period: Period, tree: ScopeTree) -> Held:
    """What each unit has with everything below it, by channel and queue."""
    held: Held = {unit.id: {} for unit in tree.units}
    found = answer_counts(
        CSAT,
        from_on=period.from_on,
        until_on=period.until_on,
        unit_ids=tree.unit_ids,
        by=("unit", "channel", "queue"),
    )
    for (unit_id, channel, queue_id), counts in found.items():
        added(held[unit_id], (channel, queue_id), counts)
    hand_up(held, tree)
    return held


def hand_up(held: Mapping[int, dict[Work, dict[int, int]]], tree: ScopeTree) -> None:
    """Give each unit what those below it have."""
    for unit in reversed(tree.units):
        # Children stand behind their parents, so each is complete before it is handed up.
        above = held.get(unit.parent_id) if unit.parent_id else None
        if above is not None:
            for work, counts in held[unit.id].items():
                added(above, work, counts)


def _kinds(tree: ScopeTree) -> list[tuple[bool, tuple[UnitRow, ...]]]:
    """The units without units below them, then those above by depth; never the whole centre."""
    parents = {unit.parent_id for unit in tree.units}
    whole = {root.id for root in tree.roots} if len(tree.roots) == 1 else set()
    listed = [unit for unit in tree.units if unit.id not in whole]
    teams = [unit for unit in listed if unit.id not in parents]
    above = [unit for unit in listed if unit.id in parents]
    kinds = [(True, teams)]
    kinds += [
        (False, [u for u in above if u.depth == depth])
        for depth in sorted({u.depth for u in above})
    ]
    return [(is_teams, tuple(sorted(us, key=_by_name))) for is_teams, us in kinds if us]


def _by_name(unit: UnitRow) -> tuple[str, str]:
    return unit.name, unit.code
