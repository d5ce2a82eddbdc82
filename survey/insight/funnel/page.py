"""The funnel's page: stages as bars, where contacts stay behind, and the same by whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from survey.insight.funnel import stages
from survey.insight.funnel.asked import FunnelAsked, parse_asked
from survey.insight.funnel.stages import STAGES, Stage, Tally, tally
from survey.insight.selection import CHANNEL_CHOICES, CHANNEL_NAMES, Link, unit_choices
from survey.insight.units import read_scope
from survey.render import numbers
from survey.render.figures import BarRow, Figure, bar_list, on_screen, subtitle
from survey.stats.result import Estimate
from survey.store import reads_of_funnel
from survey.store.reads_of_funnel import FateCount


@dataclass(frozen=True, slots=True)
class Count:
    """A number of contacts and the address of their list; no address where there are none."""

    label: str
    n: int
    href: str


@dataclass(frozen=True, slots=True)
class Leak:
    """Between two stages: how many stayed behind in all, and where."""

    between: str
    n: int
    places: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """One unit, queue, channel or agent: its count at every stage, and its response rate."""

    label: str
    level: int
    counts: tuple[Count, ...]
    rate: Estimate
    answered: str


@dataclass(frozen=True, slots=True)
class FunnelCut:
    """The lines of one way of dividing the contacts."""

    code: str
    head: str
    lines: tuple[FunnelLine, ...]


@dataclass(frozen=True, slots=True)
class FunnelPage:
    """Everything the page shows."""

    asked: FunnelAsked
    figure: Figure
    whole: FunnelLine
    leaks: tuple[Leak, ...]
    not_answered: Leak
    by_link: Count
    cuts: tuple[FunnelCut, ...]
    stages: tuple[str, ...]
    unit_choices: tuple[tuple[str, str], ...]
    channel_choices: tuple[tuple[str, str], ...]
    survey_choices: tuple[tuple[str, str], ...]
    queue_choices: tuple[tuple[str, str], ...]
    all_href: str

    @property
    def stays(self) -> tuple[Leak, ...]:
        """Where contacts stayed behind, from the first stage to the last, as far as any did."""
        return tuple(leak for leak in (*self.leaks, self.not_answered) if leak.n)


@dataclass(frozen=True, slots=True)
class Links:
    """How addresses are made: the page itself, and the list of a place's contacts."""

    funnel: Link
    contacts: Link


