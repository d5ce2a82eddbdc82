"""What the linkage page, the command and the report show, as one frozen object."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from survey.insight.linkage import figures, words
from survey.insight.linkage.analysis import Analysis, analyse
from survey.insight.linkage.cells import CSAT, PULSE, Material, gather
from survey.insight.linkage.verdict import Verdict
from survey.insight.linkage.warnings import warnings_of
from survey.render.figures import Figure
from survey.stats.result import Estimate
from survey.store import reads_of_scores

RESEARCH = (
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
    """The linkage of one pair of sides, in words and numbers."""

    analysis: Analysis
    verdict: Verdict
    headline: str
    between: str
    within: str
    size: str
    detectable: str
    caution: str
    warnings: tuple[str, ...]
    exclusions: tuple[str, ...]
    research: str
    is_own_data: bool
    choices: tuple[Choice, ...]
    selected: Choice
    between_figure: Figure | None = None
    within_figure: Figure | None = None


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
    material = gather(engagement, satisfaction, until_number=until_number)
    is_own = (engagement, satisfaction) == (PULSE, CSAT)
    return _page(material, Choice(engagement, satisfaction, ""), is_own_data=is_own)


def linkage_with_figures(engagement: str = PULSE, satisfaction: str = CSAT) -> LinkagePage:
    """The linkage as `linkage` gives it, with its pictures for the screen."""
    shown = linkage(engagement, satisfaction)
    return replace(
        shown,
        between_figure=figures.between_figure(shown.analysis),
        within_figure=figures.within_figure(shown.analysis),
    )


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


def _page(material: Material, selected: Choice, *, is_own_data: bool) -> LinkagePage:
    analysis = analyse(material)
    return LinkagePage(
        analysis=analysis,
        verdict=analysis.verdict,
        headline=words.headline(analysis),
        between=words.between_sentence(analysis),
        within=words.within_sentence(analysis),
        size=words.size_sentence(analysis),
        detectable=words.detectable_sentence(analysis),
        caution=words.caution(analysis),
        warnings=warnings_of(analysis),
        exclusions=words.exclusion_lines(material.exclusions),
        research=RESEARCH,
        is_own_data=is_own_data,
        choices=choices(),
        selected=selected,
    )


def as_data(page: LinkagePage) -> dict[str, Any]:
    """The linkage as plain data for JSON: every number with what is needed to judge it."""
    analysis = page.analysis
    return {
        "engagement": asdict(analysis.material.engagement),
        "satisfaction": asdict(analysis.material.satisfaction),
        "verdict": page.verdict.value,
        "headline": page.headline,
        "headline_question": analysis.headline,
        "n_cells": len(analysis.material.cells),
        "n_groups": analysis.n_groups,
        "n_waves": analysis.n_waves,
        "between": {
            "is_enough": analysis.between.is_enough,
            "pearson": _estimate(analysis.between.pearson),
            "permutation_p": analysis.between.permutation.p,
            "permutation_method": analysis.between.permutation.method,
            "spearman": _estimate(analysis.between.spearman),
            "slope": _estimate(analysis.between.slope),
            "size_between_quartiles": _estimate(analysis.between.size),
            "smallest_detectable_r": analysis.between.detectable.value,
        },
        "within": {
            "is_enough": analysis.within.is_enough,
            "two_way": _estimate(analysis.within.clustered),
            "two_way_independent_rows": _estimate(analysis.within.two_way.correlation),
            "two_way_slope": _estimate(analysis.within.two_way.slope),
            "repeated_measures": _estimate(analysis.within.repeated.correlation),
            "smallest_detectable_r": analysis.within.detectable.value,
        },
        "warnings": list(page.warnings),
        "caution": page.caution,
        "excluded": [asdict(exclusion) for exclusion in analysis.material.exclusions],
        "cells": [asdict(cell) for cell in analysis.material.cells],
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return asdict(estimate)
