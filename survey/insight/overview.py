"""The overview: how satisfied customers are by unit, channel and month, and how agents are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from survey.insight import satisfaction
from survey.insight.engagement import Engagement, engagement_of
from survey.insight.period import LAST_DAYS, Period, last_days, month_of, months_back
from survey.insight.satisfaction import Satisfaction
from survey.insight.sections import (
    Line,
    Links,
    Section,
    by_channel,
    by_month,
    by_unit,
    make_line,
    response,
)
from survey.insight.selection import CHANNEL_CHOICES, Selection, parse_selection, unit_choices
from survey.insight.units import read_scope
from survey.render import numbers
from survey.render.figures import Tile, share_axis, tile
from survey.store import reads_of_satisfaction


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes what is looked at."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """No answer in these days: what there is instead, and where the latest answers are."""

    sentence: str
    latest: Choice | None


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """All the overview shows. Sections are None where there is nothing to compare."""

    selection: Selection
    share: Tile
    response: Tile
    whole: Line
    before: Line
    closed_href: str
    units: Section | None
    channels: Section | None
    months: Section | None
    engagement: Engagement | None
    nothing: Nothing | None
    periods: tuple[Choice, ...]
    unit_choices: tuple[tuple[str, str], ...]
    channel_choices: tuple[tuple[str, str], ...]
    all_href: str


def overview(
    unit_ids: Collection[int], query: Mapping[str, str], *, today: date, links: Links
) -> OverviewPage:
    """The overview of these units for the selection an address asks for.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    tree = read_scope(unit_ids)
    chosen = parse_selection(query, tree=tree, today=today)
    inside = chosen.inside.unit_ids
    cuts = satisfaction.measure(
        chosen.period, unit_ids=inside, by=("unit", "channel"), channel=chosen.channel
    )
    whole = satisfaction.total(cuts.values())
    past = chosen.during(chosen.period.previous)
    before = satisfaction.measure(past.period, unit_ids=inside, channel=chosen.channel)[()]
    return OverviewPage(
        selection=chosen,
        share=_share_tile(whole, before, chosen.period),
        response=_response_tile(whole),
        whole=make_line(chosen.place, whole, chosen=chosen, links=links),
        before=make_line(past.period.label, before, chosen=past, links=links),
        closed_href=links.contacts(**chosen.query),
        units=by_unit(cuts, whole, chosen=chosen, links=links),
        channels=by_channel(cuts, whole, chosen=chosen, links=links),
        months=by_month(chosen, links),
        engagement=engagement_of(chosen.inside),
        nothing=_nothing(whole, chosen, links),
        periods=_periods(chosen, links, today=today),
        unit_choices=unit_choices(tree),
        channel_choices=CHANNEL_CHOICES,
        all_href=links.overview(**replace(chosen, unit=None).query),
    )


def _share_tile(whole: Satisfaction, before: Satisfaction, period: Period) -> Tile:
    share, turn = whole.share, satisfaction.change(whole, before)
    turned = turn.ends
    return tile(
        "Satisfied customers",
        share.value,
        *share.ends,
        axis=share_axis(),
        n=whole.n,
        change=turn.value,
        change_low=turned[0],
        change_high=turned[1],
        since=_before(period),
        verdict="unknown" if whole.is_thin else None,
    )


def _before(period: Period) -> str:
    previous = period.previous
    is_named = previous == month_of(previous.from_on)
    return previous.label if is_named else f"the {numbers.counted(previous.n_days, 'day')} before"


def _response_tile(whole: Satisfaction) -> Tile:
    made = tile("Response rate", whole.response_rate, axis=share_axis())
    return replace(made, value=made.value if made.strip else "not known", n=response(whole))


def _nothing(whole: Satisfaction, chosen: Selection, links: Links) -> Nothing | None:
    if whole.n:
        return None
    n_contacts = whole.contacts.n_contacts
    if n_contacts:
        closed = numbers.counted(n_contacts, "contact")
        sentence = f"{closed} closed in these days, and no customer has answered about one yet."
    else:
        sentence = "No contact of this selection closed in these days."
    days = reads_of_satisfaction.days_with_contacts(chosen.inside.unit_ids)
    if days is None:
        return Nothing("There are no contacts yet. They arrive by import or by the API.", None)
    if chosen.period.from_on <= days[1] <= chosen.period.until_on:
        return Nothing(sentence, None)
    last = month_of(days[1])
    href = links.overview(**chosen.during(last).query)
    return Nothing(sentence, Choice(last.label, href, is_current=False))


def _periods(chosen: Selection, links: Links, *, today: date) -> tuple[Choice, ...]:
    this_month = today.replace(day=1)
    offered = [last_days(many, today=today) for many in LAST_DAYS]
    offered += [month_of(months_back(this_month, back)) for back in (1, 2, 3)]
    return tuple(
        Choice(
            period.label,
            links.overview(**chosen.during(period).query),
            is_current=period.query == chosen.period.query,
        )
        for period in offered
    )
