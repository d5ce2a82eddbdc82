"""The findings above the linkage's pictures."""

from __future__ import annotations

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.verdict import Verdict
from survey.insight.words.compared import say_n_of, say_of
from survey.render.speech import say


def between_title(analysis: Analysis) -> str:
    """What the dots of whole groups show."""
    noun = analysis.material.noun
    verdict, r = analysis.between.verdict, analysis.between.pearson.value
    if verdict is Verdict.EVIDENCE_FOR and r is not None:
        if r > 0:
            return say_of(noun, "Blocks with higher engagement had higher satisfaction")
        return say_of(noun, "Blocks with higher engagement had lower satisfaction")
    if verdict is Verdict.EVIDENCE_AGAINST:
        return say_of(noun, "Engaged and less engaged blocks hardly differed in satisfaction")
    k = len(analysis.between.groups)
    if r is not None and r > 0:
        return say_n_of(
            noun,
            "%(num)s block cannot tell a line that rises from chance",
            "%(num)s blocks cannot tell a line that rises from chance",
            k,
        )
    return say_n_of(
        noun,
        "%(num)s block cannot tell a line that falls from chance",
        "%(num)s blocks cannot tell a line that falls from chance",
        k,
    )


def within_title(analysis: Analysis) -> str:
    """What the dots of groups in waves show."""
    material = analysis.material
    noun = material.noun
    correlation = analysis.within.two_way.correlation
    verdict, r = analysis.within.verdict, correlation.value
    if verdict is Verdict.EVIDENCE_FOR and r is not None:
        if r > 0:
            return say("More engagement than usual went with more satisfaction")
        return say("More engagement than usual went with less satisfaction")
    if verdict is Verdict.EVIDENCE_AGAINST:
        return say("Engagement and satisfaction did not move together")
    if r is not None and r > 0:
        return say_n_of(
            noun,
            "%(num)s block wave cannot tell a line that rises from chance",
            "%(num)s block waves cannot tell a line that rises from chance",
            correlation.n,
        )
    return say_n_of(
        noun,
        "%(num)s block wave cannot tell a line that falls from chance",
        "%(num)s block waves cannot tell a line that falls from chance",
        correlation.n,
    )
