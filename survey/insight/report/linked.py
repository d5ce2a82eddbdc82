"""Are the two linked here: the linkage up to the occasion, in full or as the verdict in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from survey.insight.cycle.page import CyclePage, cycle_on_paper
from survey.insight.drivers.page import DriverSection, satisfaction_on_paper
from survey.insight.linkage import figures
from survey.insight.linkage.page import LinkagePage, linkage, opening
from survey.insight.linkage.verdict import Verdict
from survey.insight.report.frame import Frame
from survey.insight.words.drivers import DESCRIPTIVE
from survey.privacy.once import kept_inside
from survey.render.figures import PRINT_HALF, Figure, on_paper
from survey.render.speech import say
from survey.stats.result import Estimate

# Who reads these decides about the centre; everybody else is told the verdict.
IN_FULL = frozenset(("centre", "slides"))


@dataclass(frozen=True, slots=True)
class InFull:
    """The linkage as it is printed: figures, what each shows, and what to watch out for.

    `has_cycle` tells whether any step of the cycle has a number to draw.
    """

    between: Figure | None
    within: Figure | None
    between_words: str
    within_words: str
    adjusted: str
    size: str
    chance: str
    points: tuple[str, ...]
    detectable: str
    order: str
    warnings: tuple[str, ...]
    plan: str
    caution: str
    drivers: DriverSection | None
    drivers_are: str
    cycle: CyclePage | None
    has_cycle: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """The centre's verdict with its number; `in_full` only where the edition prints it all.

    `between_r` is the observed correlation of units' means. `sides` names what is compared where
    that came from another system, else it is empty.
    """

    verdict: Verdict
    finding: str
    headline: str
    exploratory: str
    number: str
    sides: str
    research: str
    between_r: Estimate
    noun: str
    reliability: tuple[str, ...]
    exclusions: tuple[str, ...]
    in_full: InFull | None


def linked_of(frame: Frame) -> Linked:
    """The linkage of the waves closed by the end of the occasion.

    A centre that has held no pulse at all and imported both sides is told what these say.
    """
    until_number = newest_number(frame)
    engagement, satisfaction = opening()
    page = linkage_until(until_number)
    analysis = page.analysis
    return Linked(
        verdict=page.verdict,
        finding=_finding(page.verdict),
        headline=page.headline,
        exploratory=page.exploratory,
        number=page.number,
        sides="" if page.is_own_data else _sides(engagement, satisfaction),
        research=page.research,
        between_r=analysis.between.pearson,
        noun=analysis.material.noun,
        reliability=page.reliability,
        exclusions=page.exclusions,
        in_full=_in_full(page, frame, until_number) if frame.edition.kind in IN_FULL else None,
    )


def newest_number(frame: Frame) -> int:
    """The number of the newest wave the report speaks of, 0 before the first."""
    return frame.occasion.wave.number if frame.occasion.wave else 0


@kept_inside
def linkage_until(number: int) -> LinkagePage:
    """The linkage of the sides to open with, from waves up to this number."""
    return linkage(*opening(), until_number=number)


def _finding(verdict: Verdict) -> str:
    words = {
        Verdict.EVIDENCE_FOR: say("Evidence for a link between them"),
        Verdict.EVIDENCE_AGAINST: say("Evidence against a meaningful link"),
        Verdict.CANNOT_TELL: say("A link between them: cannot tell yet"),
    }
    return words[verdict]


def _sides(engagement: str, satisfaction: str) -> str:
    return say(
        "Compared here are series from other systems: %(engagement)s and %(satisfaction)s.",
        engagement=engagement,
        satisfaction=satisfaction,
    )


def _in_full(page: LinkagePage, frame: Frame, until_number: int) -> InFull:
    place = partial(on_paper, canvas=PRINT_HALF)
    drivers = cycle = None
    if page.is_own_data:
        drivers = satisfaction_on_paper(until_number=until_number)
        cycle = cycle_on_paper(until_on=frame.occasion.judged_on, until_number=until_number)
    return InFull(
        between=figures.between_figure(page.analysis, place),
        within=figures.within_figure(page.analysis, place),
        between_words=page.between,
        within_words=page.within,
        adjusted=page.adjusted,
        size=page.size,
        chance=page.chance,
        points=page.points,
        detectable=page.detectable,
        order=page.order,
        warnings=page.warnings,
        plan=page.plan,
        caution=page.caution,
        drivers=drivers,
        drivers_are=say(DESCRIPTIVE),
        cycle=cycle,
        has_cycle=cycle is not None and any(step.lines for step in cycle.steps),
    )
