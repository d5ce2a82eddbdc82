"""Sentences about how far the means of groups stand for something."""

from __future__ import annotations

from survey.insight.words.compared import say_of
from survey.insight.words.reasons import reason_of
from survey.privacy.gate import Reliability
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.stats.result import Estimate, Interval

RELIABLE = 0.7
# Under this a mean says more about who happened to answer than about the group.
UNRELIABLE = 0.5


def engagement_sentence(icc2: float | None, noun: str) -> str:
    """What ICC(2), averaged over waves, says about a group's mean engagement in one wave."""
    if icc2 is None:
        return say_of(noun, "How reliable a block’s mean engagement is in one wave is not known.")
    return say_of(
        noun,
        "Differences between blocks in mean engagement within one wave are %(judged)s: ICC(2)"
        " %(icc)s on average.",
        judged=_judged(icc2),
        icc=numbers.r(icc2),
    )


def satisfaction_sentence(icc2: float | None, noun: str) -> str:
    """What ICC(2), averaged over waves, says about a group's mean satisfaction in one wave."""
    if icc2 is None:
        return say_of(noun, "How reliable a block’s mean satisfaction is in one wave is not known.")
    return say_of(
        noun,
        "Differences between blocks in mean satisfaction within one wave are %(judged)s: ICC(2)"
        " %(icc)s on average.",
        judged=_judged(icc2),
        icc=numbers.r(icc2),
    )


def _judged(icc2: float) -> str:
    if icc2 >= RELIABLE:
        return say("reliable enough to tell them apart")
    return say("told apart only roughly") if icc2 >= UNRELIABLE else say("mostly chance")


def items_sentence(reliability: Reliability | None, span: Interval | None, wave: str) -> str:
    """How consistently the items were answered, where that was published."""
    if reliability is None:
        return ""
    alpha = say("alpha %(alpha)s", alpha=numbers.r(reliability.alpha))
    if span is not None:
        interval = numbers.interval(span.low, span.high)
        alpha = say("%(alpha)s (95%% interval %(interval)s)", alpha=alpha, interval=interval)
    if reliability.omega is not None:
        alpha = say("%(alpha)s, omega %(omega)s", alpha=alpha, omega=numbers.r(reliability.omega))
    return say(
        "%(wave)s: %(items)s, %(alpha)s, from about %(answers)s.",
        wave=wave,
        items=say_n("%(num)s item", "%(num)s items", reliability.n_items),
        alpha=alpha,
        answers=say_n("%(num)s answer", "%(num)s answers", reliability.n),
    )


def corrected_sentence(corrected: Estimate | None, noun: str) -> str:
    """The link between groups without attenuation, as the secondary figure it is."""
    if corrected is None:
        return ""
    if corrected.value is None:
        return say_of(
            noun,
            "How close the link between blocks would be if both sides were measured without error"
            " cannot be said. %(reason)s",
            reason=reason_of(corrected),
        )
    return say_of(
        noun,
        "Measured without error the link between blocks would be no stronger than r = %(r)s"
        " (reliability of one wave taken for means over all).",
        r=numbers.r(corrected.value),
    )
