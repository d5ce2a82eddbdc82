"""The first page: three findings, four tiles, and a few sentences to read out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.verdict import Verdict
from survey.insight.published import block_ends, bound_text
from survey.insight.report import sentences
from survey.insight.report.agents import Agents
from survey.insight.report.ledger import Ledger
from survey.insight.report.wave_customers import Customers
from survey.privacy import gate
from survey.render import numbers
from survey.render.figures import Tile, correlation_axis, mean_axis, share_axis, tile
from survey.render.figures.marks import Dot, Line
from survey.stats.result import Estimate

Voice = Literal["customers", "agents", "linkage"]


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
            Finding("customers", sentences.satisfaction_finding(customers, before)),
            Finding("agents", sentences.engagement_finding(agents, before)),
            Finding("linkage", sentences.LINK_HEADLINES[link.verdict]),
        ),
        tiles=(
            _printed(_satisfaction_tile(customers, before)),
            _printed(_engagement_tile(agents, before)),
            _printed(_turnout_tile(agents, before)),
        ),
        link=LinkTile(link.verdict, _printed(_link_tile(link))),
        sentences=tuple(
            one
            for one in (
                sentences.on_customers(customers, before),
                f"{customers.outliers}." if customers.whole.n else "",
                sentences.on_agents(agents, before),
                sentences.on_the_year(customers, agents),
                sentences.on_the_link(link),
                sentences.on_decisions(ledger),
            )
            if one
        ),
    )


def _satisfaction_tile(customers: Customers, before: str) -> Tile:
    share, change = customers.whole.share, customers.change
    n = customers.whole.n
    made = tile("Customers satisfied", share.value, *share.ends, axis=share_axis(), n=n)
    if share.value is None:
        return replace(made, value="No answers")
    if change is None or change.interval is None:
        return made
    return replace(made, change=f"{_points(change)} since {before}")


def _points(change: Estimate) -> str:
    """A change of shares in points; with a decimal, so that a clear one is seen to be clear."""
    low, high = change.ends
    bare = numbers.share_change_interval(low, high, 1).removesuffix(" points")
    return f"{numbers.share_change(change.value, 1)} ({bare})"


def _engagement_tile(agents: Agents, before: str) -> Tile:
    cell = agents.engagement
    axis = mean_axis(top=agents.scale.high)
    if isinstance(cell, gate.Suppressed):
        nothing = tile("Engagement of agents", None, axis=axis, side="agents")
        return replace(nothing, value="Hidden", n=cell.reason)
    change = agents.change
    made = tile(
        "Engagement of agents",
        cell.value,
        *block_ends(cell, agents.spread, agents.scale),
        axis=axis,
        n=cell.n,
        side="agents",
        text=bound_text(cell),
    )
    moved = ""
    if change and change.estimate.interval:
        span = numbers.change_interval(*change.estimate.ends)
        moved = f"{numbers.change(change.estimate.value)} ({span}) since {before}"
    return replace(made, change=moved)


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
    leading = analysis.lead.estimate
    where = f"{'inside' if analysis.headline == 'within' else 'between'} {noun}s"
    made = tile(f"Link {where}, r", leading.value, *leading.ends, axis=correlation_axis())
    strip = made.strip
    if strip is not None:
        marks = tuple(replace(mark, role="ink") if mark.role != "rule" else mark
                      for mark in strip.marks if isinstance(mark, Dot | Line))  # fmt: skip
        made = replace(made, strip=replace(strip, marks=marks))
    groups = numbers.counted(analysis.n_groups, noun)
    waves = numbers.counted(analysis.n_waves, "wave")
    return replace(made, n=f"{groups}, {waves}")
