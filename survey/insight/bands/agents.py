"""The bands of agents: of the answers about the team an agent belongs to today, never of the pulse.

A new team is a new start: what was answered about contacts in an earlier one does not count. So
those who lead a team see nothing in a band that comes from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.insight.bands.judging import Judged, Judgement, added, judge, mean_of
from survey.insight.bands.lines import LinesInForce, lines_in_force
from survey.insight.bands.year import Year
from survey.insight.period import Period
from survey.stats.same_work import Work
from survey.store import reads_of_bands


@dataclass(frozen=True, slots=True)
class AgentBands:
    """The agents of the centre who belong to a team and have answers, judged together.

    `judgement` and `lines` are None before the first answer. `shown_from` is the day from which
    those who lead see what these weeks say.
    """

    period: Period
    shown_from: date
    lines: LinesInForce | None
    judgement: Judgement[int] | None

    def of(self, agent_id: int) -> Judged | None:
        """What is said of one agent; None without an answer in today's team."""
        return None if self.judgement is None else self.judgement.by.get(agent_id)


def bands_of_agents(year: Year, *, today: date) -> AgentBands:
    """The bands from what came in during these weeks about the team each belongs to today."""
    since, until = year.instants
    unit_of = reads_of_bands.units_of_agents(today=today)
    whole: dict[Work, dict[int, int]] = {}
    own: dict[int, dict[Work, dict[int, int]]] = {}
    for cell in reads_of_bands.answers_by_agent_and_work(since=since, until=until):
        work, counts = (cell.channel, cell.queue_id), {cell.value: cell.n}
        added(whole, work, counts)
        if unit_of.get(cell.agent_id) == cell.unit_id:
            added(own.setdefault(cell.agent_id, {}), work, counts)
    centre = mean_of(whole)
    if centre is None:
        return AgentBands(year.period, year.shown_from, None, None)
    lines = lines_in_force(centre, zone=year.zone)
    return AgentBands(year.period, year.shown_from, lines, judge(own, whole, lines.lines))
