"""A linkage in sentences; see docs/statistics.md for the wording rules.

Order: the plain sentence, the number with its interval, how many groups and waves, what it cannot
show. "Go with" and "differ", never a word that says one side moves the other.
"""

from __future__ import annotations

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.between import Between
from survey.insight.linkage.cells import SHARE
from survey.insight.linkage.minimums import (
    SHOW_BETWEEN_FROM,
    TEST_BETWEEN_FROM,
    WITHIN_DF,
    WITHIN_UNITS,
    WITHIN_WAVES,
)
from survey.insight.linkage.verdict import Verdict
from survey.insight.linkage.within import Within
from survey.insight.words import points
from survey.insight.words.association import (
    cannot_tell,
    counted,
    leading,
    strength,
    with_interval,
)
from survey.render import numbers
from survey.stats.effect import chance_above_median


def headline(analysis: Analysis) -> str:
    """The finding in one sentence."""
    noun = analysis.material.noun
    lead = analysis.lead
    if isinstance(lead, Within):
        return _within_headline(lead, noun)
    return _between_headline(lead, noun)


def _within_headline(within: Within, noun: str) -> str:
    r = within.two_way.correlation.value
    if within.verdict is Verdict.EVIDENCE_FOR and r is not None:
        side = "higher" if r > 0 else "lower"
        return (
            f"When a {noun}’s engagement was above its usual level, its customers’ satisfaction"
            f" was {side} in the same wave: {strength(r)}."
        )
    if within.verdict is Verdict.EVIDENCE_AGAINST:
        return (
            f"When a {noun}’s engagement moved, its customers’ satisfaction did not move with it to"
            " any degree that matters."
        )
    if not within.is_enough:
        return f"We cannot tell yet: there are too few {noun}s and waves to look inside {noun}s."
    return cannot_tell(f"satisfaction moves with a {noun}’s engagement", within.detectable, noun)


def _between_headline(between: Between, noun: str) -> str:
    r = between.pearson.value
    k = len(between.groups)
    if between.verdict is Verdict.EVIDENCE_FOR and r is not None:
        side = "higher" if r > 0 else "lower"
        return (
            f"{noun.capitalize()}s with higher engagement had {side} satisfaction: {strength(r)}."
        )
    if between.verdict is Verdict.EVIDENCE_AGAINST:
        return (
            f"{noun.capitalize()}s with higher engagement did not differ in satisfaction to any"
            " degree that matters."
        )
    if not between.is_enough:
        return (
            f"We cannot tell yet: {counted(k, noun)} can be compared, and it takes at least"
            f" {TEST_BETWEEN_FROM} to test a link."
        )
    return cannot_tell("there is a link", between.detectable, noun)


def number(analysis: Analysis) -> str:
    """The headline's number with its interval, p, and from how much; empty where none is shown."""
    lead, material = analysis.lead, analysis.material
    estimate = lead.estimate
    if estimate.value is None or not lead.is_enough:
        return ""
    if isinstance(lead, Within):
        approximate = " (approximate)" if lead.two_way.is_approximate else ""
        counts = (
            f"{counted(estimate.n_units or 0, material.noun)},"
            f" {counted(estimate.n_waves or 0, material.time_noun)}"
        )
        return (
            f"{with_interval(estimate)}; {numbers.p_phrase(lead.p)}{approximate};"
            f" {counts}, inside {material.noun}s."
        )
    return (
        f"{with_interval(estimate)}; {numbers.p_phrase(lead.p)};"
        f" {counted(len(lead.groups), material.noun)}, between {material.noun}s."
    )


def between_sentence(analysis: Analysis) -> str:
    """What the comparison between teams says, with its number."""
    between, noun = analysis.between, analysis.material.noun
    r, k = between.pearson, len(between.groups)
    if k < SHOW_BETWEEN_FROM:
        compared = counted(k, noun)
        return (
            f"{compared[0].upper()}{compared[1:]} can be compared; it takes at least"
            f" {SHOW_BETWEEN_FROM} to show how they differ."
        )
    if r.value is None:
        return f"Not computable: {r.reason}"
    number = f"{with_interval(r)}, {counted(k, noun)}"
    if not between.is_enough:
        return f"Too few {noun}s to test: {number}."
    p = numbers.p_phrase(between.permutation.p)
    return f"{leading(between.verdict, r.value)} ({number}; permutation {p})."


