"""Does who is asked, and who answers, differ by agent more than chance? Questions, no accusations.

Agents are compared inside the same queue and channel only, and where it matters the same survey and
way of asking, so that another line of work is never held against anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from survey.insight.funnel.asked import FunnelAsked, parse_asked
from survey.insight.funnel.page import Links
from survey.insight.funnel.questions import QUESTIONS, Question
from survey.insight.funnel.tables import tabulate
from survey.insight.units import read_scope
from survey.render import numbers
from survey.stats.homogeneity import beside_comparable, homogeneity
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.result import Estimate
from survey.store import reads_of_fairness

Key = TypeVar("Key")

LEAST_CONTACTS = 30
LEVEL = 0.05
# Whoever was invited less than this ago may still answer.
TIME_TO_ANSWER = timedelta(days=7)
# Fixed, so that the page says the same whenever it is opened on the same data.
SEED = 20_260_301


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An agent who stands out from comparable contacts, as a sentence and a question."""

    sentence: str
    why: str
    p: float
    href: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to: all agents together, and those who stand out one by one."""

    question: Question
    n_agents: int
    differs: bool
    sentence: str
    lines: tuple[AgentLine, ...]

    @property
    def is_notable(self) -> bool:
        """Whether there is something to ask about."""
        return self.differs or bool(self.lines)


@dataclass(frozen=True, slots=True)
class FairnessPage:
    """Every question with its answer; how many tests make up the two families."""

    asked: FunnelAsked
    answers: tuple[Answer, ...]
    n_questions: int
    n_tests: int
    funnel_href: str

    @property
    def has_notable(self) -> bool:
        """Whether there is anything to ask about."""
        return any(answer.is_notable for answer in self.answers)


def fairness(
    unit_ids: Collection[int], query: Mapping[str, str], *, now: datetime, today: date, links: Links
) -> FairnessPage:
    """The comparison of these units' agents for what an address asks.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    asked = parse_asked(query, tree=read_scope(unit_ids), today=today)
    ruled = reads_of_fairness.ruled_contacts(asked.wanted(), invited_until=now - TIME_TO_ANSWER)
    tables = tabulate(ruled)
    overall = {one: homogeneity(t.hits, t.totals, seed=SEED) for one, t in tables.items()}
    judged = _adjusted({one: e.p for one, e in overall.items() if e.p is not None})
    singles = {
        (one, agent_id): beside_comparable(table.hits, table.totals, at)
        for one, table in tables.items()
        for at, agent_id in enumerate(table.agents)
        if overall[one].ok
    }
    singles = {key: pair for key, pair in singles.items() if pair[0].n >= LEAST_CONTACTS}
    family = _adjusted({key: e.p for key, (e, _) in singles.items() if e.p is not None})
    answers = tuple(
        Answer(
            question=one,
            n_agents=len(tables[one].agents),
            differs=judged.get(one, 1.0) < LEVEL,
            sentence=_sentence(overall[one], judged.get(one)),
            lines=_lines(one, singles, family, asked, links),
        )
        for one in QUESTIONS
    )
    return FairnessPage(asked, answers, len(judged), len(family), links.funnel(**asked.query))


def _adjusted(p_values: Mapping[Key, float]) -> dict[Key, float]:
    return dict(zip(p_values, benjamini_hochberg(tuple(p_values.values())), strict=True))


def _sentence(overall: Estimate, p: float | None) -> str:
    if p is None:
        return f"Nothing to compare. {overall.reason}"
    if p >= LEVEL:
        return f"No detectable difference between agents ({numbers.p_phrase(p)})."
    return f"Agents differ by more than chance explains ({numbers.p_phrase(p)})."


def _lines(
    question: Question,
    singles: Mapping[tuple[Question, int], tuple[Estimate, float]],
    family: Mapping[tuple[Question, int], float],
    asked: FunnelAsked,
    links: Links,
) -> tuple[AgentLine, ...]:
    lines = []
    for (one, agent_id), p in family.items():
        if one != question or p >= LEVEL:
            continue
        estimate, others = singles[one, agent_id]
        n_hits = round((estimate.value or 0) * estimate.n)
        word, name = asked.names.agent(agent_id)
        sentence = (
            f"Of {name}'s contacts, each customer counted once,"
            f" {numbers.part(n_hits, estimate.n)} {question.were}; among comparable contacts"
            f" {numbers.share(others)}."
        )
        href = links.contacts(**replace(asked, agent=word).query, place=question.place)
        lines.append(AgentLine(sentence, question.why, p, href))
    return tuple(sorted(lines, key=lambda line: line.p))
