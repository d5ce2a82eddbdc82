"""The one place that turns a linkage into sentences; see docs/statistics.md for the wording rules.

Order: the plain sentence, the number with its interval, how many groups and waves, what it cannot
show. "Go with" and "differ", never a word that says one side moves the other.
"""

from __future__ import annotations

from collections import Counter

from survey.insight.linkage.analysis import (
    SHOW_BETWEEN_FROM,
    TEST_BETWEEN_FROM,
    WITHIN_DF,
    WITHIN_UNITS,
    WITHIN_WAVES,
    Analysis,
    Between,
    Within,
)
from survey.insight.linkage.cells import Exclusion
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS, ReasonCode
from survey.insight.linkage.verdict import MEANINGFUL, Verdict
from survey.render import numbers
from survey.stats.result import Estimate

REASONS: dict[ReasonCode, str] = {
    "no_pulse": "without an engagement figure",
    "below_threshold": "with engagement hidden because too few answered",
    "no_csat": "without customer answers",
    "no_days": "with a period whose name does not tell its days (write 2026, 2026-03 or 2026-Q1)",
    "too_few_csat": f"with fewer than {MINIMUM_CUSTOMERS} customer answers",
}


def strength(r: float) -> str:
    """The fixed word for a correlation of this size."""
    size = abs(r)
    if size < MEANINGFUL:
        return "no link to speak of"
    if size < 0.3:
        return "a modest link"
    return "a moderate link" if size <= 0.5 else "a strong link"


def headline(analysis: Analysis) -> str:
    """The finding in one sentence."""
    noun = analysis.material.noun
    if analysis.headline == "within":
        return _within_headline(analysis.within, noun)
    return _between_headline(analysis.between, noun)


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
    return (
        f"We cannot tell yet whether satisfaction moves with a {noun}’s engagement:"
        f" {_detectable(within.detectable, noun)}."
    )


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
            f"We cannot tell yet: {_count(k, noun)} can be compared, and it takes at least"
            f" {TEST_BETWEEN_FROM} to test a link."
        )
    return f"We cannot tell yet whether there is a link: {_detectable(between.detectable, noun)}."


def between_sentence(analysis: Analysis) -> str:
    """What the comparison between teams says, with its number."""
    between, noun = analysis.between, analysis.material.noun
    r, k = between.pearson, len(between.groups)
    if k < SHOW_BETWEEN_FROM:
        compared = _count(k, noun)
        return (
            f"{compared[0].upper()}{compared[1:]} can be compared; it takes at least"
            f" {SHOW_BETWEEN_FROM} to show how they differ."
        )
    if r.value is None:
        return f"Not computable: {r.reason}"
    number = f"r = {numbers.r(r.value)}{_interval(r)}, {_count(k, noun)}"
    if not between.is_enough:
        return f"Too few {noun}s to test: {number}."
    p = numbers.p_phrase(between.permutation.p)
    return f"{_leading(between.verdict, r.value)} ({number}; permutation {p})."


def within_sentence(analysis: Analysis) -> str:
    """What the comparison inside teams says, with its number."""
    within, noun = analysis.within, analysis.material.noun
    r = within.clustered
    if r.value is None:
        return f"Not computable: {r.reason}"
    times = _count(r.n_waves or 0, analysis.material.time_noun)
    number = f"r = {numbers.r(r.value)}{_interval(r)}, {_count(r.n_units or 0, noun)}, {times}"
    if not within.is_enough:
        return f"{needs_more(within, noun)} ({number})."
    return f"{_leading(within.verdict, r.value)} ({number}; clustered {numbers.p_phrase(r.p)})."


def needs_more(within: Within, noun: str) -> str:
    """How much is missing before the inside of teams can be judged."""
    r = within.two_way.correlation
    units, waves = r.n_units or 0, r.n_waves or 0
    wanted = []
    if units < WITHIN_UNITS:
        wanted.append(f"{WITHIN_UNITS - units} more {noun}s with several waves")
    more_waves = max(WITHIN_WAVES - waves, _waves_for_df(units, waves))
    if more_waves > 0:
        wanted.append("1 more wave" if more_waves == 1 else f"about {more_waves} more waves")
    return "Needs " + " and ".join(wanted) if wanted else "Not enough to judge yet"