def funnel(
    unit_ids: Collection[int], query: Mapping[str, str], *, today: date, links: Links
) -> FunnelPage:
    """The funnel of these units' contacts for what an address asks.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    tree = read_scope(unit_ids)
    asked = parse_asked(query, tree=tree, today=today)
    counted = reads_of_funnel.counts(asked.wanted())
    whole = tally(counted)
    return FunnelPage(
        asked=asked,
        figure=_figure(whole, asked, links),
        whole=_line(asked.selection.place, whole, asked, links),
        leaks=_leaks(whole, asked, links),
        not_answered=_leak("Invited, but not answered", stages.NOT_ANSWERED, whole, asked, links),
        by_link=_count(stages.ANSWERED_BY_LINK, whole, asked, links),
        cuts=tuple(cut for cut in _cuts(counted, asked, links) if len(cut.lines) > 1),
        stages=tuple(stage.label for stage in STAGES),
        unit_choices=unit_choices(tree),
        channel_choices=CHANNEL_CHOICES,
        survey_choices=(("", "All surveys"), *((word, n) for _, word, n in asked.names.surveys)),
        queue_choices=(("", "All queues"), *((word, n) for _, word, n in asked.names.queues)),
        all_href=links.funnel(**asked.selection.period.query),
    )


def _figure(whole: Tally, asked: FunnelAsked, links: Links) -> Figure:
    n_contacts = whole.n(stages.CONTACTS)
    rows = [
        BarRow(stage.label, whole.n(stage), href=_count(stage, whole, asked, links).href)
        for stage in STAGES
    ]
    build = partial(bar_list, rows, total=n_contacts, title=_title(whole))
    words = subtitle(
        "Closed contacts that came so far", n=n_contacts, period=asked.selection.period.words
    )
    return on_screen(build, subtitle=words)


def _title(whole: Tally) -> str:
    n_invited, n_answered = whole.n(stages.INVITED), whole.n(stages.ANSWERED)
    if not whole.n(stages.CONTACTS):
        return "No contact closed in these days"
    if not n_invited:
        return "No customer was invited about these contacts"
    invitations = numbers.counted(n_invited, "invitation")
    verb = "was" if n_answered == 1 else "were"
    return f"Of {invitations}, {numbers.whole(n_answered)} {verb} answered"


def _leaks(whole: Tally, asked: FunnelAsked, links: Links) -> tuple[Leak, ...]:
    lists = (
        ("Contacts that were not eligible", stages.NOT_ELIGIBLE),
        ("Eligible, but not in the sample", stages.NOT_SAMPLED),
        ("In the sample, but not invited", stages.NOT_ASKED),
        ("Invited, but no message was sent", stages.NOT_SENT),
        ("Sent, but not delivered", stages.NOT_DELIVERED),
    )
    return tuple(_leak(between, places, whole, asked, links) for between, places in lists)


def _leak(
    between: str, places: tuple[Stage, ...], whole: Tally, asked: FunnelAsked, links: Links
) -> Leak:
    found = tuple(_count(place, whole, asked, links) for place in places)
    return Leak(between, sum(one.n for one in found), tuple(one for one in found if one.n))


def _count(stage: Stage, whole: Tally, asked: FunnelAsked, links: Links) -> Count:
    n = whole.n(stage)
    return Count(stage.label, n, links.contacts(**asked.query, place=stage.code) if n else "")


def _line(label: str, found: Tally, asked: FunnelAsked, links: Links, level: int = 0) -> FunnelLine:
    return FunnelLine(
        label=label,
        level=level,
        counts=tuple(_count(stage, found, asked, links) for stage in STAGES),
        rate=found.response_rate,
        answered=numbers.part(found.n(stages.ANSWERED), found.n(stages.INVITED)),
    )


def _cuts(
    counted: tuple[FateCount, ...], asked: FunnelAsked, links: Links
) -> tuple[FunnelCut, ...]:
    def simple(
        key: Callable[[FateCount], Any],
        label: Callable[[Any], str],
        narrow: Callable[[Any], FunnelAsked],
    ) -> tuple[FunnelLine, ...]:
        lines = [
            _line(label(one), tally(part), narrow(one), links)
            for one, part in _parts(counted, key).items()
        ]
        return tuple(sorted(lines, key=lambda line: line.label))

    names, chosen = asked.names, asked.selection
    channels = simple(
        lambda one: one.channel,
        CHANNEL_NAMES.__getitem__,
        lambda code: replace(asked, selection=chosen.over(code)),
    )
    queues = simple(
        lambda one: one.queue_id,
        lambda id_: names.queue(id_)[1],
        lambda id_: replace(asked, queue=names.queue(id_)[0]),
    )
    agents = simple(
        lambda one: one.agent_id,
        lambda id_: names.agent(id_)[1],
        lambda id_: replace(asked, agent=names.agent(id_)[0]),
    )
    return (
        FunnelCut("units", "Unit", _by_unit(counted, asked, links)),
        FunnelCut("queues", "Queue", queues),
        FunnelCut("channels", "Channel", channels),
        FunnelCut("agents", "Agent", agents),
    )


def _by_unit(
    counted: tuple[FateCount, ...], asked: FunnelAsked, links: Links
) -> tuple[FunnelLine, ...]:
    """Every unit that had contacts, with everything below it."""
    inside = asked.selection.inside
    own = _parts(counted, lambda one: one.unit_id)
    lines = []
    for unit in inside.units:
        part = [one for below in inside.subtree(unit).unit_ids for one in own.get(below, ())]
        if part:
            narrowed = replace(asked, selection=asked.selection.at(unit))
            level = unit.depth - inside.units[0].depth
            lines.append(_line(unit.name, tally(part), narrowed, links, level=max(level, 0)))
    return tuple(lines)


def _parts(
    counted: Iterable[FateCount], key: Callable[[FateCount], Any]
) -> dict[Any, list[FateCount]]:
    parts: dict[Any, list[FateCount]] = defaultdict(list)
    for one in counted:
        parts[key(one)].append(one)
    return parts
