"""The charts of one unit or queue: weeks and days, what was to be expected, what stood out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from survey.insight.signals.listing import (
    Look,
    SignalLine,
    contacts_href,
    lines_of,
)
from survey.insight.signals.places import Place, latest_of, place_of
from survey.insight.words import signal_charts as charts
from survey.insight.words import signals as words
from survey.render import numbers
from survey.render.figures import (
    ControlLine,
    ControlPoint,
    Figure,
    control_chart,
    on_paper,
    on_screen,
    share_axis,
    subtitle,
)
from survey.render.speech import say, to_say
from survey.stats.baselines import (
    FEWEST_ANSWERS,
    SETTLING_DAYS,
    WEEK,
    Baseline,
    Every,
    expected_before,
    expected_share,
    weeks_of,
)
from survey.stats.unusual import runs_until

WEEKS_SHOWN = 26
DAYS_SHOWN = 8 * WEEK
# With fewer days that can be judged a picture of them says nothing.
FEWEST_DAYS = 8
DAY = timedelta(days=1)
LOW, HIGH = to_say("low %(share)s"), to_say("high %(share)s")
Put = Callable[..., Figure]


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One day or week of a table; `expected` is empty without limits."""

    label: str
    share: str
    expected: str
    n: int
    what: str
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure with its numbers, latest first."""

    figure: Figure
    rows: tuple[ChartRow, ...]


@dataclass(frozen=True, slots=True)
class ChartPage:
    """All the page of one unit or queue shows. `until_on` is the last day that is judged yet.

    `latest` says when the latest answers were, and is empty where that is not long ago.
    `days` is None where most days have too few answers to be judged; `few_days` says so then.
    """

    name: str
    kind: str
    until_on: date
    latest: str
    weeks: Chart
    days: Chart | None
    few_days: str
    runs: str
    lines: str
    signals: tuple[SignalLine, ...]
    limits_note: str
    rates: tuple[str, ...]
    settling_days: int = SETTLING_DAYS


def chart_page(look: Look, query: Mapping[str, str]) -> ChartPage:
    """The charts of the unit or queue that an address names.

    Raises:
        NotFound: there is none such, or it is out of the viewer's scope.
    """
    until_on = look.today - timedelta(days=SETTLING_DAYS)
    place = place_of(look, query, until_on=until_on, n_weeks=WEEKS_SHOWN)
    n_weeks = len(weeks_of(place.days.ns))
    counts, ns = weeks_of(place.days.counts), weeks_of(place.days.ns)
    days = _chart(look, place, "day", len(place.days.ns) - DAYS_SHOWN, len(place.days.ns))
    return ChartPage(
        name=place.name,
        kind=place.kind,
        until_on=until_on,
        latest=charts.latest(latest_of(place), until_on=until_on),
        weeks=_chart(look, place, "week", n_weeks - WEEKS_SHOWN, n_weeks),
        days=days if len(days.rows) >= FEWEST_DAYS else None,
        few_days=charts.few_days(len(days.rows), DAYS_SHOWN),
        runs=charts.runs_sentence(runs_until(counts, ns, n_weeks - 1)),
        lines=charts.lines_sentence(place.lines),
        signals=lines_of(place.signals, look),
        limits_note=charts.limits_note(),
        rates=words.rates(),
    )


def weeks_on_paper(look: Look, code: str, *, until_on: date) -> Figure:
    """The weeks up to that day of the unit with this code, drawn for print.

    Raises:
        NotFound: there is none such, or it is out of the viewer's scope.
    """
    place = place_of(look, {"unit": code}, until_on=until_on, n_weeks=WEEKS_SHOWN)
    n_weeks = len(weeks_of(place.days.ns))
    return _chart(look, place, "week", n_weeks - WEEKS_SHOWN, n_weeks, put=on_paper).figure


def _chart(
    look: Look, place: Place, every: Every, first: int, last: int, *, put: Put = on_screen
) -> Chart:
    points = tuple(_points(look, place, every, max(first, 0), last))
    there = [one for one in points if one.value is not None]
    shown = {one.label for one in there}
    own = [
        row
        for row in place.signals
        if row.every == every and numbers.short_day(row.from_on) in shown
    ]
    lines = place.lines
    n_judged = sum(one.low is not None or lines.low is not None for one in there)
    plot = partial(
        control_chart,
        points,
        title=charts.chart_title(place.name, own, n=len(there), n_judged=n_judged, noun=every),
        axis=share_axis(),
        lines=[
            ControlLine(say(name, share=words.line_value(value)), value)
            for name, value in ((LOW, lines.low), (HIGH, lines.high))
            if value is not None
        ],
    )
    what = (
        say("Share of customers who chose 4 or 5, by week, from the Monday named")
        if every == "week"
        else say("Share of customers who chose 4 or 5, by day")
    )
    under = subtitle(what, n=sum(one.n for one in there)) if there else ""
    rows = tuple(_row(point) for point in reversed(points) if point.value is not None)
    return Chart(put(plot, subtitle=under), rows)


def _points(
    look: Look, place: Place, every: Every, first: int, last: int
) -> Iterator[ControlPoint]:
    days = place.days
    counts: Sequence[int] = days.counts if every == "day" else weeks_of(days.counts)
    ns: Sequence[int] = days.ns if every == "day" else weeks_of(days.ns)
    step = timedelta(days=1 if every == "day" else WEEK)
    baselines: dict[int, Baseline | None] = {}
    out = {row.from_on: row for row in reversed(place.signals) if row.every == every}
    for at in range(first, last):
        monday = at - at % WEEK if every == "day" else at
        day, n = days.from_on + at * step, ns[at]
        label = numbers.short_day(day)
        if n < FEWEST_ANSWERS:
            yield ControlPoint(label, None, n)
            continue
        if monday not in baselines:
            baselines[monday] = expected_before(counts, ns, monday, every=every)
        baseline = baselines[monday]
        found = baseline and expected_share(baseline, n, every=every, weekday=at % WEEK)
        signal = out.get(day)
        yield ControlPoint(
            label,
            counts[at] / n,
            n,
            expected=found.share if found else None,
            low=found.low if found else None,
            high=found.high if found else None,
            mark=words.mark(signal) if signal else "",
            word=words.what(signal) if signal else "",
            href=contacts_href(look.links, place.query, day, day + step - DAY),
        )


def _row(point: ControlPoint) -> ChartRow:
    expected = "" if point.low is None else numbers.share_interval(point.low, point.high)
    return ChartRow(
        point.label, numbers.share(point.value), expected, point.n, point.word, point.href
    )
