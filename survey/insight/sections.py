"""The sections of customer results: a figure by unit, by channel and by month, each with its table.

Every line carries the address of the contacts behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from survey.insight import satisfaction
from survey.insight.findings import Named, latest_turn, standing_out
from survey.insight.period import month_of, year_until
from survey.insight.satisfaction import Satisfaction
from survey.insight.selection import CHANNEL_NAMES, Link, Selection
from survey.render import numbers
from survey.render.figures import (
    Figure,
    IntervalRow,
    Reference,
    Series,
    TrendPoint,
    interval_plot,
    on_screen,
    share_axis,
    subtitle,
    trend,
)

SHARE_WORDS = "Share of customers who chose 4 or 5"


@dataclass(frozen=True, slots=True)
class Links:
    """How addresses are made: each takes the parameters of its page and gives the address."""

    contacts: Link
    overview: Link


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: a cut, the contacts behind it, and where to look closer.

    `level` is how deep the unit stands below the top of the list; `response` says answered out
    of invited, or why that is not known.
    """

    label: str
    level: int
    cut: Satisfaction
    contacts_href: str
    dissatisfied_href: str
    closer_href: str
    response: str


@dataclass(frozen=True, slots=True)
class Section:
    """A figure with its numbers as a table."""

    figure: Figure
    lines: tuple[Line, ...]


def response(cut: Satisfaction) -> str:
    """Answered out of invited in words, or why that is not known."""
    if not cut.has_response_rate:
        return "nobody invited from here"
    n_answered, n_invited = cut.n_answered_invited, cut.contacts.n_invited
    return f"{numbers.whole(n_answered)} of {numbers.whole(n_invited)} invited"


def make_line(
    label: str, cut: Satisfaction, *, chosen: Selection, links: Links, level: int = 0
) -> Line:
    """The line of a cut; `chosen` is the selection narrowed to it."""
    return Line(
        label=label,
        level=level,
        cut=cut,
        contacts_href=links.contacts(**chosen.query, score="rated"),
        dissatisfied_href=links.contacts(**chosen.query, score="1-2"),
        closer_href=links.overview(**chosen.query),
        response=response(cut),
    )


def by_unit(
    cuts: satisfaction.Cuts, whole: Satisfaction, *, chosen: Selection, links: Links
) -> Section | None:
    """Every unit with what is below it; None for a single unit. `cuts` begin with the unit."""
    inside = chosen.inside
    if len(inside.units) < 2 or not whole.n:
        return None
    gathered = satisfaction.by_unit(satisfaction.gathered(cuts, 0), inside)
    parents = {unit.parent_id for unit in inside.units}
    teams = [Named(u.name, gathered[u.id]) for u in inside.units if u.id not in parents]
    # What stands at the top of the whole page needs no line of its own.
    listed = inside.units[1:] if len(inside.roots) == 1 else inside.units
    top = min(unit.depth for unit in listed)
    lines = tuple(
        make_line(
            unit.name,
            gathered[unit.id],
            chosen=chosen.at(unit),
            links=links,
            level=unit.depth - top,
        )
        for unit in listed
    )
    title = standing_out(teams, whole, place=chosen.place, thing="team")
    return Section(_plot(lines, whole, chosen=chosen, title=title, cut="by unit"), lines)


def by_channel(
    cuts: satisfaction.Cuts, whole: Satisfaction, *, chosen: Selection, links: Links
) -> Section | None:
    """Every channel in use; None where one was chosen. `cuts` are by unit and channel."""
    if chosen.channel is not None or not whole.n:
        return None
    gathered = satisfaction.gathered(cuts, 1)
    lines = tuple(
        make_line(name, gathered[code], chosen=chosen.over(code), links=links)
        for code, name in CHANNEL_NAMES.items()
        if code in gathered
    )
    named = [Named(line.label, line.cut) for line in lines]
    title = standing_out(named, whole, place=chosen.place, thing="channel")
    return Section(_plot(lines, whole, chosen=chosen, title=title, cut="by channel"), lines)


def by_month(chosen: Selection, links: Links) -> Section | None:
    """The twelve months up to the end of the period, or all its months where they are more."""
    span = year_until(chosen.period.until_on)
    if len(chosen.period.months) > len(span.months):
        span = chosen.period
    found = satisfaction.measure(
        span, unit_ids=chosen.inside.unit_ids, by=("month",), channel=chosen.channel
    )
    if not any(cut.n for cut in found.values()):
        return None
    lines = tuple(
        make_line(
            numbers.month(first),
            found.get((f"{first:%Y-%m}",), Satisfaction()),
            chosen=chosen.during(month_of(first)),
            links=links,
        )
        for first in span.months
    )
    points = tuple(_point(line) for line in lines)
    title = latest_turn([Named(line.label, line.cut) for line in lines])
    build = partial(trend, [Series(chosen.place, points)], title=title, axis=share_axis())
    words = subtitle(f"{SHARE_WORDS}, by month of closing", period=span.words)
    return Section(on_screen(build, subtitle=words), lines)


def _plot(
    lines: tuple[Line, ...], whole: Satisfaction, *, chosen: Selection, title: str, cut: str
) -> Figure:
    share = whole.share.value
    build = partial(
        interval_plot,
        [_row(line) for line in lines],
        title=title,
        axis=share_axis(),
        reference=None if share is None else Reference(share, f"all {numbers.share(share)}"),
        thing="team",
    )
    words = subtitle(f"{SHARE_WORDS}, {cut}", n=whole.n, period=chosen.period.words)
    return on_screen(build, subtitle=words)


def _row(line: Line) -> IntervalRow:
    label = f"– {line.label}" if line.level else line.label
    share = line.cut.share
    return IntervalRow(label, share.value, *share.ends, line.cut.n, href=line.contacts_href)


def _point(line: Line) -> TrendPoint:
    share = line.cut.share
    return TrendPoint(line.label, share.value, *share.ends, line.cut.n, href=line.contacts_href)
