"""Sentences about one association, for every page that shows one.

What stands here:

- `strength(r)`: the fixed word for a size, "a modest link".
- `with_interval(estimate)`: "r = 0.31, 95% interval 0.10 to 0.48".
- `reliably(detectable, noun)`: "only a link of 0.79 or more would have shown up reliably".
- `verdict_words(verdict)`: "evidence for a link", as the verdict is shown.

`detectable` is the estimate of `survey.stats.power.smallest_detectable_correlation`, for a link
inside units that of `smallest_detectable_within`. Past tense, "go with" and "differ": nothing says
one side moves the other.
"""

from __future__ import annotations

from survey.insight.linkage.verdict import MEANINGFUL, Verdict
from survey.insight.words.compared import say_of
from survey.render import numbers
from survey.render.speech import say
from survey.stats.result import Estimate


def strength(r: float) -> str:
    """The fixed word for a correlation of this size."""
    size = abs(r)
    if size < MEANINGFUL:
        return say("no link to speak of")
    if size < 0.3:
        return say("a modest link")
    return say("a moderate link") if size <= 0.5 else say("a strong link")


def with_interval(estimate: Estimate) -> str:
    """The correlation with its interval, for the inside of a sentence."""
    r = numbers.r(estimate.value)
    if estimate.interval is None:
        return say("r = %(r)s", r=r)
    return say(
        "r = %(r)s, 95%% interval %(interval)s", r=r, interval=numbers.interval(*estimate.ends)
    )


def reliably(detectable: Estimate, noun: str) -> str:
    """What these data could have shown at all, as the second half of a sentence."""
    if detectable.value is None:
        return say_of(noun, "with so few blocks no link could have shown up reliably")
    return say(
        "only a link of %(r)s or more would have shown up reliably", r=numbers.r(detectable.value)
    )


def verdict_words(verdict: Verdict) -> str:
    """The verdict in the words it is always shown in."""
    if verdict is Verdict.EVIDENCE_FOR:
        return say("evidence for a link")
    if verdict is Verdict.EVIDENCE_AGAINST:
        return say("evidence against a meaningful link")
    return say("cannot tell yet")
