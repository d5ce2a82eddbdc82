"""The bands of a team's agents, for those who lead them, after the agents had them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from survey.insight.bands.agents import AgentBands
from survey.insight.bands.figure import MARKS
from survey.insight.bands.judging import Judged
from survey.insight.my_team import MOST_AGENTS
from survey.insight.period import Period
from survey.insight.satisfaction import FEW
from survey.insight.units import read_scope
from survey.insight.words import bands as words
from survey.render.figures import BandMark
from survey.stats.bands import Band
from survey.store import reads_of_team


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent's band; `judged` is None without an answer about today's team."""

    name: str
    unit: str
    judged: Judged | None
    mark: BandMark
    word: str


@dataclass(frozen=True, slots=True)
class TeamBands:
    """The agents who belong to the units today, in order of name.

    `has_bands` is false where nobody can have a band; then no means are listed either.
    """

    period: Period
    sentence: str
    has_bands: bool
    lines: tuple[AgentLine, ...]
    drawn_at: str
    n_looked_at: int
    least: int = FEW


def team_bands(
    unit_ids: Collection[int], code: str, bands: AgentBands, *, today: date
) -> TeamBands | None:
    """The bands of the agents of these units, or of the one with this code and all below it.

    `bands` are those of all agents. None where there are too many for one page.

    Raises:
        NotFound: there is no such unit, or it is out of scope.
    """
    tree = read_scope(unit_ids)
    inside = tree.subtree(tree.find(code)) if code else tree
    members = reads_of_team.members(inside.unit_ids, today=today)
    if len(members) > MOST_AGENTS:
        return None
    lines = []
    for one in sorted(members, key=lambda one: (one.name, one.unit, one.agent_id)):
        judged = bands.of(one.agent_id)
        band = Band.NOT_ENOUGH if judged is None else judged.band
        lines.append(AgentLine(one.name, one.unit, judged, MARKS[band], words.BAND_WORDS[band]))
    judgement = bands.judgement
    reason = judgement.reason if judgement else None
    given = [one.judged.band for one in lines if one.judged and not one.judged.is_thin]
    return TeamBands(
        period=bands.period,
        sentence=words.no_bands(reason, "agent") if reason else words.found(given, "agent"),
        has_bands=reason is None and bool(given),
        lines=tuple(lines),
        drawn_at=words.drawn_at(bands.lines) if bands.lines else "",
        n_looked_at=judgement.n_judged if judgement else 0,
    )
