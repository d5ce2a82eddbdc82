"""Every construct beside an outcome: inside blocks, between blocks, and what is judged together.

The headline, engagement with satisfaction, is a question of its own (docs/statistics.md): it stands
in the list, and never in the family.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from survey.insight.drivers.material import Asked, Material, Row
from survey.insight.drivers.weights import Weights, weights_of
from survey.insight.inside_link import InsideLink, State, inside_link, judged_together
from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM
from survey.stats.correlation import pearson
from survey.stats.result import Estimate

Outcome = Literal["satisfaction", "engagement"]


@dataclass(frozen=True, slots=True)
class DriverLink:
    """One construct with the outcome.

    `q` is the p inside blocks held against the family; None where it cannot be tested, and for
    the headline, which is judged by its own p. `between` compares the blocks' means, not tested
    and only shown from 4 blocks on.
    """

    asked: Asked
    inside: InsideLink
    q: float | None
    state: State
    between: Estimate
    is_headline: bool

    @property
    def has_between(self) -> bool:
        """Whether enough blocks can be compared to show how they differ."""
        return self.between.n >= SHOW_BETWEEN_FROM and self.between.value is not None


@dataclass(frozen=True, slots=True)
class Drivers:
    """All constructs with one outcome, strongest first, and the shares of the whole model."""

    outcome: Outcome
    links: tuple[DriverLink, ...]
    n_tests: int
    weights: Weights


def with_satisfaction(material: Material) -> Drivers:
    """Every construct beside the satisfaction of the block's customers."""
    return _drivers("satisfaction", material, material.constructs, lambda row: row.satisfaction)


def with_engagement(material: Material) -> Drivers:
    """Every construct but engagement beside the engagement of the same people."""
    code = material.headline.code if material.headline else ""
    others = tuple(one for one in material.constructs if one.construct.code != code)
    return _drivers("engagement", material, others, lambda row: row.values.get(code))


def _drivers(
    outcome: Outcome,
    material: Material,
    constructs: tuple[Asked, ...],
    outcome_of: Callable[[Row], float | None],
) -> Drivers:
    headline = material.headline.code if material.headline else ""
    rows = [
        (row, value) for row in material.rows for value in [outcome_of(row)] if value is not None
    ]
    inside = [_inside(rows, one.construct.code) for one in constructs]
    family = [
        link for one, link in zip(constructs, inside, strict=True) if one.construct.code != headline
    ]
    q_values, n_tests = judged_together(family)
    adjusted = iter(q_values)
    links = []
    for one, link in zip(constructs, inside, strict=True):
        is_headline = one.construct.code == headline
        q = None if is_headline else next(adjusted)
        judged_by = link.p if is_headline else q
        between = _between(rows, one.construct.code)
        links.append(DriverLink(one, link, q, link.state(judged_by), between, is_headline))
    every_wave = [one for one in constructs if one.n_waves == material.n_waves]
    return Drivers(outcome, _by_strength(links), n_tests, weights_of(rows, every_wave))


def _by_strength(links: Sequence[DriverLink]) -> tuple[DriverLink, ...]:
    """Those with a figure first, the largest first whatever its sign; the others as asked."""
    return tuple(sorted(links, key=lambda link: -abs(link.inside.estimate.value or 0.0)))


def _inside(rows: Sequence[tuple[Row, float]], code: str) -> InsideLink:
    told = [(row, value) for row, value in rows if code in row.values]
    return inside_link(
        [row.values[code] for row, _ in told],
        [value for _, value in told],
        [row.group for row, _ in told],
        [row.wave for row, _ in told],
    )


def _between(rows: Sequence[tuple[Row, float]], code: str) -> Estimate:
    """Pearson's r of the blocks' means over waves; units count once, in their latest block."""
    by_group: dict[str, list[tuple[Row, float]]] = defaultdict(list)
    for row, value in rows:
        if code in row.values:
            by_group[row.group].append((row, value))
    latest_first = sorted(
        by_group, key=lambda group: (max(r.wave for r, _ in by_group[group]), group)
    )
    taken: set[int] = set()
    x, y = [], []
    for group in reversed(latest_first):
        members = by_group[group]
        if taken.isdisjoint(members[0][0].unit_ids):
            taken.update(members[0][0].unit_ids)
            x.append(fmean(row.values[code] for row, _ in members))
            y.append(fmean(value for _, value in members))
    return pearson(x, y)
