"""Unusual days and weeks of the window, with the weeks that led up to it as a control chart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from survey.insight.period import Period
from survey.insight.signals.chart import weeks_on_paper
from survey.insight.signals.listing import Links, Look
from survey.insight.signals.unjudged import unjudged
from survey.insight.units import ScopeTree
from survey.insight.words import signals as words
from survey.render import numbers
from survey.render.figures import Figure
from survey.render.speech import say, say_n
from survey.stats.baselines import SETTLING_DAYS
from survey.store import reads_of_signals
from survey.store.reads_of_signals import SignalRow

# More than these on a page would be read as a list, not looked into.
MOST = 12


@dataclass(frozen=True, slots=True)
class UnusualLine:
    """A day or week of one unit or queue: the share with its n, and by which rules it stood out.

    `expected` is a dash where only a threshold was passed; `mark` is the shape beside `what`.
    """

    where: str
    when: str
    share: str
    expected: str
    mark: str
    what: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """What stood out in the window, the latest first; `more` says how many do not stand here.

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
    signals = [
        row
        for row in reads_of_signals.signals(
            unit_ids=scope.unit_ids,
            has_queues=is_whole,
            from_on=window.from_on,
            until_on=window.until_on,
        )
        if row.unit_id not in left_out
    ]
    found = _by_place_and_time(signals)
    why = "" if found else _why_none(scope, window)
    n_more = max(0, len(found) - MOST)
    return Unusual(
        finding=why or _finding(len(found)),
        lines=tuple(_line(same) for same in found[:MOST]),
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


def _by_place_and_time(signals: Iterable[SignalRow]) -> list[list[SignalRow]]:
    """The signals of one day or week of one unit or queue together, in the order they came."""
    found: dict[tuple[object, ...], list[SignalRow]] = {}
    for row in signals:
        key = (row.from_on, row.every, row.unit_id, row.queue_id)
        found.setdefault(key, []).append(row)
    return list(found.values())


def _line(same: Sequence[SignalRow]) -> UnusualLine:
    same = sorted(same, key=lambda row: row.id)
    first = same[0]
    expected = [one for row in same if (one := words.expected(row))]
    share = say("%(value)s, %(n)s", value=numbers.share(first.value), n=numbers.n(first.n))
    return UnusualLine(
        where=words.place(first),
        when=words.when(first),
        share=share,
        expected=say("; ").join(expected) or "–",
        mark="poor" if any(words.is_low(row) for row in same) else "good",
        what=say(", ").join(words.what_and_line(row) for row in same),
    )


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
