"""What a careful analyst would point out about this linkage before anyone quotes it."""

from __future__ import annotations

import numpy as np

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.cells import Cell
from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM, WITHIN_UNITS, WITHIN_WAVES
from survey.insight.linkage.verdict import verdict_of
from survey.insight.linkage.within import Within, is_enough
from survey.insight.words.measuring import UNRELIABLE
from survey.render import numbers
from survey.stats.influence import simpson_check
from survey.stats.within_estimate import FEW_UNITS, FEW_WAVES

SHARED_MOVEMENT = 0.3
LOW_TURNOUT = 0.6


def warnings_of(analysis: Analysis) -> tuple[str, ...]:
    """The sentences that apply, the gravest first."""
    found = [
        _signs_differ(analysis),
        _pooled_misleads(analysis),
        _plain_and_two_way_differ(analysis),
        _waves_move_together(analysis),
        _one_team_carries_it(analysis),
        _means_are_unreliable(analysis),
        _covariates_change_it(analysis),
        _overlapping(analysis),
        _low_turnout(analysis),
        _bounded(analysis),
        _few_teams(analysis),
    ]
    return tuple(sentence for sentence in found if sentence)


def _signs_differ(analysis: Analysis) -> str:
    between = analysis.between.pearson.value
    within = analysis.within.two_way.correlation.value
    if between is None or within is None or between * within >= 0:
        return ""
    noun = analysis.material.noun
    return (
        f"Between {noun}s and inside {noun}s the link points in opposite directions: they are"
        " different questions, and neither answers the other."
    )


def _pooled_misleads(analysis: Analysis) -> str:
    check = simpson_check(analysis.pooled, analysis.within.two_way.correlation)
    if not check.is_notable:
        return ""
    noun = analysis.material.noun
    return (
        f"Throwing all {noun}s and waves into one correlation would mislead here"
        f" (r = {numbers.r(analysis.pooled.value)}): it mixes standing differences between {noun}s"
        " with movements inside them."
    )


def _plain_and_two_way_differ(analysis: Analysis) -> str:
    plain = analysis.within.repeated.correlation.value
    strict = analysis.within.two_way.correlation.value
    if plain is None or strict is None or plain * strict >= 0:
        return ""
    noun = analysis.material.noun
    return (
        f"The link inside {noun}s changes direction once movements shared by all {noun}s are taken"
        " out: quote only the figure without them."
    )


def _waves_move_together(analysis: Analysis) -> str:
    share = _share_explained_by_waves(analysis.material.cells)
    if share is None or share <= SHARED_MOVEMENT:
        return ""
    return (
        f"Waves explain {numbers.share(share)} of the differences in satisfaction, more than chance"
        " would: something moved"
        f" all {analysis.material.noun}s at once, so quote only the figure that leaves this out."
    )


def _share_explained_by_waves(cells: tuple[Cell, ...]) -> float | None:
    """Between-wave sum of squares over the total, of satisfaction, less what chance explains.

    Each is divided by its degrees of freedom, so that few groups or many waves explain nothing by
    themselves. None with too few groups or waves to look inside groups.
    """
    waves = sorted({cell.wave for cell in cells})
    if len(waves) < WITHIN_WAVES or len({cell.group for cell in cells}) < WITHIN_UNITS:
        return None
    y = np.array([cell.satisfaction for cell in cells])
    total = float(((y - y.mean()) ** 2).sum())
    if total == 0:
        return None
    parts = [y[[cell.wave == wave for cell in cells]] for wave in waves]
    left = float(sum(((part - part.mean()) ** 2).sum() for part in parts))
    df = len(y) - len(waves)
    return 1 - (left / df) / (total / (len(y) - 1)) if df > 0 else None


def _one_team_carries_it(analysis: Analysis) -> str:
    groups = analysis.between.groups
    if len(groups) < SHOW_BETWEEN_FROM:
        return ""
    influence = analysis.between.influence
    if not influence.is_notable or influence.index is None:
        return ""
    label, noun = groups[influence.index].label, analysis.material.noun
    if influence.change.value is None:
        return f"The comparison between {noun}s rests on {label} alone."
    return (
        f"Leaving out {label} changes the correlation between {noun}s by"
        f" {numbers.change(influence.change.value)}."
    )


def _means_are_unreliable(analysis: Analysis) -> str:
    found = {
        "engagement": analysis.measure.icc2_engagement,
        "satisfaction": analysis.measure.icc2_satisfaction,
    }
    poor = [side for side, icc2 in found.items() if icc2 is not None and icc2 < UNRELIABLE]
    if not poor:
        return ""
    noun, time_noun = analysis.material.noun, analysis.material.time_noun
    values = " and ".join(f"{numbers.r(found[side])} for {side}" for side in poor)
    return (
        f"Means of {noun}s in one {time_noun} say little about the {noun} (ICC(2) {values}): even a"
        " close link would look weak."
    )


def _covariates_change_it(analysis: Analysis) -> str:
    within = analysis.within
    if within.adjusted is None or not within.is_enough:
        return ""
    estimate = within.adjusted.clustered
    held = verdict_of(estimate, estimate.p, enough=is_enough(within.adjusted.correlation))
    if held is within.verdict:
        return ""
    return (
        f"With {', '.join(analysis.material.held)} held equal the verdict inside"
        f" {analysis.material.noun}s would be: {held.value}."
    )


def _overlapping(analysis: Analysis) -> str:
    n = analysis.between.n_overlapping
    if not n:
        return ""
    return (
        f"{numbers.counted(n, 'block', 'blocks')} of earlier waves had other units; so that nobody"
        f" counts twice, the comparison between {analysis.material.noun}s leaves them out."
    )


def _low_turnout(analysis: Analysis) -> str:
    turnout = analysis.material.turnout
    if turnout is None or turnout[1] >= LOW_TURNOUT * turnout[0]:
        return ""
    return (
        f"Only {numbers.part(turnout[1], turnout[0])} of the invited agents answered; those who did"
        " not may feel differently."
    )


def _bounded(analysis: Analysis) -> str:
    n_bounded = sum(cell.is_bounded for cell in analysis.material.cells)
    if not n_bounded:
        return ""
    return (
        f"{numbers.whole(n_bounded)} of {numbers.whole(len(analysis.material.cells))} engagement"
        " figures are published only as a bound, to protect unanimous groups, and enter as that"
        " bound."
    )


def _few_teams(analysis: Analysis) -> str:
    noun, time_noun = analysis.material.noun, analysis.material.time_noun
    lead = analysis.lead
    if not isinstance(lead, Within) or not lead.is_enough or not lead.two_way.is_approximate:
        return ""
    if lead.two_way.is_carried_by_few:
        return f"p inside {noun}s is approximate: most of the movement lies in a few {noun}s."
    return (
        f"p inside {noun}s is approximate with fewer than {FEW_UNITS} {noun}s or {FEW_WAVES}"
        f" {time_noun}s."
    )
