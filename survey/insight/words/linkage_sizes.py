"""A linkage in sentences, on: how large it is, with what held equal, what could have been seen."""

from __future__ import annotations

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.cells import SHARE
from survey.insight.linkage.verdict import Verdict
from survey.insight.words import points
from survey.insight.words.association import with_interval
from survey.insight.words.compared import counted, say_n_of, say_of
from survey.insight.words.reasons import reason_of
from survey.render import numbers
from survey.render.speech import say
from survey.stats.effect import chance_above_median


def size_sentence(analysis: Analysis) -> str:
    """How large the difference between teams is in points of satisfaction, or an empty text."""
    size = analysis.between.size
    if size.value is None or not analysis.between.is_enough:
        return ""
    scale, noun = analysis.material.satisfaction, analysis.material.noun
    values = {
        "apart": points.apart(size.value, scale),
        "low": numbers.decimal(scale.low, 0),
        "high": numbers.decimal(scale.high, 0),
    }
    if size.interval is None:
        if scale == SHARE:
            return say_of(
                noun,
                "Blocks at the 75th percentile of engagement averaged %(apart)s blocks at the 25th,"
                " on a scale from %(low)s to %(high)s percent.",
                **values,
            )
        return say_of(
            noun,
            "Blocks at the 75th percentile of engagement averaged %(apart)s blocks at the 25th, on"
            " a scale from %(low)s to %(high)s.",
            **values,
        )
    values["interval"] = points.span_of(size, scale)
    values["blocks"] = counted(len(analysis.between.groups), noun)
    if scale == SHARE:
        return say_of(
            noun,
            "Blocks at the 75th percentile of engagement averaged %(apart)s blocks at the 25th"
            " (95%% interval %(interval)s; %(blocks)s), on a scale from %(low)s to %(high)s"
            " percent.",
            **values,
        )
    return say_of(
        noun,
        "Blocks at the 75th percentile of engagement averaged %(apart)s blocks at the 25th (95%%"
        " interval %(interval)s; %(blocks)s), on a scale from %(low)s to %(high)s.",
        **values,
    )


def chance_sentence(analysis: Analysis) -> str:
    """What the link between groups means for one group, or an empty text where none was found."""
    between, noun = analysis.between, analysis.material.noun
    if between.verdict is not Verdict.EVIDENCE_FOR or between.pearson.value is None:
        return ""
    chance = chance_above_median(between.pearson.value)
    return say_of(
        noun,
        "Of blocks in the upper half of engagement about %(upper)s would be in the upper half of"
        " satisfaction, of the others about %(lower)s.",
        upper=numbers.share(chance),
        lower=numbers.share(1 - chance),
    )


def adjusted_sentence(analysis: Analysis) -> str:
    """The link inside groups with the plan's covariates held equal, or an empty text without."""
    adjusted, material = analysis.within.adjusted, analysis.material
    if adjusted is None:
        return ""
    held = ", ".join(say(one) for one in material.held)
    estimate = adjusted.clustered
    if estimate.value is None:
        return say(
            "With %(held)s held equal it is not computable: %(reason)s",
            held=held,
            reason=reason_of(estimate),
        )
    return say_n_of(
        material.noun,
        "With %(held)s held equal: %(r)s, %(p)s, from %(num)s block wave.",
        "With %(held)s held equal: %(r)s, %(p)s, from %(num)s block waves.",
        estimate.n,
        held=held,
        r=with_interval(estimate),
        p=numbers.p_phrase(estimate.p),
    )


def detectable_sentence(analysis: Analysis) -> str:
    """What these data could have shown at all."""
    within, between = analysis.within.detectable, analysis.between.detectable
    noun = analysis.material.noun
    is_known = analysis.within.is_enough and within.value is not None
    inside = numbers.r(within.value) if is_known else ""
    if between.value is None:
        if not inside:
            return say_of(noun, "So few blocks cannot show any link reliably.")
        return say_of(
            noun,
            "With these data, inside blocks only r of %(inside)s or more would have shown up"
            " reliably (power 80%%).",
            inside=inside,
        )
    values = {"blocks": counted(between.n, noun), "between": numbers.r(between.value)}
    if not inside:
        return say(
            "With these data, between %(blocks)s only r of %(between)s or more would have shown up"
            " reliably (power 80%%).",
            **values,
        )
    return say_of(
        noun,
        "With these data, between %(blocks)s only r of %(between)s or more and inside blocks only r"
        " of %(inside)s or more would have shown up reliably (power 80%%).",
        inside=inside,
        **values,
    )
