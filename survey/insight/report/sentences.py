"""The findings in words, by fixed rules: what an executive can read out.

A change is named only where its interval leaves out zero; everything else is "no detectable
change".
"""

from __future__ import annotations

from typing import Literal

from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.verdict import Verdict
from survey.insight.published import value_text
from survey.insight.report.agents import Agents
from survey.insight.report.ledger import Ledger
from survey.insight.report.wave_customers import Customers
from survey.privacy import gate
from survey.render import numbers
from survey.stats.result import Estimate

LINK_HEADLINES = {
    Verdict.EVIDENCE_FOR: "Evidence for a link between them",
    Verdict.EVIDENCE_AGAINST: "Evidence against a meaningful link",
    Verdict.CANNOT_TELL: "A link between them: cannot tell yet",
}


def satisfaction_finding(customers: Customers, before: str) -> str:
    """The state of satisfaction in a few words; `before` names the wave before, or is empty."""
    share, change = customers.whole.share.value, customers.change
    if share is None:
        return "No customer has answered"
    then = None if change is None or change.value is None else share - change.value
    since = "" if then is None else _since(numbers.share(then), numbers.share(share), before)
    return _finding("satisfaction", numbers.share(share), change, since)


def engagement_finding(agents: Agents, before: str) -> str:
    """The state of engagement in a few words.

    The mean of the wave before is named only where the same blocks stand behind both: else the two
    means differ by their blocks, too.
    """
    cell, change = agents.engagement, agents.change
    if isinstance(cell, gate.Suppressed):
        return "Engagement stays hidden"
    if change is None:
        return _finding("engagement", value_text(cell), None, "")
    now = value_text(cell)
    then = value_text(change.before) if value_text(change.now) == now else now
    return _finding("engagement", now, change.estimate, _since(then, now, before))


def direction(change: Estimate | None) -> Literal["rose", "fell", "unclear", "unknown"]:
    """Where an estimate of change points: only an interval without zero points anywhere."""
    if change is None or change.value is None or change.interval is None:
        return "unknown"
    if change.interval.low > 0:
        return "rose"
    return "fell" if change.interval.high < 0 else "unclear"


def _since(then: str, now: str, before: str) -> str:
    return f"since {before}" if then == now else f"from {then} in {before}"


def _finding(what: str, value: str, change: Estimate | None, since: str) -> str:
    way = direction(change)
    if way in ("rose", "fell"):
        return f"{what.capitalize()} {way} to {value} {since}"
    if way == "unclear":
        return f"No detectable change in {what}"
    return f"{what.capitalize()} stands at {value}"


def on_customers(customers: Customers, before: str) -> str:
    """How satisfied customers were, and whether that changed."""
    share = customers.whole.share
    if share.value is None or share.interval is None:
        return f"No customer answered about a contact from {customers.window.words}."
    said = (
        f"Of {numbers.whole(customers.whole.n)} customers who answered about contacts from"
        f" {customers.window.words}, {numbers.share(share.value)} were satisfied"
        f" (95% interval {numbers.share_interval(share.interval.low, share.interval.high)})."
    )
    change = customers.change
    if change is None or change.value is None or change.interval is None:
        return said
    span = numbers.share_change_interval(change.interval.low, change.interval.high, 1)
    if direction(change) == "unclear":
        return f"{said} We see no detectable change from {before} ({span})."
    side = "more" if change.value > 0 else "less"
    points = numbers.share_change(abs(change.value), 1).lstrip("+")
    return f"{said} That is {points} {side} than in {before} ({span})."


def on_agents(agents: Agents, before: str) -> str:
    """How many agents answered, how engaged they are, and whether that changed."""
    now = agents.turnout
    said = (
        f"{numbers.whole(now.n_answered)} of {numbers.whole(now.n_invited)} invited agents"
        f" answered ({numbers.share(now.n_answered / now.n_invited)})."
    )
    cell = agents.engagement
    if isinstance(cell, gate.Suppressed):
        return f"{said} Engagement stays hidden: {cell.reason[0].lower()}{cell.reason[1:]}"
    said += (
        f" Their engagement averaged {value_text(cell)} on a scale from {agents.scale.low} to"
        f" {agents.scale.high}"
    )
    change = agents.change
    if change is None or change.estimate.value is None or change.estimate.interval is None:
        return f"{said}."
    interval = change.estimate.interval
    span = numbers.change_interval(interval.low, interval.high)
    way = direction(change.estimate)
    if way == "unclear":
        return f"{said}: no detectable change from {before} ({span})."
    moved = numbers.change(abs(change.estimate.value)).lstrip("+")
    return f"{said}, {moved} {'more' if way == 'rose' else 'less'} than in {before} ({span})."


def on_the_year(customers: Customers, agents: Agents) -> str:
    """The lowest and highest month and wave, against which the last step is to be seen."""
    said = []
    if customers.months and customers.months.extremes:
        said.append(f"By month, satisfaction lay {customers.months.extremes} within the year.")
    if agents.extremes:
        said.append(f"By wave, engagement lay {agents.extremes}.")
    return " ".join(said)


def on_the_link(link: LinkagePage) -> str:
    """What the linkage found, and that it is exploratory where something was found that is."""
    if link.verdict is Verdict.CANNOT_TELL or not link.exploratory:
        return link.headline
    return f"{link.headline} {link.exploratory.capitalize()}."


def on_decisions(ledger: Ledger) -> str:
    """What became of the last decisions, and how many asks wait for one."""
    waiting = f" {ledger.unanswered}." if ledger.waiting else ""
    if not ledger.last:
        return f"No earlier decision is waiting.{waiting}"
    late = f" {ledger.lateness}." if ledger.overdue else ""
    return f"{ledger.tally}.{late}{waiting}"
