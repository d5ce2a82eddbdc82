"""The contacts behind the numbers, as a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from survey.errors import InvalidInput
from survey.insight.agents_first import is_held
from survey.insight.folding import Folded, fold
from survey.insight.sections import Links
from survey.insight.selection import (
    CHANNEL_CHOICES,
    CHANNEL_NAMES,
    Link,
    Selection,
    parse_selection,
    unit_choices,
)
from survey.insight.units import ScopeTree, read_scope
from survey.instruments.satisfaction import CSAT_SCALE
from survey.render import numbers
from survey.store import reads_of_contacts
from survey.store.reads_of_contacts import ContactFilter, ContactRow, Position

PER_PAGE = 50
MOST_IDS = 2**31

SCORE_CHOICES = (
    ("", "With or without a score"),
    ("rated", "Any score"),
    ("4-5", "Satisfied: 4 or 5"),
    ("1-2", "Dissatisfied: 1 or 2"),
    *((str(point), f"{point}, {CSAT_SCALE.label(point).lower()}") for point in CSAT_SCALE.points),
)
_POSITION = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact of the list; `comment` is None where the customer wrote nothing.

    `closed` is its day, and the time where that is known; `agent` is empty while they read first.
    """

    href: str
    closed: str
    agent: str
    row: ContactRow
    channel: str
    unit: str
    score_label: str
    comment: Folded | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A link to all contacts of the choice, or to those of one kind."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """The list, latest first. `n` is None where it is not counted: rollups hold no comments.

    `what` names the conditions on score and queue; `older_href` and `newest_href` are empty where
    there is nothing to go to.
    """

    asked: ContactsAsked
    lines: tuple[ContactLine, ...]
    n: int | None
    older_href: str
    newest_href: str
    overview_href: str
    what: str
    kinds: tuple[Kind, ...]
    unit_choices: tuple[tuple[str, str], ...]
    channel_choices: tuple[tuple[str, str], ...]
    queue_choices: tuple[tuple[str, str], ...]
    score_choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ContactsAsked:
    """What an address asks the list for; `score` and `queue` as they stand in the address."""

    selection: Selection
    score: str
    queue: str
    has_comment: bool
    after: Position | None

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters of an address, without the place in the list."""
        chosen = {
            "score": self.score,
            "queue": self.queue,
            "comment": "yes" if self.has_comment else "",
        }
        return self.selection.query | {name: value for name, value in chosen.items() if value}

    @property
    def wanted(self) -> ContactFilter:
        """The same for the store."""
        chosen = self.selection
        return ContactFilter(
            unit_ids=chosen.inside.unit_ids,
            from_on=chosen.period.from_on,
            until_on=chosen.period.until_on,
            channel=chosen.channel,
            queue_id=int(self.queue) if self.queue else None,
            scores=_points(self.score),
            has_comment=self.has_comment,
        )


def contacts(
    unit_ids: Collection[int],
    query: Mapping[str, str],
    *,
    today: date,
    links: Links,
    contact_link: Link,
    timezone: tzinfo,
    held_from: datetime | None,
) -> ContactsPage:
    """The contacts an address asks for, as far as they are in these units.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    tree = read_scope(unit_ids)
    queues = reads_of_contacts.queues()
    asked = parse_contacts(query, tree=tree, queues=queues, today=today)
    days = reads_of_contacts.days_of(asked.wanted)
    # One more than a page holds tells whether there is another page.
    found = reads_of_contacts.contacts(asked.wanted, days, limit=PER_PAGE + 1, after=asked.after)
    shown = found[:PER_PAGE]
    return ContactsPage(
        asked=asked,
        lines=tuple(_line(row, tree, contact_link, timezone, held_from) for row in shown),
        n=None if asked.has_comment else sum(day.n for day in days),
        older_href=_older(links.contacts, asked, shown) if len(found) > PER_PAGE else "",
        newest_href=links.contacts(**asked.query) if asked.after else "",
        overview_href=links.overview(**asked.selection.query),
        what=_what(asked, queues),
        kinds=_kinds(asked, links.contacts),
        unit_choices=unit_choices(tree),
        channel_choices=CHANNEL_CHOICES,
        queue_choices=(("", "All queues"), *((str(id_), name) for id_, name in queues)),
        score_choices=SCORE_CHOICES,
    )


def parse_contacts(
    query: Mapping[str, str],
    *,
    tree: ScopeTree,
    queues: tuple[tuple[int, str], ...],
    today: date,
) -> ContactsAsked:
    """What an address asks the list for; raises as `contacts` does."""
    problems: list[str] = []
    try:
        selection = parse_selection(query, tree=tree, today=today)
    except InvalidInput as refusal:
        problems.extend(refusal.problems)
    score = query.get("score", "").strip()
    if score not in dict(SCORE_CHOICES):
        problems.append(f"Score: “{score[:40]}” is not a score. Choose one from the list.")
    queue = query.get("queue", "").strip()
    if queue and queue not in {str(id_) for id_, _ in queues}:
        problems.append(f"Queue: “{queue[:40]}” is not a queue. Choose one from the list.")
    after = _position(query.get("after", "").strip(), problems)
    if problems:
        raise InvalidInput(problems)
    return ContactsAsked(selection, score, queue, bool(query.get("comment")), after)


def _what(asked: ContactsAsked, queues: tuple[tuple[int, str], ...]) -> str:
    parts = []
    if asked.score == "rated":
        parts.append("with any score")
    elif asked.score:
        parts.append(f"scored {asked.score.replace('-', ' or ')}")
    if asked.queue:
        parts.append(f"from the queue {dict(queues)[int(asked.queue)]}")
    return ", ".join(parts)


def _kinds(asked: ContactsAsked, link: Link) -> tuple[Kind, ...]:
    """All, those with any score, and those with a comment; what else is chosen stays."""
    offered = (
        ("All contacts", replace(asked, score="", has_comment=False)),
        ("With an answer", replace(asked, score="rated", has_comment=False)),
        ("With a comment", replace(asked, score="", has_comment=True)),
    )
    return tuple(
        Kind(label, link(**one.query), is_current=one.query == asked.query)
        for label, one in offered
    )


def _points(score: str) -> tuple[int, ...]:
    if score == "rated":
        return tuple(CSAT_SCALE.points)
    low, _, high = score.partition("-")
    return tuple(range(int(low), int(high or low) + 1)) if low else ()


def _position(text: str, problems: list[str]) -> Position | None:
    if not text:
        return None
    found = _POSITION.fullmatch(text)
    try:
        if found and int(found[2]) < MOST_IDS:
            return Position(date.fromisoformat(found[1]), int(found[2]))
    except ValueError:
        pass
    problems.append("After: this is not a place in the list. Start from the newest contacts.")
    return None


def _older(link: Link, asked: ContactsAsked, shown: tuple[ContactRow, ...]) -> str:
    last = shown[-1].position
    return link(**asked.query, after=f"{last.day}.{last.contact_id}")


def _line(
    row: ContactRow, tree: ScopeTree, link: Link, zone: tzinfo, held_from: datetime | None
) -> ContactLine:
    time = "" if row.closed_at is None else f", {numbers.time_of_day(row.closed_at, zone)}"
    return ContactLine(
        href=link(contact_id=row.contact_id),
        closed=f"{numbers.short_day(row.day)}{time}",
        agent="" if is_held(row.told_at, held_from) else row.agent,
        row=row,
        channel=CHANNEL_NAMES[row.channel],
        unit=tree.name(row.unit_id),
        score_label="" if row.score is None else CSAT_SCALE.label(row.score),
        comment=fold(row.comment) if row.comment else None,
    )
