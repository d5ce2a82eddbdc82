"""What the linkage page, the command and the report show, as one frozen object."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from survey.insight.linkage import figures
from survey.insight.linkage.analysis import Analysis, analyse
from survey.insight.linkage.cells import CSAT, PULSE, Material, gather
from survey.insight.linkage.governing import Governing, governing
from survey.insight.linkage.resampled import Redrawn, redrawn, redrawn_groups
from survey.insight.linkage.verdict import Verdict
from survey.insight.words import caution, lags, measuring
from survey.insight.words import linkage as words
from survey.insight.words import linkage_sizes as sizes
from survey.insight.words import points as size
from survey.insight.words.linkage_warnings import warnings_of
from survey.insight.words.plans import NO_PLAN, exploratory, plan_sentence
from survey.intake.plan import Plan
from survey.privacy import gate
from survey.render.figures import Figure
from survey.render.speech import say, to_say
from survey.stats.result import Estimate
from survey.store import reads_of_scores

RESEARCH = to_say(
    "Research usually finds a modest positive link between units’ engagement and their customers’"
    " satisfaction, with counter-examples and no agreement on which comes first."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair of sides that can be compared."""

    engagement: str
    satisfaction: str
    label: str


@dataclass(frozen=True, slots=True)
class LinkagePage:
    """The linkage of one pair of sides, in words and numbers.

    `exploratory` stands beside the verdict where it does not rest on planned waves, else empty.
    """

    analysis: Analysis
    governing: Governing | None
    plan: str
    verdict: Verdict
    exploratory: str
    headline: str
    number: str
    between: str
    within: str
    adjusted: str
    size: str
    chance: str
    points: tuple[str, ...]
    detectable: str
    order: str
    lags: str
    lags_missing: tuple[str, ...]
    centre: str
    reliability: tuple[str, ...]
    caution: str
    warnings: tuple[str, ...]
    exclusions: tuple[str, ...]
    research: str
    is_own_data: bool
    choices: tuple[Choice, ...]
    selected: Choice


@dataclass(frozen=True, slots=True)
class Shown:
    """The page for the screen: the linkage, its pictures, and what takes thousands of draws."""

    page: LinkagePage
    between_figure: Figure | None
    within_figure: Figure | None
    slopes_figure: Figure | None
    lags_figure: Figure | None
    redrawn_groups: Estimate
    redrawn: Redrawn


def linkage(
    engagement: str = PULSE,
    satisfaction: str = CSAT,
    *,
    until_number: int | None = None,
) -> LinkagePage:
    """The linkage of two sides, each our own or an imported series.

    Raises:
        NotFound: a named series does not exist, or holds the other side.
    """
    stored = governing(engagement, satisfaction, until_number=until_number)
    plan = stored.plan if stored else None
    material = gather(engagement, satisfaction, plan=plan, until_number=until_number)
    planned = stored.planned(material) if stored else frozenset()
    analysis = _analysed(material, plan, planned)
    return _page(analysis, stored, Choice(engagement, satisfaction, ""))


def linkage_with_figures(engagement: str = PULSE, satisfaction: str = CSAT) -> Shown:
    """The linkage as `linkage` gives it, with its pictures for the screen."""
    page = linkage(engagement, satisfaction)
    analysis = page.analysis
    groups = analysis.between.groups
    return Shown(
        page=page,
        between_figure=figures.between_figure(analysis),
        within_figure=figures.within_figure(analysis),
        slopes_figure=figures.slopes_figure(analysis),
        lags_figure=figures.lags_figure(analysis),
        redrawn_groups=redrawn_groups(
            tuple(group.engagement for group in groups),
            tuple(group.satisfaction for group in groups),
        ),
        redrawn=redrawn(analysis.material.cells),
    )


@lru_cache(maxsize=8)
def _analysed(material: Material, plan: Plan | None, planned: frozenset[str]) -> Analysis:
    """The same cells give the same numbers, so each process works them out once."""
    return analyse(material, plan, planned)


