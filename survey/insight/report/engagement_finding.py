"""Engagement in a few words: a change is named only where its interval leaves out zero."""

from __future__ import annotations

from survey.insight.published import value_text
from survey.insight.report.customer_words import way_of
from survey.insight.report.movement import Change
from survey.privacy import gate
from survey.render.speech import say


def words(cell: gate.Cell, change: Change | None, before: str) -> str:
    """The state of engagement; `before` names the wave it is compared with.

    The mean before is named only where the same blocks stand behind both means: else the two
    differ by their blocks, too.
    """
    if isinstance(cell, gate.Suppressed):
        return say("Engagement stays hidden")
    now = value_text(cell)
    way = way_of(change.estimate) if change else "unknown"
    if change is None or way == "unknown":
        return say("Engagement stands at %(now)s", now=now)
    if way == "unclear":
        return say("No detectable change in engagement")
    then = value_text(change.before) if value_text(change.now) == now else now
    return _moved_to(now, then, before, is_rise=way == "rose")


def _moved_to(now: str, then: str, before: str, *, is_rise: bool) -> str:
    if then == now:
        if is_rise:
            return say("Engagement rose to %(now)s since %(before)s", now=now, before=before)
        return say("Engagement fell to %(now)s since %(before)s", now=now, before=before)
    values = {"now": now, "then": then, "before": before}
    if is_rise:
        return say("Engagement rose to %(now)s from %(then)s in %(before)s", **values)
    return say("Engagement fell to %(now)s from %(then)s in %(before)s", **values)
