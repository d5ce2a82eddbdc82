"""Channels and teams with their intervals, drawn for the printed page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from survey.insight.findings import Named, standing_out
from survey.insight.period import Period
from survey.insight.report.paging import ROWS_PER_PAGE, pages
from survey.insight.satisfaction import Satisfaction
from survey.insight.units import ScopeTree
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
from survey.render.speech import say
from survey.store.reads_of_units import UnitRow


def channel_figure(
    channels: Sequence[tuple[str, Satisfaction]], whole: Satisfaction, window: Period, place: str
) -> Figure:
    """Every channel beside all of them together, which have answers."""
    named = [Named(name, cut) for name, cut in channels]
    build = partial(
        interval_plot,
        [_row(name, cut) for name, cut in channels],
        title=standing_out(named, whole, place=place or say("the centre"), thing="channel"),
        axis=share_axis(),
        reference=line_of(whole, place),
    )
    what = say("Share of customers who chose 4 or 5 of 5, by channel")
    return on_paper(build, subtitle=subtitle(what, n=whole.n, period=window.words))


def team_figures(
    gathered: Mapping[int, Satisfaction],
    scope: ScopeTree,
    window: Period,
    *,
    left_out: Collection[int],
    beside: Reference | None,
    room: float = ROWS_PER_PAGE,
) -> tuple[Figure, ...]:
    """All units with contacts, in several figures where one has no `room` for so many rows.

    `beside` is the line they are drawn across, if any.
    """
    shown = [
        one
        for one in _listed(scope)
        if (gathered[one.id].n or gathered[one.id].contacts.n_contacts) and one.id not in left_out
    ]
    if not shown:
        return ()
    top = min(one.depth for one in shown)
    rows = [_row("– " * min(one.depth - top, 1) + one.name, gathered[one.id]) for one in shown]
    n = sum(gathered[one.id].n for one in scope.roots)
    what = say("Share of customers who chose 4 or 5 of 5, by site and team")
    return tuple(
        on_paper(
            partial(
                interval_plot,
                part,
                title=say("More teams") if at else say("Every site and team with its interval"),
                axis=share_axis(),
                reference=beside,
                thing="team",
            ),
            subtitle=subtitle(what, n=n, period=window.words),
        )
        for at, part in enumerate(pages(rows, lambda row: row.label, room=room))
    )


def line_of(whole: Satisfaction, place: str) -> Reference | None:
    """The share of the whole as a line across a figure, or None where nobody answered."""
    share = whole.share.value
    if share is None:
        return None
    if place:
        return Reference(share, say("%(place)s %(share)s", place=place, share=numbers.share(share)))
    return Reference(share, say("centre %(share)s", share=numbers.share(share)))


def outliers(
    gathered: Mapping[int, Satisfaction],
    scope: ScopeTree,
    whole: Satisfaction,
    *,
    left_out: Collection[int],
    place: str,
) -> str:
    """Which teams of the scope stand out beyond chance; nothing where it is one team."""
    leaves = _leaves(scope)
    if len(leaves) < 2:
        return ""
    names = _names(scope)
    named = [
        Named(names[one], gathered[one])
        for one in leaves
        if gathered[one].n and one not in left_out
    ]
    return standing_out(named, whole, place=place or say("the centre"), thing="team")


def _listed(scope: ScopeTree) -> tuple[UnitRow, ...]:
    """The units to be drawn: all but a single top of the centre, which is the line itself."""
    tops = scope.roots
    is_centre = len(tops) == 1 and tops[0].depth == 0 and len(scope.units) > 1
    return scope.units[1:] if is_centre else scope.units


def _leaves(scope: ScopeTree) -> list[int]:
    parents = {unit.parent_id for unit in scope.units}
    return [unit.id for unit in scope.units if unit.id not in parents]


def _names(scope: ScopeTree) -> dict[int, str]:
    """What each unit is called on its own; with the units above it where two share a name."""
    times = Counter(unit.name for unit in scope.units)
    return {u.id: u.name if times[u.name] == 1 else scope.path(u.id) for u in scope.units}


def _row(label: str, cut: Satisfaction) -> IntervalRow:
    return IntervalRow(label, cut.share.value, *cut.share.ends, n=cut.n)