def _waves_for_df(units: int, waves: int) -> int:
    """Waves still missing until (units - 1)(waves - 1) - 1 degrees of freedom are enough."""
    if units < 2:
        return 0
    return max(0, -(-(WITHIN_DF + 1) // (units - 1)) + 1 - waves)


def size_sentence(analysis: Analysis) -> str:
    """How large the difference between teams is in points of satisfaction, or an empty text."""
    size = analysis.between.size
    if size.value is None or not analysis.between.is_enough:
        return ""
    scale, noun = analysis.material.satisfaction, analysis.material.noun
    measure = scale.name.replace("Mean ", "mean ")
    gap = numbers.mean(abs(size.value))
    side = "higher" if size.value >= 0 else "lower"
    spread = (
        f" (95% interval {numbers.change_interval(size.interval.low, size.interval.high)};"
        f" {_count(len(analysis.between.groups), noun)})"
        if size.interval
        else ""
    )
    return (
        f"{noun.capitalize()}s at the 75th percentile of engagement averaged {gap} points {side}"
        f" on {measure} than {noun}s at the 25th{spread}, on a scale from"
        f" {numbers.decimal(scale.low, 0)} to {numbers.decimal(scale.high, 0)}."
    )


def detectable_sentence(analysis: Analysis) -> str:
    """What these data could have shown at all."""
    within, between = analysis.within.detectable, analysis.between.detectable
    noun = analysis.material.noun
    parts = []
    if between.value is not None:
        parts.append(
            f"between {_count(between.n, noun)} only r of {numbers.r(between.value)} or more"
        )
    if analysis.within.is_enough and within.value is not None:
        parts.append(f"inside {noun}s only r of {numbers.r(within.value)} or more")
    if not parts:
        return f"So few {noun}s cannot show any link reliably."
    return "With these data, " + " and ".join(parts) + " would have shown up reliably (power 80%)."


def caution(analysis: Analysis) -> str:
    """The standard caution, with this linkage's own numbers."""
    noun = analysis.material.noun
    reasons = "; ".join(exclusion_lines(analysis.material.exclusions))
    left_out = f"Left out: {reasons}." if reasons else "Nothing was left out."
    waves = _count(analysis.n_waves, analysis.material.time_noun)
    return (
        f"This compares {noun}s and {analysis.material.time_noun}s, not individuals. It shows"
        " association: a third factor (contact mix, season, staffing, outages) may move both, and"
        " happier customers may lift engagement as well as the reverse."
        f"{_what_a_block_is(noun)} Included: {_count(analysis.n_groups, noun)} and"
        f" {waves}. {left_out} A link between {noun} averages says nothing about any one person."
    )


def _what_a_block_is(noun: str) -> str:
    if noun != "block":
        return ""
    return " A block is one team, or small teams joined so that nobody can be singled out."


def exclusion_lines(exclusions: tuple[Exclusion, ...]) -> tuple[str, ...]:
    """How many team waves stayed out, per reason."""
    counted = Counter(exclusion.reason for exclusion in exclusions)
    return tuple(
        f"{numbers.whole(counted[code])} {REASONS[code]}" for code in REASONS if counted[code]
    )


def _leading(verdict: Verdict, r: float) -> str:
    if verdict is Verdict.EVIDENCE_FOR:
        return f"There is {strength(r)}, {'upward' if r > 0 else 'downward'}"
    if verdict is Verdict.EVIDENCE_AGAINST:
        return "There is no link that matters"
    return "We cannot tell"


def _interval(estimate: Estimate) -> str:
    if estimate.interval is None:
        return ""
    return f", 95% interval {numbers.interval(estimate.interval.low, estimate.interval.high)}"


def _detectable(detectable: Estimate, noun: str) -> str:
    if detectable.value is None:
        return f"with so few {noun}s no link could have shown up reliably"
    return f"only a link of {numbers.r(detectable.value)} or more would have shown up reliably"


def _count(k: int, noun: str) -> str:
    if k == 0:
        return f"no {noun}"
    return f"1 {noun}" if k == 1 else f"{numbers.whole(k)} {noun}s"
