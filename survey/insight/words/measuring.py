"""Sentences about how far the means of groups stand for something."""

from __future__ import annotations

from survey.insight.words.association import counted
from survey.privacy.gate import Reliability
from survey.render import numbers
from survey.stats.result import Estimate, Interval

RELIABLE = 0.7
# Under this a mean says more about who happened to answer than about the group.
UNRELIABLE = 0.5


def mean_sentence(side: str, icc2: float | None, noun: str, time_noun: str) -> str:
    """What ICC(2), averaged over waves, says about a group's mean in one wave."""
    if icc2 is None:
        return f"How reliable a {noun}’s mean {side} is in one {time_noun} is not known."
    if icc2 >= RELIABLE:
        judged = "reliable enough to tell them apart"
    elif icc2 >= UNRELIABLE:
        judged = "told apart only roughly"
    else:
        judged = "mostly chance"
    return (
        f"Differences between {noun}s in mean {side} within one {time_noun} are {judged}:"
        f" ICC(2) {numbers.r(icc2)} on average."
    )


def items_sentence(reliability: Reliability | None, span: Interval | None, wave: str) -> str:
    """How consistently the items were answered, where that was published."""
    if reliability is None:
        return ""
    omega = "" if reliability.omega is None else f", omega {numbers.r(reliability.omega)}"
    ends = "" if span is None else f" (95% interval {numbers.interval(span.low, span.high)})"
    return (
        f"{wave}: {counted(reliability.n_items, 'item')}, alpha {numbers.r(reliability.alpha)}"
        f"{ends}{omega}, from about {counted(reliability.n, 'answer')}."
    )


def corrected_sentence(corrected: Estimate | None, noun: str, time_noun: str) -> str:
    """The link between groups without attenuation, as the secondary figure it is."""
    if corrected is None:
        return ""
    if corrected.value is None:
        return (
            f"How close the link between {noun}s would be if both sides were measured without"
            f" error cannot be said. {corrected.reason}"
        )
    return (
        f"Measured without error the link between {noun}s would be no stronger than r ="
        f" {numbers.r(corrected.value)} (reliability of one {time_noun} taken for means over all)."
    )
