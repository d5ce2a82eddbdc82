"""Who is compared with whom: contacts sorted into strata, each customer once per agent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import numpy as np

from survey.insight.funnel.questions import QUESTIONS, Question
from survey.stats.samples import IntArray
from survey.store.reads_of_fairness import RuledContact

Stratum = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Hits and totals by stratum and agent, with the agents' ids."""

    agents: tuple[int, ...]
    hits: IntArray
    totals: IntArray


@dataclass(slots=True)
class _Count:
    """The contacts of one question so far, and whose they were."""

    seen: set[tuple[int, str | int]] = field(default_factory=set)
    agents: dict[int, int] = field(default_factory=dict)
    strata: dict[Stratum, int] = field(default_factory=dict)
    cells: defaultdict[tuple[int, int], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )


def tabulate(contacts: Iterable[RuledContact]) -> dict[Question, Table]:
    """The table of every question, from contacts in the order in which they closed.

    What a customer is stays the same from contact to contact: an address, a language, the will to
    answer. So of one agent's contacts with a customer only the first is counted.
    """
    counts = {one.code: _Count() for one in QUESTIONS}
    of_fate: dict[str, list[Question]] = defaultdict(list)
    for question in QUESTIONS:
        for fate in question.all:
            of_fate[fate].append(question)
    for one in contacts:
        for question in of_fate.get(one.fate, ()):
            _count(one, question, counts[question.code])
    return {question: _table(counts[question.code]) for question in QUESTIONS}


def _count(one: RuledContact, question: Question, count: _Count) -> None:
    is_left_out = (question.needs_address and not one.has_address) or (
        question.alike == "way" and not one.is_ripe
    )
    person = one.agent_id, one.customer
    if is_left_out or person in count.seen:
        return
    count.seen.add(person)
    stratum: Stratum = (one.queue_id, one.channel)
    if question.alike != "rules":
        stratum += (one.survey_id,)
    if question.alike == "way":
        stratum += (one.via,)
    at = count.strata.setdefault(stratum, len(count.strata))
    cell = count.cells[at, count.agents.setdefault(one.agent_id, len(count.agents))]
    cell[0] += one.fate in question.hits
    cell[1] += 1


def _table(count: _Count) -> Table:
    hits = np.zeros((len(count.strata), len(count.agents)), dtype=np.intp)
    totals = np.zeros_like(hits)
    for at, (n_hits, n) in count.cells.items():
        hits[at], totals[at] = n_hits, n
    return Table(tuple(count.agents), hits, totals)
