"""What a linkage cannot show, and what was left out of it."""

from __future__ import annotations

from collections import Counter

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.cells import Exclusion
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS, ReasonCode
from survey.insight.words.association import counted
from survey.render import numbers

REASONS: dict[ReasonCode, str] = {
    "no_pulse": "without an engagement figure",
    "below_threshold": "with engagement hidden because too few answered",
    "no_csat": "without customer answers",
    "no_days": "with a period whose name does not tell its days (write 2026, 2026-03 or 2026-Q1)",
    "window_open": "with days of CSAT that have not ended yet",
    "too_few_csat": f"with fewer than {MINIMUM_CUSTOMERS} customer answers",
}


def caution(analysis: Analysis) -> str:
    """The standard caution, with this linkage's own numbers."""
    noun = analysis.material.noun
    reasons = "; ".join(exclusion_lines(analysis.material.exclusions))
    left_out = f"Left out: {reasons}." if reasons else "Nothing was left out."
    waves = counted(analysis.n_waves, analysis.material.time_noun)
    return (
        f"This compares {noun}s and {analysis.material.time_noun}s, not individuals. It shows"
        " association: a third factor (contact mix, season, staffing, outages) may move both, and"
        " happier customers may lift engagement as well as the reverse."
        f"{_what_a_block_is(noun)} Included: {counted(analysis.n_groups, noun)} and"
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
