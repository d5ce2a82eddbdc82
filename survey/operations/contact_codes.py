"""From the codes in a contact's record to the ids of what they name, created where allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.intake.contact import ContactRecord
from survey.intake.contact_mapping import Creation
from survey.intake.problems import Problem, Rejected, shorten
from survey.operations import people
from survey.operations.contact_batches import Numbered, Part
from survey.operations.new_units import add_unit_under
from survey.operations.wording import LONGEST_CODE, LONGEST_NAME, text_problems
from survey.store import contact_writes, directory, staged_contacts

# Stands for a code that nobody may need: it differs from every stored id, so the difference is
# counted, and it is never written, because what it stands for is frozen.
UNMET = 0
ADD = "Correct it, or add the {0}."
ADD_OR_ALLOW = "Correct it, add the {0}, or allow the import to create {0}s."


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the four things a contact names by code."""

    field: str
    column: str
    codes: directory.Codes
    may_create: bool
    way_out: str
    create: Callable[[str, ContactRecord], int]

    def is_met(self, codes: Iterable[str | None]) -> bool:
        """Whether every code is known; each is looked up once."""
        return all(code is None or self.codes.find(code) is not None for code in set(codes))

    def objections(self, code: str) -> list[str]:
        """Why what has this code cannot be created; empty where it can."""
        if not self.may_create:
            way_out = self.way_out.format(self.field)
            return [f"There is no {self.field} with the code '{shorten(code)}'. {way_out}"]
        longest = LONGEST_NAME if self.field == "queue" else LONGEST_CODE
        return text_problems("code", code, longest)


class Places:
    """Where contacts belong. One object serves one import and remembers what it has met."""

    def __init__(self, creation: Creation | None, *, correct: bool) -> None:
        """With None for `creation` there is no mapping that could allow any."""
        way_out = ADD if creation is None else ADD_OR_ALLOW
        creation = creation or Creation()
        self._creation = creation
        self._correct = correct
        self._queues = directory.Codes("queue")
        self._agents = directory.Codes("agent")
        self._units = directory.Codes("unit")
        self._leaders = directory.Codes("leader")
        self._first_days = directory.FirstDays()
        self.created: Counter[str] = Counter()
        self._kinds = (
            _Kind("queue", "queue_id", self._queues, True, way_out, self._add_queue),
            _Kind("team", "unit_id", self._units, creation.teams, way_out, self._add_unit),
            _Kind(
                "leader", "leader_id", self._leaders, creation.leaders, way_out, self._add_leader
            ),
            _Kind("agent", "agent_id", self._agents, creation.agents, way_out, self._add_agent),
        )

    def settle(self, part: Part) -> tuple[Part, list[Rejected]]:
        """The contacts whose codes are known or were now created, and the others, rejected."""
        if all(kind.is_met(part.columns[kind.field]) for kind in self._kinds):
            return part, []
        rejected: list[Rejected] = []
        for row, record in part.numbered:
            problems = self._meet(row, record)
            if problems:
                rejected.append(Rejected(row, 0, problems))
        return part.without({one.row for one in rejected}), rejected

    def complete(self, rejected: Rejected) -> Rejected:
        """The row with what is wrong with its codes as well, so that all is told at once."""
        codes = dict(rejected.codes)
        found = tuple(
            Problem(rejected.row, rejected.line, kind.field, shorten(code), objection)
            for kind in self._kinds
            if (code := codes.get(kind.field)) and not kind.is_met([code])
            for objection in kind.objections(code)
        )
        return rejected._replace(problems=rejected.problems + found)

    def stage(self, part: Part) -> Iterable[tuple[Any, ...]]:
        """Settled contacts as rows of the staging table."""
        columns = {**part.columns, "value": part.columns["score"]}
        for kind in self._kinds:
            columns[kind.column] = [
                kind.codes.get(code, UNMET) for code in part.columns[kind.field]
            ]
        return zip(*(columns[name] for name in staged_contacts.COLUMNS), strict=True)

    def early(self, part: Part) -> list[Numbered]:
        """The contacts that closed before their agent's first membership, oldest first.

        Empty where the import may not create agents: memberships are somebody else's then.
        """
        if not self._creation.agents or not part.numbered:
            return []
        first = {code: self._first_day(code) for code in set(part.columns["agent"])}
        if min(part.columns["closed_on"]) >= str(max(first.values())):
            return []
        found = [one for one in part.numbered if one[1].closed_on < first[one[1].agent]]
        return sorted(found, key=lambda one: (one[1].closed_on, one[0]))

    def _first_day(self, agent: str) -> date:
        return self._first_days[self._agents.get(agent) or UNMET]

    def begin_memberships(self, early: Iterable[Numbered]) -> None:
        """Let agents belong to a team from their first contact on; `early` comes oldest first.

        Later moves between teams are not guessed from contacts.
        """
        for _, record in early:
            agent_id, unit_id = self._agents[record.agent], self._units[record.team]
            assert agent_id is not None
            assert unit_id is not None
            before, day = self._first_days[agent_id], record.closed_on
            if day < before:
                directory.begin_membership(agent_id, unit_id, from_on=day, before=before)
                self._first_days[agent_id] = day

    def _meet(self, row: int, record: ContactRecord) -> tuple[Problem, ...]:
        """Create what the record names and nobody knows, or say why not."""
        unmet = [kind for kind in self._kinds if not kind.is_met([getattr(record, kind.field)])]
        if not unmet:
            return ()
        problems = tuple(
            Problem(row, 0, kind.field, shorten(getattr(record, kind.field)), objection)
            for kind in unmet
            for objection in kind.objections(getattr(record, kind.field))
        )
        if problems:
            return problems
        # What is frozen in a contact sent again needs nothing created that nobody else names.
        # A leader may have been missing, and is then filled in.
        is_frozen = not self._correct and contact_writes.has_contact(
            record.source, record.external_id
        )
        for kind in unmet:
            if kind.field == "leader" or not is_frozen:
                code = getattr(record, kind.field)
                kind.codes[code] = kind.create(code, record)
        return ()

    def _add_queue(self, code: str, _: ContactRecord) -> int:
        self.created["queue"] += 1
        return directory.insert_queue(code)

    def _add_unit(self, code: str, _: ContactRecord) -> int:
        return add_unit_under(code, self._creation.under, units=self._units, created=self.created)

    def _add_leader(self, code: str, _: ContactRecord) -> int:
        self.created["leader"] += 1
        return people.add_leader(code, code)

    def _add_agent(self, code: str, record: ContactRecord) -> int:
        self.created["agent"] += 1
        return people.add_agent(code, record.agent_name or code)
