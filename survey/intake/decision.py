"""What was written into the forum's form, as a checked decision or with every objection at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from survey.instruments.pulse import ASK_DRIVERS
from survey.intake.answers import Objection, read_comment
from survey.intake.problems import Unfit

State = Literal["agreed", "under_way", "done", "declined", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)
FINAL_STATES: frozenset[State] = frozenset(("done", "declined", "withdrawn"))
DRIVERS = tuple(ASK_DRIVERS.values())
LONGEST = {"ask": 300, "mandate": 300, "money": 80, "owner": 80, "outcome": 500}
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
class NewAsk:
    """Something agents asked for, in the words of who prepares the forum."""

    driver: str
    wording: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a decision stands and what came of it."""

    state: State
    outcome: str | None


def parse_decision(typed: Mapping[str, str], *, today: date) -> NewDecision | tuple[Objection, ...]:
    """The decision taken on that day, or every objection; fields are named as in `NewDecision`."""
    objections: list[Objection] = []
    driver, ask = _driver_and_ask(typed, objections)
    mandate = _required("mandate", typed, "Write what may now be done.", objections)
    money = _text("money", typed, objections)
    owner = _required("owner", typed, "Write who sees to it.", objections)
    due_on = _due_day(typed.get("due_on", "").strip(), today, objections)
    return tuple(objections) or NewDecision(driver, ask, mandate, money, owner, due_on)


def parse_ask(typed: Mapping[str, str]) -> NewAsk | tuple[Objection, ...]:
    """What was asked for, or every objection; the fields are `driver` and `ask`."""
    objections: list[Objection] = []
    driver, ask = _driver_and_ask(typed, objections)
    return tuple(objections) or NewAsk(driver, ask)


def parse_progress(typed: Mapping[str, str]) -> Progress | tuple[Objection, ...]:
    """The state and outcome, or every objection. What is over needs words on what came of it."""
    objections: list[Objection] = []
    outcome = _text("outcome", typed, objections)
    state = next((one for one in STATES if one == typed.get("state")), None)
    if state is None:
        objections.append(Objection("state", "Choose where the decision stands."))
        return tuple(objections)
    if state in FINAL_STATES and outcome is None and not objections:
        objections.append(
            Objection("outcome", "Write what came of it: this is what everybody will read.")
        )
    return tuple(objections) or Progress(state, outcome)


def _driver_and_ask(typed: Mapping[str, str], objections: list[Objection]) -> tuple[str, str]:
    driver = typed.get("driver", "")
    if driver not in DRIVERS:
        objections.append(Objection("driver", "Choose what the ask is about."))
    return driver, _required("ask", typed, "Write what was asked for.", objections)


def _required(
    name: str, typed: Mapping[str, str], what_to_do: str, objections: list[Objection]
) -> str:
    n_before = len(objections)
    text = _text(name, typed, objections)
    if text is None and len(objections) == n_before:
        objections.append(Objection(name, what_to_do))
    return text or ""


def _text(name: str, typed: Mapping[str, str], objections: list[Objection]) -> str | None:
    """The field on one line, None where it is empty."""
    longest = LONGEST[name]
    try:
        text = " ".join((read_comment(typed.get(name, "")) or "").split())
    except Unfit:
        text = "x" * (longest + 1)
    if len(text) > longest:
        objections.append(Objection(name, f"Please keep it under {longest} characters."))
        return None
    return text or None


def _due_day(text: str, today: date, objections: list[Objection]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year > LATEST_YEAR:
        message = "Write the day as year-month-day, such as 2026-03-31, or leave it empty."
        objections.append(Objection("due_on", message))
    elif day < today:
        objections.append(Objection("due_on", "This day is over. Choose today or a later day."))
    return day
