"""The week by agent, for those who lead them: what came in, and how little of it is news.

Built against its own misuse: rows stand by name, nothing is a rank, few answers say nothing, and a
mark takes an interval wide enough for looking at many people at once that lies wholly on one side
of what the centre shows for the same work. See docs/decisions/0012-agents-first.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from survey.insight import satisfaction
from survey.insight.agents_first import Weeks, weeks_shown
from survey.insight.answered_days import AnsweredDays, answered_days
from survey.insight.satisfaction import FEW, Satisfaction, n_top, top_box
from survey.insight.selection import unit_choices
from survey.insight.units import ScopeTree, read_scope
from survey.instruments.satisfaction import CSAT_SCALE
from survey.stats.proportions import wilson
from survey.stats.result import Estimate
from survey.store import reads_of_team, reads_of_units
from survey.store.reads_of_team import AgentCell, Member
from survey.store.reads_of_units import UnitRow

LEAST = 10
MOST_AGENTS = 200
ALPHA = 0.05

Stratum = tuple[str, int]  # a channel and a queue


@dataclass(frozen=True, slots=True)
class Came:
    """What came in about one agent's contacts: answers, those in the top box, comments."""

    answers: Mapping[int, int] = field(default_factory=dict)
    strata: Mapping[Stratum, int] = field(default_factory=dict)
    n_comments: int = 0

    @property
    def n(self) -> int:
        """How many answers with a score."""
        return sum(self.answers.values())

    @property
    def share(self) -> Estimate:
        """The satisfied share with its interval."""
        return top_box(self.answers, CSAT_SCALE)

    @property
    def is_told(self) -> bool:
        """Whether there are enough answers to say a share at all."""
        return self.n >= LEAST

    @property
    def is_thin(self) -> bool:
        """Whether there are too few answers to judge by."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent: the week, and the twelve weeks beside what the centre shows for the same work.

    `mark` is "above", "below", or empty, which is the normal case.
    """

    name: str
    unit: str
    week: Came
    weeks: Came
    centre: float | None
    mark: str


@dataclass(frozen=True, slots=True)
class MyTeamPage:
    """The page. `lines` is None where there are too many agents for one page: choose a unit.

    `elsewhere` says where these units' answers lie when the twelve weeks have none.
    """

    weeks: Weeks
    place: str
    unit: UnitRow | None
    unit_choices: tuple[tuple[str, str], ...]
    lines: tuple[AgentLine, ...] | None
    sentence: str
    centre: Estimate
    elsewhere: AnsweredDays | None
    least: int = LEAST
    few: int = FEW


def my_team(unit_ids: Collection[int], code: str, *, now: datetime, zone: tzinfo) -> MyTeamPage:
    """The agents of these units, or of the one with this code and all below it.

    Raises:
        NotFound: there is no such unit, or it is out of scope.
    """
    tree = read_scope(unit_ids)
    unit = tree.find(code) if code else None
    inside = tree if unit is None else tree.subtree(unit)
    weeks = weeks_shown(now=now, zone=zone)
    by_stratum = _of_centre(weeks)
    whole = satisfaction.total(by_stratum.values())
    members = reads_of_team.members(inside.unit_ids, today=now.astimezone(zone).date())
    lines = None
    if len(members) <= MOST_AGENTS:
        came = _by_agent(inside, weeks)
        lines = _lines(_with_others(members, came), came, by_stratum, whole)
    return MyTeamPage(
        weeks=weeks,
        place=unit.name if unit else _place(tree),
        unit=unit,
        unit_choices=unit_choices(tree),
        lines=lines,
        sentence=_sentence(lines or ()),
        centre=whole.share,
        elsewhere=_elsewhere(lines, whole, inside),
    )


def _elsewhere(
    lines: Collection[AgentLine] | None, whole: Satisfaction, inside: ScopeTree
) -> AnsweredDays | None:
    has_answers = whole.n > 0 if lines is None else any(line.weeks.n for line in lines)
    return None if has_answers else answered_days(inside.unit_ids)