def opening() -> tuple[str, str]:
    """The two sides to open with: our own, or imported ones as long as no wave has closed."""
    series = reads_of_scores.all_series()
    engagement = next((one.name for one in series if one.kind == "engagement"), PULSE)
    if engagement == PULSE or gate.closed_waves():
        return PULSE, CSAT
    return engagement, next((one.name for one in series if one.kind != "engagement"), CSAT)


def choices() -> tuple[Choice, ...]:
    """Every engagement with every satisfaction, our own first."""
    series = reads_of_scores.all_series()
    engagements = [(PULSE, "Pulse"), *((s.name, s.name) for s in series if s.kind == "engagement")]
    satisfactions = [(CSAT, "CSAT"), *((s.name, s.name) for s in series if s.kind != "engagement")]
    return tuple(
        Choice(x, y, f"{x_label} with {y_label}")
        for x, x_label in engagements
        for y, y_label in satisfactions
    )


def _page(analysis: Analysis, stored: Governing | None, selected: Choice) -> LinkagePage:
    material = analysis.material
    time_noun = material.time_noun
    table = analysis.over_time.table
    return LinkagePage(
        analysis=analysis,
        governing=stored,
        plan=_plan(analysis, stored),
        verdict=analysis.verdict,
        exploratory=exploratory(analysis, has_plan=stored is not None),
        headline=words.headline(analysis),
        number=words.number(analysis),
        between=words.between_sentence(analysis),
        within=words.within_sentence(analysis),
        adjusted=sizes.adjusted_sentence(analysis),
        size=sizes.size_sentence(analysis),
        chance=sizes.chance_sentence(analysis),
        detectable=sizes.detectable_sentence(analysis),
        order=lags.order_sentence(
            analysis.over_time.difference,
            counts=(analysis.n_groups, analysis.n_waves),
            noun=material.noun,
        ),
        lags=lags.lags_sentence(table, time_noun),
        lags_missing=lags.missing_lags(table.lags, time_noun),
        centre=lags.centre_sentence(analysis.over_time.centre, material.noun, time_noun),
        points=_points(analysis),
        reliability=_reliability(analysis),
        caution=caution.caution(analysis),
        warnings=warnings_of(analysis),
        exclusions=caution.exclusion_lines(material.exclusions),
        research=say(RESEARCH),
        is_own_data=(selected.engagement, selected.satisfaction) == (PULSE, CSAT),
        choices=choices(),
        selected=selected,
    )


def _plan(analysis: Analysis, stored: Governing | None) -> str:
    if stored is None:
        return say(NO_PLAN)
    return plan_sentence(
        number=stored.number,
        digest=stored.digest,
        stored_at=stored.stored_at,
        n_planned=len(analysis.planned),
        n_waves=len(analysis.material.waves),
        leads_on_planned=analysis.leads_on_planned,
        time_noun=analysis.material.time_noun,
    )


def _points(analysis: Analysis) -> tuple[str, ...]:
    material, found = analysis.material, analysis.points
    if not analysis.within.is_enough:
        return ()
    return (
        size.inside_points(found.inside, material.satisfaction, material.noun),
        size.contextual_points(found.contextual, material.satisfaction, material.noun),
    )


def _reliability(analysis: Analysis) -> tuple[str, ...]:
    material, measure = analysis.material, analysis.measure
    newest = [one for one in measure.waves if one.reliability is not None][-1:]
    return (
        measuring.engagement_sentence(measure.icc2_engagement, material.noun),
        measuring.satisfaction_sentence(measure.icc2_satisfaction, material.noun),
        *(
            measuring.items_sentence(one.reliability, one.alpha_interval, one.wave.label)
            for one in newest
        ),
        measuring.corrected_sentence(
            measure.corrected if analysis.between.is_enough else None,
            material.noun,
        ),
    )
