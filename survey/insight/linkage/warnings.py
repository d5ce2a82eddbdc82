"""What a careful analyst would point out about this linkage before anyone quotes it."""

from __future__ import annotations

import numpy as np

from survey.insight.linkage.analysis import SHOW_BETWEEN_FROM, Analysis
from survey.insight.linkage.cells import Cell
from survey.render import numbers
from survey.stats.influence import leave_one_out_r, simpson_check
from survey.stats.within import FEW_UNITS

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
        f"Waves explain {numbers.share(share)} of the differences in satisfaction: something moved"
        f" all {analysis.material.noun}s at once, so quote only the figure that leaves this out."
    )


def _share_explained_by_waves(cells: tuple[Cell, ...]) -> float | None:
    """Between-wave sum of squares over the total, of the satisfaction side."""
    waves = sorted({cell.wave for cell in cells})
    if len(waves) < 2:
        return None
    y = np.array([cell.satisfaction for cell in cells])
    total = float(((y - y.mean()) ** 2).sum())
    if total == 0:
        return None
    parts = [y[[cell.wave == wave for cell in cells]] for wave in waves]
    return float(sum(len(part) * (part.mean() - y.mean()) ** 2 for part in parts)) / total


def _one_team_carries_it(analysis: Analysis) -> str:
    groups = analysis.between.groups
    if len(groups) < SHOW_BETWEEN_FROM:
        return ""
    influence = leave_one_out_r(
        [group.engagement for group in groups], [group.satisfaction for group in groups]
    )
    if not influence.is_notable or influence.index is None:
        return ""
    label, noun = groups[influence.index].label, analysis.material.noun
    if influence.change.value is None:
        return f"The comparison between {noun}s rests on {label} alone."
    return (
        f"Leaving out {label} changes the correlation between {noun}s by"
        f" {numbers.change(influence.change.value)}."
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
    noun = analysis.material.noun
    if analysis.headline != "within" or not analysis.within.is_enough:
        return ""
    if (analysis.within.two_way.correlation.n_units or 0) >= FEW_UNITS:
        return ""
    return f"p inside {noun}s is approximate with fewer than {FEW_UNITS} {noun}s."
