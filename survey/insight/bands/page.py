"""The page of bands: units by name, and one unit's change beside its site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from survey.access import LEADER, Viewer
from survey.insight.answered_days import AnsweredDays, answered_days
from survey.insight.bands.change import Change, change_of, led_today, moved
from survey.insight.bands.figure import MARKS, Placed, picture
from survey.insight.bands.judging import Judged
from survey.insight.bands.units import Family, UnitBands, unit_bands
from survey.insight.bands.year import year_shown
from survey.insight.period import Period
from survey.insight.sections import Links
from survey.insight.selection import unit_choices
from survey.insight.units import ScopeTree, read_scope
from survey.insight.words import bands as words
from survey.render.figures import BandMark, Figure
from survey.stats.against_trend import smallest_detectable_difference
from survey.store.reads_of_bands import leader_of_user
from survey.store.reads_of_units import UnitRow

THINGS: dict[bool, words.Thing] = {True: "team", False: "unit"}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: its band in shape and word, its numbers, and where they lead."""

    name: str
    judged: Judged
    mark: BandMark
    word: str
    href: str
    contacts_href: str


@dataclass(frozen=True, slots=True)
class Section:
    """Units of one kind in order of name, never of result."""

    title: str
    sentence: str
    has_bands: bool
    figure: Figure | None
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One unit's change, with its sentence; `own` and `rest` are changes in points.

    `rest` is the mean of the other units' changes, so that own less rest is the difference;
    `caution` says why the interval is wide, where the others are few.
    """

    change: Change
    sentence: str
    own: float | None = None
    rest: float | None = None
    caution: str = ""


@dataclass(frozen=True, slots=True)
class BandsPage:
    """The page. `centre` is None before the first answer; `unit` where one was chosen.

    `elsewhere` says where the viewer's answers lie when these weeks have none.

    `coarse` names the units of which most answers were compared by channel only, or by less.
    """

    period: Period
    unit: UnitRow | None
    unit_choices: tuple[tuple[str, str], ...]
    centre: float | None
    elsewhere: AnsweredDays | None
    n: int
    lines: str
    n_looked_at: int
    sections: tuple[Section, ...]
    coarse: tuple[str, ...]
    changes: tuple[ChangeShown, ...]


def bands_page(
    viewer: Viewer,
    code: str,
    *,
    now: datetime,
    zone: tzinfo,
    links: Links,
) -> BandsPage:
    """The bands of the viewer's units, or of the one with this code.

    A leader is told the change of the units led in person, anybody else that of the unit chosen.

    Raises:
        NotFound: there is no such unit, or it is out of scope.
    """
    tree = read_scope(viewer.unit_ids)
    unit = tree.find(code) if code else None
    inside = tree if unit is None else ScopeTree((unit,))
    period = year_shown(now=now, zone=zone).period
    found = unit_bands(period, zone=zone)
    sections = tuple(
        section
        for family in found.families
        if (section := _section(family, found, inside, period=period, links=links)) is not None
    )
    today = now.astimezone(zone).date()
    return BandsPage(
        period=period,
        unit=unit,
        unit_choices=unit_choices(tree),
        centre=found.centre,
        elsewhere=answered_days(inside.unit_ids) if found.centre is None else None,
        n=found.n,
        lines=words.drawn_at(found.lines) if found.lines else "",
        n_looked_at=found.n_looked_at,
        sections=sections,
        coarse=tuple(
            line.name for section in sections for line in section.lines if _is_coarse(line.judged)
        ),
        changes=tuple(
            _shown(change_of(one, today=today)) for one in _told(viewer, unit, inside, today=today)
        ),
    )


def _told(
    viewer: Viewer, unit: UnitRow | None, inside: ScopeTree, *, today: date
) -> tuple[UnitRow, ...]:
    """The units whose change this viewer is told: one, unless a leader leads several."""
    if viewer.role != LEADER:
        return () if unit is None else (unit,)
    leader_id = leader_of_user(viewer.user_id)
    return tuple(one for one in inside.units if leader_id and _leads(leader_id, one, today=today))


def _leads(leader_id: int, unit: UnitRow, *, today: date) -> bool:
    term = led_today(unit.id, today=today)
    return term is not None and term.leader_id == leader_id


def _is_coarse(judged: Judged) -> bool:
    return not judged.is_thin and 2 * judged.adjusted.n_alike < judged.n


def _section(
    family: Family, found: UnitBands, inside: ScopeTree, *, period: Period, links: Links
) -> Section | None:
    visible = set(inside.unit_ids)
    units = [unit for unit in family.units if unit.id in visible]
    if not units or found.centre is None or found.lines is None:
        return None
    by, thing = family.judgement.by, THINGS[family.is_teams]
    lines = tuple(
        _line(unit, by[unit.id], is_one=unit.id in found.of_one, period=period, links=links)
        for unit in units
    )
    reason = family.judgement.reason
    if reason:
        sentence = words.no_bands(reason, thing)
    elif len(inside.units) == 1:
        sentence = f"{lines[0].name}: {lines[0].word.lower()}"
    else:
        banded = [unit.id for unit in units if unit.id not in found.of_one]
        sentence = words.found([by[unit_id].band for unit_id in banded], thing)
    placed = [] if reason else [Placed(line.name, line.judged, line.href) for line in lines]
    return Section(
        title="Teams" if family.is_teams else "Units above teams",
        sentence=sentence,
        has_bands=reason is None,
        figure=picture(
            placed, centre=found.centre, lines=found.lines, title=sentence, period=period.words
        ),
        lines=lines,
    )


def _line(unit: UnitRow, judged: Judged, *, is_one: bool, period: Period, links: Links) -> UnitLine:
    return UnitLine(
        name=unit.name,
        judged=judged,
        mark=MARKS[judged.band],
        word=words.ONE_AGENT if is_one else words.BAND_WORDS[judged.band],
        href=links.overview(unit=unit.code),
        contacts_href=links.contacts(unit=unit.code, score="rated", **period.query),
    )


def _shown(change: Change) -> ChangeShown:
    if change.difference is None or change.site is None:
        return ChangeShown(change, change.refusal)
    assert change.before is not None  # where there is a difference there are both half-years
    assert change.after is not None
    own, _ = moved((change.before, change.after))
    sentence = words.moved_beside(
        change.unit.name,
        change.site.name,
        own=own,
        difference=change.difference,
        detectable=smallest_detectable_difference(change.difference),
    )
    rest = own - (change.difference.value or 0.0)
    caution = words.few_beside(change.difference, others=change.others)
    return ChangeShown(change, sentence, own, rest, caution)
