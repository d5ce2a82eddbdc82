"""Sentences about satisfaction: a change is named only where its interval leaves out zero."""

from __future__ import annotations

from typing import Literal

from survey.insight.satisfaction import Satisfaction
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.stats.result import Estimate

Way = Literal["rose", "fell", "unclear", "unknown"]


def way_of(change: Estimate | None) -> Way:
    """Where an estimate of change points: only an interval without zero points anywhere."""
    if change is None or change.value is None or change.interval is None:
        return "unknown"
    if change.interval.low > 0:
        return "rose"
    return "fell" if change.interval.high < 0 else "unclear"


def finding(whole: Satisfaction, change: Estimate | None, before: str) -> str:
    """The state of satisfaction in a few words; `before` names what it is compared with."""
    share = whole.share.value
    if share is None:
        return say("No customer has answered")
    way, now = way_of(change), numbers.share(share)
    if change is None or change.value is None or way == "unknown":
        return say("Satisfaction stands at %(now)s", now=now)
    if way == "unclear":
        return say("No detectable change in satisfaction")
    then = numbers.share(share - change.value)
    if then == now:
        if way == "rose":
            return say("Satisfaction rose to %(now)s since %(before)s", now=now, before=before)
        return say("Satisfaction fell to %(now)s since %(before)s", now=now, before=before)
    ends = {"now": now, "then": then, "before": before}
    if way == "rose":
        return say("Satisfaction rose to %(now)s from %(then)s in %(before)s", **ends)
    return say("Satisfaction fell to %(now)s from %(then)s in %(before)s", **ends)


def sentence(whole: Satisfaction, change: Estimate | None, *, before: str, days: str) -> str:
    """How satisfied customers were, and whether that changed, with the evidence."""
    share = whole.share
    if share.value is None or share.interval is None:
        return say("No customer answered about a contact from %(days)s.", days=days)
    said = say_n(
        "Of %(num)s customer who answered about contacts from %(days)s, %(share)s were satisfied"
        " (95%% interval %(interval)s).",
        "Of %(num)s customers who answered about contacts from %(days)s, %(share)s were satisfied"
        " (95%% interval %(interval)s).",
        whole.n,
        days=days,
        share=numbers.share(share.value),
        interval=numbers.share_interval(*share.ends),
    )
    changed = _changed(change, before)
    return f"{said} {changed}" if changed else said


def _changed(change: Estimate | None, before: str) -> str:
    way = way_of(change)
    if change is None or change.value is None or way == "unknown":
        return ""
    span = numbers.share_change_interval(*change.ends, 1)
    if way == "unclear":
        return say(
            "We see no detectable change from %(before)s (%(interval)s).",
            before=before,
            interval=span,
        )
    return say(
        "Since %(before)s that is a change of %(points)s (%(interval)s).",
        before=before,
        points=numbers.share_change(change.value, 1),
        interval=span,
    )


def beside(name: str, difference: Estimate) -> str:
    """How a unit lies beside all others together."""
    way = way_of(difference)
    values = {
        "name": name,
        "points": numbers.share_change(difference.value, 1),
        "interval": numbers.share_change_interval(*difference.ends, 1),
    }
    if way == "rose":
        return say("%(name)s lies above the other teams: %(points)s (%(interval)s).", **values)
    if way == "fell":
        return say("%(name)s lies below the other teams: %(points)s (%(interval)s).", **values)
    if way == "unclear":
        return say(
            "%(name)s shows no detectable difference from the other teams: %(points)s"
            " (%(interval)s).",
            **values,
        )
    return ""
