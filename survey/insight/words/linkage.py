"""A linkage in sentences; see docs/statistics.md for the wording rules.

Order: the plain sentence, the number with its interval, how many groups and waves, what it cannot
show. "Go with" and "differ", never a word that says one side moves the other.
"""

from __future__ import annotations

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.between import Between
from survey.insight.linkage.minimums import (
    SHOW_BETWEEN_FROM,
    TEST_BETWEEN_FROM,
    WITHIN_DF,
    WITHIN_UNITS,
    WITHIN_WAVES,
)
from survey.insight.linkage.verdict import Verdict
from survey.insight.linkage.within import Within
from survey.insight.words.association import reliably, strength, with_interval
from survey.insight.words.compared import counted, say_n_of, say_of
from survey.insight.words.reasons import reason_of
from survey.render import numbers
from survey.render.speech import say, say_n


def headline(analysis: Analysis) -> str:
    """The finding in one sentence."""
    # These sentences speak of waves whatever the figures are of.
    noun = analysis.material.noun
    lead = analysis.lead
    if isinstance(lead, Within):
        return _within_headline(lead, noun)
    return _between_headline(lead, noun)


def _within_headline(within: Within, noun: str) -> str:
    r = within.two_way.correlation.value
    if within.verdict is Verdict.EVIDENCE_FOR and r is not None:
        if r > 0:
            return say_of(
                noun,
                "When a block’s engagement was above its usual level, its customers’ satisfaction"
                " was higher in the same wave: %(strength)s.",
                strength=strength(r),
            )
        return say_of(
            noun,
            "When a block’s engagement was above its usual level, its customers’ satisfaction was"
            " lower in the same wave: %(strength)s.",
            strength=strength(r),
        )
    if within.verdict is Verdict.EVIDENCE_AGAINST:
        return say_of(
            noun,
            "When a block’s engagement moved, its customers’ satisfaction did not move with it to"
            " any degree that matters.",
        )
    if not within.is_enough:
        return say_of(
            noun,
            "We cannot tell yet: there are too few blocks and waves to look inside blocks.",
        )
    return say_of(
        noun,
        "We cannot tell yet whether satisfaction moves with a block’s engagement: %(reliably)s.",
        reliably=reliably(within.detectable, noun),
    )


def _between_headline(between: Between, noun: str) -> str:
    r = between.pearson.value
    k = len(between.groups)
    if between.verdict is Verdict.EVIDENCE_FOR and r is not None:
        if r > 0:
            return say_of(
                noun,
                "Blocks with higher engagement had higher satisfaction: %(strength)s.",
                strength=strength(r),
            )
        return say_of(
            noun,
            "Blocks with higher engagement had lower satisfaction: %(strength)s.",
            strength=strength(r),
        )
    if between.verdict is Verdict.EVIDENCE_AGAINST:
        return say_of(
            noun,
            "Blocks with higher engagement did not differ in satisfaction to any degree that"
            " matters.",
        )
    if not between.is_enough:
        return say(
            "We cannot tell yet: %(blocks)s can be compared, and it takes at least %(least)s to"
            " test a link.",
            blocks=counted(k, noun),
            least=numbers.whole(TEST_BETWEEN_FROM),
        )
    return say(
        "We cannot tell yet whether there is a link: %(reliably)s.",
        reliably=reliably(between.detectable, noun),
    )


def number(analysis: Analysis) -> str:
    """The headline's number with its interval, p, and from how much; empty where none is shown."""
    lead, material = analysis.lead, analysis.material
    estimate = lead.estimate
    if estimate.value is None or not lead.is_enough:
        return ""
    noun = material.noun
    r, p = with_interval(estimate), numbers.p_phrase(lead.p)
    if not isinstance(lead, Within):
        return say_of(
            noun,
            "%(r)s; %(p)s; %(blocks)s, between blocks.",
            r=r,
            p=p,
            blocks=counted(len(lead.groups), material.noun),
        )
    return say_of(
        noun,
        "%(r)s; %(p)s; %(blocks)s, %(waves)s, inside blocks.",
        r=r,
        p=say("%(p)s (approximate)", p=p) if lead.two_way.is_approximate else p,
        blocks=counted(estimate.n_units or 0, material.noun),
        waves=counted(estimate.n_waves or 0, material.time_noun),
    )


