"""Every step of the cycle at every lag: its link, its q in the family of all, its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.insight.cycle.pairs import columns, is_by_wave, is_same_answers
from survey.insight.cycle.stations import STATIONS, STRAIN, Material, Station
from survey.insight.inside_link import InsideLink, State, inside_link, judged_together

LAGS = (0, 1, 2)
# Under so many months or waves in all, a lag is chance between two halves of a short story.
TIMES_FOR_LAGS = 6

# Why a step cannot be told before any number is looked at.
Gap = Literal["", "no_source", "no_target"]


@dataclass(frozen=True, slots=True)
class LagLink:
    """A step at one lag in months; `link` is None where it is not looked at.

    `q` is None outside the family of tests.
    """

    lag: int
    link: InsideLink | None
    q: float | None
    state: State


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow: from a station to the next. `gap` says which of the two is missing."""

    source: Station
    target: Station
    is_by_wave: bool
    gap: Gap
    lags: tuple[LagLink, ...]

    @property
    def state(self) -> State:
        """The verdict on the arrow: a link at any lag; no evidence only where no lag is open."""
        looked_at = {one.state for one in self.lags if one.link is not None}
        order: tuple[State, ...] = ("goes with", "cannot tell yet", "no evidence here")
        found = next((state for state in order if state in looked_at), None)
        return found or ("no link that matters" if looked_at else "cannot tell yet")

    @property
    def judged(self) -> tuple[LagLink, ...]:
        """The lags that could be tested, the clearest first: what goes with, then by q and p."""
        tested = [one for one in self.lags if one.link is not None and one.q is not None]
        return tuple(sorted(tested, key=_clearness))

    @property
    def shown(self) -> LagLink | None:
        """The lag that stands beside the arrow: the clearest."""
        return next(iter(self.judged), None)

    @property
    def is_as_told(self) -> bool:
        """Whether the link that stands beside the arrow points the way the cycle is told."""
        shown = self.shown
        r = shown.link.estimate.value if shown and shown.link else None
        return r is not None and (r > 0) == self.source.leads_up


@dataclass(frozen=True, slots=True)
class Cycle:
    """All steps in their order, and how many tests the family holds."""

    steps: tuple[Step, ...]
    n_tests: int
    material: Material


def _clearness(one: LagLink) -> tuple[bool, float, float, int]:
    p = one.link.p if one.link else None
    return one.state != "goes with", one.q or 0.0, p or 0.0, one.lag


def analyse(material: Material) -> Cycle:
    """Every step at every lag, judged together."""
    pairs = tuple(zip(STATIONS, (*STATIONS[1:], STATIONS[0]), strict=True))
    links = [link for pair in pairs for link in _links(material, *pair)]
    q_values, n_tests = judged_together([link for link in links if link])
    adjusted = iter(q_values)
    judged = [_judged(lag, link, next(adjusted) if link else None)
              for link, lag in zip(links, LAGS * len(pairs), strict=True)]  # fmt: skip
    steps = tuple(
        Step(
            source,
            target,
            is_by_wave(material, source, target),
            _gap(material, source, target),
            tuple(judged[len(LAGS) * place : len(LAGS) * (place + 1)]),
        )
        for place, (source, target) in enumerate(pairs)
    )
    return Cycle(steps, n_tests, material)


def _links(material: Material, source: Station, target: Station) -> tuple[InsideLink | None, ...]:
    """The step's link at each lag, None where it is not looked at."""
    if _gap(material, source, target):
        return (None,) * len(LAGS)
    sides = [columns(material, source, target, lag) for lag in LAGS]
    lacking = max(0, TIMES_FOR_LAGS - len(set(sides[0].times)))
    return tuple(
        None
        if lag == 0 and is_same_answers(source, target)
        else inside_link(
            rows.x,
            rows.y,
            rows.units,
            rows.times,
            beside=rows.beside or None,
            lacking_times=lacking if lag else 0,
        )
        for lag, rows in zip(LAGS, sides, strict=True)
    )


def _gap(material: Material, source: Station, target: Station) -> Gap:
    if _is_missing(material, source):
        return "no_source"
    return "no_target" if _is_missing(material, target) else ""


def _is_missing(material: Material, station: Station) -> bool:
    if station.code == STRAIN and material.strain:
        return False
    return not material.monthly.get(station.code) and station.code not in material.imported


def _judged(lag: int, link: InsideLink | None, q: float | None) -> LagLink:
    if link is None or q is None:
        return LagLink(lag, link, None, "cannot tell yet")
    return LagLink(lag, link, q, link.state(q))
