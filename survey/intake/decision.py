"""What was written into the forum's form, as a checked decision or with every objection at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from survey.instruments.pulse import ASK_DRIVERS
from survey.intake.answers import Objection
from survey.intake.wording import Words

State = Literal["agreed", "under_way", "done", "declined", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)
FINAL_STATES: frozenset[State] = frozenset(("done", "declined", "withdrawn"))
# The pulse's own, and what nobody is asked about in it yet but a forum decides on.
DRIVERS = (*ASK_DRIVERS.values(), "Commerce")
LONGEST = {
    **{"ask": 300, "mandate": 300, "money": 80, "owner": 80, "outcome": 500},
    **{"size": 120, "options": 600, "proposed_owner": 80, "dissent": 1_000},
}
LATEST_YEAR = 2099
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class NewDecision:
    """An ask and what the forum decided about it. `money` and `due_on` may be left open."""

    driver: str
    ask: str
    mandate: str
    money: str | None
    owner: str
    due_on: date | None

    @property
    def mark(self) -> str:
        """What tells this wording from another in a form; the texts have no line ends."""
        parts = (self.driver, self.ask, self.mandate, self.money, self.owner, self.due_on)
        return hashlib.sha256("\n".join(str(part or "") for part in parts).encode()).hexdigest()[
            :16
        ]


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as a meeting takes it, with who saw it otherwise and why, in their words."""

    decision: NewDecision
    dissent: str | None


@dataclass(frozen=True, slots=True)
class NewAsk:
    """Something agents asked for, in the words of who prepares the forum.

    `size` says how much it is about in units people know, `options` what could be decided, one to
    a line.
    """

    driver: str
    wording: str
    size: str | None = None
    options: str | None = None
    proposed_owner: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a decision stands and what came of it."""

    state: State
    outcome: str | None


def parse_decision(typed: Mapping[str, str], *, today: date) -> NewDecision | tuple[Objection, ...]:
    """The decision taken on that day, or every objection; fields are named as in `NewDecision`."""
    words = Words(typed, LONGEST)
    new = _decision(words, today)
    return tuple(words.objections) or new


def parse_taken(typed: Mapping[str, str], *, today: date) -> Taken | tuple[Objection, ...]:
    """The decision a meeting takes on that day, or every objection; with the field `dissent`."""
    words = Words(typed, LONGEST)
    taken = Taken(_decision(words, today), words.lines("dissent"))
    return tuple(words.objections) or taken


def parse_ask(typed: Mapping[str, str]) -> NewAsk | tuple[Objection, ...]:
    """What was asked for, or every objection; its words are in `ask`, the rest as in `NewAsk`."""
    words = Words(typed, LONGEST)
    new = NewAsk(
        *_driver_and_ask(words),
        words.line("size"),
        words.lines("options"),
        words.line("proposed_owner"),
    )
    return tuple(words.objections) or new


def parse_progress(typed: Mapping[str, str]) -> Progress | tuple[Objection, ...]:
    """The state and outcome, or every objection. What is over needs words on what came of it."""
    words = Words(typed, LONGEST)
    objections = words.objections
    outcome = words.line("outcome")
    state = next((one for one in STATES if one == typed.get("state")), None)
    if state is None:
        objections.append(Objection("state", "Choose where the decision stands."))
        return tuple(objections)
    if state in FINAL_STATES and outcome is None and not objections:
        objections.append(
            Objection("outcome", "Write what came of it: this is what everybody will read.")
        )
    return tuple(objections) or Progress(state, outcome)


def seen_progress(typed: Mapping[str, str]) -> Progress:
    """How the decision stood when the form was opened, from `seen_state` and `seen_outcome`."""
    state: State = next((one for one in STATES if one == typed.get("seen_state")), "agreed")
    return Progress(state, typed.get("seen_outcome") or None)


def _decision(words: Words, today: date) -> NewDecision:
    driver, ask = _driver_and_ask(words)
    return NewDecision(
        driver,
        ask,
        mandate=words.required("mandate", "Write what may now be done."),
        money=words.line("money"),
        owner=words.required("owner", "Write who sees to it."),
        due_on=_due_day(words.typed.get("due_on", "").strip(), today, words.objections),
    )


def _driver_and_ask(words: Words) -> tuple[str, str]:
    driver = words.typed.get("driver", "")
    if driver not in DRIVERS:
        words.objections.append(Objection("driver", "Choose what the ask is about."))
    return driver, words.required("ask", "Write what was asked for.")


def _due_day(text: str, today: date, objections: list[Objection]) -> date | None:
    if not text:
        return None
    day = read_day(text)
    if day is None:
        message = "Write the day as year-month-day, such as 2026-03-31, or leave it empty."
        objections.append(Objection("due_on", message))
    elif day < today:
        objections.append(Objection("due_on", "This day is over. Choose today or a later day."))
    return day


def read_day(text: str) -> date | None:
    """The day written as year-month-day, None where it is none or too far away."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return None if day is None or day.year > LATEST_YEAR else day