def within_sentence(analysis: Analysis) -> str:
    """What the comparison inside teams says, with its number."""
    within, noun = analysis.within, analysis.material.noun
    r = within.clustered
    if r.value is None:
        time_noun = analysis.material.time_noun
        return (
            f"We cannot tell yet: it takes at least {WITHIN_UNITS} {noun}s with {WITHIN_WAVES}"
            f" {time_noun}s in which both sides move."
        )
    times = counted(r.n_waves or 0, analysis.material.time_noun)
    number = f"{with_interval(r)}, {counted(r.n_units or 0, noun)}, {times}"
    if not within.is_enough:
        return f"{needs_more(within, noun)} ({number})."
    return f"{leading(within.verdict, r.value)} ({number}; clustered {numbers.p_phrase(r.p)})."


def needs_more(within: Within, noun: str) -> str:
    """How much is missing before the inside of teams can be judged."""
    r = within.two_way.correlation
    units, waves = r.n_units or 0, r.n_waves or 0
    wanted = []
    if units < WITHIN_UNITS:
        wanted.append(f"{counted(WITHIN_UNITS - units, f'more {noun}')} with several waves")
    more_waves = max(WITHIN_WAVES - waves, _waves_for_df(max(units, WITHIN_UNITS), waves))
    if more_waves > 0:
        wanted.append("1 more wave" if more_waves == 1 else f"about {more_waves} more waves")
    return "Needs " + " and ".join(wanted) if wanted else "Not enough to judge yet"


def _waves_for_df(units: int, waves: int) -> int:
    """Waves still missing until (units - 1)(waves - 1) - 1 degrees of freedom are enough."""
    return max(0, -(-(WITHIN_DF + 1) // (units - 1)) + 1 - waves)


def size_sentence(analysis: Analysis) -> str:
    """How large the difference between teams is in points of satisfaction, or an empty text."""
    size = analysis.between.size
    if size.value is None or not analysis.between.is_enough:
        return ""
    scale, noun = analysis.material.satisfaction, analysis.material.noun
    spread = (
        f" (95% interval {points.span_of(size, scale)};"
        f" {counted(len(analysis.between.groups), noun)})"
        if size.interval
        else ""
    )
    return (
        f"{noun.capitalize()}s at the 75th percentile of engagement averaged"
        f" {points.apart(size.value, scale)} {noun}s at the 25th{spread}, on a scale from"
        f" {numbers.decimal(scale.low, 0)} to {numbers.decimal(scale.high, 0)}"
        f"{' percent' if scale == SHARE else ''}."
    )


def chance_sentence(analysis: Analysis) -> str:
    """What the link between groups means for one group, or an empty text where none was found."""
    between, noun = analysis.between, analysis.material.noun
    if between.verdict is not Verdict.EVIDENCE_FOR or between.pearson.value is None:
        return ""
    chance = chance_above_median(between.pearson.value)
    return (
        f"Of {noun}s in the upper half of engagement about {numbers.share(chance)} would be in the"
        f" upper half of satisfaction, of the others about {numbers.share(1 - chance)}."
    )


def adjusted_sentence(analysis: Analysis) -> str:
    """The link inside groups with the plan's covariates held equal, or an empty text without."""
    adjusted = analysis.within.adjusted
    if adjusted is None:
        return ""
    held = "With " + ", ".join(analysis.material.held) + " held equal"
    estimate = adjusted.clustered
    if estimate.value is None:
        return f"{held} it is not computable: {estimate.reason}"
    return (
        f"{held}: {with_interval(estimate)}, {numbers.p_phrase(estimate.p)}, from"
        f" {counted(estimate.n, f'{analysis.material.noun} {analysis.material.time_noun}')}."
    )


def detectable_sentence(analysis: Analysis) -> str:
    """What these data could have shown at all."""
    within, between = analysis.within.detectable, analysis.between.detectable
    noun = analysis.material.noun
    parts = []
    if between.value is not None:
        parts.append(
            f"between {counted(between.n, noun)} only r of {numbers.r(between.value)} or more"
        )
    if analysis.within.is_enough and within.value is not None:
        parts.append(f"inside {noun}s only r of {numbers.r(within.value)} or more")
    if not parts:
        return f"So few {noun}s cannot show any link reliably."
    return "With these data, " + " and ".join(parts) + " would have shown up reliably (power 80%)."
