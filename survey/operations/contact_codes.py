"""From the codes in a contact's record to the ids of what they name, created where allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from survey.intake.contact import ContactRecord
from survey.intake.contact_mapping import Creation
from survey.intake.problems import Problem, Rejected, shorten
from survey.operations import people
from survey.operations.new_units import add_unit_under
from survey.operations.wording import LONGEST_CODE, LONGEST_NAME, text_problems
from survey.store import contact_writes, directory
from survey.store.fields import to_seconds

# Stands for a code that nobody may need: it differs from every stored id, so the difference is
# counted, and it is never written, because what it stands for is frozen.
UNMET = 0

# A record with its row in the file, from 1.
Numbered = tuple[int, ContactRecord]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the four things a contact names by code."""

    field: str
    codes: directory.Codes
    may_create: bool
    create: Callable[[str, ContactRecord], int]

    def is_met(self, records: Iterable[ContactRecord]) -> bool:
        """Whether everything the records name is known; each code is looked up once."""
        try:
            for code in set(map(attrgetter(self.field), records)):
                self.codes[code]
        except KeyError:
            return False
        return True

    def objections(self, record: ContactRecord) -> list[str]:
        """Why what the record names cannot be created; empty where it can."""
        code = getattr(record, self.field)
        if not self.may_create:
            return [
                f"There is no {self.field} with the code '{shorten(code)}'. Correct it, add the"
                f" {self.field}, or allow the import to create {self.field}s."
            ]
        longest = LONGEST_NAME if self.field == "queue" else LONGEST_CODE
        return text_problems("code", code, longest)


class Day(NamedTuple):
    """A closing day as it is stored, and the instant at which it begins, in seconds."""

    text: str
    begins_at: int


class _Days(dict[date, Day]):
    """`days[day]`, worked out once for each day of a file."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, day: date) -> Day:
        begins = datetime.combine(day, time(), self._zone).astimezone(UTC)
        self[day] = Day(str(day), to_seconds(begins))
        return self[day]


class Places:
    """Where contacts belong. One object serves one import and remembers what it has met."""

    def __init__(self, creation: Creation, *, zone: ZoneInfo, correct: bool) -> None:
        self._creation = creation
        self._correct = correct
        self._queues = directory.Codes("queue")
        self._agents = directory.Codes("agent")
        self._units = directory.Codes("unit")
        self._leaders = directory.Codes("leader")
        self._days = _Days(zone)
        self._first_days = directory.FirstDays()
        self.created: Counter[str] = Counter()
        self._kinds = (
            _Kind("queue", self._queues, True, self._add_queue),
            _Kind("team", self._units, creation.teams, self._add_unit),
            _Kind("leader", self._leaders, creation.leaders, self._add_leader),
            _Kind("agent", self._agents, creation.agents, self._add_agent),
        )

    def settle(self, batch: Sequence[Numbered]) -> tuple[Sequence[Numbered], list[Rejected]]:
        """The records whose codes are known or were now created, and the others, rejected."""
        records = [record for _, record in batch]
        if all(kind.is_met(records) for kind in self._kinds):
            return batch, []
        settled: list[Numbered] = []
        rejected: list[Rejected] = []
        for row, record in batch:
            problems = self._meet(row, record)
            if problems:
                rejected.append(Rejected(row, 0, problems))
            else:
                settled.append((row, record))
        return settled, rejected

    def stage(self, batch: Sequence[Numbered]) -> Iterable[tuple[Any, ...]]:
        """Settled records as rows of the staging table.

        Worked out column by column: half the time of going row by row.
        """
        if not batch:
            return ()
        rows, records = zip(*batch, strict=True)
        (
            sources, external_ids, queues, channels, reasons, agents, _, teams, leaders, opened,
            closed, days, handle_seconds, scores, comments, customer_refs, tenures, shifts,
        ) = zip(*records, strict=True)  # fmt: skip
        known_days = [self._days[day] for day in days]
        agent_ids = [self._agents.get(code, UNMET) for code in agents]
        opened_at = [at and int(at.timestamp()) for at in opened]
        closed_at = [at and int(at.timestamp()) for at in closed]
        return zip(
            rows,
            sources,
            external_ids,
            [self._queues.get(name, UNMET) for name in queues],
            channels,
            reasons,
            agent_ids,
            [self._units.get(code, UNMET) for code in teams],
            [self._leaders.get(code, UNMET) for code in leaders],
            opened_at,
            closed_at,
            [day.text for day in known_days],
            handle_seconds,
            customer_refs,
            tenures,
            shifts,
            scores,
            [comment or None for comment in comments],
            [
                day.begins_at if at is None else at
                for at, day in zip(closed_at, known_days, strict=True)
            ],
            strict=True,
        )

    def early(self, batch: Sequence[Numbered]) -> list[Numbered]:
        """The records that closed before their agent's first membership, oldest first.

        Empty where the import may not create agents: memberships are somebody else's then.
        """
        if not self._creation.agents:
            return []
        first, agents = self._first_days, self._agents
        found = [
            one for one in batch if one[1].closed_on < first[agents.get(one[1].agent) or UNMET]
        ]
        return sorted(found, key=lambda one: (one[1].closed_on, one[0]))

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
        unmet = [kind for kind in self._kinds if not kind.is_met([record])]
        if not unmet:
            return ()
        problems = tuple(
            Problem(row, 0, kind.field, shorten(getattr(record, kind.field)), objection)
            for kind in unmet
            for objection in kind.objections(record)
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
