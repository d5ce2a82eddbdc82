"""The bands of units in the report: teams among teams, by name, never agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta

from survey.insight.bands.figure import MARKS, Placed, picture
from survey.insight.bands.judging import Judged
from survey.insight.bands.units import Family, UnitBands, unit_bands
from survey.insight.bands.year import N_WEEKS
from survey.insight.period import DAY, Period, spanning
from survey.insight.report.paging import pages
from survey.insight.units import ScopeTree
from survey.insight.words import bands as words
from survey.render.figures import BandMark, Figure, on_paper
from survey.render.speech import say
from survey.stats.bands import Band

# As many rows as stand on one page below a heading.
ROWS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class BandLine:
    """One unit with its band as a mark and a word, and how many customers answered."""

    name: str
    mark: BandMark
    word: str
    n: int


@dataclass(frozen=True, slots=True)
class BandFamily:
    """Units of one kind by name; there are no `figures` where nobody has a band."""

    title: str
    sentence: str
    figures: tuple[Figure, ...]
    lines: tuple[BandLine, ...]


@dataclass(frozen=True, slots=True)
class Banded:
    """The bands of the units of an edition; `lines` says where the two lines lie."""

    period: Period
    lines: str
    families: tuple[BandFamily, ...]


def banded(scope: ScopeTree, *, until_on: date) -> Banded | None:
    """The bands over the 52 weeks that end with the last Sunday up to that day, of these units.

    None where nobody answered in these weeks or no unit of the scope can have a band.
    """
    sunday = until_on - DAY * (until_on.isoweekday() % 7)
    period = spanning(sunday - timedelta(weeks=N_WEEKS) + DAY, sunday)
    found = unit_bands(period, zone=UTC)
    families = tuple(
        one
        for family in found.families
        if (one := _family(family, found, scope, period)) is not None
    )
    if found.lines is None or not families:
        return None
    return Banded(period, words.drawn_at(found.lines), families)


def _family(
    family: Family, found: UnitBands, scope: ScopeTree, period: Period
) -> BandFamily | None:
    by = family.judgement.by
    units = [one for one in scope.units if one.id in by and one.id not in found.of_one]
    if not units or found.centre is None or found.lines is None:
        return None
    if family.judgement.reason and not family.is_teams:
        # That few sites have no bands is said on the page; here it would only take room.
        return None
    named = sorted(((one.name, by[one.id]) for one in units), key=lambda pair: pair[0])
    reason = family.judgement.reason
    thing: words.Thing = "team" if family.is_teams else "unit"
    sentence = (
        words.no_bands(reason, thing)
        if reason
        else words.found([judged.band for _, judged in named], thing)
    )
    placed = [] if reason else [Placed(name, judged, "") for name, judged in named]
    figures = [
        picture(
            part,
            centre=found.centre,
            lines=found.lines,
            title=say("More bands") if at else sentence,
            period=period.words,
            place=on_paper,
        )
        for at, part in enumerate(pages(placed, lambda one: one.name, room=ROWS_PER_PAGE))
    ]
    title = say("Bands of teams") if family.is_teams else say("Bands of units above teams")
    return BandFamily(
        title,
        sentence,
        tuple(one for one in figures if one is not None),
        tuple(_line(*pair) for pair in named),
    )


def _line(name: str, judged: Judged) -> BandLine:
    words_of = {
        Band.TOP: say("Top"),
        Band.MIDDLE: say("Middle"),
        Band.LOW: say("Low"),
        Band.NOT_ENOUGH: say("Not enough evidence"),
    }
    return BandLine(name, MARKS[judged.band], words_of[judged.band], judged.n)