def _place(tree: ScopeTree) -> str:
    return tree.roots[0].name if len(tree.roots) == 1 else "Your teams"


def _of_centre(weeks: Weeks) -> dict[Stratum, Satisfaction]:
    """What everybody's customers answered about contacts of the twelve weeks, by kind of work."""
    everything = reads_of_units.unit_ids()
    return satisfaction.measure(weeks.all, unit_ids=everything, by=("channel", "queue"))


def _by_agent(inside: ScopeTree, weeks: Weeks) -> dict[int, tuple[Came, Came]]:
    """What came in about each agent in the week, and in the twelve weeks."""
    parts = []
    for period in (weeks.last, weeks.all):
        since, until = weeks.instants(period)
        found = reads_of_team.answers_by_agent(inside.unit_ids, since=since, until=until)
        parts.append(_gathered(found))
    week, all_weeks = parts
    return {one: (week.get(one, Came()), all_weeks[one]) for one in all_weeks}


def _gathered(cells: Iterable[AgentCell]) -> dict[int, Came]:
    answers: dict[int, dict[int, int]] = {}
    strata: dict[int, dict[Stratum, int]] = {}
    n_comments: dict[int, int] = {}
    for cell in cells:
        own, work = answers.setdefault(cell.agent_id, {}), strata.setdefault(cell.agent_id, {})
        n_comments[cell.agent_id] = n_comments.get(cell.agent_id, 0) + cell.n_comments
        if cell.value is not None:
            own[cell.value] = own.get(cell.value, 0) + cell.n
            stratum = cell.channel, cell.queue_id
            work[stratum] = work.get(stratum, 0) + cell.n
    return {one: Came(answers[one], strata[one], n_comments[one]) for one in answers}


def _with_others(members: Collection[Member], came: Collection[int]) -> list[Member]:
    """Who belongs there today, and whoever had answers there, by name."""
    known = {one.agent_id for one in members}
    others = reads_of_team.named([agent_id for agent_id in came if agent_id not in known])
    return sorted((*members, *others), key=lambda one: (one.name, one.unit, one.agent_id))


def _lines(
    members: list[Member],
    came: Mapping[int, tuple[Came, Came]],
    by_stratum: Mapping[Stratum, Satisfaction],
    whole: Satisfaction,
) -> tuple[AgentLine, ...]:
    both = [came.get(one.agent_id, (Came(), Came())) for one in members]
    n_judged = sum(not all_weeks.is_thin for _, all_weeks in both)
    lines = []
    for one, (week, weeks) in zip(members, both, strict=True):
        centre = _same_work(weeks, by_stratum, whole)
        mark = _mark(weeks, centre, n_judged=n_judged)
        lines.append(AgentLine(one.name, one.unit, week, weeks, centre, mark))
    return tuple(lines)


def _same_work(
    weeks: Came, by_stratum: Mapping[Stratum, Satisfaction], whole: Satisfaction
) -> float | None:
    """What the centre shows on the channels and queues from which this agent's answers came."""
    overall = whole.share.value
    if overall is None or not weeks.n:
        return None
    value = 0.0
    for stratum, n in weeks.strata.items():
        share = by_stratum.get(stratum, Satisfaction()).share.value
        value += n / weeks.n * (overall if share is None else share)
    return value


def _mark(weeks: Came, centre: float | None, *, n_judged: int) -> str:
    if centre is None or weeks.is_thin:
        return ""
    hits = n_top(weeks.answers, CSAT_SCALE)
    interval = wilson(hits, weeks.n, level=1 - ALPHA / n_judged).interval
    assert interval is not None  # there are answers
    if interval.low > centre:
        return "above"
    return "below" if interval.high < centre else ""


def _sentence(lines: Collection[AgentLine]) -> str:
    judged = [line for line in lines if not line.weeks.is_thin]
    if not judged:
        return "Too few answers to tell any agent from the centre."
    if any(line.mark for line in judged):
        return "Some differ from the centre on the same work by more than chance explains."
    return "Nobody differs from the centre on the same work by more than chance explains."
