"""The tiles of the first page: one number each, with its interval, its n and its change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.verdict import Verdict
from survey.insight.published import bound_text
from survey.insight.report import engagement_words
from survey.insight.report.customers import Customers
from survey.insight.report.people import People
from survey.privacy import gate
from survey.render import numbers
from survey.render.figures import Tile, correlation_axis, mean_axis, share_axis, tile
from survey.render.figures.marks import Dot, Line
from survey.render.speech import say
from survey.stats.result import Estimate


@dataclass(frozen=True, slots=True)
class LinkTile:
    """The linkage's verdict in words, with its leading estimate on a strip from -1 to 1."""

    verdict: Verdict
    words: str
    estimate: Tile


def satisfaction_tile(found: Customers) -> Tile:
    """The share of satisfied customers."""
    share, change = found.whole.share, found.change
    label = say("Customers satisfied")
    made = tile(label, share.value, *share.ends, axis=share_axis(), n=found.whole.n)
    if share.value is None:
        return _printed(replace(made, value=_without_answers(found)))
    if change is None or change.interval is None:
        return _printed(made)
    return _printed(replace(made, change=_since(points(change), found.before_name)))


def _without_answers(found: Customers) -> str:
    """Of a unit of one agent it is not even told whether customers answered."""
    return say("Hidden") if found.is_of_one else say("No answers")


def points(change: Estimate) -> str:
    """A change of shares in points; with a decimal, so that a clear one is seen to be clear."""
    low, high = change.ends
    return say(
        "%(change)s (%(interval)s)",
        change=numbers.share_change(change.value, 1),
        interval=numbers.change_interval(100 * (low or 0.0), 100 * (high or 0.0), 1),
    )


def engagement_tile(found: People) -> Tile:
    """The mean engagement of the blocks in scope, or why there is none."""
    cell, label = found.engagement, say("Engagement of agents")
    axis = mean_axis(top=found.scale.high) if found.scale else mean_axis()
    if isinstance(cell, gate.Suppressed):
        nothing = tile(label, None, axis=axis, side="agents")
        value = say("Hidden") if found.wave else say("No pulse")
        return _printed(replace(nothing, value=value, n="" if found.nothing else cell.reason))
    ends = engagement_words.ends(found, cell)
    text = bound_text(cell)
    made = tile(label, cell.value, *ends, axis=axis, n=cell.n, side="agents", text=text)
    change = found.change
    if change is None or change.estimate.interval is None:
        return _printed(made)
    moved = engagement_words.moved(change.estimate)
    return _printed(replace(made, change=_since(moved, found.wave_before)))


def turnout_tile(found: People) -> Tile:
    """How many of the invited agents answered."""
    now, then, label = found.turnout, found.turnout_before, say("Agents who answered")
    if not now.n_invited:
        nothing = tile(label, None, axis=share_axis(), side="agents")
        return _printed(replace(nothing, value=say("Hidden") if found.wave else say("No pulse")))
    share = now.n_answered / now.n_invited
    made = tile(
        label,
        share,
        axis=share_axis(),
        side="agents",
        change=share - then.n_answered / then.n_invited if then else None,
        since=found.wave_before,
    )
    counts = say(
        "%(answered)s of %(invited)s invited",
        answered=numbers.whole(now.n_answered),
        invited=numbers.whole(now.n_invited),
    )
    return _printed(replace(made, n=counts))


def link_tile(found: LinkagePage) -> LinkTile:
    """The verdict on the link, and the estimate that leads."""
    analysis = found.analysis
    leading, noun = analysis.lead.estimate, analysis.material.noun
    is_inside = analysis.headline == "within"
    label = say("Link inside blocks, r") if is_inside else say("Link between blocks, r")
    made = tile(label, leading.value, *leading.ends, axis=correlation_axis())
    if made.strip is not None:
        # The verdict is nobody's side, so it is drawn in ink.
        marks = tuple(
            replace(mark, role="ink") if mark.role != "rule" else mark
            for mark in made.strip.marks
            if isinstance(mark, Dot | Line)
        )
        made = replace(made, strip=replace(made.strip, marks=marks))
    counts = say(
        "%(groups)s, %(waves)s",
        groups=numbers.counted(analysis.n_groups, noun),
        waves=numbers.counted(analysis.n_waves, "wave"),
    )
    return LinkTile(found.verdict, verdict_words(found.verdict), _printed(replace(made, n=counts)))


def verdict_words(verdict: Verdict) -> str:
    """The verdict in the language spoken."""
    return {
        Verdict.EVIDENCE_FOR: say("Evidence for a link"),
        Verdict.EVIDENCE_AGAINST: say("Evidence against a meaningful link"),
        Verdict.CANNOT_TELL: say("Cannot tell yet"),
    }[verdict]


def _since(change: str, before: str) -> str:
    return say("%(change)s since %(before)s", change=change, before=before)


def _printed(made: Tile) -> Tile:
    """The tile with its strip as paper needs it, the data in the alternative text."""
    return made if made.strip is None else replace(made, strip=replace(made.strip, is_paper=True))