def between_sentence(analysis: Analysis) -> str:
    """What the comparison between teams says, with its number."""
    between, noun = analysis.between, analysis.material.noun
    r, k = between.pearson, len(between.groups)
    if k < SHOW_BETWEEN_FROM:
        least = numbers.whole(SHOW_BETWEEN_FROM)
        if not k:
            return say_of(
                noun,
                "No block can be compared; it takes at least %(least)s to show how they differ.",
                least=least,
            )
        return say_n_of(
            noun,
            "%(num)s block can be compared; it takes at least %(least)s to show how they differ.",
            "%(num)s blocks can be compared; it takes at least %(least)s to show how they differ.",
            k,
            least=least,
        )
    if r.value is None:
        return say("Not computable: %(reason)s", reason=reason_of(r))
    interval, blocks = with_interval(r), counted(k, noun)
    if not between.is_enough:
        return say_of(noun, "Too few blocks to test: %(r)s, %(blocks)s.", r=interval, blocks=blocks)
    return say(
        "%(leading)s (%(r)s, %(blocks)s; permutation %(p)s).",
        leading=_leading(between.verdict, r.value),
        r=interval,
        blocks=blocks,
        p=numbers.p_phrase(between.permutation.p),
    )


def within_sentence(analysis: Analysis) -> str:
    """What the comparison inside teams says, with its number."""
    within, material = analysis.within, analysis.material
    r = within.clustered
    if r.value is None:
        return say_of(
            material.noun,
            "We cannot tell yet: it takes at least %(blocks)s blocks with %(waves)s waves in which"
            " both sides move.",
            blocks=numbers.whole(WITHIN_UNITS),
            waves=numbers.whole(WITHIN_WAVES),
        )
    counts = {
        "r": with_interval(r),
        "blocks": counted(r.n_units or 0, material.noun),
        "waves": counted(r.n_waves or 0, material.time_noun),
    }
    if not within.is_enough:
        needs = needs_more(within, material.noun)
        return say("%(needs)s (%(r)s, %(blocks)s, %(waves)s).", needs=needs, **counts)
    return say(
        "%(leading)s (%(r)s, %(blocks)s, %(waves)s; clustered %(p)s).",
        leading=_leading(within.verdict, r.value),
        p=numbers.p_phrase(r.p),
        **counts,
    )


def _leading(verdict: Verdict, r: float) -> str:
    """The verdict as the start of a sentence that goes on with the number."""
    if verdict is Verdict.EVIDENCE_AGAINST:
        return say("There is no link that matters")
    if verdict is not Verdict.EVIDENCE_FOR:
        return say("We cannot tell")
    if r > 0:
        return say("There is %(strength)s, upward", strength=strength(r))
    return say("There is %(strength)s, downward", strength=strength(r))


def needs_more(within: Within, noun: str) -> str:
    """How much is missing before the inside of teams can be judged."""
    r = within.two_way.correlation
    units, waves = r.n_units or 0, r.n_waves or 0
    more_waves = max(WITHIN_WAVES - waves, _waves_for_df(max(units, WITHIN_UNITS), waves))
    blocks_missing = waves_missing = ""
    if units < WITHIN_UNITS:
        blocks_missing = say_n_of(
            noun,
            "%(num)s more block with several waves",
            "%(num)s more blocks with several waves",
            WITHIN_UNITS - units,
        )
    if more_waves > 0:
        waves_missing = say_n("%(num)s more wave", "about %(num)s more waves", more_waves)
    if blocks_missing and waves_missing:
        return say("Needs %(blocks)s and %(waves)s", blocks=blocks_missing, waves=waves_missing)
    if blocks_missing or waves_missing:
        return say("Needs %(missing)s", missing=blocks_missing or waves_missing)
    return say("Not enough to judge yet")


def _waves_for_df(units: int, waves: int) -> int:
    """Waves still missing until (units - 1)(waves - 1) - 1 degrees of freedom are enough."""
    return max(0, -(-(WITHIN_DF + 1) // (units - 1)) + 1 - waves)
