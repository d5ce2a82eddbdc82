"""The report on customers: how satisfied they were, where and when, and how many told us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from survey.insight import satisfaction
from survey.insight.findings import Named, standing_out
from survey.insight.period import Period, spanning
from survey.insight.report import year
from survey.insight.report.paging import pages
from survey.insight.satisfaction import Satisfaction
from survey.insight.selection import CHANNEL_NAMES
from survey.insight.units import ScopeTree, read_scope
from survey.privacy import gate
from survey.render import numbers
from survey.render.figures import (
    Figure,
    IntervalRow,
    Reference,
    interval_plot,
    on_paper,
    share_axis,
    subtitle,
)
from survey.stats.result import Estimate
from survey.store.reads_of_units import unit_ids

SHARE_WORDS = "Share of customers who chose 4 or 5 of 5"
# As many rows as stand on one page below the section's heading.
ROWS_PER_PAGE = 29


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom we heard from over one channel: contacts, and of these invited, and of these answered.

    `response` is the response rate with both counts, or why there is none.
    """

    label: str
    cut: Satisfaction
    response: str


@dataclass(frozen=True, slots=True)
class Customers:
    """All about customers in the window of a wave; figures are None where nobody answered.

    `change` is against the window of the wave before, None without one.
    """

    window: Period
    whole: Satisfaction
    change: Estimate | None
    months: year.Months | None
    channels: Figure | None
    reach: tuple[Reach, ...]
    teams: tuple[Figure, ...]
    sites: Figure | None
    outliers: str


def customers_of(wave: gate.WaveRef, before: gate.WaveRef | None) -> Customers:
    """What customers said about the contacts of the wave's window, up to its last day."""
    tree = read_scope(unit_ids())
    window = window_of(wave)
    cuts = satisfaction.measure(window, unit_ids=tree.unit_ids, by=("unit", "channel"))
    whole = satisfaction.total(cuts.values())
    channels = _by_channel(cuts)
    gathered = satisfaction.by_unit(satisfaction.gathered(cuts, 0), tree)
    leaves = _leaves(tree)
    names = _names(tree)
    named = [Named(names[unit], gathered[unit]) for unit in leaves if gathered[unit].n]
    outliers = standing_out(named, whole, place="the centre", thing="team")
    return Customers(
        window=window,
        whole=whole,
        change=_change(whole, before, tree),
        months=year.by_month(wave.window_until, tree) if whole.n else None,
        channels=_channels(channels, whole, window) if whole.n else None,
        reach=_reach(channels, whole),
        teams=_teams(gathered, tree, whole, window) if whole.n else (),
        sites=year.by_site(wave.window_until, tree) if whole.n else None,
        outliers=outliers,
    )


def window_of(wave: gate.WaveRef) -> Period:
    """The days of the contacts that a wave is compared with."""
    return spanning(wave.window_from, wave.window_until)


def _change(whole: Satisfaction, before: gate.WaveRef | None, tree: ScopeTree) -> Estimate | None:
    if before is None:
        return None
    then = satisfaction.measure(window_of(before), unit_ids=tree.unit_ids)[()]
    return satisfaction.change(whole, then)


def _reach(channels: Sequence[tuple[str, Satisfaction]], whole: Satisfaction) -> tuple[Reach, ...]:
    """Every channel, and all of them together where there are several."""
    parts = [*channels, ("All channels", whole)] if len(channels) > 1 else channels
    return tuple(Reach(name, cut, _response(cut)) for name, cut in parts)


def _response(cut: Satisfaction) -> str:
    if cut.has_response_rate:
        return numbers.share(cut.response_rate)
    return "nobody invited"


def _by_channel(cuts: satisfaction.Cuts) -> list[tuple[str, Satisfaction]]:
    joined = satisfaction.gathered(cuts, 1)
    return [(name, joined[code]) for code, name in CHANNEL_NAMES.items() if code in joined]


def _leaves(tree: ScopeTree) -> list[int]:
    parents = {unit.parent_id for unit in tree.units}
    return [unit.id for unit in tree.units if unit.id not in parents]


def _names(tree: ScopeTree) -> dict[int, str]:
    """What each unit is called on its own; with the units above it where two share a name."""
    times = Counter(unit.name for unit in tree.units)
    return {u.id: u.name if times[u.name] == 1 else tree.path(u.id) for u in tree.units}


def _channels(
    channels: Sequence[tuple[str, Satisfaction]], whole: Satisfaction, window: Period
) -> Figure:
    named = [Named(name, cut) for name, cut in channels]
    title = standing_out(named, whole, place="the centre", thing="channel")
    rows = [_row(name, cut) for name, cut in channels]
    return _plot(rows, whole, window=window, title=title, cut="by channel")


def _teams(
    gathered: Mapping[int, Satisfaction],
    tree: ScopeTree,
    whole: Satisfaction,
    window: Period,
) -> tuple[Figure, ...]:
    """One figure of all units with contacts, or several where they do not fit on one page."""
    listed = tree.units[1:] if len(tree.roots) == 1 and len(tree.units) > 1 else tree.units
    shown = [u for u in listed if gathered[u.id].n or gathered[u.id].contacts.n_contacts]
    if not shown:
        return ()
    top = min(unit.depth for unit in shown)
    rows = [_row("– " * min(u.depth - top, 1) + u.name, gathered[u.id]) for u in shown]
    parts = pages(rows, lambda row: row.label, room=ROWS_PER_PAGE)
    return tuple(
        _plot(
            part,
            whole,
            window=window,
            title="More teams" if at else "Every site and team with its interval",
            cut="by site and team",
        )
        for at, part in enumerate(parts)
    )


def _plot(
    rows: Sequence[IntervalRow], whole: Satisfaction, *, window: Period, title: str, cut: str
) -> Figure:
    share = whole.share.value
    assert share is not None
    build = partial(
        interval_plot,
        rows,
        title=title,
        axis=share_axis(),
        reference=Reference(share, f"centre {numbers.share(share)}"),
        thing="team",
    )
    words = subtitle(f"{SHARE_WORDS}, {cut}", n=whole.n, period=window.words)
    return on_paper(build, subtitle=words)


def _row(label: str, cut: Satisfaction) -> IntervalRow:
    return IntervalRow(label, cut.share.value, *cut.share.ends, n=cut.n)
