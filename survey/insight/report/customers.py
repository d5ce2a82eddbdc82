"""The section on customers: how satisfied they were, where and when, and how many told us."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.insight import satisfaction
from survey.insight.bands.units import units_of_one_within
from survey.insight.period import Period
from survey.insight.report import customer_words, year
from survey.insight.report.banded import Banded, banded
from survey.insight.report.customer_figures import (
    channel_figure,
    line_of,
    outliers,
    team_figures,
)
from survey.insight.report.followed_up import FollowedUp, followed_up
from survey.insight.report.frame import Frame
from survey.insight.report.heard import Heard, by_channel, heard_from
from survey.insight.report.paging import rows_of
from survey.insight.report.unusual import Unusual, unusual
from survey.insight.satisfaction import Satisfaction
from survey.render.figures import PRINT, PRINT_HALF, Figure
from survey.render.speech import say, say_n
from survey.stats.result import Estimate

# Editions on two pages hold the centre as a whole, and nothing a reader would look up later.
BRIEF = frozenset(("agents",))
# Of one other team nobody but its own leader should read the figures.
FEWEST_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Beside:
    """A unit beside all other teams together: theirs, and how far apart the two are."""

    others: Satisfaction
    difference: Estimate
    sentence: str


@dataclass(frozen=True, slots=True)
class Customers:
    """All about customers in the window; figures are None or empty where nobody answered.

    `whole` is the edition's scope, `place` its name (empty for the centre). `change` is against
    the window before, None without one. `left_out` says how many units of one agent are not shown;
    `is_of_one` tells whether the edition is about such a unit.
    """

    window: Period
    place: str
    whole: Satisfaction
    change: Estimate | None
    before_name: str
    finding: str
    sentence: str
    beside: Beside | None
    months: year.Months | None
    sites: Figure | None
    channels: Figure | None
    heard: Heard | None
    teams: tuple[Figure, ...]
    outliers: str
    left_out: str
    bands: Banded | None
    unusual: Unusual | None
    cases: FollowedUp | None
    is_of_one: bool = False


def customers_of(frame: Frame) -> Customers:
    """What customers said about the contacts of the edition's units in the occasion's window.

    An edition about a unit of one agent says only that: its figures would be those of a person.
    """
    window, place = frame.occasion.window, frame.place
    of_one = units_of_one_within(frame.tree, window)
    if frame.unit is not None and frame.unit.id in of_one:
        return _of_one_agent(frame)
    cuts = satisfaction.measure(window, unit_ids=frame.scope.unit_ids, by=("unit", "channel"))
    whole = satisfaction.total(cuts.values())
    change = _change(whole, frame)
    before = frame.occasion.before_name
    made = Customers(
        window=window,
        place=place,
        whole=whole,
        change=change,
        before_name=before,
        finding=customer_words.finding(whole, change, before),
        sentence=customer_words.sentence(whole, change, before=before, days=window.words),
        beside=_beside(whole, frame) if frame.unit else None,
        months=_months(frame) if whole.n else None,
        sites=None,
        channels=None,
        heard=None,
        teams=(),
        outliers="",
        left_out="",
        bands=None,
        unusual=None,
        cases=None,
    )
    return made if frame.edition.kind in BRIEF else _in_full(made, cuts, frame, of_one)


def _in_full(
    made: Customers, cuts: satisfaction.Cuts, frame: Frame, of_one: frozenset[int]
) -> Customers:
    """The same with everything that only a long edition holds."""
    window, scope, place, whole = made.window, frame.scope, made.place, made.whole
    channels = by_channel(cuts)
    gathered = satisfaction.by_unit(satisfaction.gathered(cuts, 0), scope)
    left_out = of_one & {one for one in scope.unit_ids if gathered[one].n}
    return replace(
        made,
        sites=_sites(frame, of_one) if whole.n else None,
        channels=channel_figure(channels, whole, window, place) if whole.n else None,
        heard=heard_from(channels, whole, window=window, unit_ids=scope.unit_ids),
        teams=team_figures(
            gathered,
            scope,
            window,
            left_out=of_one,
            beside=line_of(whole, place),
            room=rows_of(frame.edition),
        ),
        outliers=outliers(gathered, scope, whole, left_out=of_one, place=place) if whole.n else "",
        left_out=_left_out(len(left_out)),
        bands=banded(scope, until_on=window.until_on),
        unusual=unusual(scope, window, is_whole=frame.is_whole, left_out=of_one),
        cases=followed_up(frame.occasion, scope.unit_ids),
    )


def _months(frame: Frame) -> year.Months:
    """The year by month; where a report has two pages it shares the width with words."""
    is_short = frame.edition.kind in ("agents", "unit")
    canvas = PRINT_HALF if is_short else PRINT
    until_on = frame.occasion.window.until_on
    return year.by_month(until_on, frame.scope, place=frame.place, canvas=canvas)


def _sites(frame: Frame, of_one: frozenset[int]) -> Figure | None:
    """The year at each unit right below the top, unless one of them is a single agent."""
    inside = frame.scope.unit_ids[1:]
    if any(one in of_one for one in inside if _is_below_top(frame, one)):
        return None
    return year.by_site(frame.occasion.window.until_on, frame.scope, place=frame.place)


def _is_below_top(frame: Frame, unit_id: int) -> bool:
    top = frame.scope.units[0].id
    return any(one.id == unit_id and one.parent_id == top for one in frame.scope.units)


def _change(whole: Satisfaction, frame: Frame) -> Estimate | None:
    before = frame.occasion.before
    if before is None:
        return None
    then = satisfaction.measure(before, unit_ids=frame.scope.unit_ids)[()]
    return satisfaction.change(whole, then)


def _beside(whole: Satisfaction, frame: Frame) -> Beside | None:
    """The unit beside all others together; None where these are fewer than two teams."""
    inside = set(frame.scope.unit_ids)
    others = [one for one in frame.tree.units if one.id not in inside]
    ids = tuple(one.id for one in others)
    window = frame.occasion.window
    found = satisfaction.measure(window, unit_ids=ids, by=("unit",)) if ids else {}
    if sum(cut.n > 0 for cut in found.values()) < FEWEST_OTHERS or not whole.n:
        return None
    rest = satisfaction.total(found.values())
    difference = satisfaction.change(whole, rest)
    return Beside(rest, difference, customer_words.beside(frame.place, difference))


def _left_out(n: int) -> str:
    if not n:
        return ""
    return say_n(
        "%(num)s unit of one agent is not shown by itself: its figure would be that of a person.",
        "%(num)s units of one agent are not shown by themselves: their figures would be those of"
        " persons.",
        n,
    )


def _of_one_agent(frame: Frame) -> Customers:
    """The section without a figure."""
    only = say("This unit is one agent: a report shows no figure of a single person.")
    return Customers(
        window=frame.occasion.window,
        place=frame.place,
        whole=Satisfaction(),
        change=None,
        before_name="",
        finding=say("No figure of a single agent"),
        sentence=only,
        beside=None,
        months=None,
        sites=None,
        channels=None,
        heard=None,
        teams=(),
        outliers="",
        left_out="",
        bands=None,
        unusual=None,
        cases=None,
        is_of_one=True,
    )
