"""Unusual days and weeks of the window, with the weeks that led up to it as a control chart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from survey.insight.period import Period
from survey.insight.signals.chart import weeks_on_paper
from survey.insight.signals.listing import Links, Look
from survey.insight.signals.unjudged import unjudged
from survey.insight.units import ScopeTree
from survey.insight.words import signals as words
from survey.render.figures import Figure
from survey.render.speech import say, say_n
from survey.stats.baselines import SETTLING_DAYS
from survey.store import reads_of_signals
from survey.store.reads_of_signals import SignalRow

# More than these on a page would be read as a list, not looked into.
MOST = 12


@dataclass(frozen=True, slots=True)
class UnusualLine:
    """One signal: the shape and short word that mark it, and the whole of it in a sentence."""

    mark: str
    what: str
    when: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """The signals of the window, the latest first; `more` says how many do not stand here.

    `chart` is of the whole scope, None where nothing can be judged or no single unit is at its top.
    """

    finding: str
    lines: tuple[UnusualLine, ...]
    more: str
    chart: Figure | None
    rates: tuple[str, ...]


def unusual(
    scope: ScopeTree, window: Period, *, is_whole: bool, left_out: Collection[int]
) -> Unusual:
    """The signals that began in the window about these units, and queues for the whole centre.

    Units in `left_out` are those of one agent: their signals would be about a person.
    """
    found = [
        row
        for row in reads_of_signals.signals(
            unit_ids=scope.unit_ids,
            has_queues=is_whole,
            from_on=window.from_on,
            until_on=window.until_on,
        )
        if row.unit_id not in left_out
    ]
    why = "" if found else _why_none(scope, window)
    n_more = max(0, len(found) - MOST)
    return Unusual(
        finding=why or _finding(len(found)),
        lines=tuple(_line(row) for row in found[:MOST]),
        more=say_n("%(num)s more stands on the page Signals.",
                   "%(num)s more stand on the page Signals.", n_more) if n_more else "",
        chart=None if why else _chart(scope, window, left_out),
        rates=words.rates() if found else (),
    )  # fmt: skip


def _why_none(scope: ScopeTree, window: Period) -> str:
    """Why no day and no week of the window can have stood out; empty where one could."""
    judged_on = window.until_on + timedelta(days=SETTLING_DAYS)
    return unjudged(
        scope.unit_ids,
        today=judged_on,
        since=window.from_on,
        known_until=window.until_on,
    )


def _finding(n: int) -> str:
    if not n:
        return say("No day and no week stood out by more than chance explains.")
    return say_n("%(num)s day or week stood out.", "%(num)s days or weeks stood out.", n)


def _line(row: SignalRow) -> UnusualLine:
    return UnusualLine(words.mark(row), words.what(row), words.when(row), words.sentence(row))


def _chart(scope: ScopeTree, window: Period, left_out: Collection[int]) -> Figure | None:
    tops = scope.roots
    if len(tops) != 1 or tops[0].id in left_out:
        return None
    look = Look(
        unit_ids=scope.unit_ids,
        sees_queues=False,
        may_note=lambda _: False,
        today=window.until_on,
        zone=UTC,
        links=Links(_nowhere, _nowhere),
    )
    figure = weeks_on_paper(look, tops[0].code, until_on=window.until_on)
    return figure if figure.wide.height > 0 else None


def _nowhere(**_: Any) -> str:
    """No address: paper leads nowhere."""
    return ""
