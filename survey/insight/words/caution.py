"""What a linkage cannot show, and what was left out of it."""

from __future__ import annotations

from collections import Counter

from survey.insight.linkage.analysis import Analysis
from survey.insight.linkage.cells import Exclusion
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS, ReasonCode
from survey.insight.words.compared import counted, say_of
from survey.render import numbers
from survey.render.speech import say, to_say

REASONS: dict[ReasonCode, str] = {
    "no_pulse": to_say("%(n)s without an engagement figure"),
    "below_threshold": to_say("%(n)s with engagement hidden because too few answered"),
    "no_csat": to_say("%(n)s without customer answers"),
    "no_days": to_say(
        "%(n)s with a period whose name does not tell its days (write 2026, 2026-03 or 2026-Q1)"
    ),
    "window_open": to_say("%(n)s with days of CSAT that have not ended yet"),
    "too_few_csat": to_say("%(n)s with fewer than %(least)s customer answers"),
}


def caution(analysis: Analysis) -> str:
    """The standard caution, with this linkage's own numbers."""
    noun, time_noun = analysis.material.noun, analysis.material.time_noun
    lines = exclusion_lines(analysis.material.exclusions)
    return " ".join(
        (
            say_of(
                noun,
                "This compares blocks and waves, not individuals. It shows association: a third"
                " factor (contact mix, season, staffing, outages) may move both, and happier"
                " customers may lift engagement as well as the reverse.",
            ),
            *_what_a_block_is(noun),
            say(
                "Included: %(blocks)s and %(waves)s.",
                blocks=counted(analysis.n_groups, noun),
                waves=counted(analysis.n_waves, time_noun),
            ),
            say("Left out: %(reasons)s.", reasons="; ".join(lines))
            if lines
            else say("Nothing was left out."),
            say_of(
                noun,
                "A link between block averages says nothing about any one person.",
            ),
        )
    )


def _what_a_block_is(noun: str) -> tuple[str, ...]:
    if noun != "block":
        return ()
    return (say("A block is one team, or small teams joined so that nobody can be singled out."),)


def exclusion_lines(exclusions: tuple[Exclusion, ...]) -> tuple[str, ...]:
    """How many team waves stayed out, per reason."""
    found = Counter(exclusion.reason for exclusion in exclusions)
    least = numbers.whole(MINIMUM_CUSTOMERS)
    return tuple(
        say(REASONS[code], n=numbers.whole(found[code]), least=least)
        for code in REASONS
        if found[code]
    )
