"""What a careful analyst would point out about this linkage before anyone quotes it."""

from __future__ import annotations

import numpy as np

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.cells import Cell
from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM, WITHIN_UNITS, WITHIN_WAVES
from survey.insight.linkage.verdict import verdict_of
from survey.insight.linkage.within import Within, is_enough
from survey.insight.words.association import verdict_words
from survey.insight.words.compared import say_n_of, say_of
from survey.insight.words.measuring import UNRELIABLE
from survey.render import numbers
from survey.render.speech import say
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
    return say_of(
        analysis.material.noun,
        "Between blocks and inside blocks the link points in opposite directions: they are"
        " different questions, and neither answers the other.",
    )


def _pooled_misleads(analysis: Analysis) -> str:
    check = simpson_check(analysis.pooled, analysis.within.two_way.correlation)
    if not check.is_notable:
        return ""
    return say_of(
        analysis.material.noun,
        "Throwing all blocks and waves into one correlation would mislead here (r = %(r)s): it"
        " mixes standing differences between blocks with movements inside them.",
        r=numbers.r(analysis.pooled.value),
    )


def _plain_and_two_way_differ(analysis: Analysis) -> str:
    plain = analysis.within.repeated.correlation.value
    strict = analysis.within.two_way.correlation.value
    if plain is None or strict is None or plain * strict >= 0:
        return ""
    return say_of(
        analysis.material.noun,
        "The link inside blocks changes direction once movements shared by all blocks are taken"
        " out: quote only the figure without them.",
    )


def _waves_move_together(analysis: Analysis) -> str:
    share = _share_explained_by_waves(analysis.material.cells)
    if share is None or share <= SHARED_MOVEMENT:
        return ""
    return say_of(
        analysis.material.noun,
        "Waves explain %(share)s of the differences in satisfaction, more than chance would:"
        " something moved all blocks at once, so quote only the figure that leaves this out.",
        share=numbers.share(share),
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
    label = groups[influence.index].label
    if influence.change.value is None:
        return say_of(
            analysis.material.noun,
            "The comparison between blocks rests on %(name)s alone.",
            name=label,
        )
    return say_of(
        analysis.material.noun,
        "Leaving out %(name)s changes the correlation between blocks by %(change)s.",
        name=label,
        change=numbers.change(influence.change.value),
    )


def _means_are_unreliable(analysis: Analysis) -> str:
    measure, noun = analysis.measure, analysis.material.noun
    engagement = _poor(measure.icc2_engagement)
    satisfaction = _poor(measure.icc2_satisfaction)
    if engagement and satisfaction:
        return say_of(
            noun,
            "Means of blocks in one wave say little about the block (ICC(2) %(engagement)s for"
            " engagement and %(satisfaction)s for satisfaction): even a close link would look"
            " weak.",
            engagement=engagement,
            satisfaction=satisfaction,
        )
    if engagement:
        return say_of(
            noun,
            "Means of blocks in one wave say little about the block (ICC(2) %(icc)s for"
            " engagement): even a close link would look weak.",
            icc=engagement,
        )
    if satisfaction:
        return say_of(
            noun,
            "Means of blocks in one wave say little about the block (ICC(2) %(icc)s for"
            " satisfaction): even a close link would look weak.",
            icc=satisfaction,
        )
    return ""


def _poor(icc2: float | None) -> str:
    """The figure where it is too low to rely on, else nothing."""
    return numbers.r(icc2) if icc2 is not None and icc2 < UNRELIABLE else ""


def _covariates_change_it(analysis: Analysis) -> str:
    within = analysis.within
    if within.adjusted is None or not within.is_enough:
        return ""
    estimate = within.adjusted.clustered
    held = verdict_of(estimate, estimate.p, enough=is_enough(within.adjusted.correlation))
    if held is within.verdict:
        return ""
    return say_of(
        analysis.material.noun,
        "With %(held)s held equal the verdict inside blocks would be: %(verdict)s.",
        held=say(", ").join(say(one) for one in analysis.material.held),
        verdict=verdict_words(held),
    )


def _overlapping(analysis: Analysis) -> str:
    n = analysis.between.n_overlapping
    if not n:
        return ""
    return say_n_of(
        analysis.material.noun,
        "%(num)s block of earlier waves had other units; so that nobody counts twice, the"
        " comparison between blocks leaves them out.",
        "%(num)s blocks of earlier waves had other units; so that nobody counts twice, the"
        " comparison between blocks leaves them out.",
        n,
    )


def _low_turnout(analysis: Analysis) -> str:
    turnout = analysis.material.turnout
    if turnout is None or turnout[1] >= LOW_TURNOUT * turnout[0]:
        return ""
    return say(
        "Only %(part)s of the invited agents answered; those who did not may feel differently.",
        part=numbers.part(turnout[1], turnout[0]),
    )


def _bounded(analysis: Analysis) -> str:
    n_bounded = sum(cell.is_bounded for cell in analysis.material.cells)
    if not n_bounded:
        return ""
    return say(
        "%(some)s of %(all)s engagement figures are published only as a bound, to protect unanimous"
        " groups, and enter as that bound.",
        some=numbers.whole(n_bounded),
        all=numbers.whole(len(analysis.material.cells)),
    )


def _few_teams(analysis: Analysis) -> str:
    lead = analysis.lead
    if not isinstance(lead, Within) or not lead.is_enough or not lead.two_way.is_approximate:
        return ""
    if lead.two_way.is_carried_by_few:
        return say_of(
            analysis.material.noun,
            "p inside blocks is approximate: most of the movement lies in a few blocks.",
        )
    return say_of(
        analysis.material.noun,
        "p inside blocks is approximate with fewer than %(units)s blocks or %(waves)s waves.",
        units=numbers.whole(FEW_UNITS),
        waves=numbers.whole(FEW_WAVES),
    )
