"""Sentences about one association, for every page that shows one.

What stands here:

- `strength(r)`: the fixed word for a size, "a modest link".
- `with_interval(estimate)`: "r = 0.31, 95% interval 0.10 to 0.48".
- `counted(k, noun)`: "no block", "1 block", "9 blocks".
- `reliably(detectable, noun)`: "only a link of 0.79 or more would have shown up reliably".
- `cannot_tell(whether, detectable, noun)`: "We cannot tell yet whether ...: only a link of ...".
- `leading(verdict, r)`: "There is a modest link, upward".
- `went_with(one, other, verdict, r, detectable, noun)`: a whole finding, "Higher engagement went
  with higher satisfaction: a modest link.", its "to any degree that matters" or "We cannot tell".

`detectable` is the estimate of `survey.stats.power.smallest_detectable_correlation`, for a link
inside units that of `smallest_detectable_within`. Past tense, "go with" and "differ": nothing says
one side moves the other.
"""

from __future__ import annotations

from survey.insight.linkage.verdict import MEANINGFUL, Verdict
from survey.render import numbers
from survey.stats.result import Estimate


def strength(r: float) -> str:
    """The fixed word for a correlation of this size."""
    size = abs(r)
    if size < MEANINGFUL:
        return "no link to speak of"
    if size < 0.3:
        return "a modest link"
    return "a moderate link" if size <= 0.5 else "a strong link"


def with_interval(estimate: Estimate) -> str:
    """The correlation with its interval, for the inside of a sentence."""
    number = f"r = {numbers.r(estimate.value)}"
    if estimate.interval is None:
        return number
    return f"{number}, 95% interval {numbers.interval(*estimate.ends)}"


def counted(k: int, noun: str) -> str:
    """So many units or waves, with their noun in the right number."""
    if k == 0:
        return f"no {noun}"
    return f"1 {noun}" if k == 1 else f"{numbers.whole(k)} {noun}s"


def reliably(detectable: Estimate, noun: str) -> str:
    """What these data could have shown at all, as the second half of a sentence."""
    if detectable.value is None:
        return f"with so few {noun}s no link could have shown up reliably"
    return f"only a link of {numbers.r(detectable.value)} or more would have shown up reliably"


def cannot_tell(whether: str, detectable: Estimate, noun: str) -> str:
    """The sentence of an open question; `whether` is its half sentence, "there is a link"."""
    return f"We cannot tell yet whether {whether}: {reliably(detectable, noun)}."


def leading(verdict: Verdict, r: float) -> str:
    """The verdict as the start of a sentence that goes on with the number."""
    if verdict is Verdict.EVIDENCE_FOR:
        return f"There is {strength(r)}, {'upward' if r > 0 else 'downward'}"
    if verdict is Verdict.EVIDENCE_AGAINST:
        return "There is no link that matters"
    return "We cannot tell"


def went_with(
    one: str, other: str, *, verdict: Verdict, r: float | None, detectable: Estimate, noun: str
) -> str:
    """What is known about two named sides, as one sentence without numbers of the estimate."""
    if verdict is Verdict.EVIDENCE_FOR and r is not None:
        side = "higher" if r > 0 else "lower"
        return f"Higher {one} went with {side} {other}: {strength(r)}."
    if verdict is Verdict.EVIDENCE_AGAINST:
        return (
            f"{one[0].upper()}{one[1:]} and {other} did not go together to any degree that matters."
        )
    return cannot_tell(f"{one} and {other} go together", detectable, noun)
