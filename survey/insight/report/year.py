"""The year up to the last day of a window: satisfaction month by month, and at each site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from survey.insight import satisfaction
from survey.insight.period import Period, months_back
from survey.insight.report.extremes import extremes
from survey.insight.satisfaction import Satisfaction
from survey.insight.units import ScopeTree
from survey.render import numbers
from survey.render.figures import (
    PRINT,
    Canvas,
    Figure,
    Series,
    TrendPoint,
    on_paper,
    share_axis,
    small_multiples,
    subtitle,
    trend,
)
from survey.render.speech import say

MOST_PANELS = 6


def _year(until_on: date) -> Period:
    """The twelve months up to that day, which may lie within its month."""
    first = months_back(until_on.replace(day=1), 11)
    return Period(first, until_on, numbers.period(first, until_on))


def _known(year: Period, cuts: Iterable[satisfaction.Key]) -> tuple[date, ...]:
    """The months of the year from the first of those in the keys, which end with a month."""
    first = min(key[-1] for key in cuts)
    return tuple(month for month in year.months if f"{month:%Y-%m}" >= first)


@dataclass(frozen=True, slots=True)
class Months:
    """The year by month as a figure; `extremes` name its lowest and highest month, or nothing."""

    figure: Figure
    extremes: str


def by_month(until_on: date, tree: ScopeTree, *, place: str = "", canvas: Canvas = PRINT) -> Months:
    """The units of the tree together, month by month; `place` names them, empty for the centre."""
    year = _year(until_on)
    found = satisfaction.measure(year, unit_ids=tree.unit_ids, by=("month",))
    months = _known(year, found)
    cuts = [found.get((f"{first:%Y-%m}",), Satisfaction()) for first in months]
    points = _points(months, cuts)
    series = Series(place or say("Centre"), points)
    build = partial(trend, [series], title=_range(cuts), axis=share_axis())
    n = sum(cut.n for cut in cuts)
    what = say("Share of customers who chose 4 or 5 of 5, by month of closing")
    words = subtitle(what, n=n, period=_span(months))
    named = [
        (numbers.month(first), cut.share.value)
        for first, cut in zip(months, cuts, strict=True)
        if cut.share.value is not None and not cut.is_thin
    ]
    figure = on_paper(build, subtitle=words, canvas=canvas)
    return Months(figure, extremes(named, numbers.share))


def _span(months: Sequence[date]) -> str:
    return numbers.months(months[0], months[-1])


def _range(cuts: Sequence[Satisfaction]) -> str:
    """The lowest and highest month among those with enough answers to be read on their own."""
    shares = [cut.share.value for cut in cuts if cut.share.value is not None and not cut.is_thin]
    if not shares:
        return say("No month has enough answers to be read on its own")
    low, high = numbers.share(min(shares)), numbers.share(max(shares))
    if low == high:
        return say("Month by month at %(share)s", share=low)
    return say("Month by month between %(low)s and %(high)s", low=low, high=high)


def by_site(until_on: date, tree: ScopeTree, *, place: str = "") -> Figure | None:
    """The year at each of the units right below the top, or None where that says nothing."""
    year = _year(until_on)
    tops = tree.roots
    sites = [unit for unit in tree.units if len(tops) == 1 and unit.parent_id == tops[0].id]
    if not 2 <= len(sites) <= MOST_PANELS:
        return None
    found = satisfaction.measure(year, unit_ids=tree.unit_ids, by=("unit", "month"))
    months = _known(year, found)
    series = []
    for site in sites:
        inside = set(tree.subtree(site).unit_ids)
        series.append(Series(site.name, _points(months, _joined(found, inside, months))))
    whole_points = _points(months, _joined(found, set(tree.unit_ids), months))
    build = partial(
        small_multiples,
        series,
        title=say("The year, unit by unit") if place else say("The year, site by site"),
        axis=share_axis(),
        reference=Series(place or say("the centre"), whole_points),
    )
    what = say("Share of customers who chose 4 or 5 of 5, by month")
    return on_paper(build, subtitle=subtitle(what, period=_span(months)))


def _joined(
    cuts: satisfaction.Cuts, inside: set[int], months: Sequence[date]
) -> list[Satisfaction]:
    return [
        satisfaction.total(
            cut
            for (unit, month), cut in cuts.items()
            if unit in inside and month == f"{first:%Y-%m}"
        )
        for first in months
    ]


def _points(months: Sequence[date], cuts: Sequence[Satisfaction]) -> tuple[TrendPoint, ...]:
    return tuple(
        TrendPoint(numbers.month(first), cut.share.value, *cut.share.ends, n=cut.n)
        for first, cut in zip(months, cuts, strict=True)
    )
