"""The first page: three findings, four tiles, and a few sentences to read out.

Every word follows from the data by a fixed rule. A change is named only where its interval leaves
out zero; everything else is "no detectable change".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from survey.insight.forum.agents import Agents
from survey.insight.forum.customers import Customers
from survey.insight.forum.ledger import Ledger
from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.verdict import Verdict
from survey.insight.waves import block_estimate, value_text
from survey.privacy import gate
from survey.render import numbers
from survey.render.figures import Tile, correlation_axis, mean_axis, share_axis, tile
from survey.render.figures.marks import Dot, Line
from survey.stats.result import Estimate

Voice = Literal["customers", "agents", "linkage"]
LINK_HEADLINES = {
    Verdict.EVIDENCE_FOR: "Evidence for a link between them",
    Verdict.EVIDENCE_AGAINST: "Evidence against a meaningful link",
    Verdict.CANNOT_TELL: "A link between them: cannot tell yet",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the hero: whose voice it is, and what is found."""

    voice: Voice
    words: str


@dataclass(frozen=True, slots=True)
class LinkTile:
    """The linkage's verdict in two words, with its leading estimate on a strip from -1 to 1."""

    verdict: Verdict
    estimate: Tile


@dataclass(frozen=True, slots=True)
class Glance:
    """The state at a glance: what is found, the numbers behind it, and what to read out."""

    findings: tuple[Finding, ...]
    tiles: tuple[Tile, ...]
    link: LinkTile
    sentences: tuple[str, ...]


def glance_of(
    customers: Customers, agents: Agents, link: LinkagePage, ledger: Ledger, before: str
) -> Glance:
    """The first page; `before` names the wave before, or is empty."""
    return Glance(
        findings=(
            Finding("customers", satisfaction_finding(customers)),
            Finding("agents", engagement_finding(agents)),
            Finding("linkage", LINK_HEADLINES[link.verdict]),
        ),
        tiles=(
            _printed(_satisfaction_tile(customers, before)),
            _printed(_engagement_tile(agents, before)),
            _printed(_turnout_tile(agents, before)),
        ),
        link=LinkTile(link.verdict, _printed(_link_tile(link))),
        sentences=tuple(
            sentence
            for sentence in (
                _on_customers(customers, before),
                f"{customers.outliers}." if customers.whole.n else "",
                _on_agents(agents, before),
                link.headline,
                _on_decisions(ledger),
            )
            if sentence
        ),
    )


def satisfaction_finding(customers: Customers) -> str:
    """The state of satisfaction in a few words."""
    share = customers.whole.share.value
    if share is None:
        return "No customer has answered"
    return _finding("satisfaction", numbers.share(share), customers.change)


def engagement_finding(agents: Agents) -> str:
    """The state of engagement in a few words."""
    if isinstance(agents.engagement, gate.Suppressed):
        return "Engagement stays hidden"
    change = agents.movement.of("engagement")
    return _finding(
        "engagement", value_text(agents.engagement), change.estimate if change else None
    )


def direction(change: Estimate | None) -> Literal["rose", "fell", "unclear", "unknown"]:
    """Where an estimate of change points: only an interval without zero points anywhere."""
    if change is None or change.value is None or change.interval is None:
        return "unknown"
    if change.interval.low > 0:
        return "rose"
    return "fell" if change.interval.high < 0 else "unclear"


def _finding(what: str, value: str, change: Estimate | None) -> str:
    way = direction(change)
    if way in ("rose", "fell"):
        return f"{what.capitalize()} {way} to {value}"
    if way == "unclear":
        return f"No detectable change in {what}"
    return f"{what.capitalize()} stands at {value}"


def _satisfaction_tile(customers: Customers, before: str) -> Tile:
    share, change = customers.whole.share, customers.change
    n = customers.whole.n
    made = tile("Customers satisfied", share.value, *_ends(share), axis=share_axis(), n=n)
    if share.value is None:
        return replace(made, value="No answers")
    if change is None or change.interval is None:
        return made
    return replace(made, change=f"{_points(change)} since {before}")


def _points(change: Estimate) -> str:
    """A change of shares in points; with a decimal, so that a clear one is seen to be clear."""
    low, high = _ends(change)
    bare = numbers.share_change_interval(low, high, 1).removesuffix(" points")
    return f"{numbers.share_change(change.value, 1)} ({bare})"


def _engagement_tile(agents: Agents, before: str) -> Tile:
    cell = agents.engagement
    axis = mean_axis(top=agents.scale.high)
    if isinstance(cell, gate.Suppressed):
        nothing = tile("Engagement of agents", None, axis=axis, side="agents")
        return replace(nothing, value="Hidden", n=cell.reason)
    change = agents.movement.of("engagement")
    low, high = _ends(block_estimate(cell, agents.spread))
    made = tile("Engagement of agents", cell.value, low, high, axis=axis, n=cell.n, side="agents")
    moved = ""
    if change and change.estimate.interval:
        span = numbers.change_interval(*_ends(change.estimate))
        moved = f"{numbers.change(change.estimate.value)} ({span}) since {before}"
    return replace(made, value=value_text(cell), change=moved)


def _turnout_tile(agents: Agents, before: str) -> Tile:
    now, then = agents.turnout, agents.turnout_before
    share = now.n_answered / now.n_invited
    made = tile(
        "Agents who answered",
        share,
        axis=share_axis(),
        side="agents",
        change=share - then.n_answered / then.n_invited if then else None,
        since=before,
    )
    counts = f"{numbers.whole(now.n_answered)} of {numbers.whole(now.n_invited)} invited"
    return replace(made, n=counts)


def _printed(made: Tile) -> Tile:
    """The tile with its strip as paper needs it, the data in the alternative text."""
    return made if made.strip is None else replace(made, strip=replace(made.strip, is_paper=True))


def _link_tile(link: LinkagePage) -> Tile:
    analysis = link.analysis
    noun = analysis.material.noun
    leading, where = analysis.between.pearson, f"between {noun}s"
    if analysis.headline == "within":
        leading, where = analysis.within.two_way.correlation, f"inside {noun}s"
    low, high = _ends(leading)
    made = tile(f"Link {where}, r", leading.value, low, high, axis=correlation_axis())
    strip = made.strip
    if strip is not None:
        marks = tuple(replace(mark, role="ink") if mark.role != "rule" else mark
                      for mark in strip.marks if isinstance(mark, Dot | Line))  # fmt: skip
        made = replace(made, strip=replace(strip, marks=marks))
    groups = numbers.counted(analysis.n_groups, noun)
    waves = numbers.counted(analysis.n_waves, "wave")
    return replace(made, n=f"{groups}, {waves}")


def _on_customers(customers: Customers, before: str) -> str:
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


def _on_agents(agents: Agents, before: str) -> str:
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
    change = agents.movement.of("engagement")
    if change is None or change.estimate.value is None or change.estimate.interval is None:
        return f"{said}."
    interval = change.estimate.interval
    span = numbers.change_interval(interval.low, interval.high)
    way = direction(change.estimate)
    if way == "unclear":
        return f"{said}: no detectable change from {before} ({span})."
    moved = numbers.change(abs(change.estimate.value)).lstrip("+")
    return f"{said}, {moved} {'more' if way == 'rose' else 'less'} than in {before} ({span})."


def _on_decisions(ledger: Ledger) -> str:
    if not ledger.last:
        return "No earlier decision is waiting."
    return f"{ledger.tally}."


def _ends(estimate: Estimate | None) -> tuple[float | None, float | None]:
    if estimate is None or estimate.interval is None:
        return None, None
    return estimate.interval.low, estimate.interval.high
