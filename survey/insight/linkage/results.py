"""All results of a linkage as plain data: every number with what is needed to judge it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.governing import Governing
from survey.insight.linkage.measure import WaveMeasure
from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.resampled import RESAMPLES, SEED, redrawn, redrawn_groups
from survey.stats.aggregation import Aggregation
from survey.stats.effect import chance_above_median
from survey.stats.lags import Lag
from survey.stats.result import Estimate

Data = dict[str, Any]


def as_data(page: LinkagePage) -> Data:
    """The linkage as plain data for JSON; docs/statistics.md says how each number is made."""
    analysis, lead = page.analysis, page.analysis.lead
    return {
        "plan": _plan(page.governing, analysis),
        "engagement": asdict(analysis.material.engagement),
        "satisfaction": asdict(analysis.material.satisfaction),
        "verdict": page.verdict.value,
        "exploratory": page.exploratory or None,
        "headline": page.headline,
        "headline_question": analysis.headline,
        "headline_waves": "planned" if analysis.leads_on_planned else "all",
        "headline_estimate": _estimate(lead.estimate),
        "headline_p": lead.p,
        "n_cells": len(analysis.material.cells),
        "n_groups": analysis.n_groups,
        "n_waves": analysis.n_waves,
        "between": _between(analysis),
        "within": _within(analysis),
        "pooled": _estimate(analysis.pooled),
        "over_time": _over_time(analysis),
        "points": _points(analysis),
        "measure": _measure(analysis),
        "turnout": analysis.material.turnout,
        "resampling": {"seed": SEED, "resamples": RESAMPLES, "exact_up_to_groups": 9},
        "warnings": list(page.warnings),
        "caution": page.caution,
        "excluded": [asdict(exclusion) for exclusion in analysis.material.exclusions],
        "cells": [asdict(cell) for cell in analysis.material.cells],
    }


def _plan(stored: Governing | None, analysis: Analysis) -> Data | None:
    if stored is None:
        return None
    return {
        "number": stored.number,
        "sha256": stored.digest,
        "stored_at": stored.stored_at.isoformat(),
        "definition": asdict(stored.plan),
        "planned_waves": sorted(analysis.planned),
    }


def _between(analysis: Analysis) -> Data:
    between = analysis.between
    r, influence = between.pearson.value, between.influence
    x = tuple(group.engagement for group in between.groups)
    y = tuple(group.satisfaction for group in between.groups)
    return {
        "is_enough": between.is_enough,
        "verdict": between.verdict.value,
        "groups": [group.key for group in between.groups],
        "pearson": _estimate(between.pearson),
        "permutation_p": between.permutation.p,
        "permutation_method": between.permutation.method,
        "bootstrap": _estimate(redrawn_groups(x, y)),
        "spearman": _estimate(between.spearman),
        "slope": _estimate(between.slope),
        "size_between_quartiles": _estimate(between.size),
        "chance_above_median": None if r is None else chance_above_median(r),
        "leave_one_out_change": influence.change.value,
        "leave_one_out_group": (
            None if influence.index is None else between.groups[influence.index].key
        ),
        "smallest_detectable_r": between.detectable.value,
    }


def _within(analysis: Analysis) -> Data:
    within = analysis.within
    drawn = redrawn(analysis.material.cells)
    return {
        "is_enough": within.is_enough,
        "is_approximate": within.two_way.is_approximate,
        "verdict": within.verdict.value,
        "two_way": _estimate(within.clustered),
        "two_way_independent_rows": _estimate(within.two_way.correlation),
        "two_way_slope": _estimate(within.two_way.slope),
        "two_way_ranks": _estimate(within.ranks.clustered),
        "with_covariates": within.adjusted and _estimate(within.adjusted.clustered),
        "shift_p": drawn.shift.p,
        "shift_method": drawn.shift.method,
        "bootstrap": _estimate(drawn.bootstrap),
        "repeated_measures": _estimate(within.repeated.correlation),
        "smallest_detectable_r": within.detectable.value,
    }


def _over_time(analysis: Analysis) -> Data:
    table, found = analysis.over_time.table, analysis.over_time.difference
    return {
        "lags": [_lag(one) for one in table.lags],
        "family": table.family,
        "m": table.m,
        "engagement_first": _estimate(found.lead),
        "satisfaction_first": _estimate(found.lag),
        "difference": _estimate(found.difference),
        "difference_by_steadiness": found.by_steadiness,
        "whole_centre": analysis.over_time.centre and _estimate(analysis.over_time.centre),
    }


def _points(analysis: Analysis) -> Data:
    found = analysis.points
    return {
        "slope_inside": _estimate(found.model.within),
        "slope_between": _estimate(found.model.between),
        "step_inside": found.step_inside,
        "step_between": found.step_between,
        "inside_per_step": _estimate(found.inside),
        "contextual_per_step": _estimate(found.contextual),
        "held": list(found.model.controls),
    }


def _lag(one: Lag) -> Data:
    return {"lag": one.lag, "q": one.q, **_estimate(one.association)}


def _measure(analysis: Analysis) -> Data:
    measure = analysis.measure
    return {
        "waves": [_wave(one) for one in measure.waves],
        "icc2_engagement": measure.icc2_engagement,
        "icc2_satisfaction": measure.icc2_satisfaction,
        "between_without_attenuation": measure.corrected and _estimate(measure.corrected),
    }


def _wave(one: WaveMeasure) -> Data:
    return {
        "wave": one.wave.key,
        "engagement": _icc(one.engagement),
        "satisfaction": _icc(one.satisfaction),
        "items": one.reliability and asdict(one.reliability),
        "alpha_interval": one.alpha_interval and asdict(one.alpha_interval),
    }


def _icc(found: Aggregation) -> Data:
    return {
        "icc1": _estimate(found.icc1),
        "icc2": _estimate(found.icc2),
        "mean_size": found.mean_size,
    }


def _estimate(estimate: Estimate) -> Data:
    return asdict(estimate)
