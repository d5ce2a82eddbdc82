"""The forum's decisions, and the reports made for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from survey.intake.decision import FINAL_STATES, NewDecision
from survey.store.database import rows
from survey.store.fields import from_seconds
from survey.store.parts import marks


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision as it stands, with the number and name of the wave whose forum took it.

    `outcome` are the words of its latest step, `dissent` is who saw it otherwise and why.
    """

    id: int
    wave_number: int
    wave_name: str
    driver: str
    ask: str
    mandate: str
    money: str | None
    owner: str
    due_on: date | None
    state: str
    outcome: str | None
    decided_on: date
    meeting_id: int | None
    dissent: str | None

    @property
    def wording(self) -> NewDecision:
        """It as it was written down."""
        return NewDecision(self.driver, self.ask, self.mandate, self.money, self.owner, self.due_on)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.state in FINAL_STATES

    def is_overdue(self, day: date) -> bool:
        """Whether on this day it is still open although it was due before."""
        return not self.is_over and self.due_on is not None and self.due_on < day


@dataclass(frozen=True, slots=True)
class StepRow:
    """Where a decision stood from one moment on, the words noted with it, and who noted them."""

    decision_id: int
    state: str
    words: str | None
    noted_at: datetime
    noted_by: str | None


@dataclass(frozen=True, slots=True)
class AskRow:
    """Something agents asked for in a wave, in the forum's words; it wants an answer."""

    wave_number: int
    driver: str
    wording: str
    noted_on: date
    size: str | None
    options: str | None
    proposed_owner: str | None


def decisions(*, until_number: int | None = None) -> tuple[DecisionRow, ...]:
    """Decisions of the forums up to that wave, or of all: the newest forum first, then by id."""
    where = "" if until_number is None else " WHERE wave.number <= ?"
    parameters = () if until_number is None else (until_number,)
    return tuple(_decision(row) for row in rows(_DECISIONS.format(where=where), parameters))


def asks(*, until_number: int | None = None) -> tuple[AskRow, ...]:
    """Asks noted about the waves up to that one, or about all: the newest wave first."""
    where = "" if until_number is None else " WHERE wave.number <= ?"
    parameters = () if until_number is None else (until_number,)
    found = rows(
        "SELECT wave.number, driver, wording, noted_on, size, options, proposed_owner FROM ask"
        f" JOIN wave ON wave.id = ask.wave_id{where}",
        parameters,
    )
    made = [AskRow(row[0], row[1], row[2], _day(row[3]), *row[4:]) for row in found]
    # Sorted here, because the engines order letters differently.
    return tuple(sorted(made, key=lambda one: (-one.wave_number, one.noted_on, one.wording)))


def decision(decision_id: int) -> DecisionRow | None:
    """The decision with this id, or None."""
    found = rows(_DECISIONS.format(where=" WHERE decision.id = ?"), (decision_id,))
    return _decision(found[0]) if found else None


def decisions_of(meeting_id: int) -> tuple[DecisionRow, ...]:
    """The decisions that a meeting took, in the order in which they were written down."""
    found = rows(_DECISIONS.format(where=" WHERE decision.meeting_id = ?"), (meeting_id,))
    return tuple(sorted((_decision(row) for row in found), key=lambda one: one.id))


def steps(decision_ids: Collection[int]) -> tuple[StepRow, ...]:
    """Every step these decisions took, the oldest first."""
    ids = tuple(sorted(decision_ids))
    found = rows(
        "SELECT decision_id, state, words, noted_at, app_user.name FROM decision_step"
        " LEFT JOIN app_user ON app_user.id = decision_step.user_id"
        f" WHERE decision_id IN ({marks(ids)}) ORDER BY decision_step.id",
        ids,
    )
    return tuple(StepRow(row[0], row[1], row[2], from_seconds(row[3]), row[4]) for row in found)


def _decision(row: tuple[Any, ...]) -> DecisionRow:
    values = list(row)
    for place in (8, 11):
        if values[place] is not None:
            values[place] = _day(values[place])
    return DecisionRow(*values)


def _day(value: Any) -> date:
    """The day, which SQLite keeps as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


_DECISIONS = """
SELECT decision.id, wave.number, wave.name, driver, ask, mandate, money, owner, due_on,
    decision.state, outcome, decided_on, decision.meeting_id, dissent
FROM decision JOIN wave ON wave.id = decision.wave_id{where}
ORDER BY wave.number DESC, decision.id
"""
