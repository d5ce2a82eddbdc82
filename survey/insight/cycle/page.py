"""What the page of the cycle shows, as one frozen object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from survey.insight.cycle.analysis import Cycle, LagLink, Step, analyse
from survey.insight.cycle.figures import ring_figure
from survey.insight.cycle.stations import gather
from survey.insight.words import cycle as words
from survey.insight.words import cycle_sources
from survey.insight.words.cycle_steps import finding, step_name
from survey.insight.words.inside import r_inside
from survey.render import numbers
from survey.render.figures import PRINT, Figure, on_paper, on_screen
from survey.render.speech import say


@dataclass(frozen=True, slots=True)
class LagLine:
    """A row of the table: one step at one lag, every number already in words."""

    later: str
    r: str
    verdict: str
    q: str
    n: str


@dataclass(frozen=True, slots=True)
class StepLines:
    """One step: its name, its finding, and a row per lag; no rows where a side is missing."""

    name: str
    finding: str
    lines: tuple[LagLine, ...]


@dataclass(frozen=True, slots=True)
class CyclePage:
    """The cycle in words, numbers and a picture."""

    headline: str
    figure: Figure
    steps: tuple[StepLines, ...]
    family: str
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    caution: str


def cycle_page() -> CyclePage:
    """The cycle from everything that is published, counted and imported."""
    return _page(analyse(gather()), on_screen)


def cycle_on_paper(*, until_on: date, until_number: int) -> CyclePage:
    """The cycle from waves up to this number and days up to this one, its ring drawn for print."""
    return _page(
        analyse(gather(until_on=until_on, until_number=until_number)),
        partial(on_paper, canvas=PRINT),
    )


def _page(cycle: Cycle, place: Callable[..., Figure]) -> CyclePage:
    return CyclePage(
        headline=words.headline(cycle),
        figure=ring_figure(cycle, place=place),
        steps=tuple(_step(step) for step in cycle.steps),
        family=words.family(cycle),
        sources=cycle_sources.sources(cycle.material),
        rules=(
            say(words.CALENDARS),
            say(words.TAKEN_OUT),
            say(words.NEIGHBOURS),
            words.same_answers(),
        ),
        caution=say(words.CAUTION),
    )


def _step(step: Step) -> StepLines:
    return StepLines(
        name=step_name(step),
        finding=finding(step),
        lines=() if step.gap else tuple(_line(step, one) for one in step.lags),
    )


def _line(step: Step, one: LagLink) -> LagLine:
    link = one.link
    value = link.estimate.value if link else None
    if link is None or value is None:
        return LagLine(words.later(one.lag), "", words.verdict(step, one), "", "")
    return LagLine(
        later=words.later(one.lag),
        r=r_inside(link),
        verdict=words.verdict(step, one),
        q="" if one.q is None else numbers.p(one.q),
        n=words.made_of(step, link),
    )
