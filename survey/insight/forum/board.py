"""The forum's page: every closed wave, and the ledger of decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from survey.access import ANALYST, EXECUTIVE, Viewer
from survey.errors import NotFound
from survey.insight.forum.dates import Dates, dates
from survey.insight.said import SaidLine, said_about
from survey.intake.answers import Objection
from survey.intake.decision import DRIVERS, NewDecision, State
from survey.privacy import gate
from survey.store import reads_of_forum
from survey.store.reads_of_forum import DecisionRow, StepRow

# Who reads the report, of all teams, and writes down what is decided about it.
MAY_WRITE = frozenset({ANALYST, EXECUTIVE})
CHOICES: tuple[tuple[State, str], ...] = (
    ("agreed", "Agreed"),
    ("under_way", "Under way"),
    ("done", "Done"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
)
REPEATS = (
    ("once", "Once"),
    ("month", "Every month, 12 times"),
    ("quarter", "Every quarter, 12 times"),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was written into a form, to be shown again, with what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()

    def value(self, name: str) -> str:
        """What was written into one field."""
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        """What is wrong with one field, or nothing."""
        return next((one.message for one in self.objections if one.item == name), "")

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Every field in trouble with its sentence."""
        return tuple((one.item, one.message) for one in self.objections)


@dataclass(frozen=True, slots=True)
class Forum:
    """One forum: the closed wave it was about, what was decided there, and asks that wait."""

    wave: gate.WaveRef
    decisions: tuple[DecisionRow, ...]
    waiting: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The calendar, and every forum with the newest first; `may_write` decides about forms.

    What is overdue is judged by `today`, the centre's day. `typed` stands in the form of a
    decision, `planning` in that of a meeting.
    """

    dates: Dates
    forums: tuple[Forum, ...]
    today: date
    may_write: bool
    typed: Typed
    planning: Typed
    repeats: tuple[tuple[str, str], ...]
    drivers: tuple[tuple[str, str], ...]
    waves: tuple[tuple[str, str], ...]

    @property
    def listed(self) -> tuple[Forum, ...]:
        """The newest forum, and the earlier ones that left a decision or owe an answer."""
        return (*self.forums[:1], *(one for one in self.forums[1:] if _is_worth_a_line(one)))

    @property
    def without_decisions(self) -> tuple[gate.WaveRef, ...]:
        """Earlier closed waves whose forum left no decision."""
        return tuple(one.wave for one in self.forums[1:] if not _is_worth_a_line(one))


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision with the `steps` it took, about to be followed up.

    `conflict` says why nothing was changed. `may_correct` tells whether the wording still can be,
    in a form of its own.
    """

    decision: DecisionRow
    typed: Typed
    states: tuple[tuple[str, str], ...]
    conflict: str
    today: date
    steps: tuple[StepRow, ...]
    wording: Typed
    drivers: tuple[tuple[str, str], ...]
    may_correct: bool


def board(
    viewer: Viewer, typed: Typed | None = None, *, planning: Typed | None = None, today: date
) -> BoardPage:
    """The forum's page for the viewer, on the centre's day."""
    found = reads_of_forum.decisions()
    closed = tuple(reversed(gate.closed_waves()))
    return BoardPage(
        dates=dates(today=today),
        forums=tuple(
            Forum(
                wave,
                tuple(one for one in found if one.wave_number == wave.number),
                tuple(one for one in said_about(wave.number) if one.is_waiting),
            )
            for wave in closed
        ),
        today=today,
        may_write=viewer.role in MAY_WRITE,
        typed=typed or Typed(),
        planning=planning or Typed(),
        repeats=REPEATS,
        drivers=(("", "Choose"), *((one, one) for one in DRIVERS)),
        waves=tuple((str(wave.number), f"Wave {wave.number}, {wave.name}") for wave in closed),
    )


def decision_page(
    decision_id: int,
    typed: Typed | None = None,
    *,
    wording: Typed | None = None,
    conflict: str = "",
    today: date,
) -> DecisionPage:
    """One decision with the forms to follow it up and to correct it.

    Raises:
        NotFound: there is no such decision.
    """
    found = reads_of_forum.decision(decision_id)
    if found is None:
        raise NotFound("There is no such decision.")
    as_it_stands = Typed({"state": found.state, "outcome": found.outcome or ""})
    return DecisionPage(
        decision=found,
        typed=typed or as_it_stands,
        states=CHOICES,
        conflict=conflict,
        today=today,
        steps=reads_of_forum.steps([found.id]),
        wording=wording or _as_it_reads(found.wording),
        drivers=tuple((one, one) for one in DRIVERS),
        may_correct=found.wave_number == gate.closed_waves()[-1].number,
    )


def _is_worth_a_line(forum: Forum) -> bool:
    return bool(forum.decisions or forum.waiting)


def _as_it_reads(wording: NewDecision) -> Typed:
    return Typed({name: str(value or "") for name, value in asdict(wording).items()})
