"""The contacts behind one number of the funnel."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from survey.errors import InvalidInput
from survey.insight.agents_first import is_held
from survey.insight.funnel.asked import FunnelAsked, parse_asked, parse_place
from survey.insight.funnel.page import Links
from survey.insight.funnel.stages import Stage, fate_words
from survey.insight.selection import CHANNEL_NAMES, Link
from survey.insight.units import ScopeTree, read_scope
from survey.render import numbers
from survey.store import reads_of_funnel
from survey.store.reads_of_funnel import FateRow

PER_PAGE = 50
MOST_IDS = 2**31
_POSITION = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One contact of the list; `closed` is its day, and the time where that is known.

    `agent` is empty while the agent reads the answer first.
    """

    href: str
    closed: str
    agent: str
    unit: str
    channel: str
    queue: str
    fate: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """The list, latest first, and how many there are in all."""

    asked: FunnelAsked
    place: Stage
    n: int
    lines: tuple[PlaceLine, ...]
    older_href: str
    newest_href: str
    funnel_href: str


def place_contacts(
    unit_ids: Collection[int],
    query: Mapping[str, str],
    *,
    today: date,
    links: Links,
    contact_link: Link,
    timezone: tzinfo,
    held_from: datetime | None = None,
) -> PlacePage:
    """The contacts that came to a stage, or stayed in a place.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming what cannot be used.
    """
    tree = read_scope(unit_ids)
    asked = parse_asked(query, tree=tree, today=today)
    place = parse_place(query)
    after = _after(query.get("after", "").strip())
    wanted = asked.wanted(place)
    found = reads_of_funnel.contacts(wanted, limit=PER_PAGE + 1, after=after)
    shown = found[:PER_PAGE]
    own = {**asked.query, "place": place.code}
    older = f"{shown[-1].day}.{shown[-1].contact_id}" if len(found) > PER_PAGE else ""
    return PlacePage(
        asked=asked,
        place=place,
        n=reads_of_funnel.n_contacts(wanted),
        lines=tuple(_line(row, tree, contact_link, timezone, held_from) for row in shown),
        older_href=links.contacts(**own, after=older) if older else "",
        newest_href=links.contacts(**own) if after else "",
        funnel_href=links.funnel(**asked.query),
    )


def _line(
    row: FateRow, tree: ScopeTree, link: Link, zone: tzinfo, held_from: datetime | None
) -> PlaceLine:
    time = "" if row.closed_at is None else f", {numbers.time_of_day(row.closed_at, zone)}"
    return PlaceLine(
        href=link(contact_id=row.contact_id),
        closed=f"{numbers.short_day(row.day)}{time}",
        agent="" if is_held(row.told_at, held_from) else row.agent,
        unit=tree.name(row.unit_id),
        channel=CHANNEL_NAMES[row.channel],
        queue=row.queue,
        fate=fate_words(row.fate),
    )


def _after(text: str) -> tuple[date, int] | None:
    if not text:
        return None
    found = _POSITION.fullmatch(text)
    try:
        if found and int(found[2]) < MOST_IDS:
            return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        pass
    raise InvalidInput(["After: this is not a place in the list. Start from the newest contacts."])
